package dev.outdial.webhook.sender;

import dev.outdial.webhook.wire.Answer;
import dev.outdial.webhook.wire.Courier;
import dev.outdial.webhook.wire.Letter;
import dev.outdial.webhook.wire.Signature;
import dev.outdial.webhook.wire.SigningSecret;
import dev.outdial.webhook.wire.Target;
import dev.outdial.webhook.wire.Vault;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the consumers. One stream, subscribed once: what is due is claimed, written where it was not yet, sent and settled. A
 * failure of an endpoint is a value; one of the database ends here, and the lease that runs out makes good for it.
 */
final class Sender {

    private static final Logger LOG = Logger.getLogger(Sender.class);

    /** A settlement that cannot be written in this time is left to whoever claims the delivery next: it is sent again. */
    private static final int SETTLE_TRIES = 3;

    private static final Duration SETTLE_PAUSE = Duration.ofMillis(500);

    private final Outbox outbox;
    private final Courier courier;
    private final Vault vault;
    private final Lanes lanes;
    private final RetrySchedule schedule;
    private final InstantSource clock;
    private final Tally tally;
    private final Nudge nudge = new Nudge();
    private @Nullable Cancellable stream;
    private volatile boolean stopping;

    /** A sender that has not started. The clock is real time, which is the consumers'. */
    Sender(
            Outbox outbox,
            Courier courier,
            Vault vault,
            Lanes lanes,
            RetrySchedule schedule,
            InstantSource clock,
            Tally tally) {
        this.outbox = outbox;
        this.courier = courier;
        this.vault = vault;
        this.lanes = lanes;
        this.schedule = schedule;
        this.clock = clock;
        this.tally = tally;
    }

    /** Starts. Nothing is sent before the first {@link #wake}. */
    void start(int most) {
        Multi<List<Due>> claimed = Multi.createBy()
                .repeating()
                .uni(() -> nudge.next().chain(this::claim))
                .indefinitely();
        stream = claimed.onItem()
                .<Due>disjoint()
                .onItem()
                .transformToUni(this::deliver)
                .merge(most)
                .subscribe()
                .with(
                        done -> {},
                        failure ->
                                LOG.fatal("The stream of webhooks broke: this replica sends none any more", failure));
    }

    /** Asks for a look at the outbox; many at once are one. */
    void wake() {
        nudge.give();
    }

    /** Sends nothing more, waits for what is on its way, at most {@code grace}, and ends. */
    Uni<Void> stop(Duration grace) {
        stopping = true;
        return lanes.drained()
                .ifNoItem()
                .after(grace)
                .recoverWithItem(() -> null)
                .invoke(this::cut);
    }

    /** Ends at once. What is on its way is due again when its lease ends. */
    void cut() {
        stopping = true;
        if (stream != null) {
            stream.cancel();
        }
    }

    private Uni<List<Due>> claim() {
        Lanes.Room room = lanes.room();
        Uni<List<Due>> claimed =
                stopping || room.isEmpty() ? Uni.createFrom().item(List.of()) : outbox.claim(room, clock.instant());
        return claimed.onFailure()
                .invoke(failure -> lanes.started(List.of()))
                .invoke(lanes::started)
                .chain(this::written)
                .onFailure()
                .invoke(failure -> LOG.warnf("Could not claim webhooks, the next poll will: %s", failure.getMessage()))
                .onFailure()
                .recoverWithItem(List.of());
    }

    private Uni<List<Due>> written(List<Due> claimed) {
        List<UUID> blank = claimed.stream()
                .filter(due -> due.body() == null)
                .map(Due::eventId)
                .distinct()
                .toList();
        if (blank.isEmpty()) {
            return Uni.createFrom().item(claimed);
        }
        return outbox.facts(blank)
                .map(Sender::bodies)
                .chain(outbox::keep)
                .map(bodies -> claimed.stream()
                        .map(due -> due.body() == null ? due.with(bodies.get(due.eventId())) : due)
                        .toList())
                .onFailure()
                .invoke(failure -> claimed.forEach(due -> lanes.ended(due, Duration.ZERO)));
    }

    /** One event that cannot be told must not keep the others from it: it fails alone, and its log says so. */
    private static Map<UUID, String> bodies(List<EventFacts> known) {
        Map<UUID, String> bodies = new LinkedHashMap<>();
        for (EventFacts facts : known) {
            try {
                bodies.put(facts.eventId(), facts.body());
            } catch (RuntimeException e) {
                LOG.errorf(e, "The event %s cannot be told", facts.eventId());
            }
        }
        return bodies;
    }

    private Uni<Void> deliver(Due due) {
        return Uni.createFrom()
                .deferred(() -> courier.send(letter(due)))
                .onFailure()
                .recoverWithItem(failure -> new Answer.Silent(String.valueOf(failure.getMessage()), Duration.ZERO))
                .chain(answer -> settle(due, answer).invoke(() -> lanes.ended(due, answer.took())))
                .invoke(this::wake); // There may be room for the next one.
    }

    /** Never fails. */
    private Uni<Void> settle(Due due, Answer answer) {
        Instant now = clock.instant();
        Verdict verdict = Verdict.of(answer, due, schedule, now);
        tally.count(verdict);
        return outbox.settle(due, verdict, now)
                .onFailure()
                .retry()
                .withBackOff(SETTLE_PAUSE)
                .atMost(SETTLE_TRIES)
                .invoke(disabled -> told(due, disabled))
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("A webhook will be sent again, its outcome is lost: %s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private static void told(Due due, @Nullable String disabled) {
        if (disabled != null) {
            LOG.warnf("The webhook %s is disabled: %s", due.endpoint().webhookId(), disabled);
        }
    }

    private Letter letter(Due due) {
        Due.Endpoint endpoint = due.endpoint();
        Target target = Target.parse(endpoint.url());
        if (target == null || due.body() == null) {
            throw new IllegalStateException("The event cannot be told");
        }
        SigningSecret secret =
                vault.open(endpoint.webhookId(), endpoint.secret().getBytes());
        SigningSecret previous = endpoint.previousSecret() == null
                ? null
                : vault.open(endpoint.webhookId(), endpoint.previousSecret().getBytes());
        byte[] body = due.body().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Signature.headers(due.eventText(), clock.instant(), body, secret, previous);
        return new Letter(target, headers, Buffer.buffer(body), endpoint.timeout());
    }
}
