package dev.outdial.testing;

import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.hours.CallingHours;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run is held to, whatever kind of test it is: the limits and when they changed, the silences, the retries. Kept
 * by whoever changes them while the run goes; broken rules are found afterwards in the carrier's ledger, the call log and
 * the books. Names are public ids, and the numbers of lines.
 */
public final class Rules {

    private final Map<String, String> organizations = new HashMap<>();
    private final Map<String, Limits> campaignLimits = new HashMap<>();
    private final Map<String, Limits> organizationLimits = new HashMap<>();
    private final Map<String, Limits> lineLimits = new HashMap<>();
    private final Map<String, Integer> retries = new HashMap<>();
    private final List<Silence> silences = new ArrayList<>();
    private final List<Hours> hours = new ArrayList<>();
    private final Map<String, Integer> paces = new HashMap<>();
    private final Duration interval;

    /** @param interval from the end of an attempt to the next, in business time */
    public Rules(Duration interval) {
        this.interval = interval;
    }

    /** There is this campaign from now on. */
    public void campaign(String id, String organization, int cap, int maxRetries) {
        organizations.put(id, organization);
        campaignLimits.put(id, new Limits(cap));
        retries.put(id, maxRetries);
    }

    public void organization(String id, int cap) {
        organizationLimits.put(id, new Limits(cap));
    }

    /** A line without a limit of its own has {@link Integer#MAX_VALUE}. */
    public void line(String number, int cap) {
        lineLimits.put(number, new Limits(cap));
    }

    public Limits ofCampaign(String id) {
        return Objects.requireNonNull(campaignLimits.get(id), id);
    }

    public Limits ofOrganization(String id) {
        return Objects.requireNonNull(organizationLimits.get(id), id);
    }

    public Limits ofLine(String number) {
        return Objects.requireNonNull(lineLimits.get(number), number);
    }

    /** The answer to a pause or a cancel is given: nothing begins until {@link #sound}. */
    public void silence(String campaign, Instant from) {
        silences.add(new Silence(campaign, from, Instant.MAX));
    }

    /** The campaign is resumed. */
    public void sound(String campaign, Instant at) {
        silences.replaceAll(silence -> silence.campaign().equals(campaign) ? silence.until(at) : silence);
    }

    /** From now on the campaign's leads may be called within these hours only, by UTC; null for always. */
    public void hours(String campaign, Instant from, @Nullable CallingHours hours) {
        closeHours(campaign, from);
        if (hours != null) {
            this.hours.add(new Hours(campaign, from, Instant.MAX, hours));
        }
    }

    private void closeHours(String campaign, Instant at) {
        hours.replaceAll(
                each -> each.campaign().equals(campaign) && each.until().equals(Instant.MAX)
                        ? new Hours(campaign, each.from(), at, each.hours())
                        : each);
    }

    /** A line without a pace has none here. */
    public void pace(String number, int callsPerSecond) {
        paces.put(number, callsPerSecond);
    }

    /** What was broken, in words. The ledger's entries are in the order they were written. */
    public List<String> broken(Collection<LedgerEntry> ledger, Collection<LoggedAttempt> log) {
        LedgerChecks checks = new LedgerChecks(ledger);
        List<String> broken = new ArrayList<>();
        broken.addAll(checks.placedTwice());
        broken.addAll(checks.onTwoCalls());
        broken.addAll(checks.endsWithoutPlacement());
        broken.addAll(checks.overLimits(LedgerEntry::campaignId, this::ofCampaign));
        broken.addAll(checks.overLimits(
                entry -> String.valueOf(organizations.get(entry.campaignId())), this::ofOrganization));
        broken.addAll(checks.overLimits(LedgerEntry::from, this::ofLine));
        broken.addAll(checks.soonerThan(interval));
        broken.addAll(checks.attemptsBeyond(entry -> retries.getOrDefault(entry.campaignId(), 0)));
        silences.forEach(
                silence -> broken.addAll(checks.placedBetween(silence.from(), silence.until(), silence.campaign())));
        hours.forEach(each -> broken.addAll(checks.placedOutside(
                each.hours(), each.from().plus(Limits.ON_THE_WAY), each.until(), each.campaign())));
        broken.addAll(checks.loggedOtherwise(log));
        return broken;
    }

    /** Whatever was sent faster than the lines' paces allow, by when it was sent. */
    public List<String> tooFast(Collection<LedgerEntry> sent) {
        return new LedgerChecks(sent).fasterThan(number -> paces.getOrDefault(number, 1_000), Duration.ZERO);
    }

    private record Hours(String campaign, Instant from, Instant until, CallingHours hours) {}

    private record Silence(String campaign, Instant from, Instant until) {

        Silence until(Instant at) {
            return until.equals(Instant.MAX) ? new Silence(campaign, from, at) : this;
        }
    }
}
