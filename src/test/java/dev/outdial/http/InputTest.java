package dev.outdial.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputTest {

    enum Kind {
        ONE_DAY,
        TWO
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            required | {}                                  | name should not be empty
            required | {"name": null}                      | name should not be empty
            required | {"name": ""}                        | name should not be empty
            required | {"name": "  "}                      | name should not be empty
            required | {"alias": ""}                       | alias should not be empty
            required | {"name": 5}                         | name must be a string
            required | {"name": ["a"]}                     | name must be a string
            required | {"name": "abcdef"}                  | name must be shorter than or equal to 5 characters
            required | {"name": "a\\u0000"}                | name must not contain the character U+0000 or half of a surrogate pair
            required | {"name": "\\ud83d"}                 | name must not contain the character U+0000 or half of a surrogate pair
            required | {"name": "\\ude00\\ud83d"}          | name must not contain the character U+0000 or half of a surrogate pair
            optional | {"name": ["a"]}                     | name must be a string
            integer  | {"n": "5"}                          | n must be an integer from 1 to 1000
            integer  | {"n": 0}                            | n must be an integer from 1 to 1000
            integer  | {"n": 1001}                         | n must be an integer from 1 to 1000
            integer  | {"n": 1.5}                          | n must be an integer from 1 to 1000
            integer  | {"n": 1e400}                        | n must be an integer from 1 to 1000
            integer  | {"n": 1e999999999}                  | n must be an integer from 1 to 1000
            integer  | {"n": 1e-999999999}                 | n must be an integer from 1 to 1000
            integer  | {"n": 99999999999999999999999999}   | n must be an integer from 1 to 1000
            integer  | {"n": true}                         | n must be an integer from 1 to 1000
            integer  | {"n": NaN}                          | The request body is not valid JSON
            decimal  | {"n": 2}                            | n must be a number from 0.5 to 1
            flag     | {"on": "true"}                      | on must be a boolean value
            flag     | {"on": 1}                           | on must be a boolean value
            instant  | {"at": "yesterday"}                 | at must be a valid ISO 8601 date-time with an offset
            instant  | {"at": 1700000000}                  | at must be a valid ISO 8601 date-time with an offset
            instant  | {"at": "2024-03-01T09:00:00"}       | at must be a valid ISO 8601 date-time with an offset
            instant  | {"at": "2024-02-30T09:00:00Z"}      | at must be a valid ISO 8601 date-time with an offset
            instant  | {"at": "1969-12-31T23:59:59Z"}      | at must be a valid ISO 8601 date-time with an offset
            instant  | {"at": "9999-12-31T23:59:59-01:00"} | at must be a valid ISO 8601 date-time with an offset
            instant  | {"at": "+99999-01-01T00:00:00Z"}    | at must be a valid ISO 8601 date-time with an offset
            choice   | {"kind": "three"}                   | kind must be one of the following values: one_day, two
            choice   | {"kind": "ONE_DAY"}                 | kind must be one of the following values: one_day, two
            choices  | {"kinds": []}                       | kinds must be a non-empty array of the following values: one_day, two
            choices  | {"kinds": ["two", 2]}               | kinds must be a non-empty array of the following values: one_day, two
            texts    | {"list": "a"}                       | list must be an array of at most 2 strings
            texts    | {"list": ["a", 1]}                  | list must be an array of at most 2 strings
            texts    | {"list": ["a", "b", "c"]}           | list must be an array of at most 2 strings
            nested   | {"retry": 5}                        | retry must be an object
            nested   | {"retry": {"max": -1}}              | retry.max must be an integer from 0 to 10
            nested   | {"retry": {}}                       | retry.max should not be empty
            elements | {"leads": [{"n": 1}, {"n": 0}]}     | leads.1.n must be an integer from 1 to 9
            elements | {"leads": [1]}                      | leads.0 must be an object
            elements | {"leads": [{}, {}, {}]}             | leads must be an array of at most 2 objects
            notes    | {"notes": {"a": {}}}                | notes must be an object of at most 2 strings, numbers or booleans
            notes    | {"notes": {"a": 1, "b": 2, "c": 3}} | notes must be an object of at most 2 strings, numbers or booleans
            notes    | {"notes": {"a": 1e999}}             | notes must be an object of at most 2 strings, numbers or booleans
            notes    | {"notes": {"\\u0000": 1}}           | notes must be an object of at most 2 strings, numbers or booleans
            json     | {"route": {"a": [{"b": "\\u0000"}]}}| route must be an object without the character U+0000 or numbers beyond 1e300
            """)
    void wrongValueIsRefusedInWordsThatNameTheField(String what, String json, String message) {
        ApiException refusal = catchThrowableOfType(ApiException.class, () -> {
            Input in = input(json);
            read(what, in);
            in.verify();
        });

        assertThat(refusal).as("no refusal of " + json).isNotNull();
        assertThat(refusal.status()).isEqualTo(400);
        Object told = refusal.body().message();
        assertThat(told instanceof List<?> texts ? texts.getFirst() : told).isEqualTo(message);
    }

    private static void read(String what, Input in) {
        switch (what) {
            case "required" -> in.text("name", "alias").required().max(5);
            case "optional" -> in.text("name");
            case "integer" -> in.integer(1, 1000, "n");
            case "decimal" -> in.decimal(new BigDecimal("0.5"), BigDecimal.ONE, "n");
            case "flag" -> in.flag("on");
            case "instant" -> in.instant("at");
            case "choice" -> in.choice(Kind.class, "kind");
            case "choices" -> in.choices(Kind.class, "kinds");
            case "texts" -> in.texts(2, "list");
            case "nested" -> in.object("retry").integer(0, 10, "max").required();
            case "elements" -> in.objects(2, "leads").ifGiven(leads -> leads.forEach(lead -> lead.integer(1, 9, "n")));
            case "notes" -> in.variables(2, "notes");
            case "json" -> in.json("route");
            default -> throw new IllegalArgumentException(what);
        }
    }

    @Test
    void allFailuresAreToldAtOnceInTheOrderOfTheQuestions() {
        Input in = input("{\"phone_number\": \"12\", \"retry\": {\"max\": 99}}");
        Text name = in.text("name").required();
        in.text("phoneNumber", "phone_number").must(text -> text.startsWith("+"), "be a valid E.164 phone number");
        in.object("retry").integer(0, 10, "max");

        assertThat(messages(name::get))
                .containsExactly(
                        "name should not be empty",
                        "phone_number must be a valid E.164 phone number",
                        "retry.max must be an integer from 0 to 10");
    }

    @Test
    void validValuesAreTakenAsTheyAre() {
        Input in = input("""
                {"name": "Zoë 😀", "n": 5.0, "at": "2024-03-01T14:30:00.123456789+05:30", "kind": "two", "on": false,
                 "kinds": ["two", "two"], "list": [], "notes": {"b": "1", "a": 1.10, "c": true, "d": null}, "extra": [1]}""");
        Text name = in.text("name").required().max(5);
        Field<Map<String, Object>> notes = in.variables(3, "notes", "metadata");

        assertThat(name.get()).isEqualTo("Zoë 😀");
        assertThat(in.integer(1, 5, "n").get()).isEqualTo(5);
        assertThat(in.instant("at").get()).isEqualTo(Instant.parse("2024-03-01T09:00:00.123456Z"));
        assertThat(in.choice(Kind.class, "kind").get()).isEqualTo(Kind.TWO);
        assertThat(in.choices(Kind.class, "kinds").get()).containsExactly(Kind.TWO);
        assertThat(in.flag("on").get()).isFalse();
        assertThat(in.texts(2, "list").get()).isEmpty();
        assertThat(new ArrayList<>(notes.get().entrySet()))
                .containsExactly(Map.entry("b", "1"), Map.entry("a", new BigDecimal("1.10")), Map.entry("c", true));
        assertThat(in.others().toString()).isEqualTo("{\"extra\":[1]}");
    }

    @Test
    void absentNullAndGivenAreToldApart() {
        Input in = input("{\"cleared\": null, \"given\": \"x\"}");
        List<String> seen = new ArrayList<>();

        in.text("absent").ifSent(value -> seen.add("absent " + value));
        in.text("cleared").ifSent(value -> seen.add("cleared " + value));
        in.text("given").ifSent(value -> seen.add("given " + value));

        assertThat(seen).containsExactly("cleared null", "given x");
        assertThat(messages(() -> in.text("cleared").notNull().orNull()))
                .containsExactly("cleared should not be empty");
    }

    @Test
    void nothingIsMissingInAnObjectThatWasNotSent() {
        Input retry = input("{}").object("retry");

        assertThat(retry.integer(0, 10, "max").required().or(3)).isEqualTo(3);
    }

    @Test
    void valueCannotBeTakenPastAnotherFieldsFailure() {
        Input in = input("{\"good\": \"x\"}");
        Text good = in.text("good");
        in.text("bad").required();

        List<Consumer<Text>> ways =
                List.of(Text::get, Text::orNull, t -> t.or(""), t -> t.ifGiven(_ -> {}), t -> t.ifSent(_ -> {}));
        for (Consumer<Text> way : ways) {
            assertThatThrownBy(() -> way.accept(good)).isInstanceOf(ApiException.class);
        }
    }

    @Test
    void conversionFailsLikeAnyRule() {
        Field<Integer> length = input("{\"a\": \"xyz\"}").text("a").as(String::length, "have a length");
        Field<Integer> none = input("{\"a\": \"xyz\"}").text("a").as(_ -> null, "be convertible");

        assertThat(length.get()).isEqualTo(3);
        assertThat(messages(none::get)).containsExactly("a must be convertible");
    }

    @Test
    void failuresAreReportedUpToABound() {
        Input in = input("{}");
        for (int i = 0; i < 1_000; i++) {
            in.text("f" + i).required();
        }

        assertThat(messages(in::verify)).hasSize(Failures.REPORTED_MAX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "7",
                "\"a\"",
                "null",
                "{",
                "{\"a\"}",
                "{'a': 1}",
                "{\"a\": 1} {}",
                "{\"a\": Infinity}",
                "{\"a\": 01}",
                "{\"a\": \"\\x\"}",
                "{\"a\": \"\n\"}",
                "\u0000"
            })
    void anythingButOneJsonObjectIsABadRequest(String body) {
        assertThatThrownBy(() -> input(body)).isInstanceOf(ApiException.class);
    }

    @Test
    void hostileShapesAreHarmless() {
        assertThatThrownBy(() -> input("{\"a\":".repeat(100_000))).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> input("{\"a\": " + "9".repeat(1_000_000) + "}"))
                .isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> Input.parse(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
                .isInstanceOf(ApiException.class);
        assertThatCode(() -> input("{\"n\": 1, \"n\": 2}").integer(1, 2, "n").get())
                .doesNotThrowAnyException();
    }

    private static List<Object> messages(ThrowingCallable request) {
        ApiException refusal = catchThrowableOfType(ApiException.class, request);
        return List.copyOf((List<?>) refusal.body().message());
    }

    private static Input input(String json) {
        return Input.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
