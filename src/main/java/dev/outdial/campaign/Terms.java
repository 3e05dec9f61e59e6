package dev.outdial.campaign;

import dev.outdial.http.Field;
import dev.outdial.http.Input;
import dev.outdial.http.Query;
import dev.outdial.http.Text;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many leads at once are to be taken.
 *
 * @param skipDuplicates whether a number that came before, or that the campaign has already, is left out
 * @param countryCode where numbers without a country are at home; null for the campaign's country
 */
record Terms(Mode mode, boolean skipDuplicates, @Nullable String countryCode) {

    /** What becomes of the good rows where others are wrong. */
    enum Mode {
        /** Nothing is stored. */
        STRICT,
        /** They are stored, the others reported. */
        PARTIAL,
        /** Nothing is stored, whatever there is: all is only looked at. */
        DRY_RUN
    }

    private enum OnDuplicate {
        KEEP,
        SKIP
    }

    /** The terms of a batch's file: one wrong row refuses all. */
    static Terms ofBatch(Input in) {
        Field<OnDuplicate> duplicate = in.choice(OnDuplicate.class, "on_duplicate", "onDuplicate");
        Text country = LeadInput.countryCode(in);
        return new Terms(Mode.STRICT, duplicate.or(OnDuplicate.KEEP) == OnDuplicate.SKIP, country.orNull());
    }

    /** The terms in a query. */
    static Terms read(Query query) {
        Field<Mode> mode = query.choice(Mode.class, "mode");
        Field<OnDuplicate> duplicate = query.choice(OnDuplicate.class, "on_duplicate", "onDuplicate");
        Text country = query.text("country_code", "countryCode");
        return new Terms(mode.or(Mode.STRICT), duplicate.or(OnDuplicate.KEEP) == OnDuplicate.SKIP, country.orNull());
    }

    /** The terms in a body; in the query what the body does not say. */
    static Terms read(Input in, Query query) {
        Field<Mode> mode = in.choice(Mode.class, "mode");
        Field<OnDuplicate> duplicate = in.choice(OnDuplicate.class, "on_duplicate", "onDuplicate");
        Text country = LeadInput.countryCode(in);
        Terms otherwise = read(query);
        return new Terms(
                mode.or(otherwise.mode),
                duplicate.isGiven() ? duplicate.get() == OnDuplicate.SKIP : otherwise.skipDuplicates,
                Optional.ofNullable(country.orNull()).orElse(otherwise.countryCode));
    }
}
