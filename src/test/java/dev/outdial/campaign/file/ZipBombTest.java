package dev.outdial.campaign.file;

import static dev.outdial.campaign.file.LeadFileTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.outdial.campaign.file.FileError.Reason;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small workbooks that are large inside, each aimed at another place where things could pile up. */
class ZipBombTest {

    private static final String SHEET = "<worksheet><sheetData>";
    private static final String HEADER = SHEET + Xlsx.row(1, "phone_number");
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    Path folder;

    static Stream<Arguments> swelling() {
        return Stream.of(
                Arguments.of("empty rows", sheet(HEADER, " ".repeat(1_000) + "<row/>", 0)),
                Arguments.of("space behind the data", sheet(HEADER + "</sheetData>", " ".repeat(1_000) + "<x/>", 0)),
                Arguments.of("shared strings", strings("<sst>", " ".repeat(1_000) + "<si/>", 0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("swelling")
    void partThatSwellsBeyondWhatListsDoIsRefused(String name, Xlsx bomb) throws IOException {
        Path file = bomb.write(folder.resolve("bomb.xlsx"));

        FileError error = refusal(file);

        assertThat(error.reason()).isEqualTo(Reason.UNREADABLE_FILE);
        assertThat(error.message()).as(name).contains("unpacks to far more");
    }

    /** These swell no more than an honest list does: each has to be found out by what is wrong with it. */
    static Stream<Arguments> shapeless() {
        return Stream.of(
                Arguments.of("an endless text", sheet(SHEET + "<row><c t=\"inlineStr\"><is><t>", "x", 8)),
                Arguments.of("an endless tag", sheet("<worksheet", " ", 0)),
                Arguments.of("an endless name", sheet("<", "x", 8)),
                Arguments.of("an endless attribute", sheet("<worksheet a=\"", "x", 8)),
                Arguments.of("an endless comment", sheet(HEADER + "<!--", "<a><b>", 8)),
                Arguments.of("a comment that seems to end", sheet(HEADER + "<!-->", "<a><b>", 8)),
                Arguments.of("an endless section", sheet(SHEET + "<row><c><v><![CDATA[", "<a><b>", 8)),
                Arguments.of("an endless instruction", sheet(HEADER + "<?x ", "<a><b>", 8)),
                Arguments.of("endless depth", sheet(HEADER, "<row>", 8)),
                Arguments.of("names that never repeat", names()),
                Arguments.of("an endless shared string", strings("<sst><si><t>", "x", 8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapeless")
    void whatAParserWouldHoldOnToIsRefusedBeforeItPilesUp(String name, Xlsx bomb) throws IOException {
        Path file = bomb.write(folder.resolve("bomb.xlsx"));

        long before = allocated();
        FileError error = refusal(file);
        long cost = allocated() - before;

        assertThat(error.reason()).as(name).isEqualTo(Reason.UNREADABLE_FILE);
        assertThat(error.message()).doesNotContain("unpacks");
        assertThat(cost).as("bytes allocated").isLessThan(40L * MEGABYTE);
    }

    @Test
    void sharedStringsThatDoNotFitAreRefused() throws IOException {
        Path many = strings("<sst>", "<si/>", 8).write(folder.resolve("many.xlsx"));
        Path large =
                strings("<sst>", "<si><t>" + "x".repeat(990) + "</t></si>", 8).write(folder.resolve("large.xlsx"));

        assertThat(refusal(many).message()).contains("too many texts");
        assertThat(refusal(large).message()).contains("too many texts");
    }

    @Test
    void endlessTextThatIsCutIntoPiecesTakesNoMoreRoomThanACell() throws IOException {
        Path file = sheet(SHEET + "<row><c t=\"inlineStr\"><is>", "<t>abcdefgh</t>", 8)
                .write(folder.resolve("pieces.xlsx"));

        assertThat(refusal(file).reason()).isEqualTo(Reason.UNREADABLE_FILE);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static Xlsx sheet(String start, String again, int noise) {
        return new Xlsx().sheet("visible", endless(start, again, noise));
    }

    private static Xlsx strings(String start, String again, int noise) {
        return new Xlsx().sheet(Xlsx.row(1, "phone_number")).sharedStrings(endless(start, again, noise));
    }

    private static Xlsx names() {
        return new Xlsx().sheet("visible", out -> {
            Xlsx.write(out, HEADER + "<row r=\"2\">");
            for (int i = 0; i < 1_000_000; i++) {
                Xlsx.write(out, "<n" + i + "/>");
            }
        });
    }

    /** Sixty megabytes of the same. Noise, letters that do not pack, stands in between once in a thousand characters. */
    private static Xlsx.Part endless(String start, String again, int noise) {
        return out -> {
            SplittableRandom random = new SplittableRandom(42);
            Xlsx.write(out, start);
            String block = again.repeat(Math.max(1, 1_000 / again.length()));
            for (int written = 0; written < 60 * MEGABYTE; written += block.length() + noise) {
                StringBuilder letters = new StringBuilder(block);
                for (int i = 0; i < noise; i++) {
                    letters.append((char) ('a' + random.nextInt(26)));
                }
                Xlsx.write(out, letters.toString());
            }
        };
    }
}
