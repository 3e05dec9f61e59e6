package dev.outdial.webhook;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What {@link WebhookResource} takes, for the description of the API alone. */
final class WebhookBodies {

    private static final String URL =
            "Over https to a public address, unless the operator allows more. Redirects are not followed.";
    private static final String EVENTS = "Names of events, or * for every event once. The older call_initiated and"
            + " call_ended, which tell the same calls in another form, are not part of that.";
    private static final String SECRET = "What the signatures are made with: any text, or whsec_ and base64.";
    private static final String RETRIES = "Attempts after the first: after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h,"
            + " 20 h, 24 h and 24 h, or later where Retry-After asks for it.";
    private static final String TIMEOUT = "How long to wait for an answer.";

    private WebhookBodies() {}

    /** A webhook to be made. */
    @Schema(
            name = "NewWebhook",
            requiredProperties = {"url", "events", "secret"},
            examples = """
                    {"url": "https://example.com/hooks/outdial", "events": ["call.completed", "campaign.completed"], \
                    "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "retry_count": 5}""")
    record New(
            @Schema(description = URL, maxLength = WebhookFields.URL_MAX)
            String url,

            @Schema(description = EVENTS, minItems = 1) List<String> events,

            @Schema(description = SECRET, minLength = WebhookFields.SECRET_MIN, maxLength = WebhookFields.SECRET_MAX)
            String secret,

            @Schema(description = "Whether events are sent to it.", defaultValue = "true")
            Boolean isActive,

            @Schema(
                    description = RETRIES,
                    minimum = "0",
                    maximum = "" + WebhookFields.RETRIES_MAX,
                    defaultValue = "" + Webhook.RETRY_COUNT_DEFAULT)
            @Nullable
            Integer retryCount,

            @Schema(
                    description = TIMEOUT,
                    minimum = "" + WebhookFields.TIMEOUT_MIN,
                    maximum = "" + WebhookFields.TIMEOUT_MAX,
                    defaultValue = "" + Webhook.TIMEOUT_MS_DEFAULT)
            @Nullable
            Integer timeoutMs) {}

    /** What is to be different about one. */
    @Schema(name = "WebhookChange", examples = """
            {"secret": "whsec_dGhlIG5leHQgc2VjcmV0IG9mIGFsbA==", "is_active": true}""")
    record Change(
            @Schema(description = URL, maxLength = WebhookFields.URL_MAX)
            String url,

            @Schema(description = EVENTS, minItems = 1) List<String> events,

            @Schema(
                    description = "The one it replaces signs as well for 24 hours.",
                    minLength = WebhookFields.SECRET_MIN,
                    maxLength = WebhookFields.SECRET_MAX)
            String secret,

            @Schema(description = "True also lifts a ban by the service.")
            Boolean isActive,

            @Schema(description = RETRIES, minimum = "0", maximum = "" + WebhookFields.RETRIES_MAX) @Nullable
            Integer retryCount,

            @Schema(
                    description = TIMEOUT,
                    minimum = "" + WebhookFields.TIMEOUT_MIN,
                    maximum = "" + WebhookFields.TIMEOUT_MAX)
            @Nullable
            Integer timeoutMs) {}
}
