package dev.outdial.account;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What {@link ApiKeyResource} takes for a new key, for the description of the API alone. */
@Schema(name = "NewApiKey", requiredProperties = "name", examples = """
                {"name": "CRM", "scopes": ["read", "write"]}""")
record NewKeyBody(
        @Schema(description = "What it is for.", minLength = 1, maxLength = 200)
        String name,

        @Schema(description = "At most what the key has that asks; read and write unless told.", minItems = 1) @Nullable
        List<Scope> scopes) {}
