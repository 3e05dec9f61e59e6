package dev.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.hours.CallingHours;
import dev.outdial.testing.Books;
import dev.outdial.testing.CampaignRows.Tenant;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody is called at a time at which the clock on their wall shows that they must not be. */
class CallingHoursTest {

    /** 18:00 in Kolkata, 13:30 in Berlin (winter). */
    private static final Instant START = Instant.parse("2026-01-12T12:30:00Z");

    private static final String KOLKATA = "Asia/Kolkata";
    private static final String BERLIN = "Europe/Berlin";

    private TestQueue on;
    private Tenant tenant;
    private UUID campaign;

    @BeforeEach
    void open() {
        on = new TestQueue(START);
        tenant = on.rows.tenant(1000);
        campaign = on.rows.campaign(tenant, 100, 3);
        hours(campaign, CallingHours.daily(9 * 60, 18 * 60), BERLIN);
    }

    @AfterEach
    void close() {
        on.close();
    }

    @Test
    void leadIsCalledOnlyWhileItIsTimeWhereItIs() {
        leads(2, KOLKATA);
        leads(3, BERLIN);
        on.tick();

        assertThat(on.claim(100)).as("it is 18:00 in Kolkata").hasSize(3);

        to("2026-01-13T03:29:59Z");
        on.tick();
        assertThat(on.claim(100)).as("it is 8:59:59 in Kolkata").isEmpty();

        to("2026-01-13T03:30:00Z");
        assertThat(on.claim(100)).as("it is 9:00 in Kolkata").hasSize(2);
    }

    @Test
    void leadOfWhomNothingIsKnownIsWhereItsCampaignIs() {
        leads(2, "-");
        on.tick();

        assertThat(on.claim(100))
                .hasSize(2)
                .allSatisfy(claim -> assertThat(claim.closesAt()).isEqualTo(Instant.parse("2026-01-12T17:00:00Z")));
    }

    @Test
    void leadThatMayBeInTwoZonesIsCalledWhenItIsTimeInBoth() {
        leads(1, KOLKATA + "," + BERLIN);
        on.tick();

        // Berlin opens at 8:00 UTC, Kolkata closes at 12:30 UTC.
        to("2026-01-13T07:59:59Z");
        assertThat(on.claim(100)).isEmpty();
        to("2026-01-13T08:00:00Z");
        assertThat(on.claim(100))
                .hasSize(1)
                .first()
                .satisfies(claim -> assertThat(claim.closesAt()).isEqualTo(Instant.parse("2026-01-13T12:30:00Z")));
    }

    @Test
    void nobodyIsCalledBeforeItIsKnownWhetherItIsTime() {
        leads(2, BERLIN);

        assertThat(on.claim(100)).isEmpty();
        on.tick();
        assertThat(on.claim(100)).hasSize(2);
    }

    @Test
    void retryThatFallsIntoTheNightWaitsForTheMorning() {
        leads(1, BERLIN);
        on.tick();
        to("2026-01-12T16:59:30Z");
        Claim claim = on.claim(1).getFirst();

        assertThat(on.settle(List.of(on.busy(claim)))).isEmpty();

        to("2026-01-12T17:05:00Z");
        on.tick();
        assertThat(on.claim(100)).as("due since 17:00:30, closed since 17:00").isEmpty();
        to("2026-01-13T07:59:59Z");
        assertThat(on.tick()).isEqualTo(Instant.parse("2026-01-13T08:00:00Z"));
        to("2026-01-13T08:00:00Z");
        assertThat(on.claim(100)).hasSize(1);
    }

    @Test
    void slotIsNotFilledAgainAfterClosingTime() {
        leads(2, BERLIN);
        on.rows.run("UPDATE campaign SET max_concurrent_calls = 1", Tuple.tuple());
        on.tick();
        to("2026-01-12T16:59:59Z");
        Claim claim = on.claim(1).getFirst();

        to("2026-01-12T17:00:00Z");

        assertThat(on.settle(List.of(on.busy(claim)))).isEmpty();
    }

