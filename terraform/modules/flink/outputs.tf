output "cluster" {
  description = "Name of the cluster."
  value       = google_container_cluster.cluster.name
}

output "endpoint" {
  description = "Address of the cluster's control plane."
  value       = "https://${google_container_cluster.cluster.control_plane_endpoints_config[0].dns_endpoint_config[0].endpoint}"
}

output "workload_pool" {
  description = "The cluster's workload identity pool."
  value       = google_container_cluster.cluster.workload_identity_config[0].workload_pool
}

output "credentials" {
  description = "The command that lets kubectl in."
  value       = "gcloud container clusters get-credentials ${var.name} --location ${var.region} --project ${var.project} --dns-endpoint"
}

output "address" {
  description = "Flink's address for pods of the cluster."
  value       = var.session ? "${var.flink_cluster}-rest.${var.namespace}:8081" : null
}

output "options" {
  description = "What follows -- on the command line, for data stages on Flink, in a pod of the cluster."
  value = var.session ? [
    "--runner=FlinkRunner",
    "--flinkMaster=${var.flink_cluster}-rest.${var.namespace}:8081",
    "--parallelism=${var.parallelism}",
  ] : []
}
