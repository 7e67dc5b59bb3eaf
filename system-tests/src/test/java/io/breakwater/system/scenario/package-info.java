/** Scenarios on the packaged suite, through its public door; faults are real signals to real processes. */
package io.breakwater.system.scenario;
