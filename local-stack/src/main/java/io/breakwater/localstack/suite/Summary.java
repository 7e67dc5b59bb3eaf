package io.breakwater.localstack.suite;

import java.net.URI;

/** What the person who started a suite needs to know of it. */
public record Summary(URI gateway, Login platformAdmin, DemoAccount demo) {}
