package io.breakwater.common.problem;

/**
 * An error ready to be sent.
 *
 * @param status the HTTP status after the profile's map
 * @param body UTF-8 JSON
 */
public record RenderedProblem(int status, String contentType, String body) {}
