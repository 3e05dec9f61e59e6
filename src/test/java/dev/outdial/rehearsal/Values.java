package dev.outdial.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** Names and values that a client might send, with a taste for those that break things. */
final class Values {

    static final List<String> NAMES = List.of(
            "name",
            "title",
            "agent_id",
            "campaignId",
            "campaign_id",
            "phoneNumber",
            "phone_number",
            "countryCode",
            "from_phone_number",
            "status",
            "action",
            "scheduled_at",
            "ends_at",
            "max_concurrent_calls",
            "retry_config",
            "max_retries",
            "retry_interval_minutes",
            "retry_on",
            "intervals_minutes",
            "priority",
            "metadata",
            "notes",
            "time_zone",
            "external_id",
            "leads",
            "page",
            "limit",
            "q",
            "sentiment",
            "end_reason",
            "start_date",
            "end_date",
            "duration_min",
            "duration_max",
            "created_at",
            "duration",
            "mode",
            "on_duplicate",
            "scopes",
            "route",
            "kind",
            "ring_duration_sec",
            "default_dynamic_variables",
            "calling_hours");

    static final List<String> IDS = List.of(
            "nothing",
            "cmp_",
            "cmp_00000000000000000000000000",
            "lead_zzzzzzzzzzzzzzzzzzzzzzzzzz",
            "%00",
            "a b",
            "é",
            "agt_7zzzzzzzzzzzzzzzzzzzzzzzzz",
            "org_01",
            "'; DROP TABLE lead; --",
            "../../q/health",
            "{}",
            "💥");

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "null",
            "true",
            "0",
            "-1",
            "1e400",
            "running",
            "paused",
            "draft",
            "cancelled",
            "pause",
            "resume",
            "+14155550123",
            "9876543210",
            "+91",
            "IN",
            "2026-03-01T09:00:00Z",
            "2026-02-30",
            "9999-12-31T23:59:59+18:00",
            "-999999999-01-01T00:00:00Z",
            "asc",
            "desc",
            "busy",
            "completed",
            "%",
            "_",
            "\\",
            "' OR 1=1",
            "\u0000",
            "\ud83d",
            "💥",
            "Europe/Berlin",
            "Mars/Olympus",
            "strict",
            "partial",
            "dry_run",
            "skip",
            "simulated",
            "x".repeat(3_000));

    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "5",
            "1001",
            "2147483648",
            "-9223372036854775809",
            "1e2",
            "1.5",
            "1e308",
            "1e-400",
            "99999999999999999999999999999999999999");

    private static final List<String> BROKEN =
            List.of("", "{", "[]", "null", "\"text\"", "{\"a\":}", "{\"name\": \"\\ud800\"}", "\u0000", "{}{}", "NaN");

    private Values() {}

    static <T> T any(RandomGenerator random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    static String inPath(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String query(RandomGenerator random, List<String> names, List<String> ids) {
        StringBuilder query = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(URLEncoder.encode(any(random, names), StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(text(random, ids), StandardCharsets.UTF_8));
        }
        return query.toString();
    }

    static String body(RandomGenerator random, List<String> names, List<String> ids) {
        if (random.nextInt(8) == 0) {
            return any(random, BROKEN);
        }
        return object(random, names, ids, 3).toString();
    }

    private static ObjectNode object(RandomGenerator random, List<String> names, List<String> ids, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = random.nextInt(9); i > 0; i--) {
            object.set(any(random, names), value(random, names, ids, depth));
        }
        return object;
    }

    private static JsonNode value(RandomGenerator random, List<String> names, List<String> ids, int depth) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> json.nullNode();
            case 1 -> json.booleanNode(random.nextBoolean());
            case 2 -> json.numberNode(new java.math.BigDecimal(any(random, NUMBERS)));
            case 3, 4 -> json.textNode(text(random, ids));
            case 5, 6 -> object(random, names, ids, depth - 1);
            default -> {
                ArrayNode array = json.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(random, names, ids, depth - 1));
                }
                yield array;
            }
        };
    }

    private static String text(RandomGenerator random, List<String> ids) {
        return random.nextInt(4) == 0 ? any(random, ids) : any(random, TEXTS);
    }
}
