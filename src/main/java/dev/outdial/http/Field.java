package dev.outdial.http;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One field of a request: absent, null or given. Rules gather failures; taking a value ends the request with 400 when
 * any field asked for so far has failed, so a value that was taken is valid. Ask for all fields first, then take them.
 */
public sealed class Field<T> permits Text {

    /** What the client sent under the name. */
    enum Sent {
        ABSENT,
        NULL,
        GIVEN
    }

    final Failures failures;
    final String name;
    /** False inside an object that was not sent: nothing can be missing there. */
    final boolean expected;

    final Sent sent;
    final @Nullable T value;
    private boolean failed;

    Field(Failures failures, String name, boolean expected, Sent sent, @Nullable T value) {
        this.failures = failures;
        this.name = name;
        this.expected = expected;
        this.sent = sent;
        this.value = value;
        this.failed = sent == Sent.GIVEN && value == null;
    }

    /** The field must be there and not be null. */
    public Field<T> required() {
        if (expected && sent != Sent.GIVEN) {
            fail("should not be empty");
        }
        return this;
    }

    /** The field may be left out, but not be null: for changes to what cannot be taken away. */
    public Field<T> notNull() {
        if (sent == Sent.NULL) {
            fail("should not be empty");
        }
        return this;
    }

    /**
     * The value, if given, must pass this test.
     *
     * @param rule what the client is told, after the field's name and "must": "be a valid E.164 phone number"
     */
    public Field<T> must(Predicate<? super T> test, String rule) {
        if (value != null && !failed && !test.test(value)) {
            fail("must " + rule);
        }
        return this;
    }

    /**
     * The value as something richer.
     *
     * @param conversion answers null for a value that cannot be converted
     * @param rule as for {@link #must}
     */
    public <R> Field<R> as(Function<? super T, ? extends @Nullable R> conversion, String rule) {
        @Nullable R converted = value == null || failed ? null : conversion.apply(value);
        if (value != null && !failed && converted == null) {
            fail("must " + rule);
        }
        return new Field<>(failures, name, expected, sent, converted);
    }

    /** Whether the field is there and not null. */
    public boolean isGiven() {
        return sent == Sent.GIVEN;
    }

    /** Whether the field is there and null: the client takes the value away. */
    public boolean isCleared() {
        return sent == Sent.NULL;
    }

    /** The value of a required field. */
    public T get() {
        failures.verify();
        if (value == null) {
            throw new IllegalStateException(name + " was taken without being required");
        }
        return value;
    }

    /** The value, or null when it is absent or null. */
    public @Nullable T orNull() {
        failures.verify();
        return value;
    }

    /** The value, or this one when it is absent or null. */
    public T or(T otherwise) {
        failures.verify();
        return value == null ? otherwise : value;
    }

    /** Hands the value on if there is one. */
    public void ifGiven(Consumer<? super T> use) {
        failures.verify();
        if (value != null) {
            use.accept(value);
        }
    }

    /** Hands on what a partial change says: the value, or null to take it away; nothing when the field is absent. */
    public void ifSent(Consumer<? super @Nullable T> use) {
        failures.verify();
        if (sent != Sent.ABSENT) {
            use.accept(value);
        }
    }

    /** The name as the client sent it, with the path to it. */
    public String name() {
        return name;
    }

    final void fail(String what) {
        if (!failed) {
            failed = true;
            failures.add(name + " " + what);
        }
    }
}
