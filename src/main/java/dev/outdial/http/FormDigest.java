package dev.outdial.http;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.multipart.FormData;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a form: of its fields and of what is in its files, not of the bytes that were sent, because a client
 * chooses another boundary each time. Files are on disk and are read in parts.
 */
record FormDigest(FormData form) {

    private static final byte FILE = 1;
    private static final byte TEXT = 2;

    /** The form of the current request; null when it has none. */
    static @Nullable FormDigest current() {
        ResteasyReactiveRequestContext request = CurrentRequestManager.get();
        FormData form = request == null ? null : request.getFormData();
        return form == null ? null : new FormDigest(form);
    }

    /** Read by a worker thread, told on the caller's context. */
    Uni<String> digest() {
        Context context = Vertx.currentContext();
        return Uni.createFrom()
                .item(this::read)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .emitOn(task -> {
                    if (context == null) {
                        task.run();
                    } else {
                        context.runOnContext(_ -> task.run());
                    }
                });
    }

    private String read() {
        MessageDigest digest = Sha256.digest();
        TreeSet<String> names = new TreeSet<>();
        form.forEach(names::add);
        for (String name : names) {
            for (FormValue value : form.get(name)) {
                add(digest, name.getBytes(StandardCharsets.UTF_8));
                digest.update(value.isFileItem() ? FILE : TEXT);
                add(
                        digest,
                        value.isFileItem() ? content(value) : value.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] content(FormValue file) {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = file.getFileItem().getInputStream();
                OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            in.transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return digest.digest();
    }

    /** With its length, so that no two lists of parts look alike. */
    private static void add(MessageDigest digest, byte[] part) {
        digest.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(part);
    }
}
