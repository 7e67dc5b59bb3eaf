package io.breakwater.localstack.suite;

import java.net.URI;

/**
 * What the person who started a suite needs to know of it.
 *
 * @param redis where its Redis is, for the demo alone
 */
public record Summary(URI gateway, URI redis, Login platformAdmin, DemoAccount demo) {}
