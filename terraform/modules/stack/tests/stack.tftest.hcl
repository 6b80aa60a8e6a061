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

override_resource {
  target = module.iam.google_service_account.roles["runner"]
  values = { email = "runner@a-project.test", member = "serviceAccount:runner@a-project.test" }
}

override_resource {
  target = module.iam.google_service_account.roles["trainer"]
  values = { email = "trainer@a-project.test", member = "serviceAccount:trainer@a-project.test" }
}

override_resource {
  target = module.iam.google_service_account.roles["orchestrator"]
  values = { email = "orchestrator@a-project.test", member = "serviceAccount:orchestrator@a-project.test" }
}

variables {
  project     = "a-project"
  environment = "test"
}

run "gives_what_the_command_line_takes" {
  assert {
    condition     = output.workspace == "gs://a-project-palimpsest/workspace"
    error_message = "The workspace is ${output.workspace}."
  }
  assert {
    condition = output.dataflow_options == [
      "--runner=DataflowRunner",
      "--project=a-project",
      "--region=europe-west4",
      "--serviceAccount=runner@a-project.test",
      "--subnetwork=regions/europe-west4/subnetworks/palimpsest-workers",
      "--usePublicIps=false",
      "--sdkContainerImage=registry.test/a-project/palimpsest/palimpsest-dataflow:0.1.0",
      "--maxNumWorkers=20",
    ]
    error_message = "Dataflow's options are ${jsonencode(output.dataflow_options)}."
  }
  assert {
    condition = output.flink_options == tolist([
      "--runner=FlinkRunner",
      "--flinkMaster=palimpsest-flink-rest.palimpsest:8081",
      "--parallelism=2",
    ])
    error_message = "Flink's options are ${jsonencode(output.flink_options)}."
  }
  assert {
    condition     = output.credentials == "gcloud container clusters get-credentials palimpsest --location europe-west4 --project a-project --dns-endpoint"
    error_message = "kubectl gets in by ${output.credentials}."
  }
  assert {
    condition     = output.endpoint == "https://gke-0123.test"
    error_message = "The control plane is at ${output.endpoint}."
  }
}

run "knows_who_is_who" {
  assert {
    condition = jsonencode(output.service_accounts) == jsonencode({
      runner       = "runner@a-project.test"
      trainer      = "trainer@a-project.test"
      orchestrator = "orchestrator@a-project.test"
    })
    error_message = "The accounts are ${jsonencode(output.service_accounts)}."
  }
}

run "costs_nothing_that_was_not_asked_for" {
  assert {
    condition     = length(module.orchestrator) == 0 && output.airflow == null && length(module.budget) == 0
    error_message = "Composer and the budget are there when asked for."
  }
}

run "has_an_orchestrator_and_a_budget" {
  variables {
    orchestrator    = true
    billing_account = "012345-6789AB-CDEF01"
  }
  assert {
    condition     = output.airflow == "https://airflow.test"
    error_message = "Airflow is at ${coalesce(output.airflow, "nowhere")}."
  }
  assert {
    condition     = length(module.budget) == 1
    error_message = "There is a budget."
  }
}

run "takes_other_names" {
  variables {
    region         = "us-central1"
    bucket         = "texts"
    cluster        = "readers"
    namespace      = "texts"
    flink_cluster  = "streams"
    image_tag      = "0.2.0"
    dataflow_image = "texts-dataflow"
    parallelism    = 4
  }
  assert {
    condition     = output.workspace == "gs://a-project-texts/workspace" && output.namespace == "texts"
    error_message = "The workspace is ${output.workspace}."
  }
  assert {
    condition     = output.flink_options == tolist(["--runner=FlinkRunner", "--flinkMaster=streams-rest.texts:8081", "--parallelism=4"])
    error_message = "Flink's options are ${jsonencode(output.flink_options)}."
  }
  assert {
    condition     = contains(output.dataflow_options, "--sdkContainerImage=registry.test/a-project/palimpsest/texts-dataflow:0.2.0") && contains(output.dataflow_options, "--subnetwork=regions/us-central1/subnetworks/readers-workers")
    error_message = "Dataflow's options are ${jsonencode(output.dataflow_options)}."
  }
}

run "refuses_a_project_number" {
  command = plan
  variables { project = "123456789" }
  expect_failures = [var.project]
}

run "refuses_a_zone" {
  command = plan
  variables { region = "europe-west4-a" }
  expect_failures = [var.region]
}
