# The bucket that holds a workspace. What lies where is the specification's (schemas/SPEC.md): artifacts, running
# attempts, saved states of trainings, runs.

locals {
  # What nobody needs once its run is over, with the age in days at which it goes. An object's age counts from its
  # last write, so a training that still saves its state keeps it.
  passing = {
    attempts = { prefixes = ["attempts/"], days = var.attempt_days }
    states   = { prefixes = ["states/"], days = var.state_days }
    staged   = { prefixes = ["dataflow/"], days = var.staged_days }
  }
}

resource "google_storage_bucket" "workspace" {
  project                     = var.project
  name                        = var.name
  location                    = var.location
  storage_class               = "STANDARD"
  labels                      = var.labels
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = var.force_destroy

  versioning {
    enabled = true
  }

  soft_delete_policy {
    retention_duration_seconds = var.soft_delete_days * 24 * 60 * 60
  }

  dynamic "lifecycle_rule" {
    for_each = local.passing
    content {
      action {
        type = "Delete"
      }
      condition {
        age            = lifecycle_rule.value.days
        with_state     = "LIVE"
        matches_prefix = [for prefix in lifecycle_rule.value.prefixes : "${var.folder}/${prefix}"]
      }
    }
  }

  # Artifacts never go by age: the newest run may refer to the oldest artifact, since what exists is reused. Old ones
  # only become cheaper to keep; `./palimpsest gc` deletes those that no run refers to.
  lifecycle_rule {
    action {
      type          = "SetStorageClass"
      storage_class = var.archive_class
    }
    condition {
      age                   = var.archive_days
      with_state            = "LIVE"
      matches_prefix        = ["${var.folder}/artifacts/"]
      matches_storage_class = ["STANDARD"]
    }
  }

  # What was deleted or written over can be had back for a while, then it is gone.
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      days_since_noncurrent_time = var.noncurrent_days
      with_state                 = "ARCHIVED"
    }
  }

  lifecycle_rule {
    action {
      type = "AbortIncompleteMultipartUpload"
    }
    condition {
      age = 7
    }
  }
}
