package dev.outdial.dialer;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.outdial.clock.BusinessClock;
import dev.outdial.hours.Spell;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The database as a queue: leads come out of it as claims and go back into it as settlements. Every statement is a
 * function of {@code V2__claim_and_settle.sql}, one round trip and one transaction each; the calls are short, so that
 * the driver keeps them prepared.
 */
final class LeadQueue implements CallStore {

    private static final String CLAIM = "SELECT * FROM claim_v1($1, $2, $3, $4)";

    private static final String SETTLE = """
            SELECT * FROM settle_v1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
            """;

    private static final String NOTE = "SELECT note_calls_v1($1, $2, $3, $4, $5)";

    private static final String TICK = "SELECT tick_v1($1, $2) AS next";

    private static final String ADOPT = "SELECT * FROM adopt_v1($1, $2)";

    private static final String OVERDUE = """
            SELECT id FROM open_call
             WHERE replica_id = $1 AND start_by < real_now() - interval '2 seconds'
            """;

    private static final String STRAYS = "SELECT * FROM strays_v1($1, $2)";

    private static final String HOLD = "SELECT hold_campaign_v1($1, $2, $3)";

    private static final String HOLD_LINE = "SELECT hold_line_v1($1, $2, $3) AS until";

    private static final String CHECK_LINES = "SELECT * FROM check_lines_v1($1, $2, $3)";

    private static final String SPELLS_WANTED = "SELECT * FROM spells_wanted_v1($1)";

    private static final String SET_SPELLS = "SELECT set_spells_v1($1, $2, $3, $4, $5, $6)";

    /** A request sent at the last moment of our patience has reached the carrier when the database's is over. */
    private static final Duration ON_THE_WAY = Duration.ofMillis(250);

    private final Pool pool;
    private final Lease lease;
    private final BusinessClock clock;
    private final Claims claims;
    private final Duration patience;

    /**
     * The queue as one replica sees it.
     *
     * @param patience how long a claim may wait to be started before it must be given back, in real time
     */
    LeadQueue(Pool pool, Lease lease, BusinessClock clock, Claims claims, Duration patience) {
        this.pool = pool;
        this.lease = lease;
        this.clock = clock;
        this.claims = claims;
        this.patience = patience;
    }

