package dev.outdial.http;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/**
 * Starts the service. It is here for one switch, which must be set before the HTTP server's class is loaded: without
 * it, a URI that is none is answered with an empty body before anybody else is asked. {@link RequestLimits} refuses it
 * in its place. A native executable has the switch from its build.
 */
@QuarkusMain
public final class Main {

    private static final String LET_ANY_URI_PASS = "vertx.disableURIValidation";

    private Main() {}

    /** Starts the service and waits for its end. */
    public static void main(String... arguments) {
        System.setProperty(LET_ANY_URI_PASS, "true");
        Quarkus.run(arguments);
    }
}
