package dev.outdial.campaign;

import static dev.outdial.campaign.CampaignStatus.ACTIVE;
import static dev.outdial.campaign.CampaignStatus.CANCELLED;
import static dev.outdial.campaign.CampaignStatus.COMPLETED;
import static dev.outdial.campaign.CampaignStatus.DRAFT;
import static dev.outdial.campaign.CampaignStatus.PAUSED;
import static dev.outdial.campaign.CampaignStatus.RUNNING;

import dev.outdial.http.ApiException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What people may do to a campaign, and from which status. Everything else is a conflict. */
enum CampaignAction {
    START("started"),
    PAUSE("paused"),
    RESUME("resumed"),
    CANCEL("cancelled");

    private static final Map<CampaignStatus, List<CampaignAction>> ALLOWED = Map.of(
            DRAFT, List.of(START, PAUSE, CANCEL),
            ACTIVE, List.of(PAUSE, CANCEL),
            RUNNING, List.of(PAUSE, CANCEL),
            PAUSED, List.of(RESUME, CANCEL),
            COMPLETED, List.of(),
            CANCELLED, List.of());

    private final String done;

    CampaignAction(String done) {
        this.done = done;
    }

    /** How it is told afterwards: "paused". */
    String done() {
        return done;
    }

    boolean isAllowedFrom(CampaignStatus status) {
        return allowedFrom(status).contains(this);
    }

    /** Ends the request with 409, and says what is allowed, unless this action is. */
    void check(CampaignStatus status) {
        if (!isAllowedFrom(status)) {
            throw ApiException.conflict(refusal(status, "campaign"));
        }
    }

    /** "A cancelled campaign cannot be resumed", and what can be done to it instead. */
    String refusal(CampaignStatus status, String noun) {
        return nounThatIs(status, noun) + " cannot be " + done + instead(status);
    }

    /** "A running campaign". */
    static String campaignThatIs(CampaignStatus status) {
        return nounThatIs(status, "campaign");
    }

    private static String nounThatIs(CampaignStatus status, String noun) {
        return (status == ACTIVE ? "An " : "A ") + status.word() + " " + noun;
    }

    private static List<CampaignAction> allowedFrom(CampaignStatus status) {
        return ALLOWED.getOrDefault(status, List.of());
    }

    private static String instead(CampaignStatus status) {
        List<CampaignAction> allowed = allowedFrom(status);
        if (allowed.isEmpty()) {
            return "";
        }
        String first = allowed.stream()
                .limit(allowed.size() - 1)
                .map(CampaignAction::done)
                .collect(Collectors.joining(", "));
        return "; it can be " + first + " or " + allowed.getLast().done();
    }
}
