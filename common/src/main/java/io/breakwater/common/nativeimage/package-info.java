/**
 * Keeps native executables whole: what Jackson reaches by reflection is registered when an image is built, by a rule instead of by
 * lists. Nothing of it runs on the JVM, nor after the build. A class that cannot be loaded fails the build of the image.
 */
@NullMarked
package io.breakwater.common.nativeimage;

import org.jspecify.annotations.NullMarked;
