/**
 * The one shape in which every service tells the audit trail what was done: {@link io.breakwater.common.audit.AuditEvent}.
 *
 * <p>Values only, safe from any thread. Personal data stands apart from the rest of an event and names the person it is
 * about, so that it can be erased later without touching what happened.
 */
@NullMarked
package io.breakwater.common.audit;

import org.jspecify.annotations.NullMarked;
