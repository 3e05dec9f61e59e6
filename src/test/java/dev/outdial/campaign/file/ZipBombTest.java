package dev.outdial.campaign.file;

import static dev.outdial.campaign.file.LeadFileTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.outdial.campaign.file.FileError.Reason;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small workbooks that unpack to gigabytes, each aimed at another place where they could pile up. */
class ZipBombTest {

    /** What a reader that holds on to no more than a row may churn through at the very most. */
    private static final long MAX_ALLOCATED = 600L << 20;

    @TempDir
    Path folder;

    static Stream<Arguments> bombs() {
        String start = "<worksheet><sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>phone_number";
        String rows = "<worksheet><sheetData>" + Xlsx.row(1, "phone_number");
        return Stream.of(
                Arguments.of("empty rows", sheet(rows, "<row/>")),
                Arguments.of("one endless text", sheet(start, "xxxxxxxx")),
                Arguments.of("one endless tag", sheet("<worksheet ", " ".repeat(50))),
                Arguments.of("an endless attribute", sheet("<worksheet a=\"", "xxxxxxxx")),
                Arguments.of("an endless comment", sheet(rows + "<!--", "<a><b>")),
                Arguments.of("a comment that seems to end", sheet(rows + "<!-->", "<a><b>")),
                Arguments.of("an endless section", sheet(start + "<![CDATA[", "<a><b>")),
                Arguments.of("an endless instruction", sheet(rows + "<?x ", "<a><b>")),
                Arguments.of("endless depth", sheet(rows, "<row>")),
                Arguments.of("space behind the data", sheet(rows + "</sheetData>", " ".repeat(60) + "<x/>")),
                Arguments.of("shared strings", strings("<sst>", "<si><t>abcdefgh</t></si>")),
                Arguments.of("empty shared strings", strings("<sst>", "<si/>")),
                Arguments.of("one endless shared string", strings("<sst><si>", "<t>abcdefgh</t>")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void bombIsRefusedAndCostsNoMemory(String name, Xlsx bomb) throws IOException {
        Path file = bomb.write(folder.resolve("bomb.xlsx"));
        assertThat(Files.size(file)).isLessThan(2L << 20);

        long before = allocated();
        FileError error = refusal(file);
        long cost = allocated() - before;

        assertThat(error.reason()).as(name).isEqualTo(Reason.UNREADABLE_FILE);
        assertThat(cost).isLessThan(MAX_ALLOCATED);
    }

    @org.junit.jupiter.api.Test
    void namesThatNeverRepeatDoNotPileUpInTheParser() throws IOException {
        // Counting names do not pack well enough to swell: it is their number that ends this one.
        Path file = new Xlsx()
                .sheet("visible", out -> {
                    Xlsx.write(out, "<worksheet><sheetData>" + Xlsx.row(1, "phone_number") + "<row r=\"2\">");
                    for (int i = 0; i < 500_000; i++) {
                        Xlsx.write(out, "<n" + i + "/>");
                    }
                    Xlsx.write(out, "</row></sheetData></worksheet>");
                })
                .write(folder.resolve("names.xlsx"));

        assertThat(refusal(file).reason()).isEqualTo(Reason.UNREADABLE_FILE);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static Xlsx sheet(String start, String again) {
        return new Xlsx().sheet("visible", endless(start, again));
    }

    private static Xlsx strings(String start, String again) {
        return new Xlsx().sheet(Xlsx.row(1, "phone_number")).sharedStrings(endless(start, again));
    }

    /** Half a gigabyte that packs to half a megabyte. */
    private static Xlsx.Part endless(String start, String again) {
        return out -> {
            Xlsx.write(out, start);
            String block = again.repeat((1 << 20) / again.length());
            for (int i = 0; i < 450; i++) {
                Xlsx.write(out, block);
            }
        };
    }
}
