package dev.outdial.http;

/** The answer of an action that has nothing to show but that it was done. */
public record Message(String message) {}
