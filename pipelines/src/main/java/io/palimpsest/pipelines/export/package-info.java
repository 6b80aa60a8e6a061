/**
 * Workflows for orchestrators: the same stages and edges that {@code run} executes, written as a
 * DAG of Airflow or a manifest of Argo Workflows, with the names that a deployment's parts bear.
 */
package io.palimpsest.pipelines.export;
