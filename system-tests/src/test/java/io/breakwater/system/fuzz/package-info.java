/**
 * Calls every operation of the API's document with inputs made of the document itself: as it says, at its bounds, and broken;
 * with credentials that are good for it, and with those that are not. Whatever the suite answers has to be in the document
 * and valid by its schema, and is never a 5xx.
 */
package io.breakwater.system.fuzz;
