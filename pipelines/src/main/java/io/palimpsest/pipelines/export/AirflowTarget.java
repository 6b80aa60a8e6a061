package io.palimpsest.pipelines.export;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where the tasks of a DAG of Airflow do their work. */
public enum AirflowTarget {
  /** In processes on Airflow's own machine. */
  @JsonProperty("local")
  LOCAL,
  /** In pods; data stages submit to a Flink cluster. */
  @JsonProperty("kubernetes")
  KUBERNETES,
  /**
   * In pods of a cluster of Google's; data stages submit to Dataflow. Accelerator stages are pods
   * with a GPU and no custom jobs of Vertex AI, which keep exit codes and results to themselves: a
   * passing fault could not be told from a failure.
   */
  @JsonProperty("gcp")
  GCP
}
