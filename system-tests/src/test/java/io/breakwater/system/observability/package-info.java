/** Rules and dashboards against what the services export: no alert is silent because its metric was never there. */
package io.breakwater.system.observability;
