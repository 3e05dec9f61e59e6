package dev.outdial.account;

import dev.outdial.http.Ids;
import dev.outdial.http.PublicId;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Sees to it, before the first request, that somebody can get in. {@code OUTDIAL_BOOTSTRAP_KEY} names a key that shall
 * exist, with every scope: it is made when no key has its keyId. Where it is not set and no key has the operator scope, a
 * key is made up and printed once.
 *
 * <p>What exists is never changed. A key that was revoked stays revoked, and one with another secret keeps it: the
 * service says so and starts all the same, because a stale variable is no reason to stop calling people.
 */
@ApplicationScoped
class Bootstrap {

    private static final Logger LOG = Logger.getLogger(Bootstrap.class);
    private static final String VARIABLE = "OUTDIAL_BOOTSTRAP_KEY";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Before whatever else wants an organization to be there when the service starts. */
    private static final int EARLY = 100;

    private final Pool pool;
    private final InstantSource clock;
    private final Secrets secrets;
    private final Optional<String> variable;

    Bootstrap(
            Pool pool,
            InstantSource clock,
            Secrets secrets,
            @ConfigProperty(name = "outdial.bootstrap-key") Optional<String> variable) {
        this.pool = pool;
        this.clock = clock;
        this.secrets = secrets;
        this.variable = variable;
    }

    void start(@Observes @Priority(EARLY) StartupEvent event) {
        report(open().await().atMost(PATIENCE));
    }

    /** Makes the key that is missing, if any. */
    Uni<Opening> open() {
        Optional<Credentials> wanted = variable.map(Bootstrap::credentials);
        UUID id = Ids.next();
        Credentials credentials = wanted.orElseGet(() -> secrets.next(PublicId.API_KEY.text(id)));
        return pool.withTransaction(
                connection -> new FirstKeys(connection, clock.instant()).ensure(credentials, id, wanted.isPresent()));
    }

    /** Refuses what nobody could use, and what anybody could guess. */
    static Credentials credentials(String value) {
        Credentials credentials = Credentials.parse(value.strip())
                .orElseThrow(() -> new IllegalStateException(VARIABLE
                        + " must be keyId:secret: up to 64 letters, digits, '.', '_' or '-', a colon,"
                        + " and up to 200 printable characters without spaces"));
        if (credentials.secret().length() < Credentials.SECRET_MIN
                || credentials.secret().chars().distinct().count() < Credentials.SECRET_VARIETY_MIN) {
            throw new IllegalStateException("The secret in " + VARIABLE + " is too weak: it needs at least "
                    + Credentials.SECRET_MIN + " characters, " + Credentials.SECRET_VARIETY_MIN
                    + " of them different ones; openssl rand -hex 32 makes a good one");
        }
        return credentials;
    }

    // The one place that shows a secret, and on stdout, not in the log: logs are shipped and kept.
    @SuppressWarnings("SystemOut")
    private static void report(Opening opening) {
        String keyId = opening.credentials().keyId();
        switch (opening.finding()) {
            case NOT_NEEDED, IN_ORDER -> LOG.debug("There is a key to get in with");
            case MADE_AS_WANTED -> LOG.infof("Made the key %s of %s, with every scope", keyId, VARIABLE);
            case MADE_UP ->
                System.out.println("API key with every scope, shown this once: "
                        + opening.credentials().key());
            case OTHER_SECRET ->
                LOG.warnf(
                        "%s has another secret than the key %s, which keeps its own: revoke it or name another keyId",
                        VARIABLE, keyId);
            case REVOKED ->
                LOG.warnf("%s names the key %s, which is revoked and stays so: name another keyId", VARIABLE, keyId);
        }
    }
}
