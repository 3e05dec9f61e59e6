package dev.outdial.http;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with one request, gathered while it is read, so that the client learns all of it at once. */
final class Failures {

    /** A body may hold thousands of wrong values; an answer with the first of them is enough to act on. */
    static final int REPORTED_MAX = 100;

    private final List<String> messages = new ArrayList<>();

    void add(String message) {
        if (messages.size() < REPORTED_MAX) {
            messages.add(message);
        }
    }

    List<String> messages() {
        return List.copyOf(messages);
    }

    /** Ends the request with 400 when anything failed. */
    void verify() {
        if (!messages.isEmpty()) {
            throw ApiException.badRequest(messages);
        }
    }
}
