output "workspace" {
  description = "What --workspace takes."
  value       = module.storage.workspace
}

output "dataflow_options" {
  description = "What follows -- on the command line, for data stages on Dataflow."
  value       = module.dataflow.options
}

output "flink_options" {
  description = "What follows -- on the command line, for data stages on Flink, in a pod of the cluster."
  value       = module.flink.options
}

output "images" {
  description = "Full names of the images, to push to."
  value       = module.registry.images
}

output "service_accounts" {
  description = "The accounts' addresses by role."
  value       = module.iam.emails
}

output "namespace" {
  description = "Kubernetes namespace of the pods."
  value       = var.namespace
}

output "endpoint" {
  description = "Address of the cluster's control plane."
  value       = module.flink.endpoint
}

output "credentials" {
  description = "The command that lets kubectl in."
  value       = module.flink.credentials
}

output "airflow" {
  description = "Address of Airflow; null without an orchestrator."
  value       = one(module.orchestrator[*].airflow)
}
