package io.breakwater.common.json;

import jakarta.enterprise.context.RequestScoped;

/** The {@link IgnoredFields} of the present HTTP request. */
@RequestScoped
public class RequestIgnoredFields extends IgnoredFields {}
