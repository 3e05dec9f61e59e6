package dev.outdial.call;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** By what calls are found that have a result. It is written by {@link CallResultResource}, and read by way of {@link CallEntry}. */
@Entity
@Immutable
class CallResult extends PanacheEntityBase {

    @Id
    public UUID callId;

    public UUID organizationId;
    public @Nullable String sentiment;
}
