package dev.outdial.campaign;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says that leads are due where nobody listens. */
final class Unheard implements Event<LeadsDue> {

    @Override
    public void fire(LeadsDue event) {
        // Nobody dials yet.
    }

    @Override
    public <U extends LeadsDue> CompletionStage<U> fireAsync(U event) {
        return CompletableFuture.completedFuture(event);
    }

    @Override
    public <U extends LeadsDue> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
        return fireAsync(event);
    }

    @Override
    public Event<LeadsDue> select(Annotation... qualifiers) {
        return this;
    }

    @Override
    public <U extends LeadsDue> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <U extends LeadsDue> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
        throw new UnsupportedOperationException();
    }
}
