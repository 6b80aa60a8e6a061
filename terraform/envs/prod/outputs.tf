output "workspace" {
  description = "What --workspace takes."
  value       = module.stack.workspace
}

output "dataflow_options" {
  description = "What follows -- on the command line, for data stages on Dataflow."
  value       = module.stack.dataflow_options
}

output "flink_options" {
  description = "What follows -- on the command line, for data stages on Flink, in a pod of the cluster."
  value       = module.stack.flink_options
}

output "images" {
  description = "Full names of the images, to push to."
  value       = module.stack.images
}

output "service_accounts" {
  description = "The accounts' addresses by role."
  value       = module.stack.service_accounts
}

output "namespace" {
  description = "Kubernetes namespace of the pods."
  value       = module.stack.namespace
}

output "endpoint" {
  description = "Address of the cluster's control plane."
  value       = module.stack.endpoint
}

output "credentials" {
  description = "The command that lets kubectl in."
  value       = module.stack.credentials
}

output "airflow" {
  description = "Address of Airflow; null without an orchestrator."
  value       = module.stack.airflow
}
