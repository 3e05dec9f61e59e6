package dev.outdial.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.Locale;

/**
 * Tells a form that a client wrote wrongly from a form that we cannot keep. The framework's parser has no type for the
 * former: what it throws at a form that ends too early, has no boundary or too many fields is an IOException, an
 * index out of bounds, a bare RuntimeException, and would be a 500.
 */
final class FormFailures {

    private static final String FORM = "multipart/form-data";
    private static final String PARSER = "org.jboss.resteasy.reactive.";

    private FormFailures() {}

    /** Whether the form of this request is what made its parser fail. A full disk is not: that fails below the parser. */
    static boolean caused(Throwable failure, ContainerRequestContext request) {
        String type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
        return type != null
                && type.strip().toLowerCase(Locale.ROOT).startsWith(FORM)
                && thrower(failure).startsWith(PARSER);
    }

    /** The first class on the way out that is not of the JDK's language; a channel to a file counts. */
    private static String thrower(Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .map(StackTraceElement::getClassName)
                .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
                .findFirst()
                .orElse("");
    }
}
