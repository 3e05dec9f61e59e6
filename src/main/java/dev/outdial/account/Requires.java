package dev.outdial.account;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The scope that a resource's method (or all of its methods) needs. Without it, GET needs {@link Scope#READ} and
 * everything else {@link Scope#WRITE}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Requires {

    /** The scope. */
    Scope value();
}
