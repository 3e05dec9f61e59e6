package dev.outdial.http;

import static java.util.Map.entry;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Describes what all operations under {@code /v1} have in common, so that nobody has to write it on each: the status of
 * success, the errors, what an id in a path is. Leaves out whatever is not under {@code /v1}.
 */
@OpenApiFilter(stages = RunStage.BUILD)
public class SharedAnswers implements OASFilter {

    /** The schema of {@link ErrorBody}. */
    static final String ERROR = "Error";

    private static final String SERVED = "/v1/";
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String OK = "200";
    private static final String BUSY = "409";

    private static final Map<String, String> ERRORS = new TreeMap<>(Map.ofEntries(
            entry("400", "The request is malformed, or fields of it are invalid: one text for each."),
            entry("401", "The API key is missing, unknown or revoked."),
            entry("403", "The API key lacks the scope that this needs."),
            entry("404", "There is no such thing, or it is another organization's."),
            entry(BUSY, "A request with this Idempotency-Key is still in progress."),
            entry("413", "The body is too long."),
            entry("415", "The body is of a media type that this does not take."),
            entry("422", "The Idempotency-Key was used for another request."),
            entry("429", "The key has made too many requests; Retry-After says when to come back."),
            entry("500", "An error of the service's own. Its log says more under the X-Request-Id of the answer."),
            entry("503", "The service cannot answer for the moment; Retry-After says when to come back.")));

    private final IndexView classes;

    /** Made by the build. */
    public SharedAnswers(IndexView classes) {
        this.classes = classes;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Map<String, Schema> schemas = api.getComponents().getSchemas();
        ERRORS.forEach((status, description) -> api.getComponents().addResponse(status, error(description)));
        api.getComponents().removeSchema(Input.class.getSimpleName());
        Map<String, MethodInfo> methods = methods();
        Map<String, PathItem> paths = api.getPaths().getPathItems();
        for (String path : paths.keySet()) {
            if (path.startsWith(SERVED)) {
                describePost(paths.get(path).getPOST());
                for (Operation operation : paths.get(path).getOperations().values()) {
                    MethodInfo method = methods.get(operation.getOperationId());
                    if (method != null) {
                        moveSuccess(operation.getResponses(), method.annotation(ResponseStatus.class));
                        describeBody(operation, method.annotation(RequestBodySchema.class));
                        describeConflict(operation.getResponses(), method.annotation(Conflicts.class));
                    }
                    describe(operation, path.contains("{"), namesOthers(operation, schemas));
                }
            } else {
                api.getPaths().removePathItem(path);
            }
        }
    }

    /** Those that are described, by their operation's id. */
    private Map<String, MethodInfo> methods() {
        Map<String, MethodInfo> methods = new HashMap<>();
        for (AnnotationInstance annotation :
                classes.getAnnotations(org.eclipse.microprofile.openapi.annotations.Operation.class)) {
            AnnotationValue id = annotation.value("operationId");
            if (id != null) {
                methods.put(id.asString(), annotation.target().asMethod());
            }
        }
        return methods;
    }

    /** Each of them can be sent again. */
    private static void describePost(@Nullable Operation post) {
        if (post != null) {
            post.addParameter(OASFactory.createParameter().ref(ApiDescription.IDEMPOTENCY_KEY));
            add(post.getResponses(), BUSY, "422");
        }
    }

    private static void describe(Operation operation, boolean hasId, boolean namesOthers) {
        APIResponses answers = operation.getResponses();
        add(answers, "401", "403", "429", "500", "503");
        if (operation.getRequestBody() != null) {
            add(answers, "400", "413", "415");
        }
        if (hasId || namesOthers) {
            add(answers, "404");
        }
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(parameter -> describe(parameter, answers));
        }
    }

    /** Whether the body has a field for another thing's id. */
    private static boolean namesOthers(Operation operation, Map<String, Schema> schemas) {
        return operation.getRequestBody() != null
                && operation.getRequestBody().getContent().getMediaTypes().values().stream()
                        .map(MediaType::getSchema)
                        .map(schema -> schema.getRef() == null
                                ? schema
                                : schemas.get(schema.getRef().substring(SCHEMAS.length())))
                        .flatMap(schema -> schema.getProperties().keySet().stream())
                        .anyMatch(property -> property.endsWith("_id") || property.endsWith("Id"));
    }

    private static void describe(Parameter parameter, APIResponses answers) {
        if (parameter.getRef() != null || parameter.getIn() == Parameter.In.QUERY) {
            add(answers, "400");
        } else if (parameter.getIn() == Parameter.In.PATH && parameter.getDescription() == null) {
            parameter.setDescription("An id, as the API gave it.");
        }
    }

    /** The document's maker does not know that annotation. */
    private static void moveSuccess(APIResponses answers, @Nullable AnnotationInstance status) {
        APIResponse success = answers.getAPIResponse(OK);
        if (status != null && success != null) {
            answers.removeAPIResponse(OK);
            answers.addAPIResponse(Integer.toString(status.value().asInt()), success.description("Created"));
        }
    }

    /** The document's maker takes the method's own parameter for the body, which here is what any body is read by. */
    private void describeBody(Operation operation, @Nullable AnnotationInstance body) {
        if (body != null) {
            ClassInfo described = classes.getClassByName(body.value().asClass().name());
            operation.getRequestBody().setRequired(true);
            operation
                    .getRequestBody()
                    .getContent()
                    .getMediaTypes()
                    .values()
                    .forEach(type -> type.setSchema(OASFactory.createSchema().ref(NullableFields.name(described))));
        }
    }

    private static void describeConflict(APIResponses answers, @Nullable AnnotationInstance conflict) {
        if (conflict != null) {
            String busy =
                    answers.hasAPIResponse(BUSY) ? " Or a request with this Idempotency-Key is still in progress." : "";
            answers.addAPIResponse(BUSY, error(conflict.value().asString() + busy));
        }
    }

    private static void add(APIResponses answers, String... statuses) {
        for (String status : statuses) {
            answers.addAPIResponse(status, OASFactory.createAPIResponse().ref(status));
        }
    }

    private static APIResponse error(String description) {
        Content content = OASFactory.createContent()
                .addMediaType(
                        "application/json",
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(ERROR)));
        return OASFactory.createAPIResponse().description(description).content(content);
    }
}
