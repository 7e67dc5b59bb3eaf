/**
 * Personal data in the audit trail, so sealed that it can be erased without touching the trail: each person has, in each
 * chain, a random data key; what is personal about nobody in particular is under a key of its chain and day,
 * and the address of somebody who was invited and has no account under a key of the invitation. Data keys lie
 * in the database, sealed under the key-encryption key of a file. Erasing somebody is forgetting their keys: when an
 * erasure says so, and by itself when auth-service tells that it has erased a person or tenant.
 *
 * <p>Blocks on PostgreSQL; safe from any thread. A person or tenant whose keys were shredded never gets new ones: what still
 * arrives about them is not kept at all. While keys are shredded nobody writes under them. A sealed key that neither
 * key-encryption key opens keeps the service from starting.
 */
@NullMarked
package io.breakwater.admin.subjectkey;

import org.jspecify.annotations.NullMarked;
