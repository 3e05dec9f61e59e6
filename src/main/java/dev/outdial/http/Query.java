package dev.outdial.http;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request, read with the same rules as {@link Input}: ask for all parameters, then take their values. An
 * empty filter ({@code ?status=}) is the same as none.
 */
public final class Query {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]{1,1000}");

    private final Failures failures = new Failures();
    private final MultivaluedMap<String, String> parameters;

    private Query(MultivaluedMap<String, String> parameters) {
        this.parameters = parameters;
    }

    /** The query of this request. */
    public static Query of(UriInfo uri) {
        return of(uri.getQueryParameters());
    }

    /** Parameters that came in another way than the path's query, such as the fields of a form. */
    public static Query of(MultivaluedMap<String, String> parameters) {
        return new Query(parameters);
    }

    /** Page and limit: the first 20 rows unless told, never more than 100. */
    public Field<Paging> paging() {
        return paging(Paging.LIMIT_MAX);
    }

    /** Page and limit for a list with a bound of its own: a greater limit is lowered to it, not refused. */
    public Field<Paging> paging(int limitMax) {
        BigInteger page = atLeastOne("page", 1);
        BigInteger limit = atLeastOne("limit", Paging.LIMIT_DEFAULT);
        if (page.compareTo(BigInteger.valueOf(Paging.PAGE_MAX)) > 0) {
            failures.add("page must not be greater than " + Paging.PAGE_MAX);
            page = BigInteger.ONE;
        }
        int rows = limit.min(BigInteger.valueOf(limitMax)).intValueExact();
        return new Field<>(failures, "page", true, Field.Sent.GIVEN, new Paging(page.intValueExact(), rows));
    }

    /** A text. */
    public Text text(String... names) {
        Found found = find(names);
        boolean storable = Text.storable(found.value);
        if (!storable) {
            failures.add(found.name + " must not contain the character U+0000");
        }
        return new Text(failures, found.name, true, found.sent(), found.isGiven() && storable ? found.value : null);
    }

    /** A whole number between two bounds, both included. */
    public Field<Integer> integer(int min, int max, String... names) {
        return field(names, text -> integer(text, min, max), "be an integer from " + min + " to " + max);
    }

    /** {@code true} or {@code false}. */
    public Field<Boolean> flag(String... names) {
        return field(
                names,
                text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> null;
                },
                "be a boolean value");
    }

    /** A day, {@code YYYY-MM-DD}. */
    public Field<LocalDate> date(String... names) {
        return field(names, Moments::date, Moments.DATE_RULE);
    }

    /** An instant between the years 1970 and 9999, in microseconds. */
    public Field<Instant> instant(String... names) {
        return field(names, Moments::instant, Moments.INSTANT_RULE);
    }

    /** One of an enum's constants, spelled in lower case. */
    public <E extends Enum<E>> Field<E> choice(Class<E> type, String... names) {
        Choices<E> choices = Choices.of(type);
        return field(names, choices::find, choices.rule());
    }

    /** Some of an enum's constants, in lower case and separated by commas, or the parameter repeated. */
    public <E extends Enum<E>> Field<List<E>> choices(Class<E> type, String... names) {
        Choices<E> choices = Choices.of(type);
        return field(names, text -> each(text, choices), choices.rule());
    }

    /** Ends the request with 400 when any parameter asked for so far has failed. Taking a value does the same. */
    public void verify() {
        failures.verify();
    }

    private BigInteger atLeastOne(String name, int otherwise) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.isEmpty()) {
            return BigInteger.valueOf(otherwise);
        }
        if (WHOLE_NUMBER.matcher(values.getFirst()).matches()) {
            BigInteger number = new BigInteger(values.getFirst());
            if (number.signum() > 0) {
                return number;
            }
        }
        failures.add(name + " must be an integer not less than 1");
        return BigInteger.ONE;
    }

    private static @Nullable Integer integer(String text, int min, int max) {
        if (!WHOLE_NUMBER.matcher(text).matches()) {
            return null;
        }
        BigInteger number = new BigInteger(text);
        boolean within =
                number.compareTo(BigInteger.valueOf(min)) >= 0 && number.compareTo(BigInteger.valueOf(max)) <= 0;
        return within ? number.intValueExact() : null;
    }

    private static <E extends Enum<E>> @Nullable List<E> each(String text, Choices<E> choices) {
        List<E> found = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            E constant = choices.find(part.strip());
            if (constant == null) {
                return null;
            }
            found.add(constant);
        }
        return List.copyOf(found);
    }

    private <T> Field<T> field(String[] names, Function<String, @Nullable T> read, String rule) {
        Found found = find(names);
        @Nullable T value = found.isGiven() ? read.apply(found.value) : null;
        if (found.isGiven() && value == null) {
            failures.add(found.name + " must " + rule);
        }
        return new Field<>(failures, found.name, true, found.sent(), value);
    }

    private Found find(String... names) {
        for (String name : names) {
            List<String> values = parameters.getOrDefault(name, List.of()).stream()
                    .filter(value -> !value.isEmpty())
                    .toList();
            if (!values.isEmpty()) {
                return new Found(name, String.join(",", values));
            }
        }
        return new Found(names[0], "");
    }

    /** A parameter by the name it was sent under; empty when it was not. */
    private record Found(String name, String value) {

        boolean isGiven() {
            return !value.isEmpty();
        }

        Field.Sent sent() {
            return isGiven() ? Field.Sent.GIVEN : Field.Sent.ABSENT;
        }
    }
}
