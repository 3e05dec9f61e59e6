package dev.outdial.campaign.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text file whose encoding was found out.
 *
 * @param mark how many bytes of byte order mark precede the text
 */
record TextFile(Path file, Charset charset, int mark) {

    private static final int SAMPLE = 8_192;

    /** Nearly every byte means something in it, so it is what remains when a file is nothing else. */
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** Reads the file once if it has no mark: one wrong byte anywhere means that it is not UTF-8. */
    static TextFile detect(Path file) throws IOException {
        byte[] sample;
        try (InputStream bytes = Files.newInputStream(file)) {
            sample = bytes.readNBytes(SAMPLE);
        }
        if (starts(sample, 0xef, 0xbb, 0xbf)) {
            return new TextFile(file, StandardCharsets.UTF_8, 3);
        }
        if (starts(sample, 0xff, 0xfe)) {
            return new TextFile(file, StandardCharsets.UTF_16LE, 2);
        }
        if (starts(sample, 0xfe, 0xff)) {
            return new TextFile(file, StandardCharsets.UTF_16BE, 2);
        }
        return new TextFile(file, unmarked(file, sample), 0);
    }

    /** The text without its mark. Bytes that are no text fail as a {@link CharacterCodingException}. */
    Reader reader() throws IOException {
        // Five bytes mean nothing in Windows-1252: one stray byte is no reason to refuse a whole list.
        CodingErrorAction onError = charset.equals(WINDOWS_1252) ? CodingErrorAction.REPLACE : CodingErrorAction.REPORT;
        InputStream bytes = Files.newInputStream(file);
        try {
            bytes.skipNBytes(mark);
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
        return new BufferedReader(new InputStreamReader(
                bytes, charset.newDecoder().onMalformedInput(onError).onUnmappableCharacter(onError)));
    }

    private static Charset unmarked(Path file, byte[] sample) throws IOException {
        int evenZeros = zeros(sample, 0);
        int oddZeros = zeros(sample, 1);
        int half = sample.length / 2;
        // In UTF-16 a header in plain letters is half zeros, all on the same side. No other text has any.
        if (oddZeros > half / 5 && evenZeros < oddZeros / 8) {
            return StandardCharsets.UTF_16LE;
        }
        if (evenZeros > half / 5 && oddZeros < evenZeros / 8) {
            return StandardCharsets.UTF_16BE;
        }
        if (isBinary(sample)) {
            throw LeadFileRefused.unreadable("the file is neither text nor a spreadsheet");
        }
        return isUtf8(file) ? StandardCharsets.UTF_8 : WINDOWS_1252;
    }

    private static boolean isUtf8(Path file) throws IOException {
        char[] buffer = new char[SAMPLE];
        try (Reader reader = new TextFile(file, StandardCharsets.UTF_8, 0).reader()) {
            while (reader.read(buffer) >= 0) {
                // Only whether it can be decoded matters.
            }
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** A control character here and there happens to text; more of them, or several NULs, do not. */
    private static boolean isBinary(byte[] sample) {
        int controls = 0;
        int nuls = 0;
        for (byte b : sample) {
            boolean layout = b >= '\t' && b <= '\r';
            controls += b >= 0 && b < ' ' && !layout ? 1 : 0;
            nuls += b == 0 ? 1 : 0;
        }
        return nuls > 4 || controls > 4 + sample.length / 50;
    }

    private static boolean starts(byte[] sample, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= sample.length || (sample[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static int zeros(byte[] sample, int from) {
        int zeros = 0;
        for (int i = from; i < sample.length; i += 2) {
            zeros += sample[i] == 0 ? 1 : 0;
        }
        return zeros;
    }
}
