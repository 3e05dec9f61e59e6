package dev.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outdial.http.PublicId;
import dev.outdial.testing.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real connections, read line by line. */
@QuarkusTest
class CampaignEventsTest {

    private static final int MANY = 1_000;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Pool pool;
    private final ProgressFeeds feeds;

    private LeadDesk desk;
    private String campaign;

    @Inject
    CampaignEventsTest(Pool pool, ProgressFeeds feeds) {
        this.pool = pool;
        this.feeds = feeds;
    }

    @BeforeEach
    void openDesk() {
        desk = LeadDesk.draft(pool);
        campaign = PublicId.CAMPAIGN.text(desk.campaign());
    }

    @Test
    void progressIsToldAtOnceAndWithEachChange() throws IOException {
        try (Listener listener = new Listener(desk.tenant().key(), campaign, null)) {
            assertThat(listener.head()).startsWith("HTTP/1.1 200").contains("text/event-stream", "no-store");
            Event first = listener.next();
            desk.lead("9876543210");
            Event second = listener.next();

            assertThat(first.name()).isEqualTo("progress");
            assertThat(first.data().getString("id")).isEqualTo(campaign);
            assertThat(first.data().getString("status")).isEqualTo("draft");
            assertThat(first.data().getInteger("total_leads")).isZero();
            assertThat(second.data().getInteger("total_leads")).isEqualTo(1);
            assertThat(second.data().getInteger("pending_calls")).isEqualTo(1);
            assertThat(second.id()).isNotEqualTo(first.id());
        }
    }

    @Test
    void whoComesBackIsToldOnlyWhatIsNew() throws IOException {
        String seen;
        try (Listener listener = new Listener(desk.tenant().key(), campaign, null)) {
            seen = listener.next().id();
        }

        try (Listener again = new Listener(desk.tenant().key(), campaign, seen)) {
            assertThat(again.line())
                    .as("a comment, so that the client knows it is connected")
                    .isEqualTo(":");
            desk.lead("9876543210");
            assertThat(again.next().data().getInteger("total_leads")).isEqualTo(1);
        }
        try (Listener late = new Listener(desk.tenant().key(), campaign, seen)) {
            assertThat(late.next().data().getInteger("total_leads")).isEqualTo(1);
        }
    }

    @Test
    void streamEndsWithItsCampaign() throws IOException {
        desk.lead("9876543210");
        String last;
        try (Listener listener = new Listener(desk.tenant().key(), campaign, null)) {
            listener.next();
            desk.act("cancel");

            Event event = listener.next();
            while (event.data().getInteger("pending_calls") > 0) {
                event = listener.next();
            }

            assertThat(event.data().getString("status")).isEqualTo("cancelled");
            assertThat(listener.isOver()).isTrue();
            last = event.id();
        }
        try (Listener again = new Listener(desk.tenant().key(), campaign, last)) {
            assertThat(again.head()).startsWith("HTTP/1.1 204");
        }
    }

    @Test
    void revokedKeyHearsNothingMore() throws IOException {
        String key = desk.tenant().keyWith("read");
        try (Listener listener = new Listener(key, campaign, null)) {
            listener.next();
            // By another replica, of which this one hears nothing.
            pool.preparedQuery("UPDATE api_key SET revoked_at = now() WHERE key_id = $1")
                    .executeAndAwait(Tuple.of(key.substring(0, key.indexOf(':'))));

            assertThat(listener.isOver()).isTrue();
        }
    }

    @Test
    void othersHearNothing() throws IOException {
        try (Listener listener = new Listener(Tenant.create().key(), campaign, null)) {
            assertThat(listener.head()).startsWith("HTTP/1.1 404").contains("application/json");
        }
        try (Listener listener = new Listener("nobody:at-all", campaign, null)) {
            assertThat(listener.head()).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void thousandListenersShareOneReader() throws IOException {
        List<Listener> listeners = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                listeners.add(new Listener(desk.tenant().key(), campaign, null));
            }
            for (Listener listener : listeners) {
                assertThat(listener.next().data().getInteger("total_leads")).isZero();
            }
            assertThat(feeds.isRead(desk.campaign())).isTrue();

            desk.lead("9876543210");
            for (Listener listener : listeners) {
                assertThat(listener.next().data().getInteger("total_leads")).isEqualTo(1);
            }
        } finally {
            for (Listener listener : listeners) {
                listener.close();
            }
        }
        await().atMost(SOON).until(() -> !feeds.isRead(desk.campaign()));
    }

    private record Event(String id, String name, JsonObject data) {}

    private static final class Listener implements AutoCloseable {

        private final Socket socket = new Socket("localhost", RestAssured.port);
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        private @Nullable String head;

        Listener(String key, String campaign, @Nullable String lastEventId) throws IOException {
            socket.setSoTimeout((int) SOON.toMillis());
            String resume = lastEventId == null ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
            socket.getOutputStream()
                    .write(("GET /v1/campaigns/" + campaign + "/events HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Accept: text/event-stream\r\nAuthorization: Bearer " + key + "\r\n" + resume
                                    + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        }

        String head() throws IOException {
            if (head == null) {
                StringBuilder lines = new StringBuilder();
                String line = in.readLine();
                while (!line.isEmpty()) {
                    lines.append(line).append('\n');
                    line = in.readLine();
                }
                head = lines.toString();
            }
            return head;
        }

        /** The next line of the stream, without what the transfer adds. */
        @Nullable
        String line() throws IOException {
            head();
            String line = in.readLine();
            while (line != null && (line.isEmpty() || line.matches("[1-9a-f][0-9a-f]*"))) {
                line = in.readLine();
            }
            return line == null || line.equals("0") ? null : line;
        }

        Event next() throws IOException {
            String id = "";
            String name = "";
            while (true) {
                String line = Objects.requireNonNull(line(), "The stream has ended");
                if (line.startsWith("id:")) {
                    id = line.substring(3);
                } else if (line.startsWith("event:")) {
                    name = line.substring(6);
                } else if (line.startsWith("data:")) {
                    return new Event(id, name, new JsonObject(line.substring(5)));
                }
            }
        }

        /** Whether the server ends the stream without another event. */
        boolean isOver() throws IOException {
            String line = line();
            while (line != null && line.startsWith(":")) {
                line = line();
            }
            return line == null;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
