# Cloud Composer 3, which is Airflow, with the DAGs that `./palimpsest export airflow` writes. A DAG that is uploaded is
# paused: a person turns it on.

resource "google_project_service" "composer" {
  project            = var.project
  service            = "composer.googleapis.com"
  disable_on_destroy = false
}

resource "google_composer_environment" "environment" {
  project    = var.project
  region     = var.region
  name       = var.name
  labels     = var.labels
  depends_on = [google_project_service.composer]

  config {
    environment_size           = var.size
    enable_private_environment = true

    node_config {
      network         = var.network
      subnetwork      = var.subnetwork
      service_account = var.service_account
    }

    software_config {
      image_version = var.image_version
      # What exported DAGs read; Airflow's connections and variables stay free of it.
      env_variables = merge({
        PALIMPSEST_PROJECT          = var.project
        PALIMPSEST_REGION           = var.region
        PALIMPSEST_CLUSTER          = var.cluster
        PALIMPSEST_NAMESPACE        = var.namespace
        PALIMPSEST_REGISTRY         = var.registry_uri
        PALIMPSEST_TAG              = var.tag
        PALIMPSEST_WORKSPACE        = var.workspace
        PALIMPSEST_DATAFLOW_OPTIONS = join(" ", var.dataflow_options)
      }, var.flink_address == null ? {} : { PALIMPSEST_FLINK = var.flink_address })
      airflow_config_overrides = {
        "core-dags_are_paused_at_creation" = "True"
        # Paused or not, nothing is made up for the time before a DAG was there.
        "scheduler-catchup_by_default" = "False"
      }
    }
  }
}

locals {
  # gs://BUCKET/dags
  dags = split("/", trimprefix(google_composer_environment.environment.config[0].dag_gcs_prefix, "gs://"))
}

resource "google_storage_bucket_object" "dags" {
  for_each     = var.dags
  bucket       = local.dags[0]
  name         = join("/", concat(slice(local.dags, 1, length(local.dags)), ["palimpsest", each.key]))
  source       = each.value
  content_type = "text/x-python"
}
