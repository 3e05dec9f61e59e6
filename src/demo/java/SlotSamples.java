/** How full the campaign's slots were, looked at every now and then while leads were waiting for their first call. */
final class SlotSamples {

    private final int slots;
    private int samples;
    private long taken;
    private boolean over;

    SlotSamples(int slots) {
        this.slots = slots;
    }

    /**
     * Counts a look.
     *
     * @param inFlight slots taken
     * @param waiting leads that nobody has called so far; at zero the samples end
     */
    void add(int inFlight, int waiting) {
        if (waiting <= 0) {
            over = true;
        }
        if (!over) {
            samples++;
            taken += inFlight;
        }
    }

    boolean isOver() {
        return over;
    }

    /** Percent, and what of. */
    @Override
    public String toString() {
        return samples == 0
                ? "not seen: the first calls were over too soon"
                : "%5.1f %%  of %d, mean of %d looks while leads waited for their first call"
                        .formatted(100.0 * taken / slots / samples, slots, samples);
    }
}
