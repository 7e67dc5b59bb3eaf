/** What calls throw: a class for each kind of answer. The code in it is stable, the message is for people. */
@NullMarked
package io.breakwater.client.error;

import org.jspecify.annotations.NullMarked;