    @Test
    void otherHoursHoldAtOnce() {
        leads(2, BERLIN);
        on.tick();

        hours(campaign, CallingHours.daily(15 * 60, 16 * 60), BERLIN);
        assertThat(on.claim(100))
                .as("not even before the new ones are worked out")
                .isEmpty();
        on.tick();
        assertThat(on.claim(100)).isEmpty();

        to("2026-01-12T14:00:00Z");
        assertThat(on.claim(100)).hasSize(2);
    }

    @Test
    void whatWasWorkedOutForHoursThatHaveChangedSinceIsNotKept() {
        leads(2, BERLIN);
        List<SpellWanted> wanted = TestQueue.await(on.queue.spellsWanted());
        hours(campaign, CallingHours.daily(15 * 60, 16 * 60), BERLIN);

        TestQueue.await(on.queue.setSpells(
                wanted, wanted.stream().map(spell -> spell.after(START)).toList()));

        assertThat(on.claim(100)).isEmpty();
    }

    @Test
    void hoursThatComeLaterHoldForLeadsThatWaitAlready() {
        on.rows.run("UPDATE campaign SET calling_hours = NULL", Tuple.tuple());
        leads(3, KOLKATA);
        leads(3, BERLIN);

        hours(campaign, CallingHours.daily(9 * 60, 18 * 60), BERLIN);
        assertThat(on.claim(100)).isEmpty();
        assertThat(on.tick()).as("they are being sorted").isEqualTo(START);
        on.tick();

        assertThat(on.claim(100)).hasSize(3);
        to("2026-01-13T03:30:00Z");
        assertThat(on.claim(100)).hasSize(3);
    }

    @Test
    void withoutHoursItIsAlwaysTimeAlsoForLeadsThatWereSorted() {
        leads(3, KOLKATA);
        on.tick();
        assertThat(on.claim(100)).isEmpty();

        on.rows.run("UPDATE campaign SET calling_hours = NULL", Tuple.tuple());
        on.rows.leads(tenant, campaign, 2, i -> "+1415555%04d".formatted(i));

        assertThat(on.claim(100))
                .hasSize(5)
                .allSatisfy(claim -> assertThat(claim.closesAt()).isNull());
    }

    @Test
    void priorityAndTimeOrderLeadsOfAllZonesThatAreOpen() {
        hours(campaign, CallingHours.daily(0, 24 * 60), BERLIN);
        UUID first = leads(1, KOLKATA).getFirst();
        UUID second = leads(1, BERLIN).getFirst();
        UUID third = leads(1, KOLKATA).getFirst();
        UUID ahead = leads(1, BERLIN).getFirst();
        on.rows.run("UPDATE lead_due SET rank = -9 WHERE lead_id = $1", Tuple.of(ahead));
        on.tick();

        assertThat(on.claim(3)).extracting(Claim::leadId).containsExactly(ahead, first, second);
        assertThat(on.claim(3)).extracting(Claim::leadId).containsExactly(third);
    }

    @Test
    void campaignThatMayNotCallIsNotComplete() {
        leads(1, KOLKATA);
        on.tick();
        on.tick();

        assertThat(on.rows.row("SELECT status FROM campaign").getString(0)).isEqualTo("running");
        assertThat(Books.imbalances(on.rows, campaign)).isEmpty();
    }

    private void to(String instant) {
        on.clock.advance(Duration.between(on.clock.instant(), Instant.parse(instant)));
    }

    private void hours(UUID of, CallingHours hours, String zone) {
        on.rows.run(
                "UPDATE campaign SET calling_hours = $2::text::jsonb, time_zone = $3 WHERE id = $1",
                Tuple.of(of, hours.json().encode(), zone));
    }

    private List<UUID> leads(int n, String zones) {
        List<UUID> leads = on.rows.leads(tenant, campaign, n, i -> "+1415555%04d".formatted(i));
        Tuple moved = Tuple.of(leads.toArray(UUID[]::new), zones);
        on.rows.run("UPDATE lead SET zones = $2 WHERE id = ANY ($1)", moved);
        on.rows.run("UPDATE lead_due SET zones = $2 WHERE lead_id = ANY ($1) AND zones > ''", moved);
        return leads;
    }
}
