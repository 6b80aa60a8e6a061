# All of it, wired: what dev and prod differ in are values.

locals {
  labels = merge({ application = "palimpsest", environment = var.environment }, var.labels)
}

module "storage" {
  source        = "../storage"
  project       = var.project
  name          = "${var.project}-${var.bucket}"
  location      = var.region
  labels        = local.labels
  force_destroy = !var.protected
}

module "registry" {
  source     = "../registry"
  project    = var.project
  region     = var.region
  repository = var.repository
  tag        = var.image_tag
  labels     = local.labels
  images = {
    launcher     = var.launcher_image
    flink        = var.flink_image
    dataflow     = var.dataflow_image
    trainer      = var.trainer_image
    trainer-cuda = var.trainer_cuda_image
  }
}

module "iam" {
  source                       = "../iam"
  project                      = var.project
  region                       = var.region
  bucket                       = module.storage.bucket
  repository                   = module.registry.repository
  workload_pool                = module.flink.workload_pool
  namespace                    = var.namespace
  runner_service_account       = var.runner_service_account
  trainer_service_account      = var.trainer_service_account
  orchestrator_service_account = var.orchestrator_service_account
}

module "network" {
  source  = "../network"
  project = var.project
  region  = var.region
  name    = var.cluster
}

module "dataflow" {
  source          = "../dataflow"
  project         = var.project
  region          = var.region
  network         = module.network.network
  network_name    = module.network.network_name
  subnetwork_name = module.network.subnetwork_name
  service_account = module.iam.emails["runner"]
  image           = module.registry.images["dataflow"]
  max_workers     = var.dataflow_max_workers
}

module "flink" {
  source                       = "../flink"
  project                      = var.project
  region                       = var.region
  name                         = var.cluster
  network                      = module.network.network
  subnetwork                   = module.network.subnetwork
  pod_range_name               = module.network.pod_range_name
  service_range_name           = module.network.service_range_name
  labels                       = local.labels
  deletion_protection          = var.protected
  namespace                    = var.namespace
  runner_service_account       = var.runner_service_account
  trainer_service_account      = var.trainer_service_account
  orchestrator_service_account = var.orchestrator_service_account
  runner_email                 = module.iam.emails["runner"]
  trainer_email                = module.iam.emails["trainer"]
  orchestrator_email           = module.iam.emails["orchestrator"]
  repositories                 = { images = module.registry.repository, mirror = module.registry.mirror }
  mirror_uri                   = module.registry.mirror_uri
  max_nodes                    = var.max_nodes
  accelerator_type             = var.accelerator_type
  accelerator_count            = var.accelerator_count
  accelerator_machine_type     = var.accelerator_machine_type
  accelerator_zones            = var.accelerator_zones
  accelerator_spot             = var.accelerator_spot
  max_accelerator_nodes        = var.max_accelerator_nodes
  session                      = var.flink_session
  flink_cluster                = var.flink_cluster
  flink_image                  = module.registry.images["flink"]
  parallelism                  = var.parallelism
  max_task_managers            = var.flink_max_task_managers
}

module "orchestrator" {
  count            = var.orchestrator ? 1 : 0
  source           = "../orchestrator"
  project          = var.project
  region           = var.region
  name             = var.cluster
  labels           = local.labels
  network          = module.network.network
  subnetwork       = module.network.subnetwork
  service_account  = module.iam.emails["orchestrator"]
  dags             = var.dags
  cluster          = module.flink.cluster
  namespace        = var.namespace
  registry_uri     = module.registry.uri
  tag              = var.image_tag
  workspace        = module.storage.workspace
  flink_address    = module.flink.address
  dataflow_options = module.dataflow.options
}

module "budget" {
  count           = var.billing_account == null ? 0 : 1
  source          = "../budget"
  project         = var.project
  billing_account = var.billing_account
  monthly         = var.budget_monthly
  mails           = var.budget_mails
}
