package dev.outdial.agent;

import dev.outdial.account.Caller;
import dev.outdial.agent.PhoneLineResource.LineView;
import dev.outdial.http.ApiException;
import dev.outdial.http.Conflicts;
import dev.outdial.http.Input;
import dev.outdial.http.Once;
import dev.outdial.http.Text;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Caller numbers whose calls leave by the organization's own SIP trunk. */
@Tag(ref = "Phone numbers")
@Path("/v1/organization-phone-numbers/sip-trunks")
class SipTrunkResource {

    private final Caller caller;
    private final InstantSource clock;
    private final Once once;

    SipTrunkResource(Caller caller, InstantSource clock, Once once) {
        this.caller = caller;
        this.clock = clock;
        this.once = once;
    }

    @POST
    @ResponseStatus(201)
    @Operation(operationId = "createSipTrunk", summary = "Register a caller number of your own SIP trunk")
    @RequestBodySchema(LineBodies.Trunk.class)
    @Conflicts("The organization has the number already.")
    public Uni<LineView> create(Input in) {
        Text number =
                in.text("phone_number", "number").required().must(PhoneLine::isCallerNumber, PhoneLine.NUMBER_RULE);
        PhoneLineResource.Limits limits = PhoneLineResource.Limits.read(in);
        Instant now = clock.instant();
        SipTrunk trunk = SipTrunk.read(in, now);
        PhoneLine line = PhoneLine.of(caller.organizationId(), number.get(), now);
        line.carrier = SipTrunk.CARRIER;
        limits.applyTo(line);
        trunk.lineId = line.id;
        line.terminationUri = trunk.terminationUri;
        line.sipUsername = trunk.username;
        return once.transaction(() -> line.add()
                .invoke(added -> {
                    if (!added) {
                        throw ApiException.conflict("The organization has this phone number already");
                    }
                })
                .chain(() -> trunk.persist())
                .map(_ -> LineView.of(line)));
    }
}