    @Override
    public Uni<List<Claim>> claim(int most) {
        long asked = lease.nanos();
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(lease.replica().id(), time(clock.instant()), patience(), newIds(most)))
                .map(rows -> claims(rows, asked));
    }

    @Override
    public Closing closing(List<Settlement> batch, int most) {
        return new Closing(lease.replica(), clock.instant(), batch, List.of(newIds(most)), lease.nanos());
    }

    @Override
    public Uni<List<Claim>> settle(Closing closing) {
        return pool.preparedQuery(SETTLE).execute(parameters(closing)).map(rows -> claims(rows, closing.asked()));
    }

    @Override
    public Uni<Void> note(List<Note> notes) {
        Tuple parameters = Tuple.tuple()
                .addUUID(lease.replica().id())
                .addArrayOfUUID(column(notes, Note::callId, UUID[]::new))
                .addArrayOfString(column(notes, Note::carrierCallId, String[]::new))
                .addArrayOfOffsetDateTime(column(notes, note -> time(note.placedAt()), OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(column(notes, note -> time(note.answeredAt()), OffsetDateTime[]::new));
        return pool.preparedQuery(NOTE).execute(parameters).replaceWithVoid();
    }

    @Override
    public Uni<@Nullable Instant> tick() {
        return pool.preparedQuery(TICK)
                .execute(Tuple.of(lease.replica().shard(), time(clock.instant())))
                .map(rows -> {
                    OffsetDateTime next = rows.iterator().next().getOffsetDateTime("next");
                    return next == null ? null : next.toInstant();
                });
    }

    @Override
    public Uni<List<OpenCall>> adopt(int most) {
        return pool.preparedQuery(ADOPT)
                .execute(Tuple.of(lease.replica().id(), most))
                .map(rows -> rows.stream().map(this::adopted).toList());
    }

    @Override
    public Uni<List<UUID>> overdue() {
        return pool.preparedQuery(OVERDUE)
                .execute(Tuple.of(lease.replica().id()))
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList());
    }

    @Override
    public Uni<List<Stray>> strays(List<UUID> calls) {
        return pool.preparedQuery(STRAYS)
                .execute(Tuple.of(lease.replica().id(), calls.toArray(UUID[]::new)))
                .map(rows -> rows.stream()
                        .map(row -> new Stray(adopted(row), row.getBoolean("never_started")))
                        .toList());
    }

    @Override
    public Uni<Void> hold(UUID campaignId, String reason) {
        return pool.preparedQuery(HOLD)
                .execute(Tuple.of(campaignId, reason, time(clock.instant())))
                .replaceWithVoid();
    }

    @Override
    public Uni<@Nullable Instant> holdLine(UUID lineId, Duration pause) {
        return pool.preparedQuery(HOLD_LINE)
                .execute(Tuple.of(lineId, Interval.of(pause), time(clock.instant())))
                .map(rows -> instant(rows.iterator().next().getOffsetDateTime("until")));
    }

    @Override
    public Uni<List<LineChange>> checkLines(List<LineCheck> checks) {
        Tuple parameters = Tuple.tuple()
                .addArrayOfUUID(column(checks, LineCheck::lineId, UUID[]::new))
                .addArrayOfBoolean(column(checks, LineCheck::tried, Boolean[]::new))
                .addOffsetDateTime(time(clock.instant()));
        return pool.preparedQuery(CHECK_LINES)
                .execute(parameters)
                .map(rows -> rows.stream()
                        .map(row -> new LineChange(
                                row.getString("phone_number"), instant(row.getOffsetDateTime("broken_until"))))
                        .toList());
    }

    @Override
    public Uni<List<SpellWanted>> spellsWanted() {
        return pool.preparedQuery(SPELLS_WANTED)
                .execute(Tuple.of(time(clock.instant())))
                .map(rows -> rows.stream()
                        .map(row -> new SpellWanted(
                                row.getUUID("campaign_id"),
                                row.getString("calling_hours"),
                                row.getString("time_zone"),
                                row.getString("zones")))
                        .toList());
    }

    @Override
    public Uni<Void> setSpells(List<SpellWanted> wanted, List<Spell> spells) {
        Tuple parameters = Tuple.tuple()
                .addArrayOfUUID(column(wanted, SpellWanted::campaignId, UUID[]::new))
                .addArrayOfString(column(wanted, SpellWanted::callingHours, String[]::new))
                .addArrayOfString(column(wanted, SpellWanted::timeZone, String[]::new))
                .addArrayOfString(column(wanted, SpellWanted::zones, String[]::new))
                .addArrayOfOffsetDateTime(column(spells, spell -> time(spell.opensAt()), OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(column(spells, spell -> time(spell.closesAt()), OffsetDateTime[]::new));
        return pool.preparedQuery(SET_SPELLS).execute(parameters).replaceWithVoid();
    }

    private Tuple parameters(Closing closing) {
        List<Settlement> batch = closing.ends();
        return Tuple.tuple()
                .addUUID(closing.replica().id())
                .addInteger(closing.replica().shard())
                .addOffsetDateTime(time(closing.now()))
                .addValue(patience())
                .addArrayOfUUID(gates(batch))
                .addArrayOfUUID(column(batch, s -> s.claim().callId(), UUID[]::new))
                .addArrayOfBoolean(column(batch, s -> s instanceof Settlement.Returned, Boolean[]::new))
                .addArrayOfString(ended(batch, e -> e.outcome().status().word(), String[]::new))
                .addArrayOfString(ended(batch, e -> e.outcome().reason().word(), String[]::new))
                .addArrayOfString(ended(batch, LeadQueue::answeredBy, String[]::new))
                .addArrayOfInteger(ended(batch, e -> e.outcome().sipCode(), Integer[]::new))
                .addArrayOfOffsetDateTime(ended(batch, e -> time(e.placedAt()), OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(ended(batch, e -> time(e.outcome().answeredAt()), OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(ended(batch, e -> time(e.endedAt()), OffsetDateTime[]::new))
                .addArrayOfString(column(batch, s -> s.claim().carrier(), String[]::new))
                .addArrayOfString(ended(batch, Settlement.Ended::carrierCallId, String[]::new))
                .addArrayOfString(ended(batch, LeadQueue::leadFinal, String[]::new))
                .addArrayOfOffsetDateTime(column(batch, s -> time(s.dueAgain()), OffsetDateTime[]::new))
                .addArrayOfBoolean(ended(batch, e -> e.outcome().isFailureOfTheLine(), Boolean[]::new))
                .addArrayOfUUID(closing.newIds().toArray(UUID[]::new));
    }

    private static @Nullable String answeredBy(Settlement.Ended ended) {
        return ended.outcome().answeredBy() == null
                ? null
                : ended.outcome().answeredBy().word();
    }

    private static @Nullable String leadFinal(Settlement.Ended ended) {
        if (ended.retryAt() != null) {
            return null;
        }
        return switch (ended.outcome().status()) {
            case COMPLETED -> "completed";
            case CREATED, INITIATED, SENT, RECEIVED, DID_NOT_PICK, BUSY, NO_ANSWER, FAILED, CANCELLED, RETRY_EXPIRED ->
                "failed";
        };
    }

    private static UUID[] gates(List<Settlement> batch) {
        return batch.stream()
                .flatMap(s -> Stream.of(s.claim().campaignId(), s.claim().organizationId()))
                .distinct()
                .toArray(UUID[]::new);
    }

    private OpenCall adopted(Row row) {
        OpenCall call = new OpenCall(
                claims.of(row, lease.nanos()), row.getOffsetDateTime("deadline").toInstant());
        OffsetDateTime placedAt = row.getOffsetDateTime("placed_at");
        OffsetDateTime answeredAt = row.getOffsetDateTime("answered_at");
        if (placedAt != null) {
            call.placed(row.getString("carrier_call_id"), placedAt.toInstant());
        }
        if (answeredAt != null) {
            call.answered(answeredAt.toInstant());
        }
        call.lookAgainAt(clock.instant());
        return call;
    }

    private List<Claim> claims(RowSet<Row> rows, long asked) {
        // Counted from before the question was sent: our patience ends before the database believes it does.
        long startBy = asked + patience.toNanos();
        return rows.stream().map(row -> claims.of(row, startBy)).toList();
    }

    private Interval patience() {
        return Interval.of(patience.plus(ON_THE_WAY));
    }

    private static UUID[] newIds(int n) {
        return Stream.generate(UuidCreator::getTimeOrderedEpochPlus1).limit(n).toArray(UUID[]::new);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static <S, T extends @Nullable Object> T[] column(
            List<S> batch, Function<S, T> value, Function<Integer, T[]> array) {
        return batch.stream().map(value).toArray(array::apply);
    }

    /** A column that only calls that ended have; null for the others. */
    private static <T> T[] ended(
            List<Settlement> batch, Function<Settlement.Ended, @Nullable T> value, Function<Integer, T[]> array) {
        return column(batch, s -> s instanceof Settlement.Ended ended ? value.apply(ended) : null, array);
    }
}
