package dev.outdial.campaign.file;

/** The numbers that came before, eight bytes each: a file may hold a million of them. */
final class NumberSet {

    private static final int SMALLEST = 1_024;

    /** Slots hold digits or, as no number is 0, nothing; at most half of them are taken. */
    private long[] slots = new long[SMALLEST];

    private int size;

    /** Adds a number; false when it was in before. */
    boolean add(String e164) {
        if (!put(slots, Long.parseLong(e164, 1, e164.length(), 10))) {
            return false;
        }
        if (++size > slots.length / 2) {
            grow();
        }
        return true;
    }

    private void grow() {
        long[] wider = new long[slots.length * 2];
        for (long digits : slots) {
            if (digits != 0) {
                put(wider, digits);
            }
        }
        slots = wider;
    }

    private static boolean put(long[] slots, long digits) {
        // Numbers come in blocks; the multiplication scatters them, and its high bits are the ones well mixed.
        int slot = (int) ((digits * 0x9e3779b97f4a7c15L) >>> 33) & (slots.length - 1);
        while (slots[slot] != 0) {
            if (slots[slot] == digits) {
                return false;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = digits;
        return true;
    }
}
