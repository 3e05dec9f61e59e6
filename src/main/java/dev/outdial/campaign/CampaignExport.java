package dev.outdial.campaign;

import dev.outdial.account.Caller;
import dev.outdial.http.PublicId;
import dev.outdial.http.Query;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;

/**
 * All leads of a campaign as a file, in the order in which they came. A page is read when the one before is with the
 * client, so that memory and the database's patience do not depend on how many there are, or on how fast it reads.
 */
@Tag(ref = "Campaigns")
@Path("/v1/campaigns/{id}/export")
class CampaignExport {

    static final int PAGE = 500;

    private static final String CSV = "text/csv;charset=UTF-8";

    private enum Format {
        CSV
    }

    private final Caller caller;
    private final LeadViews views;

    CampaignExport(Caller caller, LeadViews views) {
        this.caller = caller;
        this.views = views;
    }

    @GET
    @Produces(CSV)
    @Operation(
            operationId = "exportCampaign",
            summary = "Get every lead with its last outcome and attempts, as CSV",
            description = """
                    RFC 4180, in UTF-8. A text that a spreadsheet would take for a formula starts with an apostrophe, \
                    which an upload takes off again; numbers, those of phones included, stand as they are.""")
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            description = "There is one.",
            schema = @Schema(implementation = Format.class, defaultValue = "csv"))
    @APIResponse(
            responseCode = "200",
            description = "The file. Its first line names the columns.",
            content = @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class)))
    public RestMulti<byte[]> export(String id, @Context UriInfo uri) {
        Query query = Query.of(uri);
        query.choice(Format.class, "format");
        query.verify();
        UUID campaignId = PublicId.CAMPAIGN.uuidOrNotFound(id);
        return RestMulti.fromMultiData(file(caller.organizationId(), campaignId))
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + PublicId.CAMPAIGN.text(campaignId) + ".csv\"")
                .build();
    }

    /** The lines of the file in pages, the first of them with the names of the columns; 404 when there is none. */
    Multi<byte[]> file(UUID organizationId, UUID campaignId) {
        return Campaign.known(organizationId, campaignId)
                .onItem()
                .transformToMulti(campaign -> Multi.createBy()
                        .concatenating()
                        .streams(Multi.createFrom().item(LeadCsv.header()), pages(views, campaignId)));
    }

    /** Everything after the first line. */
    static Multi<byte[]> pages(LeadViews views, UUID campaignId) {
        return Multi.createBy()
                .repeating()
                .uni(
                        Place::new,
                        place -> views.after(campaignId, place.createdAt, place.id, PAGE)
                                .invoke(place::moveTo))
                .whilst(page -> page.size() == PAGE)
                .select()
                .where(page -> !page.isEmpty())
                .map(LeadCsv::lines);
    }

    /** The lead after which the next page begins. */
    private static final class Place {

        private OffsetDateTime createdAt = Instant.EPOCH.atOffset(ZoneOffset.UTC);
        private UUID id = new UUID(0, 0);

        void moveTo(List<LeadView> page) {
            if (!page.isEmpty()) {
                LeadView last = page.getLast();
                createdAt = last.createdAt().atOffset(ZoneOffset.UTC);
                id = PublicId.LEAD.uuidOrNotFound(last.id());
            }
        }
    }
}
