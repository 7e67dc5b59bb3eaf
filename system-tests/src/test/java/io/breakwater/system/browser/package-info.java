/** The pages of the suite in a real browser, Debian's or any other Chromium on the {@code PATH}. */
package io.breakwater.system.browser;
