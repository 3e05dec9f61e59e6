package dev.outdial.webhook.wire;

import io.vertx.core.VertxException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What went wrong on the way, in the words of somebody who wants to mend an endpoint. */
final class Fault {

    private static final int LENGTH_MAX = 200;

    private Fault() {}

    static String of(Throwable failure) {
        return switch (failure) {
            case Resolver.NoSuchHost unknown -> String.valueOf(unknown.getMessage());
            case RejectedExecutionException full -> "Too many names are being looked up";
            case SSLException tls -> "TLS: " + deepest(tls);
            case NoRouteToHostException unreachable -> "The host cannot be reached";
            case ConnectException refused -> "The connection was refused";
            case TimeoutException late -> "No connection in time";
            case VertxException closed -> "The connection was closed before an answer came";
            case IOException broken -> "The connection broke: " + deepest(broken);
            default -> "The answer could not be understood: " + deepest(failure);
        };
    }

    /** What a wrapped exception is really about, such as a certificate's wrong name. */
    private static String deepest(Throwable failure) {
        @Nullable Throwable cause = failure.getCause();
        String text = cause == null ? String.valueOf(failure.getMessage()) : deepest(cause);
        return text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) : text;
    }
}
