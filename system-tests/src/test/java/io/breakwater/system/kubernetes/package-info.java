/** What runs on Kubernetes: the rendered manifests against the API's schemas and our rules, and what they start, started here. */
package io.breakwater.system.kubernetes;
