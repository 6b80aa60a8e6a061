mock_provider "google" {}

variables {
  project = "a-project"
}

run "has_no_way_out" {
  assert {
    condition     = google_compute_network.network.auto_create_subnetworks == false
    error_message = "One subnetwork, not one a region."
  }
  assert {
    condition     = google_compute_subnetwork.workers.private_ip_google_access == true
    error_message = "Storage and images are reached without public addresses."
  }
  assert {
    condition     = length(google_compute_router_nat.nat) == 0 && length(google_compute_router.nat) == 0
    error_message = "By default there is no way to the internet."
  }
  assert {
    condition     = { for range in google_compute_subnetwork.workers.secondary_ip_range : range.range_name => range.ip_cidr_range } == { pods = "10.12.0.0/16", services = "10.11.0.0/20" }
    error_message = "Pods and services have addresses of their own."
  }
  assert {
    condition     = output.pod_range_name == "pods" && output.service_range_name == "services" && output.subnetwork_name == "palimpsest-workers"
    error_message = "The names are those that the cluster asks for."
  }
}

run "opens_a_way_if_asked" {
  variables { nat = true }
  assert {
    condition     = google_compute_router_nat.nat[0].nat_ip_allocate_option == "AUTO_ONLY"
    error_message = "The way out has addresses of its own; machines have none."
  }
}

run "refuses_what_is_no_range" {
  command = plan
  variables {
    name          = "9lives"
    node_range    = "10.10.0.0"
    pod_range     = "10.12.0.0/33"
    service_range = "here"
  }
  expect_failures = [var.name, var.node_range, var.pod_range, var.service_range]
}
