# Flink: its operator, and a session cluster that data stages are submitted to. TaskManagers come and go with the jobs.

locals {
  session = {
    image          = var.flink_image
    flinkVersion   = "v1_19"
    serviceAccount = var.runner_service_account
    flinkConfiguration = {
      "taskmanager.numberOfTaskSlots"          = tostring(var.slots)
      "resourcemanager.taskmanager-timeout"    = "300000"
      "slotmanager.number-of-slots.max"        = tostring(var.slots * var.max_task_managers)
      "jobmanager.execution.failover-strategy" = "region"
      # Batch jobs start again from here only; Flink's own default is not to.
      "restart-strategy.type"                 = "fixed-delay"
      "restart-strategy.fixed-delay.attempts" = "3"
      "restart-strategy.fixed-delay.delay"    = "10 s"
      # A shuffle wants 256 MB at parallelism 2.
      "taskmanager.memory.network.min" = "512mb"
      "taskmanager.memory.network.max" = "2gb"
    }
    jobManager = {
      replicas = 1
      resource = { cpu = 1, memory = "2048m" }
    }
    taskManager = {
      resource = { cpu = var.slots, memory = var.task_manager_memory }
    }
  }
}

resource "helm_release" "operator" {
  count      = var.session ? 1 : 0
  name       = "flink-kubernetes-operator"
  namespace  = kubernetes_namespace_v1.namespace.metadata[0].name
  repository = "${var.operator_repository}/flink-kubernetes-operator-${var.operator_version}"
  chart      = "flink-kubernetes-operator"
  version    = var.operator_version
  atomic     = true
  timeout    = 900

  values = [yamlencode({
    # From the cache: nodes have no way to another registry.
    image             = { repository = "${var.mirror_uri}/apache/flink-kubernetes-operator", tag = var.operator_version }
    watchNamespaces   = [kubernetes_namespace_v1.namespace.metadata[0].name]
    jobServiceAccount = { create = false, name = var.runner_service_account }
    # It would need a manager of certificates, only to check what is generated here.
    webhook = { create = false }
  })]

  depends_on = [kubernetes_service_account_v1.pods, google_artifact_registry_repository_iam_member.nodes]
}

resource "helm_release" "session" {
  count     = var.session ? 1 : 0
  name      = var.flink_cluster
  namespace = kubernetes_namespace_v1.namespace.metadata[0].name
  chart     = "${path.module}/chart"
  atomic    = true
  values    = [yamlencode({ spec = local.session })]

  # The operator brings the kind of resource that this is.
  depends_on = [helm_release.operator]
}
