package dev.outdial.http;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** What {@code /q/openapi} says of the API as a whole. */
@OpenAPIDefinition(
        info = @Info(title = "Outdial", version = "1", description = "Runs outbound voice-AI calling campaigns."),
        security = @SecurityRequirement(name = "apiKey"))
@SecurityScheme(
        securitySchemeName = "apiKey",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        bearerFormat = "keyId:secret",
        description = "An API key, sent whole.")
public class ApiDescription extends Application {}
