package dev.outdial.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Makes the effect of a POST at most once for each Idempotency-Key of an organization, and repeats the first answer to
 * whoever asks again. The key is noted in the transaction of the effect, so that a crash leaves neither or both; it is
 * for the client to ask again after one. Only what was done is noted: a request that was refused may be sent once more
 * with the same key.
 *
 * <p>A resource makes its effect by one of these methods instead of opening a transaction. Without a key they do no
 * more than that.
 */
@ApplicationScoped
public class Once {

    private static final Duration BUSY = Duration.ofSeconds(1);

    private final Pool pool;
    private final ObjectMapper json;

    Once(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    /** Runs work whose item is the answer in a transaction of a Hibernate session. */
    public <T> Uni<T> transaction(Supplier<Uni<T>> work) {
        return transaction(work, answer -> answer);
    }

    /**
     * Runs work in a transaction of a Hibernate session.
     *
     * @param answer what the client is told of the item
     */
    public <T> Uni<T> transaction(Supplier<Uni<T>> work, Function<T, ?> answer) {
        return KeyedRequest.current()
                .map(key -> key.fingerprint()
                        .chain(fingerprint ->
                                Panache.withTransaction(() -> run(new Note.InSession(key, fingerprint), work, answer))))
                .orElseGet(() -> Panache.withTransaction(work));
    }

    /** Runs work whose item is the answer in a transaction of a plain connection. */
    public <T> Uni<T> onConnection(Function<SqlConnection, Uni<T>> work) {
        return KeyedRequest.current()
                .map(key -> key.fingerprint()
                        .chain(fingerprint -> pool.withTransaction(connection -> run(
                                new Note.OnConnection(connection, key, fingerprint),
                                () -> work.apply(connection),
                                answer -> answer))))
                .orElseGet(() -> pool.withTransaction(work));
    }

    /**
     * Notes the key in the current transaction of a Hibernate session, for an effect that is not over with it. False
     * when the effect is there already, but nobody has {@linkplain #answered answered} yet: then what follows it is to
     * be done once more.
     */
    public Uni<Boolean> first() {
        return KeyedRequest.current()
                .map(key -> key.fingerprint().chain(fingerprint -> begin(new Note.InSession(key, fingerprint))))
                .orElseGet(() -> Uni.createFrom().item(true));
    }

    /** Notes the answer to an effect that began with {@link #first}. */
    public <T> Uni<T> answered(T answer) {
        return KeyedRequest.current()
                .map(key -> answered(key, answer))
                .orElseGet(() -> Uni.createFrom().item(answer));
    }

    /**
     * Does what can be done again without harm, and may be more than one transaction: after a crash that is what
     * happens. Its answer is noted and repeated like any other.
     */
    public <T> Uni<T> repeatable(Supplier<Uni<T>> work) {
        return KeyedRequest.current()
                .map(key -> key.fingerprint()
                        .chain(fingerprint -> pool.withTransaction(
                                connection -> begin(new Note.OnConnection(connection, key, fingerprint))))
                        .chain(_ -> work.get())
                        .chain(answer -> answered(key, answer)))
                .orElseGet(work);
    }

    /** Repeats the answer that was given before, if any, ahead of work that is too much to be done in vain. */
    public Uni<Void> repeated() {
        return KeyedRequest.current()
                .map(key -> key.fingerprint()
                        .chain(fingerprint -> pool.withConnection(
                                connection -> new Note.OnConnection(connection, key, fingerprint).recall()))
                        .invoke(found -> found.ifPresent(answer -> {
                            throw key.replay(answer);
                        }))
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private <T> Uni<T> answered(KeyedRequest.Key key, T answer) {
        return key.fingerprint()
                .chain(fingerprint -> pool.withConnection(
                        connection -> end(new Note.OnConnection(connection, key, fingerprint), answer)))
                .replaceWith(answer);
    }

    private <T> Uni<T> run(Note note, Supplier<Uni<T>> work, Function<T, ?> answer) {
        // What of it was made but not answered is in the same transaction, so there is no such thing.
        return begin(note).chain(_ -> work.get()).call(item -> end(note, answer.apply(item)));
    }

    private static Uni<Boolean> begin(Note note) {
        return note.ask().map(found -> switch (found.state()) {
            case "new" -> true;
            case "made" -> false;
            case "busy" ->
                throw ApiException.conflict("A request with this Idempotency-Key is still in progress")
                        .retryAfter(BUSY);
            case "other" -> throw ApiException.of(422, "This Idempotency-Key was used for another request");
            case "answered" -> throw note.key().replay(found);
            default -> throw new IllegalStateException(found.state());
        });
    }

    private Uni<Void> end(Note note, Object answer) {
        int status = answer instanceof RestResponse<?> response
                ? response.getStatus()
                : note.key().status();
        Object body = answer instanceof RestResponse<?> response ? response.getEntity() : answer;
        boolean sealed = body.getClass().isAnnotationPresent(ShownOnce.class);
        String text = text(body);
        return note.answer(status, sealed ? note.key().sealing().seal(text) : text, sealed);
    }

    private String text(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
