package io.breakwater.client.error;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an error answer says.
 *
 * @param retryAfter what the server asks to wait
 * @param problem the whole body (RFC 9457), with whatever the code adds; empty where it was none
 */
public record ErrorAnswer(
        int status,
        String code,
        String message,
        Optional<String> requestId,
        Optional<Duration> retryAfter,
        List<Violation> errors,
        Map<String, Object> problem) {}
