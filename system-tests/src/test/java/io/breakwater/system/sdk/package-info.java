/** SDKs of others, as their registries serve them, on the running suite. */
package io.breakwater.system.sdk;
