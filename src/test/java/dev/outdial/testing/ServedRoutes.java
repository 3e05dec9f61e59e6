package dev.outdial.testing;

import io.quarkus.arc.Arc;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** The resources of the running application. */
public final class ServedRoutes {

    private ServedRoutes() {}

    /** Every method that is meant to answer requests, public or not. */
    public static Stream<Method> methods() {
        return Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(Bean::getBeanClass)
                .filter(type -> type.isAnnotationPresent(Path.class))
                .distinct()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> verb(method).isPresent());
    }

    /** Its method and path: {@code GET /v1/agents/{id}}. */
    public static String route(Method method) {
        Path below = method.getAnnotation(Path.class);
        return verb(method).orElseThrow()
                + " "
                + method.getDeclaringClass().getAnnotation(Path.class).value()
                + (below == null ? "" : below.value());
    }

    private static Optional<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(HttpMethod.class::isInstance)
                .map(HttpMethod::value)
                .findFirst();
    }
}
