# Machines: one pool for what runs on processors, one for trainers, which is empty unless a trainer waits.

# Who the machines are: they pull images and write logs. Pods are somebody else.
resource "google_service_account" "nodes" {
  project      = var.project
  account_id   = "${var.name}-nodes"
  display_name = "Palimpsest: machines of the cluster"
  depends_on   = [google_project_service.services]
}

resource "google_project_iam_member" "nodes" {
  project = var.project
  role    = "roles/container.defaultNodeServiceAccount"
  member  = google_service_account.nodes.member
}

resource "google_artifact_registry_repository_iam_member" "nodes" {
  for_each   = var.repositories
  project    = var.project
  location   = var.region
  repository = each.value
  role       = "roles/artifactregistry.reader"
  member     = google_service_account.nodes.member
}

locals {
  pools = {
    general = {
      machine_type = var.machine_type, min = var.min_nodes, max = var.max_nodes, spot = false, disk = 100, accelerators = 0
    }
    accelerator = {
      # Zero: a machine with a GPU costs, used or not. The taint keeps other pods away; the cluster makes a machine
      # when a pod that tolerates it waits, and takes it away ten minutes after the last one is done.
      machine_type = var.accelerator_machine_type, min = 0, max = var.max_accelerator_nodes, spot = var.accelerator_spot
      disk         = 200, accelerators = var.accelerator_count
    }
  }
}

resource "google_container_node_pool" "pools" {
  for_each           = local.pools
  project            = var.project
  name               = each.key
  location           = var.region
  cluster            = google_container_cluster.cluster.name
  initial_node_count = each.value.min
  node_locations     = each.value.accelerators > 0 ? var.accelerator_zones : null

  autoscaling {
    # In all zones together: a minimum a zone would be three machines.
    total_min_node_count = each.value.min
    total_max_node_count = each.value.max
    location_policy      = "ANY"
  }

  management {
    auto_repair  = true
    auto_upgrade = true
  }

  node_config {
    machine_type    = each.value.machine_type
    disk_size_gb    = each.value.disk
    disk_type       = "pd-balanced"
    spot            = each.value.spot
    service_account = google_service_account.nodes.email
    oauth_scopes    = ["https://www.googleapis.com/auth/cloud-platform"]
    labels          = { palimpsest = each.key }

    workload_metadata_config {
      mode = "GKE_METADATA"
    }

    shielded_instance_config {
      enable_secure_boot          = true
      enable_integrity_monitoring = true
    }

    # Images of several GB start while they are still loaded.
    gcfs_config {
      enabled = true
    }

    dynamic "guest_accelerator" {
      for_each = each.value.accelerators > 0 ? [each.value.accelerators] : []
      content {
        type  = var.accelerator_type
        count = guest_accelerator.value
        gpu_driver_installation_config {
          gpu_driver_version = "DEFAULT"
        }
      }
    }

    dynamic "taint" {
      for_each = each.value.accelerators > 0 ? [true] : []
      content {
        key    = "nvidia.com/gpu"
        value  = "present"
        effect = "NO_SCHEDULE"
      }
    }
  }

  lifecycle {
    # What the pool started with; how many there are is the autoscaler's.
    ignore_changes = [initial_node_count]
  }
}
