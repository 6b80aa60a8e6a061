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
  project = "a-project"
}

run "is_cheap" {
  assert {
    condition     = output.airflow == null
    error_message = "No Composer, which costs all day."
  }
  assert {
    condition     = contains(output.dataflow_options, "--maxNumWorkers=4")
    error_message = "Few workers."
  }
  assert {
    condition     = output.workspace == "gs://a-project-palimpsest/workspace"
    error_message = "The workspace is ${output.workspace}."
  }
}
