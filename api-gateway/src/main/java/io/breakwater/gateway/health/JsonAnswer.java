package io.breakwater.gateway.health;

/**
 * An answer of the gateway's own.
 *
 * @param body JSON
 */
public record JsonAnswer(int status, String body) {}
