package dev.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a campaign will have finished, as far as its past tells. */
class EstimateTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void leadsWithoutRetriesTakeTheirCallsOverTheSlots() {
        // 100 calls of a minute so far; 300 leads are left for 10 slots.
        assertThat(estimate(campaign(10, 0), progress(400, 100, 100, Duration.ofMinutes(100))))
                .isEqualTo(NOON.plus(Duration.ofMinutes(30)));
    }

    @Test
    void lastLeadsWaitForTheirIntervals() {
        // Half of all attempts are followed by another: one lead is called up to twice again, an hour apart.
        Campaign campaign = campaign(10, 2);
        Instant end = estimate(campaign, progress(100, 98, 196, Duration.ofMinutes(196)));
        assertThat(end).isEqualTo(NOON.plus(Duration.ofMinutes(2 * 60 + 2 + 1)));
    }

    @Test
    void campaignEndsAtItsEndAtTheLatest() {
        Campaign campaign = campaign(1, 0);
        campaign.endsAt = NOON.plus(Duration.ofMinutes(7));
        assertThat(estimate(campaign, progress(400, 100, 100, Duration.ofMinutes(100))))
                .isEqualTo(campaign.endsAt);
    }

    @Test
    void onlyTheTimeOfCallingCounts() {
        Campaign campaign = campaign(10, 0);
        campaign.timeZone = "UTC";
        campaign.callingHours = new JsonObject("""
                {"monday": [{"start": "09:00", "end": "12:10"}], "tuesday": [{"start": "09:00", "end": "18:00"}]}""");
        assertThat(estimate(campaign, progress(400, 100, 100, Duration.ofMinutes(100))))
                .isEqualTo(Instant.parse("2026-03-03T09:20:00Z"));
    }

    @Test
    void nothingIsToldOfACampaignThatHasHardlyBegunOrStandsStill() {
        assertThat(estimate(campaign(10, 0), progress(400, 4, 4, Duration.ofMinutes(4))))
                .isNull();
        Campaign paused = campaign(10, 0);
        paused.status = CampaignStatus.PAUSED;
        assertThat(estimate(paused, progress(400, 100, 100, Duration.ofMinutes(100))))
                .isNull();
    }

    @Test
    void utilizationIsTimeTakenOfTimeThatThereWereSlots() {
        Campaign campaign = campaign(10, 0);
        campaign.startedAt = NOON.minus(Duration.ofHours(5));
        Progress progress = progress(400, 100, 100, Duration.ofMinutes(150));
        // Ten slots for ten minutes, then paused for hours, and running again for ten minutes with five calls out.
        progress.slotMs = Duration.ofMinutes(100).toMillis();
        progress.slotsSince = NOON.minus(Duration.ofMinutes(10));
        progress.inFlight = 5;
        progress.openedMs = 5 * NOON.minus(Duration.ofMinutes(2)).toEpochMilli();

        assertThat(progress.slotUtilization(campaign, NOON)).isEqualTo((150 + 10) / 200.0);
    }

    private static @Nullable Instant estimate(Campaign campaign, Progress progress) {
        return Estimate.completion(campaign, progress, NOON);
    }

    private static Campaign campaign(int cap, int maxRetries) {
        Campaign campaign = new Campaign();
        campaign.status = CampaignStatus.RUNNING;
        campaign.maxConcurrentCalls = cap;
        campaign.retryConfig = new RetryConfig(maxRetries, 60, RetryConfig.DEFAULT.retryOn(), null).json();
        return campaign;
    }

    private static Progress progress(long total, long done, long attempts, Duration busy) {
        Progress progress = new Progress();
        progress.total = total;
        progress.completed = done;
        progress.attempts = attempts;
        progress.busyMs = busy.toMillis();
        return progress;
    }
}
