# Who pods are, and who may make them.

resource "kubernetes_namespace_v1" "namespace" {
  metadata {
    name   = var.namespace
    labels = { "pod-security.kubernetes.io/enforce" = "baseline" }
  }
  depends_on = [google_container_node_pool.pools]
}

resource "kubernetes_service_account_v1" "pods" {
  for_each = {
    (var.runner_service_account)  = var.runner_email
    (var.trainer_service_account) = var.trainer_email
  }
  metadata {
    name        = each.key
    namespace   = kubernetes_namespace_v1.namespace.metadata[0].name
    annotations = { "iam.gke.io/gcp-service-account" = each.value }
  }
  # Nothing that a trainer does needs Kubernetes' own interface; Flink's JobManager asks for its token itself.
  automount_service_account_token = each.key == var.runner_service_account
}

# The orchestrator starts a task's pod, follows its log, reads its result and removes it, in this namespace only.
resource "kubernetes_role_v1" "orchestrator" {
  metadata {
    name      = var.orchestrator_service_account
    namespace = kubernetes_namespace_v1.namespace.metadata[0].name
  }
  rule {
    api_groups = [""]
    resources  = ["pods"]
    verbs      = ["create", "delete", "get", "list", "patch", "watch"]
  }
  rule {
    api_groups = [""]
    resources  = ["pods/log"]
    verbs      = ["get"]
  }
  rule {
    # By which a result is read from a pod that has ended.
    api_groups = [""]
    resources  = ["pods/exec"]
    verbs      = ["create", "get"]
  }
  rule {
    api_groups = [""]
    resources  = ["events"]
    verbs      = ["list"]
  }
}

resource "kubernetes_role_binding_v1" "orchestrator" {
  metadata {
    name      = var.orchestrator_service_account
    namespace = kubernetes_namespace_v1.namespace.metadata[0].name
  }
  role_ref {
    api_group = "rbac.authorization.k8s.io"
    kind      = "Role"
    name      = kubernetes_role_v1.orchestrator.metadata[0].name
  }
  subject {
    api_group = "rbac.authorization.k8s.io"
    kind      = "User"
    name      = var.orchestrator_email
  }
}
