import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where the demo keeps its things, which port it takes, and how fast its time runs. */
record Settings(Path dataDirectory, String key, int port, String timeScale) {

    private static final int FIRST_PORT = 8080;
    private static final int LAST_PORT = 8099;
    private static final int SECRET_BYTES = 32;

    /** One second here is a minute there. */
    private static final String TIME_SCALE = "60";

    /** The same people answer at each run: what differs between two runs is the program, not luck. */
    private static final String SEED = "1";

    /**
     * Of what configures the service, only this is let through. The rest is meant for the real one: a rehearsal must never
     * reach its database or its carrier.
     */
    private static final Set<String> PASSED_ON = Set.of("OUTDIAL_SIMULATOR_SEED", "OUTDIAL_SIMULATOR_LEDGER");

    private static final List<String> CONFIGURES = List.of("OUTDIAL_", "QUARKUS_", "_QUARKUS_", "SMALLRYE_");

    /** Reads the environment, makes the data directory and the key where they are missing, and finds a free port. */
    static Settings ofEnvironment() throws IOException {
        Map<String, String> environment = System.getenv();
        Path data = Path.of(environment.getOrDefault("OUTDIAL_DATA_DIR", "data/demo"))
                .toAbsolutePath()
                .normalize();
        Files.createDirectories(data);
        return new Settings(data, keyIn(data), freePort(), environment.getOrDefault("OUTDIAL_TIME_SCALE", TIME_SCALE));
    }

    /** Whether the usual port is somebody else's. */
    boolean isElsewhere() {
        return port != FIRST_PORT;
    }

    String url() {
        return "http://localhost:" + port;
    }

    Path log() {
        return dataDirectory.resolve("service.log");
    }

    Path keyFile() {
        return keyFile(dataDirectory);
    }

    /** Turns the environment of this process into the service's. */
    void applyTo(Map<String, String> environment) {
        environment
                .keySet()
                .removeIf(
                        name -> !PASSED_ON.contains(name) && CONFIGURES.stream().anyMatch(name::startsWith));
        environment.put("OUTDIAL_DATA_DIR", dataDirectory.toString());
        environment.put("OUTDIAL_BOOTSTRAP_KEY", key);
        environment.put("OUTDIAL_PUBLIC_URL", url());
        environment.put("OUTDIAL_CARRIER", "simulator");
        environment.put("OUTDIAL_TIME_SCALE", timeScale);
        environment.putIfAbsent("OUTDIAL_SIMULATOR_SEED", SEED);
        environment.put("QUARKUS_HTTP_HOST", "localhost");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    }

    private static Path keyFile(Path data) {
        return data.resolve("key");
    }

    private static String keyIn(Path data) throws IOException {
        Path file = keyFile(data);
        if (!Files.exists(file)) {
            byte[] secret = new byte[SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            // Nobody else may read it, from its first moment on.
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, "demo:" + HexFormat.of().formatHex(secret) + "\n");
        }
        return Files.readString(file).strip();
    }

    private static int freePort() {
        for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
            if (isFree(port)) {
                return port;
            }
        }
        throw new Failure("No port from %d to %d is free for the service.".formatted(FIRST_PORT, LAST_PORT));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
