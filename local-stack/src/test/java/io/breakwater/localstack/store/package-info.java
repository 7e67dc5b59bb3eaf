/** Tests on real servers, unpacked and started by the tests themselves. */
@NullMarked
package io.breakwater.localstack.store;

import org.jspecify.annotations.NullMarked;
