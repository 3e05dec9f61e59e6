package dev.outdial.http;

import java.util.Optional;
import java.util.UUID;

/**
 * How a row's UUID is written on the wire: a prefix that says what it is, {@code _}, and 26 characters of lower-case
 * Crockford base 32. Every id has exactly one spelling; any other text names nothing, which callers answer with 404.
 */
public enum PublicId {
    CAMPAIGN("cmp", "Campaign"),
    LEAD("lead", "Lead"),
    CALL("call", "Call"),
    CALL_LOG("log", "Call log"),
    AGENT("agt", "Agent"),
    ORGANIZATION("org", "Organization"),
    BATCH("batch", "Batch"),
    WEBHOOK("wh", "Webhook"),
    EVENT("evt", "Event"),
    DELIVERY("dlv", "Delivery"),
    PHONE_NUMBER("phn", "Phone number"),
    API_KEY("key", "API key"),
    SUPPRESSION("sup", "Suppression");

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;
    private static final int BITS = 5;

    private final String start;
    private final String noun;

    PublicId(String prefix, String noun) {
        start = prefix + "_";
        this.noun = noun;
    }

    /** The wire's spelling of this UUID. */
    public String text(UUID id) {
        char[] digits = new char[LENGTH];
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        for (int i = LENGTH - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (low & 31));
            low = (low >>> BITS) | (high << (Long.SIZE - BITS));
            high >>>= BITS;
        }
        return start + new String(digits);
    }

    /** The UUID that this text stands for; empty when it is no id of this kind. */
    public Optional<UUID> uuid(String text) {
        if (!text.startsWith(start) || text.length() != start.length() + LENGTH || text.charAt(start.length()) > '7') {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        for (int i = start.length(); i < text.length(); i++) {
            int digit = DIGITS.indexOf(text.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            high = (high << BITS) | (low >>> (Long.SIZE - BITS));
            low = (low << BITS) | digit;
        }
        return Optional.of(new UUID(high, low));
    }

    /** The UUID that this text stands for, or the same 404 that a well-formed but unknown id gets. */
    public UUID uuidOrNotFound(String text) {
        return uuid(text).orElseThrow(this::notFound);
    }

    /** The 404 for an id of this kind that is unknown or another organization's. */
    public ApiException notFound() {
        return ApiException.notFound(noun);
    }
}
