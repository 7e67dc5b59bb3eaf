/**
 * What the gateway does when something dies: packaged processes, real signals, load while it happens. Each scenario has a
 * gateway of its own beside the suite's, on the suite's stores and services, and a trivial service behind it.
 */
package io.breakwater.system.fault;
