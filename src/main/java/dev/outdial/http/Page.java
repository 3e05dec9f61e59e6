package dev.outdial.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** The answer of a list: one page of it, newest first, and where that page stands. */
@RegisterForReflection
public record Page<T>(List<T> data, Meta meta) {

    /** A page of a list that has so many rows in all. */
    public static <T> Page<T> of(Paging paging, long total, List<T> data) {
        return new Page<>(data, Meta.of(paging, total));
    }

    /** Where a page stands in its list. */
    @RegisterForReflection
    public record Meta(
            int page,
            int limit,
            long total,
            @JsonProperty("totalPages") long totalPages) {

        /** The place of this page in a list of so many rows. */
        public static Meta of(Paging paging, long total) {
            return new Meta(paging.page(), paging.limit(), total, Math.ceilDiv(total, paging.limit()));
        }
    }
}
