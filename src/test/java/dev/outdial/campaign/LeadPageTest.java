package dev.outdial.campaign;

import static dev.outdial.campaign.LeadDesk.LEADS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class LeadPageTest {

    private final Pool pool;
    private LeadDesk desk;

    @Inject
    LeadPageTest(Pool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void openDesk() {
        desk = LeadDesk.draft(pool);
    }

    @Test
    void leadsAreListedNewestFirstPageByPage() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.addFirst(desk.lead("987654321" + i));
        }

        desk.list("&limit=2")
                .statusCode(200)
                .body("data.id", equalTo(ids.subList(0, 2)))
                .body("meta", equalTo(Map.of("page", 1, "limit", 2, "total", 5, "totalPages", 3)));
        desk.list("&limit=2&page=3").body("data.id", equalTo(ids.subList(4, 5)));
        desk.list("&limit=2&page=4").body("data.id", equalTo(List.of())).body("meta.total", is(5));
    }

    @ParameterizedTest(name = "{0} finds {1}")
    @CsvSource(delimiter = '|', textBlock = """
            q=ASHA               | 1
            q=43210              | 2
            q=crm                | 1
            q=%25                | 1
            q=_                  | 1
            q=!                  | 0
            q=%5C                | 1
            q='                  | 0
            q=                   | 3
            status=pending       | 3
            status=completed     | 0
            status=failed        | 0
            status=in_progress   | 0
            status=removed       | 0
            status=pending&q=ash | 1
            """)
    void listIsFilteredByWhatIsTakenLiterally(String filter, int found) {
        desk.post(new JsonObject("{\"phoneNumber\": \"+919876543210\", \"name\": \"Asha\"}"));
        desk.post(new JsonObject().put("phoneNumber", "+919876543211").put("name", "100%_a\\b"));
        desk.post(new JsonObject("{\"phoneNumber\": \"+919776543210\", \"external_id\": \"CRM-1\"}"));

        desk.list("&" + filter).statusCode(200).body("meta.total", is(found)).body("data.size()", is(found));
    }

    @ParameterizedTest(name = "{0} is 400 {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ?status=pending                | [campaign_id should not be empty]
            ?campaign_id=cmp_x&status=done | [status must be one of the following values: pending, in_progress, completed, failed, removed]
            ?campaign_id=cmp_x&page=0      | [page must be an integer not less than 1]
            ?campaign_id=cmp_x&limit=x     | [limit must be an integer not less than 1]
            ?campaign_id=cmp_x&q=%00       | [q must not contain the character U+0000]
            """)
    void wrongFilterIsRefused(String query, String message) {
        Object told = desk.tenant()
                .request()
                .urlEncodingEnabled(false)
                .get(LEADS + query)
                .then()
                .statusCode(400)
                .extract()
                .path("message");

        assertThat(told).hasToString(message);
    }
}
