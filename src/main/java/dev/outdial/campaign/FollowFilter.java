package dev.outdial.campaign;

import dev.outdial.account.Caller;
import dev.outdial.campaign.ProgressFeeds.Reading;
import dev.outdial.http.PublicId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Objects;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Looks at a campaign before the stream of its events is opened: one that is open has answered 200. */
class FollowFilter {

    /** The header with which an EventSource comes back. */
    static final String LAST_EVENT_ID = "Last-Event-ID";

    private final Caller caller;
    private final ProgressFeeds feeds;
    private final First first;

    FollowFilter(Caller caller, ProgressFeeds feeds, First first) {
        this.caller = caller;
        this.feeds = feeds;
        this.first = first;
    }

    /** Ends the request with 404, or with 204, after which no EventSource comes back, when there is nothing to follow. */
    @Followed
    @ServerRequestFilter
    Uni<@Nullable Response> look(UriInfo uri, HttpHeaders headers) {
        UUID id = PublicId.CAMPAIGN.uuidOrNotFound(uri.getPathParameters().getFirst("id"));
        return feeds.read(caller.organizationId(), id)
                .invoke(first::is)
                .map(reading -> reading.isOver() && reading.id().equals(headers.getHeaderString(LAST_EVENT_ID))
                        ? Response.noContent().build()
                        : null);
    }

    /** A method that needs the first reading. */
    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.METHOD)
    @interface Followed {}

    /** What was read before the stream. */
    @RequestScoped
    static class First {

        private @Nullable Reading reading;

        void is(Reading first) {
            reading = first;
        }

        Reading reading() {
            return Objects.requireNonNull(reading);
        }
    }
}
