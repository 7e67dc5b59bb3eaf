package io.breakwater.client.error;

/** A part of the request that does not fit, and why. */
public record Violation(String path, String message) {}
