package dev.outdial.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.outdial.carrier.simulator.LedgerEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Gets the simulator's ledger ready to be judged. */
public final class LedgerEntries {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LedgerEntries() {}

    /** Reads a ledger's file, in the order it was written. */
    public static List<LedgerEntry> read(Path file) throws IOException {
        List<LedgerEntry> entries = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            entries.add(entry(JSON.readTree(line)));
        }
        return entries;
    }

    /**
     * Ends the calls of replicas that were killed: a simulated call dies with the process that simulates it, so nobody
     * wrote its end down. Without this they would count as open for ever.
     *
     * @param deaths for each killed replica, from when on (real time) its calls no longer count as open
     */
    public static List<LedgerEntry> withDeaths(Collection<LedgerEntry> entries, Map<String, Instant> deaths) {
        List<LedgerEntry> result = new ArrayList<>(entries);
        deaths.forEach((replica, at) -> bury(result, replica, at));
        return result;
    }

    private static void bury(List<LedgerEntry> entries, String replica, Instant at) {
        Map<String, LedgerEntry> open = entries.stream()
                .filter(entry -> entry.event() == LedgerEntry.Event.PLACED)
                .filter(entry -> entry.replica().equals(replica))
                .collect(Collectors.toMap(LedgerEntry::callId, entry -> entry, (first, _) -> first));
        entries.stream()
                .filter(entry -> entry.event() == LedgerEntry.Event.ENDED)
                .forEach(entry -> open.remove(entry.callId()));
        int place = 0;
        while (place < entries.size() && !entries.get(place).at().isAfter(at)) {
            place++;
        }
        Instant businessAt = place == 0 ? at : entries.get(place - 1).businessAt();
        entries.addAll(
                place,
                open.values().stream().map(entry -> lost(entry, at, businessAt)).toList());
    }

    private static LedgerEntry lost(LedgerEntry placed, Instant at, Instant businessAt) {
        return new LedgerEntry(
                at,
                businessAt,
                LedgerEntry.Event.ENDED,
                placed.callId(),
                placed.leadId(),
                placed.campaignId(),
                placed.attempt(),
                placed.from(),
                placed.to(),
                placed.replica(),
                "lost");
    }

    private static LedgerEntry entry(JsonNode json) {
        return new LedgerEntry(
                Instant.parse(json.required("at").textValue()),
                Instant.parse(json.required("business_at").textValue()),
                LedgerEntry.Event.valueOf(json.required("event").textValue().toUpperCase(Locale.ROOT)),
                json.required("call_id").textValue(),
                json.required("lead_id").textValue(),
                json.required("campaign_id").textValue(),
                json.required("attempt").intValue(),
                json.required("from").textValue(),
                json.required("to").textValue(),
                json.required("replica").textValue(),
                json.required("outcome").textValue());
    }
}
