package dev.outdial.campaign.file;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The parts of a workbook, unpacked while they are read. What a part claims of its size is not believed: bytes are
 * counted as they come, and a zip bomb ends where it has grown too much.
 */
final class ZipParts implements Closeable {

    /** Of all parts together. A million rows of ten columns in a file of 10 MB stay below. */
    static final long MAX_UNPACKED = 400L << 20;

    /** The most repetitive list of leads packs to a fiftieth. */
    private static final int MAX_RATIO = 200;
    /** Small parts may be as repetitive as they like. */
    private static final int RATIO_FROM = 1 << 20;

    private final ZipFile zip;
    private long unpacked;

    private ZipParts(ZipFile zip) {
        this.zip = zip;
    }

    static ZipParts open(Path file) throws IOException {
        return new ZipParts(new ZipFile(file.toFile()));
    }

    boolean has(String name) {
        return zip.getEntry(name) != null;
    }

    /** Opens a part; a missing one is damage. */
    InputStream open(String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException("The workbook lacks its part " + name);
        }
        return new Part(zip.getInputStream(entry), entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Counts, and compares what came with the checksum when the end is reached: {@link ZipFile} itself does not. */
    private final class Part extends FilterInputStream {

        private final ZipEntry entry;
        private final CRC32 checksum = new CRC32();
        private long read;

        private Part(InputStream bytes, ZipEntry entry) {
            super(bytes);
            this.entry = entry;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count < 0) {
                if (entry.getCrc() >= 0 && entry.getCrc() != checksum.getValue()) {
                    throw new IOException("The checksum of " + entry.getName() + " is wrong");
                }
                return count;
            }
            checksum.update(buffer, offset, count);
            read += count;
            unpacked += count;
            boolean swollen = read > RATIO_FROM && read > MAX_RATIO * Math.max(1, entry.getCompressedSize());
            if (swollen || unpacked > MAX_UNPACKED) {
                throw LeadFileRefused.unreadable(
                        "the workbook unpacks to far more than a list of leads can hold; save it again as CSV");
            }
            return count;
        }
    }
}
