package dev.outdial.campaign;

import dev.outdial.http.ApiException;
import dev.outdial.http.PublicId;
import jakarta.persistence.EnumeratedValue;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a campaign is to its client. The engine makes no difference but for {@link #DIRECT}. */
public enum CampaignKind {
    /** Made as such. Only these are listed as campaigns. */
    CAMPAIGN,
    /** One upload, which takes no further leads. */
    BATCH,
    /** The single calls of an agent from a caller number: never shown, never completed. */
    DIRECT;

    @EnumeratedValue
    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in the database. */
    public String word() {
        return word;
    }

    /** The 404 for an id of this kind that is unknown or another organization's. */
    ApiException notFound() {
        return this == BATCH ? PublicId.BATCH.notFound() : PublicId.CAMPAIGN.notFound();
    }

    /** How clients name a campaign of this kind; null where they do not know it. */
    public @Nullable String text(UUID id) {
        return switch (this) {
            case CAMPAIGN -> PublicId.CAMPAIGN.text(id);
            case BATCH -> PublicId.BATCH.text(id);
            case DIRECT -> null;
        };
    }
}
