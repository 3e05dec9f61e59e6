package dev.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.http.PublicId;
import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class CampaignExportTest {

    private static final int MANY = 200_000;

    private final Pool pool;

    private LeadDesk desk;
    private String path;

    @Inject
    CampaignExportTest(Pool pool) {
        this.pool = pool;
    }

    @BeforeEach
    void openDesk() {
        desk = LeadDesk.draft(pool);
        path = "/v1/campaigns/" + PublicId.CAMPAIGN.text(desk.campaign()) + "/export";
    }

    @Test
    void everyLeadIsALineInTheOrderInWhichTheyCame() {
        String first = desk.post(new JsonObject("""
                        {"phoneNumber": "9876543210", "name": "=1+1", "notes": {"plan": "gold"}}""")).extract().path("id");
        String removed = desk.lead("9876543211");
        String last = desk.lead("9876543212");
        desk.delete(removed).statusCode(200);

        Response answer = desk.tenant().request().get(path + "?format=csv");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.contentType()).isEqualToIgnoringCase("text/csv;charset=UTF-8");
        assertThat(answer.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"" + PublicId.CAMPAIGN.text(desk.campaign()) + ".csv\"");
        List<String> lines = answer.asString().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst()).startsWith("id,name,phone_number,status,attempts,last_outcome,");
        assertThat(lines.get(1))
                .startsWith(first + ",'=1+1,+919876543210,pending,0,,")
                .endsWith(",\"{\"\"plan\"\": \"\"gold\"\"}\"");
        assertThat(lines.get(2)).startsWith(last + ",,+919876543212,pending,0,");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"?format=xml, 400", "?format=, 200", "'', 200"})
    void formatIsCsv(String query, int status) {
        assertThat(desk.tenant().request().get(path + query).statusCode()).isEqualTo(status);
    }

    @Test
    void campaignOfOthersIsUnknown() {
        Response answer = Tenant.create().request().get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.jsonPath().getString("message")).isEqualTo("Campaign not found");
    }

    /** Whatever it costs to read them, no page is read before the client has the one before. */
    @Test
    void pageIsReadWhenItIsAskedFor() {
        AtomicInteger read = new AtomicInteger();
        LeadViews endless = new LeadViews(pool) {
            @Override
            Uni<List<LeadView>> after(UUID campaignId, OffsetDateTime createdAt, UUID id, int limit) {
                read.incrementAndGet();
                return Uni.createFrom().item(Collections.nCopies(limit, LeadCsvTest.lead("Asha")));
            }
        };
        AssertSubscriber<byte[]> client =
                CampaignExport.pages(endless, desk.campaign()).subscribe().withSubscriber(AssertSubscriber.create(0));

        assertThat(read).hasValueLessThanOrEqualTo(1);
        client.request(1);
        assertThat(read).hasValueLessThanOrEqualTo(2);
        client.request(10);

        assertThat(client.getItems()).hasSize(11);
        assertThat(read).hasValueLessThanOrEqualTo(12);
        client.cancel();
    }

    /** It reads nothing at first, through as small a window as it can have, and then all of it. */
    @Test
    void slowClientGetsEveryLeadOnce() throws IOException {
        fill();
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4_096);
            socket.connect(new InetSocketAddress("localhost", RestAssured.port));
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(("GET " + path
                                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                                    + desk.tenant().key() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(numbers(socket)).hasSize(MANY);
        }
    }

    /** Leads as an upload makes them: whole chunks share their time. */
    private void fill() {
        pool.preparedQuery("""
                INSERT INTO lead (id, campaign_id, organization_id, phone_number, notes, priority, created_at, updated_at)
                SELECT gen_random_uuid(), $1, $2, '+1415' || (2000000 + i), '{}', 5,
                       now() + interval '1 second' * (i / 2000), now()
                  FROM generate_series(1, $3::int) i""")
                .executeAndAwait(Tuple.of(
                        desk.campaign(),
                        PublicId.ORGANIZATION.uuidOrNotFound(desk.tenant().id()),
                        MANY));
    }

    private static Set<String> numbers(Socket socket) throws IOException {
        Set<String> numbers = new HashSet<>();
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            int at = line.indexOf("+1415");
            if (at >= 0) {
                assertThat(numbers.add(line.substring(at, at + 12))).as(line).isTrue();
            }
        }
        return numbers;
    }
}
