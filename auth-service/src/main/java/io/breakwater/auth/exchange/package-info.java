/**
 * The credential exchange: an API key or a person's access token goes in, an internal token and the limits that apply
 * come out. This is the issuing half of the phantom-token pattern.
 *
 * <p>A credential costs one indexed read and, at most every half life of the token, one signature. The route is on the
 * management port and open to the gateway alone; it reads its bounded body on the event loop and then runs on a virtual
 * thread. A credential that is refused is answered with its 4xx code; anything else (PostgreSQL away, a bug) is a 5xx,
 * which the gateway takes as "not known", never as "refused". Nothing here logs a credential.
 */
@NullMarked
package io.breakwater.auth.exchange;

import org.jspecify.annotations.NullMarked;
