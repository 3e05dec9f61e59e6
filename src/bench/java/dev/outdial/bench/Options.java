package dev.outdial.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be measured, and for how long.
 *
 * @param only contestants whose names begin with one of these; all when there is none
 * @param repeats of whatever is compared with peers
 * @param huge whether five million leads are waited for, too
 */
record Options(List<Cell> cells, List<String> only, boolean quick, int warmUp, int seconds, int repeats, boolean huge) {

    static final String USAGE = """
            Usage: ./outdial bench [measurement...] [--quick] [--only=NAME,...] [--repeats=N] [--warm-up=S] [--seconds=S] [--huge]

              attempts     full attempts per second, beside the peers
              slots        from a slot that is free to the next call, beside the peers
              utilization  slots busy while there is a backlog of 30 s calls
              claim        what a claim costs with 10 thousand, 100 thousand, 1 million waiting leads (--huge: 5 million)
              ingest       leads of a file per second, beside COPY
              replicas     two replicas beside one
              horizon      the same work while a long transaction keeps dead rows alive

            Without a name, all of them: under 25 minutes, or 5 with --quick. Raw results are written to target/bench.""";

    /** A measurement. */
    enum Cell {
        ATTEMPTS,
        SLOTS,
        UTILIZATION,
        CLAIM,
        INGEST,
        REPLICAS,
        HORIZON
    }

    Options {
        cells = List.copyOf(cells);
        only = List.copyOf(only);
    }

    /** @throws IllegalArgumentException with the reason, when a word is not understood */
    static Options of(String[] words) {
        List<Cell> cells = new ArrayList<>();
        Map<String, String> options = Stream.of(words)
                .filter(word -> word.startsWith("--"))
                .collect(Collectors.toMap(
                        word -> word.split("=", 2)[0], word -> word.contains("=") ? word.split("=", 2)[1] : "true"));
        for (String word : words) {
            if (!word.startsWith("--")) {
                cells.add(cell(word));
            }
        }
        boolean quick = options.remove("--quick") != null;
        Function<String, Integer> number =
                name -> options.containsKey(name) ? Integer.parseInt(options.remove(name)) : -1;
        int warmUp = number.apply("--warm-up");
        int seconds = number.apply("--seconds");
        int repeats = number.apply("--repeats");
        String only = options.remove("--only");
        boolean huge = options.remove("--huge") != null;
        if (!options.isEmpty()) {
            throw new IllegalArgumentException("Unknown " + options.keySet());
        }
        return new Options(
                cells.isEmpty() ? List.of(Cell.values()) : cells,
                only == null ? List.of() : List.of(only.split(",", -1)),
                quick,
                warmUp < 0 ? (quick ? 2 : 5) : warmUp,
                seconds < 0 ? (quick ? 4 : 12) : seconds,
                repeats < 0 ? (quick ? 1 : 3) : repeats,
                huge);
    }

    boolean wants(String contestant) {
        return only.isEmpty() || only.stream().anyMatch(contestant::startsWith);
    }

    private static Cell cell(String word) {
        try {
            return Cell.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Unknown measurement " + word, e);
        }
    }
}
