package dev.outdial.suppression;

import dev.outdial.account.Caller;
import dev.outdial.account.DoNotCall;
import dev.outdial.campaign.file.LeadFile;
import dev.outdial.http.Once;
import dev.outdial.http.Query;
import dev.outdial.http.Text;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Many numbers that are not to be called, as a file. */
@Tag(ref = "Suppressions")
@Path("/v1/suppressions/upload-file")
class SuppressionFileResource {

    private final Caller caller;
    private final Once once;
    private final DoNotCall list;

    SuppressionFileResource(Caller caller, DoNotCall list, Once once) {
        this.once = once;
        this.caller = caller;
        this.list = list;
    }

    @POST
    @ResponseStatus(201)
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(
            operationId = "uploadSuppressions",
            summary = "Put the numbers of a CSV, XLSX or XLS file on the do-not-call list")
    @RequestBodySchema(SuppressionBodies.Upload.class)
    public Uni<SuppressionsAdded> add(@BeanParam SuppressionForm form, @Context UriInfo uri) {
        Text country = Query.of(form.over(uri.getQueryParameters())).text("country_code", "countryCode");
        NumberFile file = new NumberFile(form.path(), new LeadFile.Rules(country.orNull(), null, true));
        return once.repeatable(() -> file.report()
                .chain(report -> list.add(caller.organizationId(), file.entries())
                        .map(added -> SuppressionsAdded.of(added, NumberFile.tally(report)))));
    }
}
