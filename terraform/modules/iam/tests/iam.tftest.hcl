mock_provider "google" {
  mock_resource "google_project_iam_custom_role" {
    defaults = { name = "projects/a-project/roles/palimpsest_orchestrator_cluster_user" }
  }
}

variables {
  project       = "a-project"
  bucket        = "a-project-palimpsest"
  repository    = "palimpsest"
  workload_pool = "a-project.svc.id.goog"
}

run "makes_one_account_a_role" {
  assert {
    condition = { for role, account in google_service_account.roles : role => account.account_id } == {
      runner       = "palimpsest-runner"
      trainer      = "palimpsest-trainer"
      orchestrator = "palimpsest-orchestrator"
    }
    error_message = "The accounts are called as the exporter calls them."
  }
  assert {
    condition     = alltrue([for role, account in google_service_account.roles : output.emails[role] == account.email])
    error_message = "The addresses are the accounts'."
  }
}

run "grants_each_what_it_needs_and_no_more" {
  assert {
    condition = {
      for role in keys(google_service_account.roles) : role => join(" ", sort([
        for grant in google_project_iam_member.roles : grant.role if grant.member == google_service_account.roles[role].member
      ]))
      } == {
      runner       = "roles/dataflow.developer roles/dataflow.worker"
      trainer      = ""
      orchestrator = "projects/a-project/roles/palimpsest_orchestrator_cluster_user roles/composer.worker"
    }
    error_message = "Roles in the project."
  }
  assert {
    condition = {
      for role in keys(google_service_account.roles) : role => join(" ", sort([
        for grant in google_storage_bucket_iam_member.workspace : grant.role
        if grant.member == google_service_account.roles[role].member && grant.bucket == "a-project-palimpsest"
      ]))
      } == {
      runner       = "roles/storage.legacyBucketReader roles/storage.objectUser"
      trainer      = "roles/storage.legacyBucketReader roles/storage.objectUser"
      orchestrator = "roles/storage.objectViewer"
    }
    error_message = "Roles in the bucket, never in all buckets."
  }
  assert {
    condition = alltrue([
      for grant in google_project_iam_member.roles : !contains(["roles/owner", "roles/editor", "roles/viewer"], grant.role) && !startswith(grant.role, "roles/storage.") && !endswith(lower(grant.role), "admin")
    ])
    error_message = "No primitive role, no administrator, no role in all buckets."
  }
  assert {
    condition     = google_project_iam_custom_role.cluster_user.permissions == toset(["container.clusters.connect", "container.clusters.get", "container.clusters.list"])
    error_message = "The orchestrator finds the cluster; what it may do there is Kubernetes' affair."
  }
}

run "lets_workers_pull_their_image" {
  assert {
    condition = (google_artifact_registry_repository_iam_member.worker.role == "roles/artifactregistry.reader"
    && google_artifact_registry_repository_iam_member.worker.member == google_service_account.roles["runner"].member)
    error_message = "Dataflow's workers read images and do not write them."
  }
}

run "lets_pods_be_their_account" {
  assert {
    condition = { for role, grant in google_service_account_iam_member.pods : role => grant.member } == {
      runner  = "serviceAccount:a-project.svc.id.goog[palimpsest/palimpsest-runner]"
      trainer = "serviceAccount:a-project.svc.id.goog[palimpsest/palimpsest-trainer]"
    }
    error_message = "Workload identity, by namespace and name."
  }
  assert {
    condition = alltrue([
      for role, grant in google_service_account_iam_member.pods : grant.role == "roles/iam.workloadIdentityUser" && grant.service_account_id == google_service_account.roles[role].name
    ])
    error_message = "Each pod is its own account only."
  }
  assert {
    condition = (google_service_account_iam_member.runner_as_worker.service_account_id == google_service_account.roles["runner"].name
    && google_service_account_iam_member.runner_as_worker.member == google_service_account.roles["runner"].member)
    error_message = "The runner may act as itself, and as nobody else."
  }
}

run "refuses_short_and_odd_names" {
  command = plan
  variables {
    runner_service_account       = "run"
    trainer_service_account      = "Palimpsest-Trainer"
    orchestrator_service_account = "palimpsest-orchestrator-of-the-whole-company"
  }
  expect_failures = [var.runner_service_account, var.trainer_service_account, var.orchestrator_service_account]
}
