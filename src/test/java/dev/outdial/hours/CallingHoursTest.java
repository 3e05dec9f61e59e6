package dev.outdial.hours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outdial.http.ApiException;
import dev.outdial.http.Input;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When it is time to call, by the clock on the wall of the person called. */
class CallingHoursTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final ZoneId LORD_HOWE = ZoneId.of("Australia/Lord_Howe");
    private static final String WORKDAYS = """
            {"calling_hours": {"monday": [{"start": "09:00", "end": "13:00"}, {"start": "14:00", "end": "20:00"}],
             "saturday": [{"start": "10:00", "end": "16:00"}]}}""";

    @Test
    void anOpeningThatHoldsTheMomentIsCutToWhatIsLeftOfIt() {
        assertSpell(hours(WORKDAYS), BERLIN, "2026-03-02T10:15:00Z", "2026-03-02T10:15:00Z", "2026-03-02T12:00:00Z");
    }

    @Test
    void atTheMomentItClosesItIsClosed() {
        assertSpell(hours(WORKDAYS), BERLIN, "2026-03-02T12:00:00Z", "2026-03-02T13:00:00Z", "2026-03-02T19:00:00Z");
    }

    @Test
    void afterTheLastOpeningOfADayTheNextDayThatHasOneFollows() {
        assertSpell(hours(WORKDAYS), BERLIN, "2026-03-02T19:00:00Z", "2026-03-07T09:00:00Z", "2026-03-07T15:00:00Z");
        assertSpell(hours(WORKDAYS), BERLIN, "2026-03-07T15:00:00Z", "2026-03-09T08:00:00Z", "2026-03-09T12:00:00Z");
    }

    @Test
    void daylightSavingMovesTheOpeningWithTheWall() {
        CallingHours sundays = hours("""
                {"calling_hours": {"sunday": [{"start": "09:00", "end": "10:00"}]}}""");
        assertSpell(sundays, BERLIN, "2026-03-28T00:00:00Z", "2026-03-29T07:00:00Z", "2026-03-29T08:00:00Z");
        assertSpell(sundays, BERLIN, "2026-10-24T00:00:00Z", "2026-10-25T08:00:00Z", "2026-10-25T09:00:00Z");
    }

    @Test
    void hourThatIsLeftOutIsNoTimeToCall() {
        CallingHours early = hours("""
                {"calling_hours": {"sunday": [{"start": "02:15", "end": "02:45"}]}}""");
        // On 29 March it is 03:00 right after 01:59:59.
        assertSpell(early, BERLIN, "2026-03-28T12:00:00Z", "2026-04-05T00:15:00Z", "2026-04-05T00:45:00Z");
    }

    @Test
    void openingThatBeginsInTheHourThatIsLeftOutBeginsWithTheNext() {
        CallingHours early = hours("""
                {"calling_hours": {"sunday": [{"start": "02:30", "end": "04:00"}]}}""");
        assertSpell(early, BERLIN, "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z");
    }

    @Test
    void hourThatComesTwiceIsTimeToCallTwice() {
        CallingHours early = hours("""
                {"calling_hours": {"sunday": [{"start": "02:15", "end": "02:45"}]}}""");
        assertSpell(early, BERLIN, "2026-10-24T22:00:00Z", "2026-10-25T00:15:00Z", "2026-10-25T00:45:00Z");
        assertSpell(early, BERLIN, "2026-10-25T00:45:00Z", "2026-10-25T01:15:00Z", "2026-10-25T01:45:00Z");
    }

    @Test
    void openingsThatMeetAtMidnightAreOne() {
        CallingHours night = hours("""
                {"calling_hours": {"monday": [{"start": "22:00", "end": "24:00"}],
                 "tuesday": [{"start": "00:00", "end": "02:00"}]}}""");
        assertSpell(night, ZoneId.of("UTC"), "2026-03-02T12:00:00Z", "2026-03-02T22:00:00Z", "2026-03-03T02:00:00Z");
    }

    @Test
    void inSeveralZonesItIsTimeOnlyWhenItIsTimeInAllOfThem() {
        CallingHours nineToFive = CallingHours.daily(9 * 60, 17 * 60);
        Spell spell = nineToFive.next(List.of(BERLIN, NEW_YORK), at("2026-01-12T00:00:00Z"));
        assertThat(spell).isEqualTo(new Spell(at("2026-01-12T14:00:00Z"), at("2026-01-12T16:00:00Z")));
    }

    @Test
    void zonesThatAreNeverOpenTogetherSayWhenToLookAgain() {
        CallingHours morning = CallingHours.daily(9 * 60, 10 * 60);
        Instant from = at("2026-01-12T00:00:00Z");
        Spell spell = morning.next(List.of(BERLIN, NEW_YORK), from);
        assertThat(spell.opensAt()).isEqualTo(spell.closesAt()).isEqualTo(from.plus(Duration.ofDays(15)));
        assertThat(spell.holds(spell.opensAt())).isFalse();
    }

    /** The definition itself, asked minute by minute over the days on which clocks change. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void spellsAreExactlyTheMinutesAtWhichTheWallShowsAnOpenTime(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        ZoneId zone = List.of(BERLIN, NEW_YORK, LORD_HOWE, ZoneId.of("Asia/Kolkata"), ZoneId.of("Africa/Casablanca"))
                .get(random.nextInt(5));
        Map<DayOfWeek, int[]> open = new TreeMap<>();
        StringBuilder json = new StringBuilder();
        for (DayOfWeek day : DayOfWeek.values()) {
            if (random.nextInt(4) > 0) {
                int start = random.nextInt(Opening.DAY);
                int end = start + 1 + random.nextInt(Opening.DAY - start);
                open.put(day, new int[] {start, end});
                json.append(json.isEmpty() ? "" : ", ")
                        .append("\"%s\": [%s]"
                                .formatted(
                                        day.name().toLowerCase(java.util.Locale.ROOT), new Opening(start, end).json()));
            }
        }
        CallingHours hours = hours("{\"calling_hours\": {" + json + "}}");
        for (String change : List.of("2026-03-28T20:00:00Z", "2026-10-24T20:00:00Z", "2026-11-01T00:00:00Z")) {
            Instant from = at(change);
            Spell spell = hours.next(List.of(zone), from);
            for (Instant minute = from;
                    minute.isBefore(from.plus(Duration.ofDays(2)));
                    minute = minute.plusSeconds(60)) {
                if (!minute.isBefore(spell.closesAt())) {
                    spell = hours.next(List.of(zone), minute);
                }
                ZonedDateTime wall = minute.atZone(zone);
                int[] opening = open.get(wall.getDayOfWeek());
                int shown = wall.toLocalTime().toSecondOfDay() / 60;
                boolean isTime = opening != null && shown >= opening[0] && shown < opening[1];
                assertThat(spell.holds(minute))
                        .as("%s at %s (%s)", hours.json(), wall, LocalTime.ofSecondOfDay(shown * 60L))
                        .isEqualTo(isTime);
            }
        }
    }

    @Test
    void whatAClientSaysIsWhatIsKept() {
        CallingHours hours = hours(WORKDAYS);
        assertThat(CallingHours.of(hours.json().encode())).isEqualTo(hours);
        assertThat(hours.json().encode())
                .isEqualTo(
                        "{\"monday\":[{\"start\":\"09:00\",\"end\":\"13:00\"},{\"start\":\"14:00\",\"end\":\"20:00\"}],"
                                + "\"saturday\":[{\"start\":\"10:00\",\"end\":\"16:00\"}]}");
    }

    @Test
    void wrongOnesAreRefusedByTheirDay() {
        List<String> wrong = new ArrayList<>(Stream.of(
                        "{\"monday\": []}",
                        "{\"monday\": {}}",
                        "{\"monday\": null}",
                        "{\"monday\": [{\"start\": \"9:00\", \"end\": \"10:00\"}]}",
                        "{\"monday\": [{\"start\": \"10:00\", \"end\": \"10:00\"}]}",
                        "{\"monday\": [{\"start\": \"22:00\", \"end\": \"06:00\"}]}",
                        "{\"monday\": [{\"start\": \"24:00\", \"end\": \"24:00\"}]}",
                        "{\"monday\": [{\"start\": \"10:00\", \"end\": \"12:00\"}, {\"start\": \"11:00\", \"end\": \"13:00\"}]}",
                        "{\"monday\": [{\"start\": 540, \"end\": 600}]}")
                .toList());
        for (String hours : wrong) {
            assertRefused(hours, "calling_hours must have under monday an array of 1 to 10 openings");
        }
        assertRefused("{\"mondays\": []}", "calling_hours must have no other names than monday");
        assertRefused("{}", "calling_hours must have at least one day");
        assertRefused("[]", "calling_hours must be an object");
    }

    private static void assertRefused(String hours, String message) {
        assertThatThrownBy(() -> hours("{\"calling_hours\": " + hours + "}"))
                .as(hours)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.body().toString()).contains(message));
    }

    private static void assertSpell(CallingHours hours, ZoneId zone, String from, String opens, String closes) {
        assertThat(hours.next(List.of(zone), at(from))).isEqualTo(new Spell(at(opens), at(closes)));
    }

    private static CallingHours hours(String body) {
        return CallingHours.read(Input.parse(body.getBytes(StandardCharsets.UTF_8)))
                .get();
    }

    private static Instant at(String text) {
        return Instant.parse(text);
    }
}
