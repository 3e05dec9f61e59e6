package dev.outdial.batch;

import dev.outdial.http.FormFile;
import dev.outdial.http.Input;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** The parts of a form. The file is on disk by now, and deleted when the request ends. */
record BatchForm(
        @RestForm(FileUpload.ALL) List<FileUpload> files,
        @RestForm @Nullable String title,
        @RestForm @Nullable String name,
        @RestForm("agent_id") @Nullable String agentId,
        @RestForm("agent_version_number") @Nullable String agentVersionNumber,
        @RestForm("starts_at") @Nullable String startsAt,
        @RestForm("scheduled_at") @Nullable String scheduledAt,
        @RestForm("ends_at") @Nullable String endsAt,
        @RestForm("calling_hours_start") @Nullable String callingHoursStart,
        @RestForm("calling_hours_end") @Nullable String callingHoursEnd,
        @RestForm("time_zone") @Nullable String timeZone,
        @RestForm("from_phone_number") @Nullable String fromPhoneNumber,
        @RestForm("max_concurrent_calls") @Nullable String maxConcurrentCalls,
        @RestForm("retry_config") @Nullable String retryConfig,
        @RestForm("country_code") @Nullable String countryCode,
        @RestForm("countryCode") @Nullable String countryCodeAlias,
        @RestForm("on_duplicate") @Nullable String onDuplicate) {

    /** Fields that are JSON, not text. */
    private static final Set<String> JSON = Set.of("agent_version_number", "max_concurrent_calls", "retry_config");

    /** The one file, or the request ends with 400 or 413. */
    Path path() {
        return FormFile.only(files);
    }

    /** The fields, to be read as those of a JSON body are. */
    Input fields() {
        Map<String, @Nullable String> fields = new LinkedHashMap<>();
        fields.put("title", title);
        fields.put("name", name);
        fields.put("agent_id", agentId);
        fields.put("agent_version_number", agentVersionNumber);
        fields.put("starts_at", startsAt);
        fields.put("scheduled_at", scheduledAt);
        fields.put("ends_at", endsAt);
        fields.put("calling_hours_start", callingHoursStart);
        fields.put("calling_hours_end", callingHoursEnd);
        fields.put("time_zone", timeZone);
        fields.put("from_phone_number", fromPhoneNumber);
        fields.put("max_concurrent_calls", maxConcurrentCalls);
        fields.put("retry_config", retryConfig);
        fields.put("country_code", countryCode);
        fields.put("countryCode", countryCodeAlias);
        fields.put("on_duplicate", onDuplicate);
        return Input.ofForm(fields, JSON);
    }
}
