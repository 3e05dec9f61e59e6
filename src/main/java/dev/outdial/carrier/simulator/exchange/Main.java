package dev.outdial.carrier.simulator.exchange;

import dev.outdial.carrier.simulator.Ledger;
import dev.outdial.carrier.simulator.Network;
import dev.outdial.carrier.simulator.Odds;
import dev.outdial.carrier.simulator.Script;
import dev.outdial.carrier.simulator.SimulatedCarrier;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the simulated network until it is stopped: {@code ./outdial simulator [port]}. Seed and ledger are told by the same
 * variables as where the network is a part of the service.
 */
final class Main {

    private static final int PORT = 8070;

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        Map<String, String> environment = System.getenv();
        String wanted = environment.get("OUTDIAL_SIMULATOR_SEED");
        long seed = wanted == null ? new SecureRandom().nextLong() : Long.parseLong(wanted);
        Script script = new Script(seed, Odds.usual());
        String path = environment.get("OUTDIAL_SIMULATOR_LEDGER");
        Path file = path == null ? null : Path.of(path);
        // A network that begins with its ledger knows every call there ever was; any other may have forgotten some.
        Network network = file != null && isNew(file) ? Network.WHOLE : Network.PART;
        Ledger ledger = file == null ? Ledger.none() : Ledger.in(file, "");
        Vertx vertx = Vertx.vertx();
        SimulatedCarrier carrier =
                new SimulatedCarrier(new CallersClock(vertx, Instant.EPOCH, 1), ledger, script, network);
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : PORT;
        int open = Exchange.open(vertx, carrier, ledger, port)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        System.out.printf(
                "The simulated network is at http://127.0.0.1:%d; start the service with this as OUTDIAL_SIMULATOR_URL.%n"
                        + "Seed: %d. Ledger: %s.%n",
                open, seed, describe(file, network));
    }

    private static String describe(@Nullable Path file, Network network) {
        if (file == null) {
            return "none (OUTDIAL_SIMULATOR_LEDGER is not set), so nobody can swear that a call was never placed";
        }
        return network == Network.WHOLE ? file + ", a new one" : file + ", continued; it may know of calls we do not";
    }

    private static boolean isNew(Path ledger) throws IOException {
        return !Files.exists(ledger) || Files.size(ledger) == 0;
    }
}
