package dev.outdial.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent, it is either read or refused with 400, and what was read can be stored. The name is the seed. */
class InputFuzzTest {

    private static final int DOCUMENTS = 2_000;
    private static final List<String> NAMES =
            List.of("name", "n", "at", "kind", "on", "notes", "list", "retry", "leads", "other", "\\u0000", "");
    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "0",
            "-1",
            "5",
            "5.0",
            "1e3",
            "1e400",
            "1e-400",
            "1e999999999",
            "-0.0",
            "NaN",
            "\"\"",
            "\"text\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"😀\"",
            "\"2024-03-01T09:00:00Z\"",
            "\"-999999999-01-01T00:00:00+18:00\"",
            "\"one_day\"",
            "123456789012345678901234567890",
            "+5",
            "\"",
            "\\");

    static LongStream seeds() {
        long start = System.nanoTime();
        return LongStream.concat(LongStream.of(1, 2, 3), LongStream.range(start, start + 5));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyDocumentIsReadOrRefused(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        int accepted = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            byte[] body = damaged(object(random, 0).getBytes(StandardCharsets.UTF_8), random);
            try {
                readAll(Input.parse(body));
                accepted++;
            } catch (ApiException e) {
                assertThat(e.status()).isEqualTo(400);
            }
        }
        assertThat(accepted).as("a fuzz that is always refused tests nothing").isPositive();
    }

    private static void readAll(Input in) {
        Text name = in.text("name").max(50);
        in.integer(0, 1000, "n");
        in.decimal(BigDecimal.ZERO, BigDecimal.TEN, "n");
        in.instant("at");
        in.choice(InputTest.Kind.class, "kind");
        in.flag("on");
        Field<Map<String, Object>> notes = in.variables(5, "notes");
        in.texts(3, "list");
        in.object("retry").integer(0, 10, "n");
        in.objects(3, "leads")
                .ifGiven(leads -> leads.forEach(lead -> lead.text("name").required()));
        String value = name.orNull();
        assertThat(value == null || Text.storable(value)).isTrue();
        assertThat(notes.or(Map.of()).toString()).doesNotContain("\u0000");
        assertThat(in.others().toString()).doesNotContain("\\u0000");
    }

    private static String object(RandomGenerator random, int depth) {
        StringBuilder json = new StringBuilder("{");
        int fields = random.nextInt(5);
        for (int i = 0; i < fields; i++) {
            json.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(pick(NAMES, random))
                    .append("\":")
                    .append(value(random, depth));
        }
        return json.append('}').toString();
    }

    private static String value(RandomGenerator random, int depth) {
        return switch (depth > 3 ? 9 : random.nextInt(10)) {
            case 0, 1 -> object(random, depth + 1);
            case 2 -> "[" + value(random, depth + 1) + "," + value(random, depth + 1) + "]";
            default -> pick(SCALARS, random);
        };
    }

    /** One in four documents has one byte changed. */
    private static byte[] damaged(byte[] body, RandomGenerator random) {
        if (random.nextInt(4) == 0) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return body;
    }

    private static String pick(List<String> from, RandomGenerator random) {
        return from.get(random.nextInt(from.size()));
    }
}
