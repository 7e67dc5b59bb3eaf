package io.breakwater.common.problem;

/**
 * One thing wrong with one field.
 *
 * @param path dotted from the body's root with array indexes as numbers ({@code events.0.type}); a parameter's name; or
 *     empty for the body itself
 * @param message what is wrong, for people; never quotes the offending value
 */
public record FieldViolation(String path, String message) {}
