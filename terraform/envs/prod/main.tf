module "stack" {
  source      = "../../modules/stack"
  environment = "prod"
  project     = var.project
  region      = var.region
  image_tag   = var.image_tag
  dags        = { for name in fileset("${path.root}/dags", "*.py") : name => "${path.root}/dags/${name}" }

  protected               = true
  orchestrator            = true
  dataflow_max_workers    = 100
  max_nodes               = 30
  flink_max_task_managers = 50
  parallelism             = 16
  accelerator_spot        = false
  max_accelerator_nodes   = 8
  billing_account         = var.billing_account
  budget_monthly          = var.budget_monthly
  budget_mails            = var.budget_mails
}
