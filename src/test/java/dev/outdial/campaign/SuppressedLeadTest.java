package dev.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Numbers that are on the do-not-call list do not come in, and those that are put on it are not called any more. */
@QuarkusTest
class SuppressedLeadTest {

    private static final String LISTED = "+919876543210";
    private static final byte[] FILE = Uploads.bytes("""
            mobile phone,Phone Number,name
            1,9876543211,Ravi
            2,98765 43210,Asha
            3,12,Short
            4,+14155550132,Zoe
            """);

    private final Pool pool;
    private LeadDesk desk;

    @Inject
    SuppressedLeadTest(Pool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void openDesk() {
        desk = LeadDesk.draft(pool);
    }

    @Test
    void oneLeadIsAConflict() {
        suppress(LISTED).statusCode(201);

        desk.post(new JsonObject().put("phoneNumber", "098765 43210"))
                .statusCode(409)
                .body("message", is("+919876543210 is on the do-not-call list"));
        assertThat(desk.stored()).isZero();
    }

    @Test
    void leadDoesNotGetANumberThatIsListed() {
        suppress(LISTED).statusCode(201);
        String lead = desk.lead("+14155550132");

        desk.patch(lead, new JsonObject().put("phone_number", LISTED)).statusCode(409);
        desk.patch(lead, new JsonObject().put("name", "Zoe")).statusCode(200).body("phone_number", is("+14155550132"));
    }

    @Test
    void listWithAListedNumberIsRefusedOrTakenWithoutIt() {
        suppress(LISTED).statusCode(201);
        JsonObject leads = new JsonObject("""
                {"leads": [{"phoneNumber": "9876543211"}, {"phoneNumber": "9876543210"}, {"phoneNumber": "12"}]}""");

        desk.bulk(leads)
                .statusCode(400)
                .body("message", is("2 rows are wrong; nothing was stored"))
                .body("error_count", is(2))
                .body("errors.row", contains(2, 3))
                .body("errors.column", contains("phoneNumber", "phoneNumber"))
                .body("errors.value", contains(LISTED, "12"))
                .body("errors.reason", contains("suppressed", "invalid_phone_number"));
        assertThat(desk.stored()).isZero();
        desk.bulk(leads.copy().put("mode", "dry_run"))
                .statusCode(200)
                .body("leads_valid", is(1))
                .body("error_count", is(2));
        desk.bulk(leads.copy().put("mode", "partial"))
                .statusCode(201)
                .body("leads_created", is(1))
                .body("leads_skipped", is(2))
                .body("message", containsString("2 rows rejected."));
        assertThat(desk.stored()).isEqualTo(1);
    }

    @Test
    void fileWithAListedNumberIsRefusedOrTakenWithoutIt() {
        suppress(LISTED).statusCode(201);

        desk.upload(FILE)
                .statusCode(400)
                .body("error_count", is(2))
                .body("errors.row", contains(3, 4))
                .body("errors.column", contains("Phone Number", "Phone Number"))
                .body("errors.reason", contains("suppressed", "invalid_phone_number"));
        assertThat(desk.stored()).isZero();
        desk.upload(FILE, "mode=dry_run")
                .statusCode(200)
                .body("leads_valid", is(2))
                .body("leads_skipped", is(2));
        assertThat(desk.stored()).isZero();
        desk.upload(FILE, "mode=partial")
                .statusCode(201)
                .body("leads_created", is(2))
                .body("errors.reason", contains("suppressed", "invalid_phone_number"));
        assertThat(desk.stored()).isEqualTo(2);
    }

    /** More than one statement stores, and more than are told in full. */
    @Test
    void everyListedNumberOfALongFileIsCounted() {
        JsonArray listed = new JsonArray();
        IntStream.range(0, 150)
                .mapToObj(i -> "+9198765%05d".formatted(i * 20))
                .forEach(number -> listed.add(new JsonObject().put("phone_number", number)));
        desk.tenant()
                .request()
                .body(new JsonObject().put("suppressions", listed).encode())
                .post("/v1/suppressions/bulk")
                .then()
                .statusCode(201);
        StringBuilder file = new StringBuilder("phone_number\n");
        IntStream.range(0, 5_000).forEach(i -> file.append("+9198765%05d\n".formatted(i)));

        desk.upload(Uploads.bytes(file.toString()))
                .statusCode(400)
                .body("error_count", is(150))
                .body("errors", hasSize(100))
                .body("errors[99].row", is(99 * 20 + 2));
        assertThat(desk.stored()).isZero();
        desk.upload(Uploads.bytes(file.toString()), "mode=partial", "on_duplicate=skip")
                .statusCode(201)
                .body("leads_created", is(4_850))
                .body("leads_skipped", is(150));
        assertThat(desk.stored()).isEqualTo(4_850);
    }

    @Test
    void waitingLeadsOfEveryCampaignEndAndTheCampaignWithNothingElseIsCompleted() {
        LeadDesk running = new LeadDesk(desk.desk(), desk.desk().create(new JsonObject()));
        running.desk().act(running.id(), "pause");
        String first = desk.lead(LISTED);
        String second = running.lead(LISTED);
        running.lead("+14155550132");
        LeadDesk another = LeadDesk.draft(pool);
        String others = another.lead(LISTED);

        suppress(LISTED).statusCode(201).body("leads_failed", is(2));

        desk.get(first)
                .body("status", is("failed"))
                .body("end_reason", is("suppressed"))
                .body("attempts", is(0));
        running.get(second).body("status", is("failed"));
        another.get(others).body("status", is("pending"));
        assertThat(desk.stored()).isEqualTo(1);
        assertThat(running.stored()).isEqualTo(2);
        running.desk().status(running.id()).body("failed_leads", is(1)).body("pending_calls", is(1));
        desk.act("start");
        suppress(LISTED).statusCode(200).body("leads_failed", is(0));
    }

    @Test
    void removingTheNumberRevivesNobody() {
        String lead = desk.lead(LISTED);
        String entry = suppress(LISTED).statusCode(201).extract().path("id");

        desk.tenant().request().delete("/v1/suppressions/" + entry).then().statusCode(200);

        desk.get(lead).body("status", is("failed"));
        desk.lead(LISTED);
        assertThat(desk.stored()).isEqualTo(2);
    }

    private ValidatableResponse suppress(String number) {
        return desk.tenant()
                .request()
                .body(new JsonObject().put("phone_number", number).encode())
                .post("/v1/suppressions")
                .then();
    }
}
