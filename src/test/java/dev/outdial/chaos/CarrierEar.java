package dev.outdial.chaos;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Knows when a replica asks the network to call, and when the network has answered. */
final class CarrierEar implements Gate.Ear {

    private static final byte[] PLACE = "POST /calls ".getBytes(US_ASCII);

    private final Trap trap;
    private volatile boolean placing;

    CarrierEar(Trap trap) {
        this.trap = trap;
    }

    @Override
    public boolean sent(byte[] bytes, int length) {
        boolean begins = length >= PLACE.length;
        for (int i = 0; begins && i < PLACE.length; i++) {
            begins = bytes[i] == PLACE[i];
        }
        placing = begins;
        return !begins || trap.passes(Trap.Moment.PLACE_ASKED);
    }

    @Override
    public boolean answered(byte[] bytes, int length) {
        return !placing || trap.passes(Trap.Moment.PLACE_ANSWERED);
    }
}
