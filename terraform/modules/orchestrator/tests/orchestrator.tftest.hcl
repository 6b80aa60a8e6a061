mock_provider "google" {
  mock_resource "google_composer_environment" {
    defaults = {
      config = { dag_gcs_prefix = "gs://europe-west4-palimpsest-bucket/dags", airflow_uri = "https://airflow.test" }
    }
  }
}

variables {
  project          = "a-project"
  network          = "projects/a-project/global/networks/palimpsest"
  subnetwork       = "projects/a-project/regions/europe-west4/subnetworks/palimpsest-workers"
  service_account  = "palimpsest-orchestrator@a-project.test"
  registry_uri     = "registry.test/a-project/palimpsest"
  workspace        = "gs://a-project-palimpsest/workspace"
  flink_address    = "palimpsest-flink-rest.palimpsest:8081"
  dataflow_options = ["--runner=DataflowRunner", "--region=europe-west4"]
}

run "tells_dags_where_things_are" {
  assert {
    condition = google_composer_environment.environment.config[0].software_config[0].env_variables == tomap({
      PALIMPSEST_PROJECT          = "a-project"
      PALIMPSEST_REGION           = "europe-west4"
      PALIMPSEST_CLUSTER          = "palimpsest"
      PALIMPSEST_NAMESPACE        = "palimpsest"
      PALIMPSEST_REGISTRY         = "registry.test/a-project/palimpsest"
      PALIMPSEST_TAG              = "0.1.0"
      PALIMPSEST_WORKSPACE        = "gs://a-project-palimpsest/workspace"
      PALIMPSEST_FLINK            = "palimpsest-flink-rest.palimpsest:8081"
      PALIMPSEST_DATAFLOW_OPTIONS = "--runner=DataflowRunner --region=europe-west4"
    })
    error_message = "These are the variables that an exported DAG reads."
  }
}

run "is_private_and_starts_nothing" {
  assert {
    condition = (google_composer_environment.environment.config[0].enable_private_environment == true
    && google_composer_environment.environment.config[0].node_config[0].service_account == "palimpsest-orchestrator@a-project.test")
    error_message = "The environment has no public address, and an account of its own."
  }
  assert {
    condition = google_composer_environment.environment.config[0].software_config[0].airflow_config_overrides == tomap({
      "core-dags_are_paused_at_creation" = "True"
      "scheduler-catchup_by_default"     = "False"
    })
    error_message = "A DAG that was uploaded runs when a person says so."
  }
  assert {
    condition     = google_composer_environment.environment.config[0].software_config[0].image_version == "composer-3-airflow-3"
    error_message = "Composer 3."
  }
}

run "uploads_dags" {
  variables {
    dags = { "quickstart.py" = "tests/dag.py" }
  }
  assert {
    condition = (google_storage_bucket_object.dags["quickstart.py"].bucket == "europe-west4-palimpsest-bucket"
    && google_storage_bucket_object.dags["quickstart.py"].name == "dags/palimpsest/quickstart.py")
    error_message = "DAGs lie in a folder of ours below the environment's."
  }
}

run "refuses_a_dag_that_is_not_there" {
  command = plan
  variables {
    dags = { "quickstart.py" = "tests/missing.py" }
  }
  expect_failures = [var.dags]
}

run "refuses_wrong_values" {
  command = plan
  variables {
    name             = "Airflow"
    size             = "HUGE"
    image_version    = "composer-2-airflow-2.9.3"
    workspace        = "/data/workspace"
    dataflow_options = ["--region = europe-west4"]
  }
  expect_failures = [var.name, var.size, var.image_version, var.workspace, var.dataflow_options]
}
