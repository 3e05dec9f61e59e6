package dev.outdial.dialer;

import dev.outdial.hours.CallingHours;
import dev.outdial.http.PublicId;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.UUID;

/** Who steers the campaigns of a simulated run, as the API does: answers only when what was asked for is so. */
final class Operator {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final Simulation run;
    private final SimulatedDatabase database;
    private final Cast cast;

    Operator(Simulation run, SimulatedDatabase database, Cast cast) {
        this.run = run;
        this.database = database;
        this.cast = cast;
        for (Cast.Organization organization : cast.organizations()) {
            run.rules().organization(organization.id().toString(), organization.cap());
        }
        for (Cast.Line line : cast.lines()) {
            run.rules().line(line.number(), line.cap() == null ? Integer.MAX_VALUE : line.cap());
            if (line.pace() != null) {
                run.rules().pace(line.number(), line.pace());
            }
        }
        for (Cast.Campaign campaign : cast.campaigns()) {
            run.rules()
                    .campaign(
                            PublicId.CAMPAIGN.text(campaign.id()),
                            campaign.organizationId().toString(),
                            campaign.cap(),
                            campaign.maxRetries());
        }
    }

    /** Does what somebody wants now. */
    void perform(Anomaly wish) {
        UUID campaign = one(cast.campaigns(), wish).id();
        switch (wish.kind()) {
            case PAUSE -> {
                pause(campaign);
                run.time().after(Duration.ofSeconds(wish.much()), () -> resume(campaign));
            }
            case CANCEL -> cancel(campaign);
            case CAP_OF_CAMPAIGN -> {
                database.limitCampaign(campaign, wish.much());
                run.rules()
                        .ofCampaign(PublicId.CAMPAIGN.text(campaign))
                        .change(run.time().real(), wish.much());
            }
            case CAP_OF_ORGANIZATION -> {
                UUID organization = one(cast.organizations(), wish).id();
                database.limitOrganization(organization, wish.much());
                run.rules()
                        .ofOrganization(organization.toString())
                        .change(run.time().real(), wish.much());
            }
            case CAP_OF_LINE -> {
                Cast.Line line = one(cast.lines(), wish);
                database.limitLine(line.id(), wish.much());
                run.rules().ofLine(line.number()).change(run.time().real(), wish.much());
            }
            case HOURS -> setHours(campaign, wish);
            case ADD_LEADS -> database.addLeads(campaign, wish.much());
            case REMOVE_LEAD -> database.removeLead(campaign, wish.which());
            default -> throw new IllegalArgumentException(wish.toString());
        }
        run.ringAll();
    }

    /** Nothing is held back any more. */
    void resumeAll() {
        for (Cast.Campaign campaign : cast.campaigns()) {
            resume(campaign.id());
            database.setHours(campaign.id(), null);
            run.rules().hours(PublicId.CAMPAIGN.text(campaign.id()), run.time().real(), null);
        }
    }

    /** Answered, as a pause is, once nothing that was claimed by the hours of before can start. */
    private void setHours(UUID campaign, Anomaly wish) {
        int minute = run.time().business().atOffset(ZoneOffset.UTC).get(ChronoField.MINUTE_OF_DAY) + wish.which() % 2;
        CallingHours hours = CallingHours.daily(minute, minute + wish.much());
        database.setHours(campaign, hours);
        run.rules().hours(PublicId.CAMPAIGN.text(campaign), run.time().real(), hours);
    }

    private void pause(UUID campaign) {
        if (database.pause(campaign)) {
            whenStill(campaign, "paused", () -> {});
        }
    }

    private void cancel(UUID campaign) {
        if (database.cancel(campaign)) {
            whenStill(campaign, "cancelled", () -> {
                database.failWaiting(campaign);
                run.audit().finished(campaign);
            });
        }
    }

    /** Also what the dialer has paused. */
    void resume(UUID campaign) {
        if (database.resume(campaign)) {
            run.rules().sound(PublicId.CAMPAIGN.text(campaign), run.time().real());
            run.ringAll();
        }
    }

    /** Answers as soon as nothing will start, unless the campaign goes on by then. */
    private void whenStill(UUID campaign, String status, Runnable then) {
        boolean overtaken = database.books().stream()
                .noneMatch(books ->
                        books.campaign().equals(campaign) && books.status().equals(status));
        if (overtaken) {
            return;
        }
        if (run.isGuarded(Guard.STANDSTILL) && database.toStart(campaign) > 0) {
            run.time().after(LOOK_AGAIN, () -> whenStill(campaign, status, then));
            return;
        }
        run.journal().tell(campaign, "is " + status);
        run.rules().silence(PublicId.CAMPAIGN.text(campaign), run.time().real());
        then.run();
    }

    private static <T> T one(List<T> all, Anomaly wish) {
        return all.get(wish.which() % all.size());
    }
}
