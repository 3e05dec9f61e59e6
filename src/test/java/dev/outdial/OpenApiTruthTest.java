package dev.outdial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.outdial.testing.ApiDocument;
import dev.outdial.testing.ApiDocument.Operation;
import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.math.BigDecimal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the description of the API says is so: what it calls valid is taken, what it does not is refused. */
@QuarkusTest
class OpenApiTruthTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ApiDocument document;
    private Tenant tenant;
    private String agent;
    private String campaign;

    @BeforeEach
    void open() {
        document = ApiDocument.served();
        tenant = Tenant.create();
        agent = send(document.operation("createAgent"), example("createAgent")).path("id");
        ObjectNode draft = example("createCampaign").put("status", "draft");
        campaign = send(document.operation("createCampaign"), draft).path("id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "createAgent",
                "createCampaign",
                "createLead",
                "createLeads",
                "createApiKey",
                "createPhoneNumber",
                "createSuppression",
                "createSuppressions",
                "createWebhook"
            })
    void exampleOfABodyIsTaken(String operation) throws JsonProcessingException {
        Response answer = send(document.operation(operation), example(operation));

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(201);
        assertThat(document.differences(
                        operation,
                        JSON.readTree(answer.asString()),
                        document.answer(document.operation(operation), "201")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "changeAgent, agent",
        "changeCampaign, campaign",
        "changeLead, lead",
        "changePhoneNumber, phone number",
        "changeWebhook, webhook",
        "actOnCampaign, campaign"
    })
    void exampleOfAChangeIsTaken(String operation, String of) {
        Response answer = send(document.operation(operation), example(operation), id(of));

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    }

    /** A bound that the description states is the one that holds: it is taken, and what is past it is not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "createAgent",
                "createCampaign",
                "createLead",
                "createApiKey",
                "createPhoneNumber",
                "createSuppression"
            })
    void boundsOfABodyAreTheBoundsThatHold(String id) {
        Operation operation = document.operation(id);
        JsonNode schema = document.body(operation).orElseThrow();
        for (var property : schema.path("properties").properties()) {
            String name = property.getKey();
            JsonNode rules = document.follow(property.getValue());
            if (rules.has("maximum")) {
                BigDecimal max = rules.path("maximum").decimalValue();
                assertTaken(operation, name, DecimalNode.valueOf(max));
                assertRefused(operation, name, DecimalNode.valueOf(max.add(BigDecimal.ONE)));
            }
            if (rules.has("minimum")) {
                BigDecimal min = rules.path("minimum").decimalValue();
                assertTaken(operation, name, DecimalNode.valueOf(min));
                assertRefused(operation, name, DecimalNode.valueOf(min.subtract(BigDecimal.ONE)));
            }
            if (rules.has("maxLength")) {
                int max = rules.path("maxLength").intValue();
                assertTaken(operation, name, TextNode.valueOf("x".repeat(max)));
                assertRefused(operation, name, TextNode.valueOf("x".repeat(max + 1)));
            }
        }
        for (JsonNode required : schema.path("required")) {
            ObjectNode without = example(id);
            without.remove(required.asText());
            assertThat(send(operation, without).statusCode())
                    .as("without " + required)
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "getAgent, agent",
        "getCampaign, campaign",
        "getCampaignStatus, campaign",
        "getLead, lead",
        "getPhoneNumber, phone number",
        "getApiKey, key",
        "getWebhook, webhook",
        "listDeliveries, webhook"
    })
    void answerIsWhatIsDescribed(String operation, String of) throws JsonProcessingException {
        assertDescribed(operation, document.operation(operation).path().replaceAll("\\{\\w+}", id(of)));
    }

    @Test
    void listIsWhatIsDescribed() throws JsonProcessingException {
        id("lead");

        assertDescribed("listCampaigns", "/v1/campaigns?status=draft,running");
        assertDescribed("listLeads", "/v1/campaigns-leads?campaign_id=" + campaign);
        assertDescribed("listAgents", "/v1/agents");
        id("webhook");
        assertDescribed("listWebhooks", "/v1/user-webhooks");
    }

    private void assertDescribed(String operation, String path) throws JsonProcessingException {
        JsonNode answer = JSON.readTree(
                tenant.request().get(path).then().statusCode(200).extract().asString());
        JsonNode schema = document.answer(document.operation(operation), "200");

        assertThat(document.differences(operation, answer, schema)).isEmpty();
        assertThat(answer.fieldNames()).toIterable().containsAll(schema.path("properties")::fieldNames);
    }

    private void assertTaken(Operation operation, String name, JsonNode value) {
        Response answer = send(operation, example(operation.id()).set(name, value));
        assertThat(answer.statusCode())
                .as("%s with %s %s: %s", operation, name, value, answer.asString())
                .isNotEqualTo(400);
    }

    private void assertRefused(Operation operation, String name, JsonNode value) {
        Response answer = send(operation, example(operation.id()).set(name, value));
        assertThat(answer.statusCode())
                .as("%s with %s %s: %s", operation, name, value, answer.asString())
                .isEqualTo(400);
    }

    /** Of a thing of this kind that is there. */
    private String id(String of) {
        return switch (of) {
            case "agent" -> agent;
            case "campaign" -> campaign;
            case "lead" ->
                send(document.operation("createLead"), example("createLead")).path("id");
            case "phone number" ->
                send(
                                document.operation("createPhoneNumber"),
                                example("createPhoneNumber").put("phone_number", "+912234567891"))
                        .path("id");
            case "webhook" ->
                send(document.operation("createWebhook"), example("createWebhook"))
                        .path("id");
            case "key" -> tenant.keyId();
            default -> throw new AssertionError(of);
        };
    }

    /** An example with ids of things that are there. */
    private ObjectNode example(String operation) {
        ObjectNode example = document.example(document.operation(operation));
        if (example.has("agent_id")) {
            example.put("agent_id", agent);
        }
        if (example.has("campaignId")) {
            example.put("campaignId", campaign);
        }
        if (operation.equals("createPhoneNumber")) {
            example.put("phone_number", "+912234567892");
        }
        return example;
    }

    private Response send(Operation operation, JsonNode body, String... id) {
        String path = id.length == 0 ? operation.path() : operation.path().replaceAll("\\{\\w+}", id[0]);
        return tenant.request().body(body.toString()).request(operation.method(), path);
    }
}
