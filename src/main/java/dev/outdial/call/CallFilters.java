package dev.outdial.call;

import dev.outdial.carrier.CallStatus;
import dev.outdial.http.Field;
import dev.outdial.http.PublicId;
import dev.outdial.http.Query;
import dev.outdial.phone.PhoneNumbers;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which attempts are asked for, and in which order. Every filter must hold; values are bound, never part of the text. A
 * filter by an id that names nothing, or another organization's thing, finds nothing.
 */
final class CallFilters {

    /** Longer than any call. */
    static final int SECONDS_MAX = 1_000_000;

    static final int MILLISECONDS_MAX = SECONDS_MAX * 1000;

    private static final int HALF_SECOND_MS = 500;

    /** By the results' own index: there are fewer of them than calls. */
    private static final String SENTIMENT =
            "id in (select r.callId from CallResult r where r.organizationId = :organization and r.sentiment = :sentiment)";

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();
    private final String order;

    private enum Direction {
        ASC,
        DESC
    }

    private CallFilters(String order) {
        this.order = order;
    }

    /** Reads the query of a list of attempts; 400 for values that cannot be. */
    static CallFilters read(Query query, UUID organizationId) {
        Common common = Common.read(query);
        Field<String> number = number(query, "phone_number");
        Field<Integer> shortest = query.integer(0, SECONDS_MAX, "duration_min");
        Field<Integer> longest = query.integer(0, SECONDS_MAX, "duration_max");
        CallFilters filters = common.filters(query, organizationId);
        number.ifGiven(e164 -> filters.and("phoneNumber = :number", "number", e164));
        // By the whole seconds that the client sees.
        shortest.ifGiven(
                seconds -> filters.and("durationMs >= :shortest", "shortest", seconds * 1000L - HALF_SECOND_MS));
        longest.ifGiven(seconds -> filters.and("durationMs < :longest", "longest", seconds * 1000L + HALF_SECOND_MS));
        return filters;
    }

    /** Reads the query of a list of calls, where the older half of the public API has other names for some of it. */
    static CallFilters ofCalls(Query query, UUID organizationId) {
        Common common = Common.read(query);
        Field<String> from = number(query, "from");
        Field<String> to = number(query, "to");
        Field<Integer> shortest = query.integer(0, MILLISECONDS_MAX, "duration_min");
        Field<Integer> longest = query.integer(0, MILLISECONDS_MAX, "duration_max");
        CallFilters filters = common.filters(query, organizationId);
        from.ifGiven(e164 -> filters.and("fromPhoneNumber = :from", "from", e164));
        to.ifGiven(e164 -> filters.and("phoneNumber = :to", "to", e164));
        shortest.ifGiven(ms -> filters.and("durationMs >= :shortest", "shortest", (long) ms));
        longest.ifGiven(ms -> filters.and("durationMs <= :longest", "longest", (long) ms));
        return filters;
    }

    /** What can be asked of any list. */
    private record Common(Field<List<CallStatus>> statuses, Field<LocalDate> start, Field<LocalDate> end) {

        static Common read(Query query) {
            return new Common(
                    query.choices(CallStatus.class, "status"), query.date("start_date"), query.date("end_date"));
        }

        CallFilters filters(Query query, UUID organizationId) {
            CallFilters filters = new CallFilters(order(query));
            filters.and("organizationId = :organization", "organization", organizationId);
            filters.andId(query, PublicId.AGENT::uuid, "agent_id", "agentId");
            filters.andId(query, CallFilters::campaign, "campaign_id", "campaignId");
            filters.andId(query, PublicId.LEAD::uuid, "lead_id", "leadId");
            query.text("sentiment").ifGiven(word -> filters.and(SENTIMENT, "sentiment", word));
            query.text("end_reason").ifGiven(word -> filters.and("endReason = :reason", "reason", word));
            statuses.ifGiven(some -> filters.and(
                    "status in :statuses",
                    "statuses",
                    some.stream().map(CallStatus::word).toList()));
            start.ifGiven(day -> filters.and(
                    "createdAt >= :start",
                    "start",
                    day.atStartOfDay(ZoneOffset.UTC).toInstant()));
            end.ifGiven(day -> filters.and(
                    "createdAt < :end",
                    "end",
                    day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()));
            return filters;
        }
    }

    /** Only those of this campaign, whatever else was asked for. */
    CallFilters ofCampaign(UUID campaignId) {
        return and("campaignId = :theCampaign", "theCampaign", campaignId);
    }

    /** The attempts, in their order. */
    PanacheQuery<CallEntry> find() {
        return CallEntry.find(String.join(" and ", conditions) + order, values);
    }

    private CallFilters and(String condition, String name, Object value) {
        conditions.add(condition);
        values.put(name, value);
        return this;
    }

    /** Batches are campaigns, too. */
    private static Optional<UUID> campaign(String text) {
        return PublicId.CAMPAIGN.uuid(text).or(() -> PublicId.BATCH.uuid(text));
    }

    private void andId(Query query, Function<String, Optional<UUID>> id, String parameter, String field) {
        query.text(parameter)
                .ifGiven(text -> id.apply(text)
                        .ifPresentOrElse(
                                found -> and(field + " = :" + field, field, found), () -> conditions.add("1 = 0")));
    }

    /** Newest first unless told; ties by id, so that a page never shows what another one has shown. */
    private static String order(Query query) {
        Field<Direction> created = query.choice(Direction.class, "created_at");
        Field<Direction> duration = query.choice(Direction.class, "duration");
        Direction age = created.or(Direction.DESC);
        String byAge = "createdAt " + age + ", id " + age;
        Direction length = duration.orNull();
        return " order by " + (length == null ? byAge : "durationMs " + length + ", " + byAge);
    }

    private static Field<String> number(Query query, String parameter) {
        return query.text(parameter).as(CallFilters::number, "be a valid E.164 phone number");
    }

    /** A plus that was not escaped arrives as a space. */
    private static @Nullable String number(String text) {
        String number = text.startsWith(" ") ? "+" + text.substring(1) : text;
        return PhoneNumbers.isE164(number) ? number : null;
    }
}
