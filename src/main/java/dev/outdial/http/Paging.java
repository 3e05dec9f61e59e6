package dev.outdial.http;

/**
 * Which part of a list is asked for.
 *
 * @param page from 1 to {@link #PAGE_MAX}
 * @param limit rows on a page, from 1
 */
public record Paging(int page, int limit) {

    /** Keeps the offset within an int, whatever the limit. */
    public static final int PAGE_MAX = 10_000_000;

    static final int LIMIT_DEFAULT = 20;
    static final int LIMIT_MAX = 100;

    /** Rows before this page. */
    public int offset() {
        return Math.multiplyExact(page - 1, limit);
    }

    /** The last row of this page, counted from 0: with {@link #offset} the range that Panache takes. */
    public int last() {
        return offset() + limit - 1;
    }
}
