package dev.outdial.webhook;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be subscribed to. The words are those of the {@code outbox_} functions; a test compares them. */
enum EventName {
    CALL_COMPLETED("call.completed"),
    CALL_FAILED("call.failed"),
    CALL_NO_ANSWER("call.no_answer"),
    CALL_RESULT("call.result"),
    CAMPAIGN_STARTED("campaign.started"),
    CAMPAIGN_PAUSED("campaign.paused"),
    CAMPAIGN_RESUMED("campaign.resumed"),
    CAMPAIGN_CANCELLED("campaign.cancelled"),
    CAMPAIGN_COMPLETED("campaign.completed"),
    /** The older family: the same calls once more, in another form. */
    INITIATED("call_initiated"),
    ENDED("call_ended");

    /** Every event once: all but those of the older family. */
    static final String ALL = "*";

    /** The event of a test, which goes to one endpoint only and cannot be subscribed to. */
    static final String TEST = "webhook.test";

    static final String RULE = "be a non-empty array of the following values: "
            + Stream.concat(Stream.of(ALL), Arrays.stream(values()).map(EventName::word))
                    .collect(Collectors.joining(", "));

    private static final Set<String> KNOWN = Stream.concat(
                    Stream.of(ALL), Arrays.stream(values()).map(EventName::word))
            .collect(Collectors.toUnmodifiableSet());

    private final String word;

    EventName(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** A subscription to these, each once; null when there are none, or others than we know. */
    static @Nullable List<String> subscription(List<String> words) {
        return words.isEmpty() || !KNOWN.containsAll(words) ? null : List.copyOf(new LinkedHashSet<>(words));
    }
}
