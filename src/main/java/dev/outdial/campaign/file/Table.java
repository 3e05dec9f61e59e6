package dev.outdial.campaign.file;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a file, read one by one. Blocks. */
interface Table extends Closeable {

    /** As many rows as the largest spreadsheet has. */
    int MAX_ROWS = 1_048_576;

    /** No text is looked for further right. */
    int MAX_COLUMNS = 256;

    /** Longer cells are refused; what stands here is how far a reader goes to find that out. */
    int MAX_CELL = 4_000;

    /**
     * The next row that may hold something, in the file's order; null at the end.
     *
     * @throws LeadFileRefused for what a lead file must not hold
     * @throws IOException for what this format must not hold
     */
    @Nullable
    Line next() throws IOException;
}
