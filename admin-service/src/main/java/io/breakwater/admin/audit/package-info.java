/**
 * The record of what administrators do: an entry before an act and one after it with its outcome, so that an act whose
 * process dies in between is still seen to have been attempted.
 *
 * <p>Blocking; safe from any thread. An entry that cannot be written stops the act: nothing is done unrecorded. The
 * database itself refuses to change or remove an entry.
 */
@NullMarked
package io.breakwater.admin.audit;

import org.jspecify.annotations.NullMarked;
