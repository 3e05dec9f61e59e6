package dev.outdial.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.outdial.account.Caller;
import dev.outdial.account.KeyWatch;
import dev.outdial.campaign.CampaignResource.StatusView;
import dev.outdial.campaign.ProgressFeeds.Reading;
import dev.outdial.http.PublicId;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tells listeners how far a campaign has come, as it happens. */
@Tag(ref = "Campaigns")
@Path("/v1/campaigns/{id}/events")
class CampaignEvents {

    private final Caller caller;
    private final KeyWatch keys;
    private final ProgressFeeds feeds;
    private final FollowFilter.First first;
    private final ObjectMapper json;

    CampaignEvents(Caller caller, KeyWatch keys, ProgressFeeds feeds, FollowFilter.First first, ObjectMapper json) {
        this.caller = caller;
        this.keys = keys;
        this.feeds = feeds;
        this.first = first;
        this.json = json;
    }

    /**
     * The state of now, then each that differs from the one before. An event's id stands for its state, so a client
     * that was cut off and comes back, to whatever replica, is told only what it has missed.
     */
    @GET
    @FollowFilter.Followed
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "followCampaign",
            summary = "Follow how far a campaign has come, as Server-Sent Events",
            description = """
                    The events are named progress: one at once, one for each change, at most four a second. The stream \
                    ends when the campaign is over, and with the key.""")
    @Parameter(
            name = FollowFilter.LAST_EVENT_ID,
            in = ParameterIn.HEADER,
            description = "The id of the last event that came, to be told only of changes since.",
            schema = @Schema(implementation = String.class))
    @APIResponse(
            responseCode = "200",
            description = "A stream of events; the data of each is this object.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = StatusView.class)))
    @APIResponse(responseCode = "204", description = "The campaign is over, and nothing has changed since.")
    public Multi<OutboundSseEvent> follow(
            String id, @HeaderParam(FollowFilter.LAST_EVENT_ID) @Nullable String lastEventId, @Context Sse sse) {
        UUID campaignId = PublicId.CAMPAIGN.uuidOrNotFound(id);
        String keyId = caller.keyId();
        Listener listener = new Listener(sse, lastEventId);
        return Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(first.reading()), latest(caller.organizationId(), campaignId))
                .onItem()
                .transformToUniAndConcatenate(reading ->
                        keys.isGood(keyId).map(good -> good ? listener.hear(reading) : List.of(listener.end)))
                .onItem()
                .disjoint()
                .select()
                .first(event -> !event.equals(listener.end))
                .map(OutboundSseEvent.class::cast);
    }

    /** A listener that is slow misses what is out of date by the time it can be told. */
    private Multi<Reading> latest(UUID organizationId, UUID campaignId) {
        return feeds.of(organizationId, campaignId).onOverflow().dropPreviousItems();
    }

    /** What one client was told. */
    private final class Listener {

        /** Without a word so long, somebody in between may take the connection for dead. */
        private static final int BEATS_OF_SILENCE = 15;

        private final Sse sse;
        private final OutboundSseEvent end;
        private @Nullable String told;
        private int silence = BEATS_OF_SILENCE;

        Listener(Sse sse, @Nullable String lastEventId) {
            this.sse = sse;
            this.end = sse.newEvent("");
            this.told = lastEventId;
        }

        /** The events that this reading is worth: none, one, or the last and the end. */
        List<OutboundSseEvent> hear(Reading reading) {
            if (!reading.id().equals(told)) {
                told = reading.id();
                silence = 0;
                OutboundSseEvent event = sse.newEventBuilder()
                        .id(reading.id())
                        .name("progress")
                        .data(text(reading.view()))
                        .build();
                return reading.isOver() ? List.of(event, end) : List.of(event);
            }
            silence++;
            if (silence <= BEATS_OF_SILENCE) {
                return List.of();
            }
            silence = 0;
            return List.of(sse.newEventBuilder().comment("").build());
        }
    }

    private String text(StatusView view) {
        try {
            return json.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
