package dev.outdial.http;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A text field. Lengths are counted in characters as people see them in JSON: Unicode code points. */
public final class Text extends Field<String> {

    Text(Failures failures, String name, boolean expected, Sent sent, @Nullable String value) {
        super(failures, name, expected, sent, value);
    }

    /** The text must be there and hold more than white space. */
    @Override
    public Text required() {
        super.required();
        return filled();
    }

    /** The text may be left out, but neither be null nor hold only white space. */
    @Override
    public Text notNull() {
        super.notNull();
        return filled();
    }

    @Override
    public Text must(Predicate<? super String> test, String rule) {
        super.must(test, rule);
        return this;
    }

    /** At least so many characters. */
    public Text min(int characters) {
        if (value != null && value.codePointCount(0, value.length()) < characters) {
            fail("must be longer than or equal to " + characters + " characters");
        }
        return this;
    }

    /** At most so many characters. */
    public Text max(int characters) {
        if (value != null && value.codePointCount(0, value.length()) > characters) {
            fail("must be shorter than or equal to " + characters + " characters");
        }
        return this;
    }

    private Text filled() {
        if (value != null && value.isBlank()) {
            fail("should not be empty");
        }
        return this;
    }

    /** Whether PostgreSQL can keep this text: no U+0000 and no half of a surrogate pair. */
    static boolean storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
