mock_provider "google" {
  mock_resource "google_artifact_registry_repository" {
    defaults = { registry_uri = "registry.test/a-project/palimpsest" }
  }
  mock_resource "google_service_account" {
    defaults = { email = "an-account@a-project.test", member = "serviceAccount:an-account@a-project.test" }
  }
  mock_resource "google_composer_environment" {
    defaults = {
      config = { dag_gcs_prefix = "gs://europe-west4-palimpsest-bucket/dags", airflow_uri = "https://airflow.test" }
    }
  }
  mock_resource "google_container_cluster" {
    defaults = {
      control_plane_endpoints_config = { dns_endpoint_config = { endpoint = "gke-0123.test" } }
    }
  }
  mock_data "google_project" {
    defaults = { number = "123456789" }
  }
}
mock_provider "helm" {}
mock_provider "kubernetes" {}

variables {
  project         = "a-project"
  billing_account = "012345-6789AB-CDEF01"
}

run "is_scheduled" {
  assert {
    condition     = output.airflow == "https://airflow.test"
    error_message = "There is an Airflow."
  }
  assert {
    condition     = contains(output.flink_options, "--parallelism=16") && contains(output.dataflow_options, "--maxNumWorkers=100")
    error_message = "It is as large as production."
  }
  assert {
    condition     = output.workspace == "gs://a-project-palimpsest/workspace"
    error_message = "The workspace is ${output.workspace}."
  }
}
