package dev.outdial.suppression;

import dev.outdial.account.Caller;
import dev.outdial.account.DoNotCall;
import dev.outdial.account.DoNotCall.Entry;
import dev.outdial.campaign.file.FileError;
import dev.outdial.campaign.file.FileError.Reason;
import dev.outdial.campaign.file.FileReport;
import dev.outdial.http.Field;
import dev.outdial.http.Input;
import dev.outdial.http.Once;
import dev.outdial.phone.NumberReading;
import dev.outdial.suppression.SuppressionsAdded.Tally;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Many numbers that are not to be called, as a JSON list. */
@Tag(ref = "Suppressions")
@Path("/v1/suppressions/bulk")
class SuppressionListResource {

    static final int LIST_MAX = 5_000;

    private final Caller caller;
    private final Once once;
    private final DoNotCall list;

    SuppressionListResource(Caller caller, DoNotCall list, Once once) {
        this.once = once;
        this.caller = caller;
        this.list = list;
    }

    @POST
    @ResponseStatus(201)
    @Operation(operationId = "createSuppressions", summary = "Put a list of numbers on the do-not-call list")
    @RequestBodySchema(SuppressionBodies.Many.class)
    public Uni<SuppressionsAdded> add(Input in) {
        Field<List<Input>> elements = in.objects(LIST_MAX, "suppressions").required();
        List<Input> given = elements.get();
        return once.repeatable(() -> Uni.createFrom()
                .item(given)
                // Thousands of numbers to read are too much for an event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(Judged::of)
                .chain(judged -> list.add(
                                caller.organizationId(), Multi.createFrom().iterable(judged.entries()))
                        .map(added -> SuppressionsAdded.of(added, judged.tally()))));
    }

    /** The elements of a list, judged one by one; rows are their places in it, from 1. */
    private record Judged(List<Entry> entries, Tally tally) {

        static Judged of(List<Input> elements) {
            List<Entry> entries = new ArrayList<>();
            List<FileError> errors = new ArrayList<>();
            int withoutNumber = 0;
            for (int row = 1; row <= elements.size(); row++) {
                Input element = elements.get(row - 1).apart();
                SuppressionInput said = SuppressionInput.read(element);
                if (!element.failures().isEmpty()) {
                    String all = String.join("; ", element.failures());
                    errors.add(new FileError(row, null, null, Reason.INVALID_VALUE, all, null));
                    continue;
                }
                switch (said.reading()) {
                    case NumberReading.Valid(String e164) -> entries.add(said.entry(e164));
                    case NumberReading.Invalid(NumberReading.Reason reason, String message, var suggestion) -> {
                        if (reason == NumberReading.Reason.MISSING_PHONE_NUMBER) {
                            withoutNumber++;
                        } else {
                            errors.add(new FileError(
                                    row,
                                    said.phoneNumber().name(),
                                    said.phoneNumber().orNull(),
                                    Reason.of(reason),
                                    message,
                                    suggestion));
                        }
                    }
                }
            }
            List<FileError> first = errors.stream().limit(FileReport.MAX_ERRORS).toList();
            return new Judged(entries, new Tally(entries.size(), withoutNumber, errors.size(), first));
        }
    }
}
