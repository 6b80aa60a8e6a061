# A network of its own. Nothing in it has a public address; Google's services are reached privately, and there is no
# way to anywhere else unless `nat` asks for one.

resource "google_project_service" "compute" {
  project            = var.project
  service            = "compute.googleapis.com"
  disable_on_destroy = false
}

resource "google_compute_network" "network" {
  project                 = var.project
  name                    = var.name
  auto_create_subnetworks = false
  routing_mode            = "REGIONAL"
  depends_on              = [google_project_service.compute]
}

resource "google_compute_subnetwork" "workers" {
  project                  = var.project
  region                   = var.region
  name                     = "${var.name}-workers"
  network                  = google_compute_network.network.id
  ip_cidr_range            = var.node_range
  private_ip_google_access = true

  secondary_ip_range {
    range_name    = "pods"
    ip_cidr_range = var.pod_range
  }

  secondary_ip_range {
    range_name    = "services"
    ip_cidr_range = var.service_range
  }
}

resource "google_compute_router" "nat" {
  count   = var.nat ? 1 : 0
  project = var.project
  region  = var.region
  name    = "${var.name}-nat"
  network = google_compute_network.network.id
}

resource "google_compute_router_nat" "nat" {
  count                              = var.nat ? 1 : 0
  project                            = var.project
  region                             = var.region
  name                               = "${var.name}-nat"
  router                             = google_compute_router.nat[0].name
  nat_ip_allocate_option             = "AUTO_ONLY"
  source_subnetwork_ip_ranges_to_nat = "ALL_SUBNETWORKS_ALL_IP_RANGES"
}
