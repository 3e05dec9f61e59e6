package dev.outdial.account;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Locale;

/** What a key may do. Write includes read, admin includes both; operator stands apart and includes none of them. */
public enum Scope {
    /** See what belongs to the organization. */
    READ,
    /** Change it, and have people called. */
    WRITE,
    /** Make and revoke the organization's keys. */
    ADMIN,
    /** Make and change organizations: for whoever runs the service, not for its tenants. */
    OPERATOR;

    /** The scope's name on the wire and in the database. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Scope of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Whether somebody with these scopes may do what needs this one. */
    boolean isIn(Collection<Scope> held) {
        return switch (this) {
            case READ -> held.contains(READ) || WRITE.isIn(held);
            case WRITE -> held.contains(WRITE) || held.contains(ADMIN);
            case ADMIN, OPERATOR -> held.contains(this);
        };
    }
}
