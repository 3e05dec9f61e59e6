package dev.outdial.hours;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In which parts of a week people may be called. A moment is inside when the clock on the wall shows a time that is: an
 * hour that daylight saving leaves out is never, one that it repeats is twice.
 */
public final class CallingHours {

    /** Openings of one day at most. */
    static final int OPENINGS_MAX = 10;

    /** How far ahead is looked: weeks repeat themselves, but the one opening may fall into the hour that is left out. */
    private static final Duration HORIZON = Duration.ofDays(15);

    private static final int SPELLS_MAX = 366;

    private static final String NAME = "calling_hours";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<DayOfWeek, List<Opening>> week;

    private CallingHours(Map<DayOfWeek, List<Opening>> week) {
        this.week = week;
    }

    /** Reads what a client says of them; a day that is left out has none. */
    public static Field<CallingHours> read(Input in) {
        Field<ObjectNode> given = in.json(NAME)
                .must(CallingHours::hasOnlyDays, "have no other names than monday, tuesday, ... sunday")
                .must(json -> !json.isEmpty(), "have at least one day, such as monday");
        for (DayOfWeek day : DayOfWeek.values()) {
            given = given.must(
                    json -> !json.has(word(day)) || openings(json.get(word(day))) != null,
                    "have under " + word(day) + " an array of 1 to " + OPENINGS_MAX
                            + " openings such as {\"start\": \"09:00\", \"end\": \"17:30\"}, in order and without overlap");
        }
        return given.as(CallingHours::of, "be calling hours");
    }

    /** Reads the form the campaign's row keeps. */
    public static CallingHours of(String json) {
        try {
            return of((ObjectNode) JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not calling hours", e);
        }
    }

    /** These openings on every day of the week. */
    public static CallingHours daily(int startMinute, int endMinute) {
        Map<DayOfWeek, List<Opening>> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            week.put(day, List.of(new Opening(startMinute, endMinute)));
        }
        return new CallingHours(week);
    }

    /** The form the campaign's row keeps, and clients see. */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        week.forEach((day, openings) -> json.put(
                word(day), new JsonArray(openings.stream().map(Opening::json).toList())));
        return json;
    }

    /**
     * The first spell at or after an instant in which it is time to call in all of these zones. Where there is none
     * within two weeks, one that is empty, at whose time to look again.
     */
    public Spell next(Collection<ZoneId> zones, Instant from) {
        Instant horizon = from.plus(HORIZON);
        Instant opens = from;
        while (opens.isBefore(horizon)) {
            Instant latest = opens;
            Instant closes = horizon;
            for (ZoneId zone : zones) {
                Spell spell = next(zone, opens);
                latest = spell.opensAt().isAfter(latest) ? spell.opensAt() : latest;
                closes = spell.closesAt().isBefore(closes) ? spell.closesAt() : closes;
            }
            if (latest.isBefore(closes)) {
                return new Spell(latest, closes);
            }
            opens = latest; // Whoever closes earliest is closed by then.
        }
        return new Spell(horizon, horizon);
    }

    /**
     * When so much time to call will have passed. Beyond a year of spells it goes on as if it were always time: nobody
     * needs to know that exactly.
     */
    public Instant after(Collection<ZoneId> zones, Instant from, Duration time) {
        Instant at = from;
        Duration left = time;
        for (int i = 0; i < SPELLS_MAX; i++) {
            Spell spell = next(zones, at);
            Duration open = Duration.between(spell.opensAt(), spell.closesAt());
            if (left.compareTo(open) <= 0) {
                return spell.opensAt().plus(left);
            }
            left = left.minus(open);
            at = spell.closesAt();
        }
        return at.plus(left);
    }

    /** Whether people in all of these zones may be called at this instant. */
    public boolean isOpen(Collection<ZoneId> zones, Instant at) {
        return next(zones, at).holds(at);
    }

    /** Openings that meet at midnight, or where daylight saving begins or ends, are one spell. */
    private Spell next(ZoneId zone, Instant from) {
        Instant horizon = from.plus(HORIZON);
        Spell spell = piece(zone, from, horizon);
        while (spell.closesAt().isBefore(horizon)) {
            Spell following = piece(zone, spell.closesAt(), horizon);
            if (following.opensAt().isAfter(spell.closesAt())) {
                break;
            }
            spell = new Spell(spell.opensAt(), following.closesAt());
        }
        return spell;
    }

    /** The first opening, or what is left of it, cut off where the zone's offset changes. */
    private Spell piece(ZoneId zone, Instant from, Instant horizon) {
        Instant at = from;
        while (at.isBefore(horizon)) {
            ZoneOffset offset = zone.getRules().getOffset(at);
            ZoneOffsetTransition change = zone.getRules().nextTransition(at);
            Instant until = change == null || change.getInstant().isAfter(horizon) ? horizon : change.getInstant();
            Spell found = piece(offset, at, until);
            if (found != null) {
                return found;
            }
            at = until;
        }
        return new Spell(horizon, horizon);
    }

    private @Nullable Spell piece(ZoneOffset offset, Instant from, Instant until) {
        LocalDate date = from.atOffset(offset).toLocalDate();
        for (Instant midnight = midnight(date, offset); midnight.isBefore(until); midnight = midnight(date, offset)) {
            for (Opening opening : week.getOrDefault(date.getDayOfWeek(), List.of())) {
                Instant opens = midnight.plusSeconds(opening.start() * 60L);
                Instant closes = midnight.plusSeconds(opening.end() * 60L);
                opens = opens.isBefore(from) ? from : opens;
                closes = closes.isAfter(until) ? until : closes;
                if (opens.isBefore(closes)) {
                    return new Spell(opens, closes);
                }
            }
            date = date.plusDays(1);
        }
        return null;
    }

    private static Instant midnight(LocalDate date, ZoneOffset offset) {
        return date.atStartOfDay().toInstant(offset);
    }

    private static CallingHours of(ObjectNode json) {
        Map<DayOfWeek, List<Opening>> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            List<Opening> openings = json.has(word(day)) ? openings(json.get(word(day))) : null;
            if (openings != null) {
                week.put(day, openings);
            }
        }
        return new CallingHours(week);
    }

    private static boolean hasOnlyDays(ObjectNode json) {
        ObjectNode others = json.deepCopy();
        for (DayOfWeek day : DayOfWeek.values()) {
            others.remove(word(day));
        }
        return others.isEmpty();
    }

    private static @Nullable List<Opening> openings(JsonNode day) {
        if (!day.isArray() || day.isEmpty() || day.size() > OPENINGS_MAX) {
            return null;
        }
        List<Opening> openings = new ArrayList<>();
        int end = -1;
        for (JsonNode json : day) {
            Opening opening = Opening.of(json);
            if (opening == null || opening.start() < end) {
                return null;
            }
            openings.add(opening);
            end = opening.end();
        }
        return List.copyOf(openings);
    }

    private static String word(DayOfWeek day) {
        return day.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CallingHours hours && hours.week.equals(week);
    }

    @Override
    public int hashCode() {
        return week.hashCode();
    }
}
