package dev.outdial.http;

/** Ends a request with the answer that was given to it before. */
final class Replay extends RuntimeException {

    static final String HEADER = "Idempotent-Replayed";

    private final int status;
    private final String json;

    Replay(int status, String json) {
        super("Answered before", null, false, false);
        this.status = status;
        this.json = json;
    }

    int status() {
        return status;
    }

    String json() {
        return json;
    }
}
