package dev.outdial.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.openapi.runtime.io.Format;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says which methods there are for a path: in the answer to OPTIONS, and beside a 405, which without it would leave the
 * client to guess. The description of the API knows them all.
 */
@ApplicationScoped
class AllowedMethods {

    private static final String SERVED = "/v1/";
    private static final String DOCUMENT = "<default>";
    private static final Pattern PARAMETER = Pattern.compile("\\{\\w+}");
    private static final int EARLY = RequestLimits.EARLY - 1;

    private final OpenApiDocumentService description;
    private final ObjectMapper json;
    private volatile @Nullable List<Route> routes;

    AllowedMethods(OpenApiDocumentService description, ObjectMapper json) {
        this.description = description;
        this.json = json;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, EARLY);
    }

    private void check(RoutingContext context) {
        if (!context.request().path().startsWith(SERVED)) {
            context.next();
        } else if (context.request().method().equals(HttpMethod.OPTIONS)) {
            String allowed = of(context.request().path());
            if (allowed.isEmpty()) {
                context.fail(404);
            } else {
                context.response()
                        .setStatusCode(204)
                        .putHeader(HttpHeaders.ALLOW, allowed)
                        .end();
            }
        } else {
            context.addHeadersEndHandler(_ -> explain(context));
            context.next();
        }
    }

    private void explain(RoutingContext context) {
        if (context.response().getStatusCode() == 405) {
            String allowed = of(context.request().path());
            if (!allowed.isEmpty()) {
                context.response().putHeader(HttpHeaders.ALLOW, allowed);
            }
        }
    }

    /** The methods for this path, empty when there is no such. */
    String of(String path) {
        Set<String> methods = new TreeSet<>();
        for (Route route : routes()) {
            if (route.path.matcher(path).matches()) {
                methods.addAll(route.methods);
            }
        }
        return String.join(", ", methods);
    }

    /** Whether this path is there, but not for this method. */
    boolean exclude(String method, String path) {
        String allowed = of(path);
        return !allowed.isEmpty() && !List.of(allowed.split(", ")).contains(method);
    }

    /** Read once, when somebody asks for the first time: most services are never asked. */
    private List<Route> routes() {
        List<Route> known = routes;
        if (known == null) {
            known = read();
            routes = known;
        }
        return known;
    }

    private List<Route> read() {
        try {
            List<Route> all = new ArrayList<>();
            JsonNode paths = json.readTree(description.getDocument(DOCUMENT, Format.JSON))
                    .path("paths");
            paths.properties().forEach(path -> all.add(Route.of(path.getKey(), path.getValue())));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Route(Pattern path, Set<String> methods) {

        private static final Set<String> VERBS = Set.of("get", "post", "put", "patch", "delete");

        static Route of(String template, JsonNode operations) {
            Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));
            operations.fieldNames().forEachRemaining(verb -> {
                if (VERBS.contains(verb)) {
                    methods.add(verb.toUpperCase(Locale.ROOT));
                }
            });
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
            String path = PARAMETER.matcher(template).replaceAll("\\\\E[^/]+\\\\Q");
            return new Route(Pattern.compile("\\Q" + path + "\\E"), methods);
        }
    }
}
