package dev.outdial.http;

import java.nio.file.Path;
import java.util.List;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** The part of a form that is a file, in the field {@code file}. */
public final class FormFile {

    private static final long FILE_MAX = 10 * 1024 * 1024;

    private FormFile() {}

    /** The one file of a form, or the request ends with 400 or 413. It is on disk, and deleted when the request ends. */
    public static Path only(List<FileUpload> files) {
        if (files.stream().noneMatch(part -> "file".equals(part.name()))) {
            throw ApiException.badRequest(List.of("file should not be empty"));
        }
        if (files.size() > 1) {
            throw ApiException.badRequest(List.of("file must be a single file"));
        }
        if (files.getFirst().size() > FILE_MAX) {
            throw ApiException.payloadTooLarge("The file is larger than 10 MB");
        }
        return files.getFirst().uploadedFile();
    }
}
