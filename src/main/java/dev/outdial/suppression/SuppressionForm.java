package dev.outdial.suppression;

import dev.outdial.http.FormFile;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.nio.file.Path;
import java.util.List;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/** The parts of an upload. The file is on disk by now, and deleted when the request ends. */
record SuppressionForm(
        @RestForm(FileUpload.ALL) List<FileUpload> files,
        @RestForm("country_code") @Nullable String countryCode,
        @RestForm("countryCode") @Nullable String countryCodeAlias) {

    /** The query with what the form says instead. */
    MultivaluedMap<String, String> over(MultivaluedMap<String, String> query) {
        MultivaluedMap<String, String> all = new MultivaluedHashMap<>(query);
        String country = countryCode == null ? countryCodeAlias : countryCode;
        if (country != null) {
            all.putSingle("country_code", country);
        }
        return all;
    }

    /** The one file, or the request ends with 400 or 413. */
    Path path() {
        return FormFile.only(files);
    }
}
