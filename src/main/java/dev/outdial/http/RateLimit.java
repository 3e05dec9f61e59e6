package dev.outdial.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what one client can cost: requests by API key, and wrong keys by address, because each of those is a question
 * to the database.
 */
@ApplicationScoped
public class RateLimit {

    private static final String TOO_MANY = "Too many requests, please slow down";

    private final @Nullable Gcra requests;
    private final @Nullable Gcra wrongKeys;
    private final int allowance;

    RateLimit(RateLimitConfig config) {
        allowance = config.requests();
        requests = gcra(config.requests(), config.period());
        wrongKeys = gcra(config.wrongKeys(), config.period());
    }

    /** Counts a request of this key and tells the client how many are left, or ends the request with 429. */
    public void admit(RoutingContext context, String keyId) {
        if (requests == null) {
            return;
        }
        Gcra.Taken taken = requests.take(keyId, System.nanoTime());
        // Last of all, so that it is on every answer, whoever gives it.
        context.addHeadersEndHandler(_ -> context.response()
                .putHeader("X-RateLimit-Limit", Integer.toString(allowance))
                .putHeader("X-RateLimit-Remaining", Long.toString(taken.left()))
                .putHeader("X-RateLimit-Reset", Long.toString(unixSeconds(taken.wholeIn()))));
        if (!taken.granted()) {
            throw ApiException.of(429, TOO_MANY).retryAfter(taken.nextIn());
        }
    }

    /** Whether so many keys from this address were wrong that the next unknown one is not looked up. */
    public boolean isGuessing(RoutingContext context) {
        return wrongKeys != null && wrongKeys.isSpent(address(context), System.nanoTime());
    }

    /** Counts a wrong key, or ends the request with 429. */
    public void countWrongKey(RoutingContext context) {
        if (wrongKeys != null) {
            Gcra.Taken taken = wrongKeys.take(address(context), System.nanoTime());
            if (!taken.granted()) {
                throw ApiException.of(429, TOO_MANY).retryAfter(taken.nextIn());
            }
        }
    }

    private static @Nullable Gcra gcra(int allowance, Duration period) {
        return allowance == 0 ? null : new Gcra(allowance, period);
    }

    private static String address(RoutingContext context) {
        return context.request().remoteAddress().hostAddress();
    }

    /** Of the wall clock, as the client has one; business time may run faster. */
    private static long unixSeconds(Duration from) {
        return InstantSource.system().instant().plus(from).plusMillis(999).getEpochSecond();
    }
}
