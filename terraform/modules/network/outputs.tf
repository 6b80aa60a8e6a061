output "network" {
  description = "The network."
  value       = google_compute_network.network.id
}

output "network_name" {
  description = "Name of the network."
  value       = google_compute_network.network.name
}

output "subnetwork" {
  description = "The subnetwork of nodes and workers."
  value       = google_compute_subnetwork.workers.id
}

output "subnetwork_name" {
  description = "Name of the subnetwork."
  value       = google_compute_subnetwork.workers.name
}

output "pod_range_name" {
  description = "Name of the pods' addresses in the subnetwork."
  value       = google_compute_subnetwork.workers.secondary_ip_range[0].range_name
}

output "service_range_name" {
  description = "Name of the services' addresses in the subnetwork."
  value       = google_compute_subnetwork.workers.secondary_ip_range[1].range_name
}
