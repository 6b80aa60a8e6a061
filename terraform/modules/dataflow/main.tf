# What Dataflow jobs need. The jobs themselves are started by `./palimpsest run`: one that terraform knew would be
# started again, at the next apply, when it was done.

resource "google_project_service" "dataflow" {
  project            = var.project
  service            = "dataflow.googleapis.com"
  disable_on_destroy = false
}

# Workers shuffle between each other on these two ports; the service gives them this tag.
resource "google_compute_firewall" "workers" {
  project     = var.project
  name        = "${var.network_name}-dataflow"
  network     = var.network
  description = "Dataflow workers reach each other"
  direction   = "INGRESS"
  source_tags = ["dataflow"]
  target_tags = ["dataflow"]

  allow {
    protocol = "tcp"
    ports    = ["12345", "12346"]
  }
}
