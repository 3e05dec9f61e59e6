package dev.outdial.campaign;

import dev.outdial.hours.CallingHours;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a running campaign will have finished its leads, if all goes on as it went so far: as many attempts for each lead,
 * each as long, the slots full, the last leads called again after their intervals. Slots that other campaigns take and
 * the pace of a line are not foreseen.
 */
final class Estimate {

    /** Fewer attempts say nothing of those to come. */
    private static final int ATTEMPTS_MIN = 5;

    private Estimate() {}

    /** Null where the campaign is not running, or too little has happened to tell. */
    static @Nullable Instant completion(Campaign campaign, Progress progress, Instant now) {
        if (campaign.status != CampaignStatus.RUNNING || progress.attempts < ATTEMPTS_MIN || progress.pending() == 0) {
            return null;
        }
        Instant end = within(campaign, now, work(campaign, progress));
        return campaign.endsAt != null && campaign.endsAt.isBefore(end) ? campaign.endsAt : end;
    }

    private static Duration work(Campaign campaign, Progress progress) {
        RetryConfig retries = RetryConfig.of(campaign.retryConfig);
        double hold = progress.busyMs / (double) progress.attempts;
        double again = Math.max(0, 1 - progress.done() / (double) progress.attempts);
        double attempts = 0;
        double calling = progress.pending();
        int rounds = 0;
        while (rounds <= retries.maxRetries() && calling >= 0.5) {
            attempts += calling;
            calling *= again;
            rounds++;
        }
        double slots = Math.min(campaign.maxConcurrentCalls, progress.pending());
        double waiting = (rounds - 1) * (retries.retryIntervalMinutes() * 60_000.0 + hold);
        return Duration.ofMillis(Math.round(Math.max(attempts * hold / slots, waiting + hold)));
    }

    /** So much time of those in which people may be called. */
    private static Instant within(Campaign campaign, Instant now, Duration work) {
        if (campaign.callingHours == null || campaign.timeZone == null) {
            return now.plus(work);
        }
        return CallingHours.of(campaign.callingHours.encode()).after(List.of(ZoneId.of(campaign.timeZone)), now, work);
    }
}
