package dev.outdial.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection that sends what a client library would repair, and sees when the server closes it. */
final class RawConnection implements AutoCloseable {

    private static final int TIMEOUT_MS = 20_000;

    private final Socket socket = new Socket("localhost", RestAssured.port);
    private final OutputStream out = socket.getOutputStream();
    private final InputStream in = new BufferedInputStream(socket.getInputStream());

    RawConnection() throws IOException {
        socket.setSoTimeout(TIMEOUT_MS);
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.US_ASCII));
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** The head of the next answer, in lower case. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("answer so far: " + head).isNotNegative();
            head.append((char) next);
        }
        return head.toString().toLowerCase(Locale.ROOT);
    }

    /** The body that this head announces. */
    String body(String head) throws IOException {
        int length = Integer.parseInt(head.replaceAll("(?s).*content-length: ([0-9]+).*", "$1"));
        byte[] body = in.readNBytes(length);
        assertThat(body).as(head).hasSize(length);
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The head of the next answer, in lower case, past its body. */
    String answer() throws IOException {
        String head = head();
        body(head);
        return head;
    }

    /** Whether the server closes, after a while at most. */
    boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
