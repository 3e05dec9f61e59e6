package dev.outdial.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.call.CallRows.Call;
import dev.outdial.http.PublicId;
import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One organization's calls, newest first:
 * <pre>
 * name    day          campaign agent  status
 * out     4th 10:00:00 second   second received
 * placed  4th 10:00:00 second   second initiated, made before "out" in the same instant
 * intent  3rd 10:00:00 first    first  created
 * long    2nd 23:59:59 first    first  completed, 90.4 s
 * short   2nd 00:00:00 first    first  completed, 29.5 s
 * busy    1st 12:00:00 second   second busy
 * rang    1st 11:00:00 first    first  did_not_pick
 * away    1st 10:00:00 first    first  no_answer
 * </pre>
 */
@QuarkusTest
class CallLogFiltersTest {

    private final Pool pool;
    private final Map<String, String> names = new LinkedHashMap<>();
    private Tenant tenant;
    private CallRows rows;
    private UUID firstAgent;
    private UUID first;
    private UUID second;
    private Call shortCall;
    private Call intent;

    @Inject
    CallLogFiltersTest(Pool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void makeCalls() {
        tenant = Tenant.create();
        rows = new CallRows(pool, tenant);
        firstAgent = rows.agent();
        UUID secondAgent = rows.agent();
        first = rows.campaign(firstAgent);
        second = rows.campaign(secondAgent);
        add(
                "away",
                rows.call(firstAgent, first, "+14155552671", at("01T10:00:00")).ended("no_answer", "user_unreachable"));
        add(
                "rang",
                rows.call(firstAgent, first, "+14155552672", at("01T11:00:00"))
                        .ended("did_not_pick", "user_did_not_pick_up"));
        add(
                "busy",
                rows.call(secondAgent, second, "+14155552673", at("01T12:00:00"))
                        .ended("busy", "user_busy"));
        shortCall =
                rows.call(firstAgent, first, "+14155552674", at("02T00:00:00")).talked(Duration.ofMillis(29_500));
        add("short", shortCall);
        add(
                "long",
                rows.call(firstAgent, first, "+14155552671", at("02T23:59:59")).talked(Duration.ofMillis(90_400)));
        intent = rows.call(firstAgent, first, "+14155552675", at("03T10:00:00")).open("intent");
        add("intent", intent);
        add(
                "placed",
                rows.call(secondAgent, second, "+14155552676", at("04T10:00:00"))
                        .open("placed"));
        add(
                "out",
                rows.call(secondAgent, second, "+14155552677", at("04T10:00:00"))
                        .open("answered"));
    }

    @ParameterizedTest(name = "{0} finds {1}")
    @CsvSource(delimiter = '|', textBlock = """
            page=1                                              | out placed intent long short busy rang away
            status=busy                                         | busy
            status=no_answer                                    | away
            status=did_not_pick                                 | rang
            status=completed,busy                               | long short busy
            status=created&status=initiated                     | placed intent
            status=received                                     | out
            status=sent                                         | ''
            status=                                             | out placed intent long short busy rang away
            end_reason=user_busy                                | busy
            end_reason=whatever                                 | ''
            sentiment=positive                                  | ''
            agent_id={firstAgent}                               | intent long short rang away
            agent_id={firstAgent}&status=completed              | long short
            campaign_id={first}                                 | intent long short rang away
            campaign_id={second}                                | out placed busy
            campaign_id={second}&agent_id={firstAgent}          | ''
            lead_id={lead}                                      | short
            lead_id={lead}&status=busy                          | ''
            agent_id=nothing                                    | ''
            campaign_id=agt_00000000000000000000000001          | ''
            phone_number=%2B14155552671                         | long away
            phone_number=+14155552671                           | long away
            phone_number=%2B14155552676                         | placed
            phone_number=%2B1415555267                          | ''
            start_date=2026-03-02                               | out placed intent long short
            end_date=2026-03-02                                 | long short busy rang away
            start_date=2026-03-02&end_date=2026-03-02           | long short
            start_date=2026-03-03&end_date=2026-03-02           | ''
            end_date=9999-12-31                                 | out placed intent long short busy rang away
            duration_min=30                                     | long short
            duration_min=31                                     | long
            duration_min=90                                     | long
            duration_min=91                                     | ''
            duration_max=0                                      | out placed intent busy rang away
            duration_max=29                                     | out placed intent busy rang away
            duration_max=30&duration_min=1                      | short
            duration_max=90&duration_min=1                      | long short
            duration_max=89&duration_min=31                     | ''
            created_at=desc                                     | out placed intent long short busy rang away
            created_at=asc                                      | away rang busy short long intent placed out
            duration=desc&status=completed,busy                 | long short busy
            duration=asc&status=completed,busy                  | busy short long
            duration=asc&created_at=asc&start_date=2026-03-02   | intent placed out short long
            duration=desc&start_date=2026-03-02                 | long short out placed intent
            end_reason=x'%20or%20'1'='1                         | ''
            """)
    void filtersAndOrder(String query, String expected) {
        assertThat(found("/v1/call-logs?limit=100&" + filled(query))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} finds {1} of the first campaign")
    @CsvSource(delimiter = '|', textBlock = """
            page=1                                 | intent long short rang away
            status=completed                       | long short
            status=busy                            | ''
            campaign_id={second}                   | ''
            created_at=asc&end_date=2026-03-01     | away rang
            """)
    void filtersWithinACampaign(String query, String expected) {
        String path = "/v1/call-logs/campaign/" + PublicId.CAMPAIGN.text(first) + "?limit=100&";
        assertThat(found(path + filled(query))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} is 400 {1}")
    @CsvSource(delimiter = '|', textBlock = """
            status=gone                       | [status must be one of the following values: created, initiated, sent, received, completed, did_not_pick, busy, no_answer, failed, cancelled, retry_expired]
            status=busy,gone                  | [status must be one of the following values: created, initiated, sent, received, completed, did_not_pick, busy, no_answer, failed, cancelled, retry_expired]
            phone_number=4155552671           | [phone_number must be a valid E.164 phone number]
            start_date=2026-02-30             | [start_date must be a valid date (YYYY-MM-DD)]
            end_date=yesterday                | [end_date must be a valid date (YYYY-MM-DD)]
            duration_min=-1                   | [duration_min must be an integer from 0 to 1000000]
            duration_max=1.5                  | [duration_max must be an integer from 0 to 1000000]
            created_at=up                     | [created_at must be one of the following values: asc, desc]
            duration=DESC                     | [duration must be one of the following values: asc, desc]
            page=0                            | [page must be an integer not less than 1]
            page=x&status=gone&duration_min=x | [page must be an integer not less than 1, status must be one of the following values: created, initiated, sent, received, completed, did_not_pick, busy, no_answer, failed, cancelled, retry_expired, duration_min must be an integer from 0 to 1000000]
            """)
    void wrongFilterIsRefused(String query, String message) {
        String campaign = "/v1/call-logs/campaign/" + PublicId.CAMPAIGN.text(first);
        for (String path : List.of("/v1/call-logs", campaign)) {
            Object told = tenant.request()
                    .urlEncodingEnabled(false)
                    .get(path + "?" + query)
                    .then()
                    .statusCode(400)
                    .extract()
                    .path("message");
            assertThat(told.toString()).isEqualTo(message);
        }
    }

    @Test
    void pagesTogetherAreTheList() {
        StringBuilder all = new StringBuilder();
        for (int page = 1; page <= 3; page++) {
            all.append(found("/v1/call-logs?limit=3&page=" + page)).append(' ');
        }
        assertThat(all.toString().strip()).isEqualTo("out placed intent long short busy rang away");
        assertThat(found("/v1/call-logs?limit=3&page=4")).isEmpty();
        JsonPath page = tenant.request().get("/v1/call-logs?limit=3&page=3").jsonPath();
        assertThat(page.getMap("meta")).isEqualTo(Map.of("page", 3, "limit", 3, "total", 8, "totalPages", 3));
    }

    @Test
    void callKeepsItsPlaceWhenItEndsAndNewOnesComeBehindIt() {
        String oldestFirst = "/v1/call-logs?created_at=asc&limit=6&page=";
        assertThat(found(oldestFirst + 1)).isEqualTo("away rang busy short long intent");

        intent.talked(Duration.ofSeconds(10));
        add(
                "new",
                rows.call(firstAgent, first, "+14155552678", at("05T10:00:00")).open("intent"));

        assertThat(found(oldestFirst + 1)).isEqualTo("away rang busy short long intent");
        assertThat(found(oldestFirst + 2)).isEqualTo("placed out new");
        assertThat(found("/v1/call-logs?limit=4")).isEqualTo("new out placed intent");
    }

    @Test
    void callThatStartsBetweenTwoPagesHidesNone() {
        assertThat(found("/v1/call-logs?limit=4&page=1")).isEqualTo("out placed intent long");

        add(
                "new",
                rows.call(firstAgent, first, "+14155552678", at("05T10:00:00")).open("intent"));

        assertThat(found("/v1/call-logs?limit=4&page=2")).isEqualTo("long short busy rang");
    }

    private static Instant at(String dayAndTime) {
        return Instant.parse("2026-03-" + dayAndTime + "Z");
    }

    private void add(String name, Call call) {
        names.put(call.callId(), name);
    }

    private String found(String url) {
        List<String> ids = tenant.request()
                .urlEncodingEnabled(false)
                .get(url)
                .then()
                .statusCode(200)
                .extract()
                .path("data.call_id");
        return String.join(" ", ids.stream().map(names::get).toList());
    }

    private String filled(String query) {
        return query.replace("{firstAgent}", PublicId.AGENT.text(firstAgent))
                .replace("{first}", PublicId.CAMPAIGN.text(first))
                .replace("{second}", PublicId.CAMPAIGN.text(second))
                .replace("{lead}", PublicId.LEAD.text(shortCall.lead));
    }
}
