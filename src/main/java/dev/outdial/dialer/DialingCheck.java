package dev.outdial.dialer;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready is who dials: a replica that lost touch with the database starts no calls and should get no requests. */
@Readiness
@ApplicationScoped
class DialingCheck implements HealthCheck {

    private final Switchboard switchboard;

    DialingCheck(Switchboard switchboard) {
        this.switchboard = switchboard;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Dialing")
                .status(switchboard.isDialing())
                .build();
    }
}
