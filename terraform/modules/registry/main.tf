# Where nodes and workers, which have no way to the internet, get their images: a repository for Palimpsest's own, and
# a cache of Docker Hub's for the Flink operator.

resource "google_project_service" "artifactregistry" {
  project            = var.project
  service            = "artifactregistry.googleapis.com"
  disable_on_destroy = false
}

resource "google_artifact_registry_repository" "images" {
  project       = var.project
  location      = var.region
  repository_id = var.repository
  description   = "Palimpsest's images"
  format        = "DOCKER"
  labels        = var.labels
  depends_on    = [google_project_service.artifactregistry]

  docker_config {
    immutable_tags = var.immutable_tags
  }

  cleanup_policies {
    id     = "delete-untagged"
    action = "DELETE"
    condition {
      tag_state  = "UNTAGGED"
      older_than = "${var.untagged_days}d"
    }
  }

  cleanup_policies {
    id     = "delete-old"
    action = "DELETE"
    condition {
      tag_state  = "ANY"
      older_than = "${var.old_days}d"
    }
  }

  # What is kept wins over what is deleted.
  cleanup_policies {
    id     = "keep-newest"
    action = "KEEP"
    most_recent_versions {
      keep_count = var.keep
    }
  }
}

resource "google_artifact_registry_repository" "mirror" {
  project       = var.project
  location      = var.region
  repository_id = "${var.repository}-mirror"
  description   = "A cache of images from Docker Hub"
  format        = "DOCKER"
  mode          = "REMOTE_REPOSITORY"
  labels        = var.labels
  depends_on    = [google_project_service.artifactregistry]

  remote_repository_config {
    docker_repository {
      public_repository = "DOCKER_HUB"
    }
  }

  cleanup_policies {
    id     = "delete-old"
    action = "DELETE"
    condition {
      tag_state  = "ANY"
      older_than = "${var.old_days}d"
    }
  }

  cleanup_policies {
    id     = "keep-newest"
    action = "KEEP"
    most_recent_versions {
      keep_count = var.keep
    }
  }
}
