package dev.outdial.webhook;

import dev.outdial.clock.DatabaseClock;
import dev.outdial.webhook.wire.Courier;
import dev.outdial.webhook.wire.Destinations;
import dev.outdial.webhook.wire.Resolver;
import dev.outdial.webhook.wire.Vault;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the sender and the API share of the way over the wire. */
@Singleton
class Equipment {

    @Produces
    @Singleton
    Destinations destinations(WebhookConfig config) {
        return new Destinations(config.allowPrivate());
    }

    @Produces
    @Singleton
    Vault vault(@ConfigProperty(name = "outdial.secret-key") Optional<String> key) {
        return new Vault(key);
    }

    @Produces
    @Singleton
    Courier courier(Vertx vertx, Destinations destinations, WebhookConfig config, DatabaseClock clock) {
        // Twice as many look-ups as letters: one that was given up goes on for as long as the system likes.
        Resolver resolver = Resolver.system(2 * config.maxSending());
        return new Courier(
                vertx, resolver, destinations, config.maxSendingOverall(), Optional.empty(), clock::realTime);
    }
}
