package dev.outdial.testing;

import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.carrier.simulator.LedgerEntry.Event;
import dev.outdial.hours.CallingHours;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What must always hold, judged by the carrier's own ledger and nothing else. Each check gives the violations it found,
 * in words; an empty list is what a test wants.
 *
 * <p>The order of the entries is taken as the order of events: the carrier writes an end before it tells it, so a call
 * that was placed because another one ended comes after that end, also within the same millisecond.
 */
public final class LedgerChecks {

    private static final Duration WAY = Duration.ofMillis(201);

    private final List<LedgerEntry> entries;

    /** @param entries in the order they were written */
    public LedgerChecks(Collection<LedgerEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Call ids placed twice, and (lead, attempt) pairs placed twice, be it under two call ids. */
    public List<String> placedTwice() {
        List<String> violations = new ArrayList<>();
        Set<String> calls = new HashSet<>();
        Set<String> attempts = new HashSet<>();
        for (LedgerEntry entry : placements()) {
            boolean newCall = calls.add(entry.callId());
            boolean newAttempt = attempts.add(entry.leadId() + "/" + entry.attempt());
            if (!newCall || !newAttempt) {
                violations.add("placed twice: " + entry);
            }
        }
        return violations;
    }

    /** Ends of calls that were never placed, or were over before: the ledger itself, or its file, is broken. */
    public List<String> endsWithoutPlacement() {
        List<String> violations = new ArrayList<>();
        Set<String> open = new HashSet<>();
        for (LedgerEntry entry : entries) {
            if (entry.event() == Event.PLACED) {
                open.add(entry.callId());
            } else if (!open.remove(entry.callId())) {
                violations.add("ended without being open: " + entry);
            }
        }
        return violations;
    }

    /** Leads that were on two calls at once. */
    public List<String> onTwoCalls() {
        return moreOpenThan(LedgerEntry::leadId, _ -> 1);
    }

    /** Campaigns with more calls open than they may have. */
    public List<String> overCampaignCap(ToIntFunction<String> capOfCampaign) {
        return moreOpenThan(LedgerEntry::campaignId, capOfCampaign);
    }

    /** Caller numbers with more calls open than they may have. */
    public List<String> overLineCap(ToIntFunction<String> capOfNumber) {
        return moreOpenThan(LedgerEntry::from, capOfNumber);
    }

    /** More calls open, over everything in the ledger, than there may be. */
    public List<String> overTotalCap(int cap) {
        return moreOpenThan(_ -> "all", _ -> cap);
    }

    /**
     * Groups with more calls open at once than they may have, at any moment.
     *
     * @param group names the organization, line or whatever else a call counts against
     */
    public List<String> moreOpenThan(Function<LedgerEntry, String> group, ToIntFunction<String> cap) {
        return moreOpenThan(group, (name, _) -> cap.applyAsInt(name));
    }

    /**
     * Groups with more calls open than they might have when one of them began.
     *
     * @param limits of the group of that name; null: no limit
     */
    public List<String> overLimits(Function<LedgerEntry, String> group, Function<String, @Nullable Limits> limits) {
        return moreOpenThan(group, (name, at) -> {
            Limits limit = limits.apply(name);
            return limit == null ? Integer.MAX_VALUE : limit.at(at);
        });
    }

    private List<String> moreOpenThan(Function<LedgerEntry, String> group, ToIntBiFunction<String, Instant> cap) {
        List<String> violations = new ArrayList<>();
        Map<String, Set<String>> open = new HashMap<>();
        for (LedgerEntry entry : entries) {
            String name = group.apply(entry);
            Set<String> calls = open.computeIfAbsent(name, _ -> new HashSet<>());
            if (entry.event() == Event.ENDED) {
                calls.remove(entry.callId());
            } else {
                calls.add(entry.callId());
                int allowed = cap.applyAsInt(name, entry.at());
                if (calls.size() > allowed) {
                    violations.add("%d open, %d allowed for %s: %s".formatted(calls.size(), allowed, name, entry));
                }
            }
        }
        return violations;
    }

    /** Attempts that came sooner after the end of the one before than the interval allows, in business time. */
    public List<String> soonerThan(Duration interval) {
        List<String> violations = new ArrayList<>();
        Map<String, Instant> lastEnds = new HashMap<>();
        for (LedgerEntry entry : entries) {
            Instant lastEnd = lastEnds.get(entry.leadId());
            if (entry.event() == Event.ENDED) {
                lastEnds.merge(entry.leadId(), entry.businessAt(), LedgerChecks::later);
            } else if (lastEnd != null && entry.businessAt().isBefore(lastEnd.plus(interval))) {
                violations.add("%s after the last end, %s asked: %s"
                        .formatted(Duration.between(lastEnd, entry.businessAt()), interval, entry));
            }
        }
        return violations;
    }

    /** Attempts whose number is beyond the first one and its retries, or below 1. */
    public List<String> attemptsBeyond(int maxRetries) {
        return attemptsBeyond(_ -> maxRetries);
    }

    /** The same, where campaigns differ. */
    public List<String> attemptsBeyond(ToIntFunction<LedgerEntry> maxRetries) {
        return placements().stream()
                .filter(entry -> entry.attempt() < 1 || entry.attempt() > maxRetries.applyAsInt(entry) + 1)
                .map(entry -> "beyond " + maxRetries.applyAsInt(entry) + " retries: " + entry)
                .toList();
    }

    /**
     * Attempts that do not count on from the one before. An attempt that was given up unplaced after a crash leaves a
     * hole rightly: such tests use {@link #attemptsBeyond} alone.
     */
    public List<String> holesInAttempts() {
        List<String> violations = new ArrayList<>();
        Map<String, Integer> last = new HashMap<>();
        for (LedgerEntry entry : placements()) {
            Integer before = last.put(entry.leadId(), entry.attempt());
            int expected = before == null ? 1 : before + 1;
            if (entry.attempt() != expected) {
                violations.add("attempt " + expected + " expected: " + entry);
            }
        }
        return violations;
    }

    /**
     * Caller numbers on which more calls started within any second, of real time, than their pace allows. A pace below
     * one is judged over the time that one call takes, and a broken one is rounded up.
     *
     * @param slack how much shorter the window is made, for what a thread or the file's milliseconds may shift a start
     */
    public List<String> fasterThan(ToDoubleFunction<String> callsPerSecondOfNumber, Duration slack) {
        List<String> violations = new ArrayList<>();
        Map<String, Deque<Instant>> starts = new HashMap<>();
        for (LedgerEntry entry : byTime(placements())) {
            double pace = callsPerSecondOfNumber.applyAsDouble(entry.from());
            double seconds = Math.max(1, 1 / pace);
            Duration window = Duration.ofNanos(Math.round(seconds * 1e9)).minus(slack);
            long allowed = (long) Math.ceil(pace * seconds - 1e-9);
            Deque<Instant> within = starts.computeIfAbsent(entry.from(), _ -> new ArrayDeque<>());
            while (!within.isEmpty() && !within.getFirst().plus(window).isAfter(entry.at())) {
                within.removeFirst();
            }
            within.addLast(entry.at());
            if (within.size() > allowed) {
                violations.add("%d starts within %s, %d allowed: %s".formatted(within.size(), window, allowed, entry));
            }
        }
        return violations;
    }

    /** Placements of a campaign later, in real time, than they should have stopped. */
    public List<String> placedAfter(Instant stop, String campaignId) {
        return placedBetween(stop, Instant.MAX, campaignId);
    }

    /** Placements of a campaign while it should have been silent, in real time. */
    public List<String> placedBetween(Instant stop, Instant start, String campaignId) {
        return placements().stream()
                .filter(entry -> entry.campaignId().equals(campaignId))
                .filter(entry -> entry.at().isAfter(stop) && entry.at().isBefore(start))
                .map(entry -> "placed after " + stop + ": " + entry)
                .toList();
    }

    /**
     * Placements of a campaign at a time at which people must not be called, by UTC, while these hours were in force.
     * What was sent in the last moment arrives a little later.
     */
    public List<String> placedOutside(CallingHours hours, Instant from, Instant until, String campaignId) {
        List<ZoneOffset> zones = List.of(ZoneOffset.UTC);
        return placements().stream()
                .filter(entry -> entry.campaignId().equals(campaignId))
                .filter(entry -> entry.at().isAfter(from) && entry.at().isBefore(until))
                .filter(entry -> !hours.isOpen(List.copyOf(zones), entry.businessAt())
                        && !hours.isOpen(List.copyOf(zones), entry.businessAt().minus(WAY)))
                .map(entry -> "outside the calling hours: " + entry)
                .toList();
    }

    /**
     * Calls that are over and that the call log has not, or has otherwise, and attempts in it that were never made. Of
     * a call that was never placed it may say that it failed; of one that could not be found, that its end is unknown.
     */
    public List<String> loggedOtherwise(Collection<LoggedAttempt> log) {
        List<String> violations = new ArrayList<>();
        Map<String, LoggedAttempt> logged = new HashMap<>();
        Set<String> attempts = new HashSet<>();
        for (LoggedAttempt row : log) {
            if (logged.put(row.callId(), row) != null || !attempts.add(row.leadId() + "/" + row.attempt())) {
                violations.add("logged twice: " + row);
            }
        }
        for (LedgerEntry entry : entries) {
            LoggedAttempt row = logged.get(entry.callId());
            if (entry.event() == Event.PLACED) {
                continue;
            }
            if (row == null) {
                violations.add("not logged: " + entry);
            } else if (!row.isUnknown() && !row.status().equals(entry.outcome())) {
                violations.add("logged as " + row + ": " + entry);
            }
        }
        placements().forEach(entry -> logged.remove(entry.callId()));
        logged.values().stream()
                .filter(row -> !row.status().equals("failed"))
                .forEach(row -> violations.add("never placed: " + row));
        return violations;
    }

    private List<LedgerEntry> placements() {
        return entries.stream().filter(entry -> entry.event() == Event.PLACED).toList();
    }

    /** Threads stamp an entry just before they write it, so neighbours may be stamped the other way round. */
    private static List<LedgerEntry> byTime(List<LedgerEntry> entries) {
        return entries.stream().sorted(Comparator.comparing(LedgerEntry::at)).toList();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
