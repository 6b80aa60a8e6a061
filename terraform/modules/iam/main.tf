# One service account a role, and what each may do; nothing else is granted, and there are no keys: pods prove who
# they are by workload identity, Dataflow and Composer run as the account.

locals {
  accounts = {
    runner       = { id = var.runner_service_account, title = "Palimpsest: submits jobs, is Dataflow's and Flink's workers" }
    trainer      = { id = var.trainer_service_account, title = "Palimpsest: trains and evaluates models" }
    orchestrator = { id = var.orchestrator_service_account, title = "Palimpsest: starts pods for the tasks of a DAG" }
  }
  project_roles = {
    # The runner starts jobs, and is who their workers are.
    runner = ["roles/dataflow.developer", "roles/dataflow.worker"]
    # A trainer reads and writes the workspace and does nothing else.
    trainer = []
    # Composer's own machinery, and a way to the cluster, in which it may do what its Kubernetes role says.
    orchestrator = ["roles/composer.worker", google_project_iam_custom_role.cluster_user.name]
  }
  bucket_roles = {
    # Objects, and reading the bucket's own description, by which Beam sees that it exists.
    runner       = ["roles/storage.objectUser", "roles/storage.legacyBucketReader"]
    trainer      = ["roles/storage.objectUser", "roles/storage.legacyBucketReader"]
    orchestrator = ["roles/storage.objectViewer"]
  }
  project_grants = merge([
    for account, roles in local.project_roles : { for index, role in roles : "${account}-${index}" => { account = account, role = role } }
  ]...)
  bucket_grants = merge([
    for account, roles in local.bucket_roles : { for role in roles : "${account}-${role}" => { account = account, role = role } }
  ]...)
}

resource "google_project_service" "identity" {
  for_each           = toset(["iam.googleapis.com", "iamcredentials.googleapis.com"])
  project            = var.project
  service            = each.value
  disable_on_destroy = false
}

resource "google_service_account" "roles" {
  for_each     = local.accounts
  project      = var.project
  account_id   = each.value.id
  display_name = each.value.title
  depends_on   = [google_project_service.identity]
}

# roles/container.developer would let it into every namespace.
resource "google_project_iam_custom_role" "cluster_user" {
  project     = var.project
  role_id     = "${replace(var.orchestrator_service_account, "-", "_")}_cluster_user"
  title       = "Palimpsest: reaches clusters"
  description = "Finds a cluster and connects to it; what may be done there is up to Kubernetes' roles."
  permissions = ["container.clusters.connect", "container.clusters.get", "container.clusters.list"]
  depends_on  = [google_project_service.identity]
}

resource "google_project_iam_member" "roles" {
  for_each = local.project_grants
  project  = var.project
  role     = each.value.role
  member   = google_service_account.roles[each.value.account].member
}

resource "google_storage_bucket_iam_member" "workspace" {
  for_each = local.bucket_grants
  bucket   = var.bucket
  role     = each.value.role
  member   = google_service_account.roles[each.value.account].member
}

# Dataflow pulls a worker's image as the worker.
resource "google_artifact_registry_repository_iam_member" "worker" {
  project    = var.project
  location   = var.region
  repository = var.repository
  role       = "roles/artifactregistry.reader"
  member     = google_service_account.roles["runner"].member
}

# Whoever starts a Dataflow job must be allowed to act as its workers: the runner, as itself.
resource "google_service_account_iam_member" "runner_as_worker" {
  service_account_id = google_service_account.roles["runner"].name
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.roles["runner"].member
}

# Pods of a Kubernetes service account are the account of the same name. Composer's tasks need none: they are the
# orchestrator, and their pods are the others.
resource "google_service_account_iam_member" "pods" {
  for_each           = toset(["runner", "trainer"])
  service_account_id = google_service_account.roles[each.value].name
  role               = "roles/iam.workloadIdentityUser"
  member             = "serviceAccount:${var.workload_pool}[${var.namespace}/${local.accounts[each.value].id}]"
}
