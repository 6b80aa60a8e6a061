mock_provider "google" {}

variables {
  project = "a-project"
  name    = "a-project-palimpsest"
}

run "is_closed" {
  assert {
    condition     = google_storage_bucket.workspace.uniform_bucket_level_access == true
    error_message = "Objects must not have access lists of their own."
  }
  assert {
    condition     = google_storage_bucket.workspace.public_access_prevention == "enforced"
    error_message = "Nobody may make the bucket public."
  }
  assert {
    condition     = google_storage_bucket.workspace.force_destroy == false
    error_message = "By default artifacts survive terraform destroy."
  }
  assert {
    condition     = google_storage_bucket.workspace.location == "europe-west4"
    error_message = "The bucket lies where pipelines run."
  }
}

run "keeps_what_was_deleted" {
  assert {
    condition     = google_storage_bucket.workspace.versioning[0].enabled == true
    error_message = "Versions are kept."
  }
  assert {
    condition     = google_storage_bucket.workspace.soft_delete_policy[0].retention_duration_seconds == 604800
    error_message = "Seven days by default."
  }
  assert {
    condition = [
      for rule in google_storage_bucket.workspace.lifecycle_rule : rule.condition[0].days_since_noncurrent_time
      if rule.action[0].type == "Delete" && rule.condition[0].with_state == "ARCHIVED"
    ] == [14]
    error_message = "Old versions go after 14 days."
  }
}

run "deletes_what_runs_left_and_no_artifact" {
  assert {
    condition = {
      for rule in google_storage_bucket.workspace.lifecycle_rule : one(rule.condition[0].matches_prefix) => rule.condition[0].age
      if rule.action[0].type == "Delete" && rule.condition[0].with_state == "LIVE"
      } == {
      "workspace/attempts/" = 14
      "workspace/states/"   = 30
      "workspace/dataflow/" = 14
    }
    error_message = "What dead attempts, trainings and jobs left behind goes, each after its days."
  }
  assert {
    condition = alltrue([
      for rule in google_storage_bucket.workspace.lifecycle_rule : rule.condition[0].with_state == "ARCHIVED" || length(coalesce(rule.condition[0].matches_prefix, [])) == 1
      if rule.action[0].type == "Delete"
    ])
    error_message = "No rule deletes what lives anywhere in the bucket."
  }
  assert {
    condition = alltrue([
      for rule in google_storage_bucket.workspace.lifecycle_rule : !contains(coalesce(rule.condition[0].matches_prefix, []), "workspace/artifacts/")
      if rule.action[0].type == "Delete"
    ])
    error_message = "An artifact never goes by age: a run may refer to it."
  }
}

run "moves_old_artifacts" {
  variables {
    archive_days  = 30
    archive_class = "COLDLINE"
    folder        = "teams/one"
  }
  assert {
    condition = [
      for rule in google_storage_bucket.workspace.lifecycle_rule : "${rule.action[0].storage_class} ${rule.condition[0].age} ${one(rule.condition[0].matches_prefix)} ${one(rule.condition[0].matches_storage_class)}"
      if rule.action[0].type == "SetStorageClass"
    ] == ["COLDLINE 30 teams/one/artifacts/ STANDARD"]
    error_message = "Old artifacts become cheaper to keep."
  }
  assert {
    condition     = output.workspace == "gs://a-project-palimpsest/teams/one"
    error_message = "The workspace is ${output.workspace}."
  }
}

run "gives_the_workspace" {
  assert {
    condition     = output.workspace == "gs://a-project-palimpsest/workspace"
    error_message = "The workspace is ${output.workspace}."
  }
}

run "refuses_a_name_with_capitals" {
  command = plan
  variables { name = "Palimpsest" }
  expect_failures = [var.name]
}

run "refuses_to_delete_running_attempts" {
  command = plan
  variables {
    attempt_days = 1
    state_days   = 3
    staged_days  = 2
  }
  expect_failures = [var.attempt_days, var.state_days, var.staged_days]
}

run "refuses_what_the_service_would" {
  command = plan
  variables {
    soft_delete_days = 3
    archive_class    = "GLACIER"
    archive_days     = 0
    noncurrent_days  = 0
    folder           = "/workspace/"
  }
  expect_failures = [var.soft_delete_days, var.archive_class, var.archive_days, var.noncurrent_days, var.folder]
}
