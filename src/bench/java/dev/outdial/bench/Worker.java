package dev.outdial.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.outdial.dialer.MeasuredDialer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Arrays;

/**
 * The process that is measured. Its first word says what it is and its second whether it shall {@code load} and end, or
 * {@code run}; then it does what the lines on its input say and answers each with one line that starts with "&gt; ".
 */
final class Worker {

    private Worker() {}

    public static void main(String[] words) {
        try {
            run(words);
            // Threads of whatever library may still be there.
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void run(String[] words) throws Exception {
        Settings settings = Settings.of(Arrays.copyOfRange(words, 2, words.length));
        Work work = switch (words[0]) {
            case "outdial" -> new MeasuredDialer(settings);
            case "db-scheduler" -> new DbScheduler(settings);
            default -> throw new IllegalArgumentException(words[0]);
        };
        if (words[1].equals("load")) {
            work.load();
        } else {
            work.prepare();
            serve(work);
        }
    }

    private static void serve(Work work) throws Exception {
        answer("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            switch (line) {
                case "go" -> {
                    work.go();
                    answer("going");
                }
                case "count" -> answer(Long.toString(work.done()));
                case "stop" -> {
                    answer(work.stop());
                    return;
                }
                default -> throw new IOException("Not understood: " + line);
            }
        }
    }

    private static void answer(String line) {
        System.out.println("> " + line);
        System.out.flush();
    }
}
