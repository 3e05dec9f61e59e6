import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The service's public API, as any client sees it. Whatever is not a success is a {@link Failure}. */
final class Api {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BOUNDARY = "outdial-demo-boundary";

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final String url;
    private final String key;

    Api(String url, String key) {
        this.url = url;
        this.key = key;
    }

    JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    /** @param body JSON */
    JsonNode post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    JsonNode upload(String path, Path file) throws IOException {
        String head = """
                --%s\r
                Content-Disposition: form-data; name="file"; filename="%s"\r
                Content-Type: text/csv\r
                \r
                """.formatted(BOUNDARY, file.getFileName());
        BodyPublisher parts = BodyPublishers.ofByteArrays(List.of(
                head.getBytes(StandardCharsets.UTF_8),
                Files.readAllBytes(file),
                ("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8)));
        return send(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(parts)
                .build());
    }

    /** Whether there is something at an address. */
    boolean serves(String path) {
        return exchange(request(path).GET().build()).statusCode() == 200;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key);
    }

    private JsonNode send(HttpRequest request) {
        HttpResponse<String> response = exchange(request);
        if (response.statusCode() / 100 != 2) {
            throw new Failure("%s %s was answered with %d: %s"
                    .formatted(request.method(), request.uri().getPath(), response.statusCode(), response.body()));
        }
        try {
            return json.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new Failure(request.uri().getPath() + " did not answer with JSON: " + response.body());
        }
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new Failure("%s did not answer: %s".formatted(request.uri(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted while waiting for " + request.uri());
        }
    }
}
