package dev.outdial.http;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * What {@code /q/openapi} says of the API as a whole. What it says of one operation stands on the resource's method;
 * what is alike for many is added by {@link SharedAnswers}.
 */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Outdial",
                        version = "1",
                        description = """
                                Runs outbound voice-AI calling campaigns. Names are in snake_case, unknown fields of a \
                                request are ignored, timestamps are in UTC, and ids are opaque: one that names \
                                nothing of the key's organization is a 404.""",
                        license =
                                @License(
                                        name = "Apache License 2.0",
                                        url = "https://www.apache.org/licenses/LICENSE-2.0")),
        security = @SecurityRequirement(name = ApiDescription.KEY),
        tags = {
            @Tag(name = "Campaigns", description = "Who is called, from which number, how often and how many at once."),
            @Tag(name = "Leads", description = "The people that a campaign calls, one by one, as a list or as a file."),
            @Tag(name = "Calls", description = "Single calls, and what voice agents have learned from any call."),
            @Tag(name = "Batch calls", description = "A file of people to call, in one request."),
            @Tag(name = "Call logs", description = "Every attempt to reach a lead."),
            @Tag(
                    name = "Suppressions",
                    description = "The do-not-call list: numbers that nobody of the organization calls."),
            @Tag(name = "Agents", description = "The voice agents that people are connected with."),
            @Tag(name = "Phone numbers", description = "The numbers that calls are made from, and their limits."),
            @Tag(name = "Webhooks", description = "Endpoints that are told what happens, and what they were told."),
            @Tag(name = "API keys", description = "The keys of an organization; for its admins."),
            @Tag(name = "Organizations", description = "The tenants; for whoever runs the service.")
        },
        components =
                @Components(
                        schemas = @Schema(name = SharedAnswers.ERROR, implementation = ErrorBody.class),
                        parameters = {
                            @Parameter(
                                    name = ApiDescription.IDEMPOTENCY_KEY,
                                    in = ParameterIn.HEADER,
                                    description = """
                                            Chosen by the client for this one request: whoever sends the same again, within a \
                                            day, gets the first answer, with Idempotent-Replayed, and nothing is done twice.""",
                                    schema = @Schema(implementation = String.class, minLength = 1, maxLength = 255)),
                            @Parameter(
                                    name = "page",
                                    in = ParameterIn.QUERY,
                                    description = "The page of the list, from 1.",
                                    schema =
                                            @Schema(
                                                    implementation = Integer.class,
                                                    minimum = "1",
                                                    maximum = "" + Paging.PAGE_MAX,
                                                    defaultValue = "1")),
                            @Parameter(
                                    name = "limit",
                                    in = ParameterIn.QUERY,
                                    description =
                                            "Rows on a page; more than " + Paging.LIMIT_MAX + " are lowered to that.",
                                    schema =
                                            @Schema(
                                                    implementation = Integer.class,
                                                    minimum = "1",
                                                    defaultValue = "" + Paging.LIMIT_DEFAULT))
                        }))
@SecurityScheme(
        securitySchemeName = ApiDescription.KEY,
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "keyId:secret",
        description = "An API key, sent whole.")
public class ApiDescription extends Application {

    static final String KEY = "apiKey";
    static final String IDEMPOTENCY_KEY = KeyedRequest.HEADER;
}
