# A cluster whose nodes have no public address. Its control plane is reached by name, by those whom IAM lets in, and has
# no address of its own, so that no list of addresses has to be kept.

resource "google_project_service" "services" {
  for_each           = toset(["container.googleapis.com", "iam.googleapis.com"])
  project            = var.project
  service            = each.value
  disable_on_destroy = false
}

resource "google_container_cluster" "cluster" {
  project             = var.project
  name                = var.name
  location            = var.region
  network             = var.network
  subnetwork          = var.subnetwork
  resource_labels     = var.labels
  deletion_protection = var.deletion_protection
  datapath_provider   = "ADVANCED_DATAPATH"
  depends_on          = [google_project_service.services]

  # The node pools are resources of their own; the one that a cluster is made with goes at once.
  remove_default_node_pool = true
  initial_node_count       = 1

  node_config {
    service_account = google_service_account.nodes.email
  }

  ip_allocation_policy {
    cluster_secondary_range_name  = var.pod_range_name
    services_secondary_range_name = var.service_range_name
  }

  private_cluster_config {
    enable_private_nodes = true
  }

  control_plane_endpoints_config {
    dns_endpoint_config {
      allow_external_traffic = true
    }
    ip_endpoints_config {
      enabled = false
    }
  }

  workload_identity_config {
    workload_pool = "${var.project}.svc.id.goog"
  }

  release_channel {
    channel = var.release_channel
  }

  lifecycle {
    # Of the first node pool, which is gone.
    ignore_changes = [node_config]
  }
}
