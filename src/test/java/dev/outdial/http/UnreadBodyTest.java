package dev.outdial.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw sockets: what matters is when the server closes one, and what the client has read by then. */
@QuarkusTest
class UnreadBodyTest {

    private static final String NEXT = "GET /probe/sample HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final int LONG = 30_000_000;

    @ParameterizedTest
    @ValueSource(strings = {"GET /probe/fail/list", "DELETE /probe/sample", "GET /v1/campaigns", "GET /nowhere"})
    void refusedRequestWithoutABodyKeepsItsConnection(String line) throws IOException {
        try (RawConnection connection = new RawConnection()) {
            for (int i = 0; i < 50; i++) {
                connection.write(line + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(connection.answer()).doesNotContain("connection: close");
            }
            connection.write(NEXT);
            assertThat(connection.answer()).startsWith("http/1.1 200 ok");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /v1/campaigns", "POST /probe/nowhere", "PUT /probe/sample", "POST /probe/form"})
    void shortBodyThatNobodyReadsKeepsItsConnection(String line) throws IOException {
        try (RawConnection connection = new RawConnection()) {
            connection.write(line + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20000\r\n"
                    + "Content-Type: multipart/form-data; boundary=x\r\n\r\n");
            connection.write("--x\r\nnonsense" + "x".repeat(9_987));
            connection.write("x".repeat(10_000));
            assertThat(connection.answer()).startsWith("http/1.1 4").doesNotContain("connection: close");

            connection.write(NEXT);
            assertThat(connection.answer()).startsWith("http/1.1 200 ok");
        }
    }

    /** A client that sends all it has before it reads must not find its connection reset. */
    @ParameterizedTest
    @ValueSource(strings = {"POST /probe/input", "POST /v1/campaigns", "POST /probe/nowhere"})
    void clientThatSendsALongBodyToTheEndReadsItsAnswer(String line) throws IOException {
        try (RawConnection connection = new RawConnection()) {
            connection.write(line + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + LONG
                    + "\r\nContent-Type: application/json\r\n\r\n");
            byte[] part = new byte[1_000_000];
            for (int sent = 0; sent < LONG; sent += part.length) {
                connection.write(part);
            }

            assertThat(connection.answer()).startsWith("http/1.1 413").contains("connection: close");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void nothingIsDoneOfWhatFollowsARefusedBody() throws IOException {
        try (RawConnection connection = new RawConnection()) {
            connection.write(
                    "POST /v1/nowhere HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
            assertThat(connection.answer()).startsWith("http/1.1 404").contains("connection: close");

            connection.write("0\r\n\r\n" + NEXT);
            assertThat(connection.isClosed()).isTrue();
        }
    }
}
