package dev.outdial.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps a directory to one process. The operating system gives it back when the process ends, so no stale lock is ever
 * left; it is held as long as the channel is open.
 */
record DirectoryLock(FileChannel channel) {

    static DirectoryLock acquire(Path directory) throws IOException {
        Path file = directory.resolve("lock");
        FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
        if (!isLocked(channel)) {
            channel.close();
            throw new PostgresUnavailable("another Outdial, process "
                    + Files.readString(file).strip() + ", uses " + directory
                    + "; stop it, or give this one its own OUTDIAL_DATA_DIR");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)));
        return new DirectoryLock(channel);
    }

    /** Gives the directory back. Twice is no error. */
    void release() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // This very process holds it.
            return false;
        }
    }
}
