package dev.outdial.http;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Lets a resource take {@link Input} as its body. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
class InputReader implements MessageBodyReader<Input> {

    private final KeyedRequest keyed;

    InputReader(KeyedRequest keyed) {
        this.keyed = keyed;
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == Input.class;
    }

    @Override
    public Input readFrom(
            Class<Input> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        // Read into memory before the resource runs, unless it is too long: then only so much of it is, on a worker.
        byte[] bytes = body.readNBytes(RequestLimits.BODY_MAX + 1);
        if (bytes.length > RequestLimits.BODY_MAX) {
            throw ApiException.payloadTooLarge(ErrorBody.reason(413));
        }
        keyed.body(bytes);
        return Input.parse(bytes);
    }
}
