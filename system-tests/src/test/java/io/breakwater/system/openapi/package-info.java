/** The API's one document: merged of the services', linted, and compared with the last that was released. */
package io.breakwater.system.openapi;
