package dev.outdial.account;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that knows other proofs than an API key, such as a call's own token or a carrier's signature. A valid key is
 * honoured and must have the scope; without one the method is run all the same and must ask {@link Caller#isKnown()}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface KeyOptional {}
