module "stack" {
  source      = "../../modules/stack"
  environment = "dev"
  project     = var.project
  region      = var.region
  image_tag   = var.image_tag
  dags        = { for name in fileset("${path.root}/dags", "*.py") : name => "${path.root}/dags/${name}" }

  # Small, cheap, easily taken away; without Composer, which costs all day.
  protected               = false
  orchestrator            = false
  dataflow_max_workers    = 4
  max_nodes               = 4
  flink_max_task_managers = 4
  accelerator_spot        = true
  max_accelerator_nodes   = 1
  billing_account         = var.billing_account
  budget_monthly          = var.budget_monthly
  budget_mails            = var.budget_mails
}
