package dev.outdial.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.carrier.simulator.LedgerEntry;
import dev.outdial.carrier.simulator.LedgerEntry.Event;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The number of a lead is changed while the dialer is about to call it. */
@QuarkusTest
@TestProfile(Rehearsal.class)
class LeadChangeTest {

    private static final int CLIENTS = 8;
    private static final int LEADS_EACH = 25;
    private static final int LEADS = CLIENTS * LEADS_EACH;
    private static final int CAP = 5;

    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, String> answered = new ConcurrentHashMap<>();
    private final AtomicInteger changed = new AtomicInteger();
    private final AtomicInteger tooLate = new AtomicInteger();

    @Test
    void numberThatIsCalledIsTheOneThatWasAnsweredLast() throws InterruptedException, ExecutionException {
        String campaign = Campaigns.running(CAP, 0);
        Campaigns.act(campaign, "pause");
        List<String> leads = new ArrayList<>();
        for (int i = 0; i < LEADS; i++) {
            String number = nextNumber();
            String lead = add(campaign, number);
            answered.put(lead, number);
            leads.add(lead);
        }
        Campaigns.act(campaign, "resume");

        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                List<String> own = leads.subList(client * LEADS_EACH, (client + 1) * LEADS_EACH);
                all.add(clients.submit(() -> changeUntilTooLate(own)));
            }
            for (Future<?> client : all) {
                client.get();
            }
        }
        Awaitility.await().until(() -> Campaigns.status(campaign).equals("completed"));

        Map<String, String> called = new HashMap<>();
        for (LedgerEntry entry : Rehearsal.ledger(campaign)) {
            if (entry.event() == Event.PLACED) {
                assertThat(called.put(entry.leadId(), entry.to()))
                        .as("an earlier call to the lead")
                        .isNull();
            }
        }
        assertThat(called).isEqualTo(answered);
        assertThat(changed.get()).as("changes that were in time").isPositive();
        assertThat(tooLate.get()).as("leads that were called").isEqualTo(LEADS);
    }

    /** Each lead has one client, so what it was answered last is what holds. */
    private void changeUntilTooLate(List<String> own) {
        List<String> waiting = new ArrayList<>(own);
        while (!waiting.isEmpty()) {
            waiting.removeIf(this::isTooLateToChange);
        }
    }

    private boolean isTooLateToChange(String lead) {
        String number = nextNumber();
        Response response =
                Campaigns.client().body(Map.of("phoneNumber", number)).patch("/v1/campaigns-leads/{id}", lead);
        if (response.statusCode() == 200) {
            assertThat(response.<String>path("phone_number")).isEqualTo(number);
            answered.put(lead, number);
            changed.incrementAndGet();
            return false;
        }
        assertThat(response.statusCode()).isEqualTo(409);
        tooLate.incrementAndGet();
        return true;
    }

    /** Every other one is throttled twice before it rings, and goes back to the queue meanwhile. */
    private String nextNumber() {
        int n = numbers.getAndIncrement();
        return "+9198%06d%s".formatted(n, n % 2 == 0 ? "01" : "13");
    }

    private static String add(String campaign, String number) {
        return Campaigns.client()
                .body(Map.of("campaignId", campaign, "phoneNumber", number))
                .post("/v1/campaigns-leads")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
