package dev.outdial.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jspecify.annotations.Nullable;

/** Says of every field of a described record that it may be null, where the record's component says so. */
@OpenApiFilter(stages = RunStage.BUILD)
public class NullableFields implements OASFilter {

    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
    private static final String OURS = "dev.outdial.";

    private final IndexView classes;

    /** Made by the build. */
    public NullableFields(IndexView classes) {
        this.classes = classes;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        Map<String, Schema> schemas = api.getComponents().getSchemas();
        for (ClassInfo type : classes.getKnownClasses()) {
            Schema schema = type.isRecord() && type.name().toString().startsWith(OURS) ? schemas.get(name(type)) : null;
            if (schema != null && schema.getProperties() != null) {
                type.fields().stream()
                        .filter(field -> field.type().hasAnnotation(NULLABLE))
                        .forEach(field -> allowNull(schema, name(field)));
            }
        }
    }

    private static void allowNull(Schema owner, String property) {
        Schema schema = owner.getProperties().get(property);
        if (schema == null) {
            return;
        }
        if (schema.getRef() != null) {
            owner.addProperty(
                    property,
                    OASFactory.createSchema()
                            .description(schema.getDescription())
                            .addAnyOf(OASFactory.createSchema().ref(schema.getRef()))
                            .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL)));
        } else if (schema.getType() != null && !schema.getType().contains(SchemaType.NULL)) {
            List<SchemaType> types = new ArrayList<>(schema.getType());
            types.add(SchemaType.NULL);
            schema.setType(types);
        }
    }

    /** What the document calls a record. */
    static String name(ClassInfo type) {
        return named(
                type.declaredAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class),
                "name",
                type.simpleName());
    }

    private static String name(FieldInfo field) {
        String snakeCase =
                field.name().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
        return named(field.annotation(JsonProperty.class), "value", snakeCase);
    }

    private static String named(@Nullable AnnotationInstance annotation, String member, String otherwise) {
        AnnotationValue value = annotation == null ? null : annotation.value(member);
        return value == null ? otherwise : value.asString();
    }
}
