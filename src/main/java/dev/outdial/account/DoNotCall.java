package dev.outdial.account;

import dev.outdial.http.Ids;
import dev.outdial.phone.PhoneNumbers;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that nobody of an organization calls. Once a number has been added here and that has been answered, no call
 * to it starts, in whatever campaign and on whatever replica; a call that is out goes on and is the last.
 */
@ApplicationScoped
public class DoNotCall {

    private static final String ADD = "SELECT added, ended FROM suppress_v1($1, $2, $3, $4, $5)";

    private static final String AMONG =
            "SELECT phone_number FROM suppression WHERE organization_id = $1 AND phone_number = ANY ($2)";

    private static final String HOLDS =
            "SELECT EXISTS (SELECT FROM suppression WHERE organization_id = ?1 AND phone_number = ?2)";

    /**
     * Calls that were opened before the number was added, and that their replica may still start: until their
     * {@code start_by} has passed, as with a pause.
     */
    private static final String TO_START = """
            SELECT count(*) AS calls
              FROM open_call o
              JOIN lead l ON l.id = o.lead_id
              JOIN suppression s ON s.organization_id = o.organization_id AND s.phone_number = l.phone_number
             WHERE o.organization_id = $1 AND o.phase = 'intent' AND o.start_by > real_now()
            """;

    private static final int CHUNK = 500;
    private static final String DEADLOCK = "40P01";
    private static final int TRIES = 5;
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Pool pool;
    private final InstantSource clock;
    private final Vertx vertx;

    DoNotCall(Pool pool, InstantSource clock, Vertx vertx) {
        this.pool = pool;
        this.clock = clock;
        this.vertx = vertx;
    }

    /**
     * Adds numbers to an organization's list, and completes when no call to them will start any more. What is on the list
     * stays as it is. Many are added in one transaction after the other, so that none holds up the organization's calls for
     * long.
     */
    public Uni<Added> add(UUID organizationId, Multi<Entry> entries) {
        return entries.group()
                .intoLists()
                .of(CHUNK)
                .onItem()
                .transformToUniAndConcatenate(
                        chunk -> insisting(pool.withTransaction(connection -> add(connection, organizationId, chunk))))
                .collect()
                .with(Collectors.reducing(Added.NOTHING, Added::plus))
                .call(() -> silence(organizationId));
    }

    /**
     * Adds numbers in the current transaction, in which nothing of the organization's calls was locked so far. Whoever
     * answers to it waits for {@link #silence} after the commit.
     */
    public Uni<Added> add(SqlClient connection, UUID organizationId, List<Entry> entries) {
        Tuple parameters = Tuple.tuple()
                .addUUID(organizationId)
                .addOffsetDateTime(clock.instant().atOffset(ZoneOffset.UTC))
                .addArrayOfUUID(entries.stream().map(entry -> Ids.next()).toArray(UUID[]::new))
                .addArrayOfString(column(entries, Entry::phoneNumber))
                .addArrayOfString(column(entries, Entry::reason));
        return connection
                .preparedQuery(ADD)
                .execute(parameters)
                .map(rows -> Added.of(rows.iterator().next()));
    }

    /**
     * The same transaction again where it got into another's way, such as that of a tick: whoever says no must not have to
     * say it twice.
     */
    public static <T> Uni<T> insisting(Uni<T> transaction) {
        return transaction.onFailure(DoNotCall::isDeadlock).retry().atMost(TRIES);
    }

    private static boolean isDeadlock(Throwable failure) {
        return failure instanceof PgException database && DEADLOCK.equals(database.getSqlState());
    }

    /** Completes when no call to a number that is on the organization's list can start any more. */
    public Uni<Void> silence(UUID organizationId) {
        return pool.preparedQuery(TO_START)
                .execute(Tuple.of(organizationId))
                .map(rows -> rows.iterator().next().getLong("calls"))
                .chain(calls ->
                        calls == 0 ? Uni.createFrom().voidItem() : pause().chain(() -> silence(organizationId)));
    }

    /** Those of these numbers that are on the organization's list. */
    public Uni<Set<String>> among(SqlClient client, UUID organizationId, Collection<String> numbers) {
        return client.preparedQuery(AMONG)
                .execute(Tuple.of(organizationId, numbers.toArray(String[]::new)))
                .map(rows -> rows.stream().map(row -> row.getString(0)).collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether this number is on the organization's list, asked in the current Hibernate session. */
    public static Uni<Boolean> holds(UUID organizationId, String number) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(HOLDS, Boolean.class)
                        .setParameter(1, organizationId)
                        .setParameter(2, number)
                        .getSingleResult());
    }

    /** On the request's own context, which a delay by Mutiny would leave. */
    private Uni<Void> pause() {
        return Uni.createFrom().emitter(emitter -> vertx.setTimer(PAUSE.toMillis(), fired -> emitter.complete(null)));
    }

    private static String[] column(List<Entry> entries, Function<Entry, @Nullable String> field) {
        return entries.stream().map(field).toArray(String[]::new);
    }

    /**
     * A number that is not to be called.
     *
     * @param phoneNumber E.164
     */
    public record Entry(String phoneNumber, @Nullable String reason) {

        @Override
        public String toString() {
            return "Entry[" + PhoneNumbers.mask(phoneNumber) + "]";
        }
    }

    /**
     * What became of numbers that were added.
     *
     * @param entries how many were not on the list before
     * @param leads how many leads waited to be called under them, and are failed now
     */
    public record Added(int entries, int leads) {

        static final Added NOTHING = new Added(0, 0);

        private static Added of(Row row) {
            return new Added(row.getInteger("added"), row.getInteger("ended"));
        }

        Added plus(Added more) {
            return new Added(entries + more.entries, leads + more.leads);
        }
    }
}
