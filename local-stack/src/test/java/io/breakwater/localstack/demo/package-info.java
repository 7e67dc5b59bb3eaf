/** Tests of what the demo shows. */
@NullMarked
package io.breakwater.localstack.demo;

import org.jspecify.annotations.NullMarked;
