package dev.outdial.campaign;

import static dev.outdial.campaign.CampaignAction.CANCEL;
import static dev.outdial.campaign.CampaignAction.PAUSE;
import static dev.outdial.campaign.CampaignAction.RESUME;
import static dev.outdial.campaign.CampaignAction.START;
import static dev.outdial.campaign.CampaignStatus.ACTIVE;
import static dev.outdial.campaign.CampaignStatus.CANCELLED;
import static dev.outdial.campaign.CampaignStatus.COMPLETED;
import static dev.outdial.campaign.CampaignStatus.DRAFT;
import static dev.outdial.campaign.CampaignStatus.PAUSED;
import static dev.outdial.campaign.CampaignStatus.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outdial.http.ApiException;
import dev.outdial.http.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every action on every status, allowed and not. */
class CampaignTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));

    static Stream<Arguments> allowed() {
        return Stream.of(
                Arguments.of(DRAFT, START, RUNNING),
                Arguments.of(DRAFT, PAUSE, PAUSED),
                Arguments.of(DRAFT, CANCEL, CANCELLED),
                Arguments.of(ACTIVE, PAUSE, PAUSED),
                Arguments.of(ACTIVE, CANCEL, CANCELLED),
                Arguments.of(RUNNING, PAUSE, PAUSED),
                Arguments.of(RUNNING, CANCEL, CANCELLED),
                Arguments.of(PAUSED, RESUME, RUNNING),
                Arguments.of(PAUSED, CANCEL, CANCELLED));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(
                        DRAFT, RESUME, "A draft campaign cannot be resumed; it can be started, paused or cancelled"),
                Arguments.of(ACTIVE, START, "An active campaign cannot be started; it can be paused or cancelled"),
                Arguments.of(ACTIVE, RESUME, "An active campaign cannot be resumed; it can be paused or cancelled"),
                Arguments.of(RUNNING, START, "A running campaign cannot be started; it can be paused or cancelled"),
                Arguments.of(RUNNING, RESUME, "A running campaign cannot be resumed; it can be paused or cancelled"),
                Arguments.of(PAUSED, START, "A paused campaign cannot be started; it can be resumed or cancelled"),
                Arguments.of(PAUSED, PAUSE, "A paused campaign cannot be paused; it can be resumed or cancelled"),
                Arguments.of(COMPLETED, START, "A completed campaign cannot be started"),
                Arguments.of(COMPLETED, PAUSE, "A completed campaign cannot be paused"),
                Arguments.of(COMPLETED, RESUME, "A completed campaign cannot be resumed"),
                Arguments.of(COMPLETED, CANCEL, "A completed campaign cannot be cancelled"),
                Arguments.of(CANCELLED, START, "A cancelled campaign cannot be started"),
                Arguments.of(CANCELLED, PAUSE, "A cancelled campaign cannot be paused"),
                Arguments.of(CANCELLED, RESUME, "A cancelled campaign cannot be resumed"),
                Arguments.of(CANCELLED, CANCEL, "A cancelled campaign cannot be cancelled"));
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void allowedActionMovesTheCampaignOn(CampaignStatus from, CampaignAction action, CampaignStatus to) {
        Campaign campaign = campaign(from);
        campaign.statusReason = "The carrier refused";

        campaign.perform(action, LATER);

        assertThat(campaign.status).isEqualTo(to);
        assertThat(campaign.statusReason).isNull();
        assertThat(campaign.updatedAt).isEqualTo(LATER);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusedActionChangesNothingAndSaysWhatIsAllowed(CampaignStatus from, CampaignAction action, String message) {
        Campaign campaign = campaign(from);

        assertThatThrownBy(() -> campaign.perform(action, LATER))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status()).isEqualTo(409))
                .hasMessage(message);
        assertThat(campaign.status).isEqualTo(from);
        assertThat(campaign.updatedAt).isEqualTo(NOW);
    }

    @Test
    void tablesAboveLeaveNothingOut() {
        assertThat(Stream.concat(allowed(), refused()).map(a -> a.get()[0] + " " + a.get()[1]))
                .doesNotHaveDuplicates()
                .hasSize(CampaignStatus.values().length * CampaignAction.values().length);
    }

    @Test
    void campaignBeginsAtItsTimeHoweverOftenItIsPausedBefore() {
        Campaign campaign = campaign(DRAFT);
        campaign.schedule(LATER, NOW);

        campaign.start(NOW);
        assertThat(campaign.status).isEqualTo(ACTIVE);
        assertThat(campaign.startedAt).isNull();

        campaign.pause(NOW);
        campaign.resume(NOW);
        assertThat(campaign.status).isEqualTo(ACTIVE);

        campaign.pause(NOW);
        campaign.resume(LATER);
        assertThat(campaign.status).isEqualTo(RUNNING);
        assertThat(campaign.startedAt).isEqualTo(LATER);
    }

    @Test
    void startIsTheFirstTimeItWasRunning() {
        Campaign campaign = campaign(DRAFT);

        campaign.start(NOW);
        campaign.pause(NOW);
        campaign.resume(LATER);

        assertThat(campaign.startedAt).isEqualTo(NOW);
    }

    @Test
    void anotherTimeBeginsAWaitingCampaignOrKeepsItWaiting() {
        Campaign campaign = campaign(DRAFT);
        campaign.schedule(LATER, NOW);
        campaign.start(NOW);

        campaign.schedule(LATER.plusSeconds(60), NOW);
        assertThat(campaign.status).isEqualTo(ACTIVE);

        campaign.schedule(null, NOW);
        assertThat(campaign.status).isEqualTo(RUNNING);
        assertThatThrownBy(() -> campaign.schedule(LATER, NOW))
                .hasMessage("scheduled_at cannot be changed once the campaign has started");
        campaign.schedule(null, NOW); // No change, no conflict.
    }

    private static Campaign campaign(CampaignStatus status) {
        Campaign campaign = Campaign.draft(Ids.next(), NOW);
        campaign.status = status;
        return campaign;
    }
}
