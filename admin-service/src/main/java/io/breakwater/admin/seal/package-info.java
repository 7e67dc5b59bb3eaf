/**
 * What makes the audit trail hold: its days are sealed by a signed checkpoint each, dropped as a whole when their time is
 * over, and walked to prove that nothing was changed.
 *
 * <p>A day is closed first, so that nothing is appended to it any more, then walked without holding anybody up, then sealed;
 * a crash in between is made good by the next turn. A day that does not verify is not sealed: that is told by an error and
 * {@code breakwater.audit.broken}. Entries are dropped through a database role of its own that can do nothing else; while
 * auth-service cannot say how long a tenant's are kept, nothing of it is dropped. Runs on virtual threads; any number of
 * processes may do all of it at once.
 */
@NullMarked
package io.breakwater.admin.seal;

import org.jspecify.annotations.NullMarked;
