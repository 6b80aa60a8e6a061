mock_provider "google" {}
mock_provider "helm" {}
mock_provider "kubernetes" {}

variables {
  project            = "a-project"
  network            = "projects/a-project/global/networks/palimpsest"
  subnetwork         = "projects/a-project/regions/europe-west4/subnetworks/palimpsest-workers"
  pod_range_name     = "pods"
  service_range_name = "services"
  repositories       = { images = "palimpsest", mirror = "palimpsest-mirror" }
  mirror_uri         = "registry.test/a-project/palimpsest-mirror"
  runner_email       = "palimpsest-runner@a-project.test"
  trainer_email      = "palimpsest-trainer@a-project.test"
  orchestrator_email = "palimpsest-orchestrator@a-project.test"
  flink_image        = "registry.test/a-project/palimpsest/palimpsest-flink:0.1.0"
}

run "is_private" {
  assert {
    condition     = google_container_cluster.cluster.private_cluster_config[0].enable_private_nodes == true
    error_message = "Nodes have no public address."
  }
  assert {
    condition = (google_container_cluster.cluster.control_plane_endpoints_config[0].ip_endpoints_config[0].enabled == false
    && google_container_cluster.cluster.control_plane_endpoints_config[0].dns_endpoint_config[0].allow_external_traffic == true)
    error_message = "The control plane is reached by name, which IAM guards, and has no address."
  }
  assert {
    condition     = google_container_cluster.cluster.location == "europe-west4" && google_container_cluster.cluster.deletion_protection == true
    error_message = "A cluster of a region, that is not taken away by mistake."
  }
  assert {
    condition     = output.workload_pool == "a-project.svc.id.goog"
    error_message = "Pods prove who they are by workload identity."
  }
}

run "has_gpus_only_while_a_trainer_waits" {
  assert {
    condition = (google_container_node_pool.pools["accelerator"].autoscaling[0].total_min_node_count == 0
      && google_container_node_pool.pools["accelerator"].initial_node_count == 0
    && google_container_node_pool.pools["accelerator"].autoscaling[0].total_max_node_count == 2)
    error_message = "The pool scales from zero."
  }
  assert {
    condition = [
      for taint in google_container_node_pool.pools["accelerator"].node_config[0].taint : "${taint.key}=${taint.value}:${taint.effect}"
    ] == ["nvidia.com/gpu=present:NO_SCHEDULE"]
    error_message = "Other pods stay away."
  }
  assert {
    condition = one([
      for gpu in google_container_node_pool.pools["accelerator"].node_config[0].guest_accelerator : "${gpu.count} ${gpu.type} ${gpu.gpu_driver_installation_config[0].gpu_driver_version}"
    ]) == "1 nvidia-l4 DEFAULT"
    error_message = "One GPU, with its driver."
  }
  assert {
    condition = (length(google_container_node_pool.pools["general"].node_config[0].guest_accelerator) == 0
      && length(google_container_node_pool.pools["general"].node_config[0].taint) == 0
    && google_container_node_pool.pools["general"].autoscaling[0].total_min_node_count == 1)
    error_message = "What needs no GPU runs where there is none."
  }
}

run "guards_its_machines" {
  assert {
    condition     = alltrue([for pool in google_container_node_pool.pools : pool.node_config[0].workload_metadata_config[0].mode == "GKE_METADATA"])
    error_message = "A pod cannot take its machine's account."
  }
  assert {
    condition = (alltrue([for pool in google_container_node_pool.pools : pool.node_config[0].service_account == google_service_account.nodes.email])
    && google_project_iam_member.nodes.role == "roles/container.defaultNodeServiceAccount")
    error_message = "Machines have an account that can log and no more; the project's default one is an editor."
  }
  assert {
    condition = { for use, grant in google_artifact_registry_repository_iam_member.nodes : use => "${grant.repository} ${grant.role}" } == {
      images = "palimpsest roles/artifactregistry.reader"
      mirror = "palimpsest-mirror roles/artifactregistry.reader"
    }
    error_message = "Machines pull from these repositories and no other."
  }
}

run "gives_pods_their_accounts" {
  assert {
    condition = { for name, account in kubernetes_service_account_v1.pods : name => account.metadata[0].annotations["iam.gke.io/gcp-service-account"] } == {
      palimpsest-runner  = "palimpsest-runner@a-project.test"
      palimpsest-trainer = "palimpsest-trainer@a-project.test"
    }
    error_message = "Each Kubernetes account is the one of its name in the project."
  }
  assert {
    condition     = kubernetes_service_account_v1.pods["palimpsest-trainer"].automount_service_account_token == false
    error_message = "A trainer has nothing to ask of Kubernetes."
  }
  assert {
    condition     = alltrue([for account in kubernetes_service_account_v1.pods : account.metadata[0].namespace == "palimpsest"])
    error_message = "Pods live in a namespace of their own."
  }
}

run "lets_the_orchestrator_start_pods_there" {
  assert {
    condition = { for rule in kubernetes_role_v1.orchestrator.rule : join(",", rule.resources) => join(" ", sort(rule.verbs)) } == {
      "pods"      = "create delete get list patch watch"
      "pods/log"  = "get"
      "pods/exec" = "create get"
      "events"    = "list"
    }
    error_message = "Pods, their logs and results; no secrets, no other kinds."
  }
  assert {
    condition = (kubernetes_role_binding_v1.orchestrator.subject[0].kind == "User"
      && kubernetes_role_binding_v1.orchestrator.subject[0].name == "palimpsest-orchestrator@a-project.test"
    && kubernetes_role_binding_v1.orchestrator.metadata[0].namespace == "palimpsest")
    error_message = "The orchestrator's account, in this namespace."
  }
}

run "installs_the_operator_and_a_session" {
  assert {
    condition = (helm_release.operator[0].version == "1.10.0"
    && helm_release.operator[0].repository == "https://archive.apache.org/dist/flink/flink-kubernetes-operator-1.10.0")
    error_message = "The operator's version is pinned, and lies where old versions stay."
  }
  assert {
    condition = yamldecode(helm_release.operator[0].values[0]) == {
      image             = { repository = "registry.test/a-project/palimpsest-mirror/apache/flink-kubernetes-operator", tag = "1.10.0" }
      jobServiceAccount = { create = false, name = "palimpsest-runner" }
      watchNamespaces   = ["palimpsest"]
      webhook           = { create = false }
    }
    error_message = "The operator's values are ${helm_release.operator[0].values[0]}"
  }
  assert {
    condition = (yamldecode(helm_release.session[0].values[0]).spec.image == "registry.test/a-project/palimpsest/palimpsest-flink:0.1.0"
      && yamldecode(helm_release.session[0].values[0]).spec.serviceAccount == "palimpsest-runner"
    && yamldecode(helm_release.session[0].values[0]).spec.flinkVersion == "v1_19")
    error_message = "The session is of our image and version, as the runner."
  }
  assert {
    condition     = !can(yamldecode(helm_release.session[0].values[0]).spec.job)
    error_message = "A session cluster and no job: terraform starts none."
  }
  assert {
    condition     = alltrue([for key, value in yamldecode(helm_release.session[0].values[0]).spec.flinkConfiguration : can(regex("^[a-z][A-Za-z.-]+$", key)) && value == tostring(value)])
    error_message = "Flink's configuration is strings."
  }
  assert {
    condition     = yamldecode(helm_release.session[0].values[0]).spec.flinkConfiguration["slotmanager.number-of-slots.max"] == "20"
    error_message = "Ten TaskManagers of two slots at most."
  }
  assert {
    condition = output.options == tolist([
      "--runner=FlinkRunner",
      "--flinkMaster=palimpsest-flink-rest.palimpsest:8081",
      "--parallelism=2",
    ])
    error_message = "The options are ${jsonencode(output.options)}."
  }
}

run "does_without_flink" {
  variables { session = false }
  assert {
    condition     = length(helm_release.operator) == 0 && length(helm_release.session) == 0 && length(output.options) == 0 && output.address == null
    error_message = "With Dataflow alone there is no Flink."
  }
}

run "refuses_a_machine_that_does_not_take_the_gpu" {
  command = plan
  variables { accelerator_type = "nvidia-tesla-t4" }
  expect_failures = [var.accelerator_machine_type]
}

run "takes_another_gpu" {
  command = plan
  variables {
    accelerator_type         = "nvidia-tesla-t4"
    accelerator_machine_type = "n1-standard-8"
    accelerator_zones        = ["europe-west4-b"]
  }
  assert {
    condition     = google_container_node_pool.pools["accelerator"].node_locations == toset(["europe-west4-b"])
    error_message = "Only where the GPU is."
  }
}

run "refuses_wrong_names" {
  command = plan
  variables {
    name          = "a-cluster-whose-name-is-far-too-long"
    namespace     = "default"
    flink_cluster = "Flink"
  }
  expect_failures = [var.name, var.namespace, var.flink_cluster]
}

run "refuses_wrong_sizes" {
  command = plan
  variables {
    machine_type          = "big"
    min_nodes             = 0
    accelerator_count     = 3
    max_accelerator_nodes = 0
    slots                 = 0
    task_manager_memory   = "6 GB"
  }
  expect_failures = [
    var.machine_type, var.min_nodes, var.accelerator_count, var.max_accelerator_nodes, var.slots, var.task_manager_memory,
  ]
}

run "refuses_jobs_that_would_wait_for_ever" {
  command = plan
  variables { parallelism = 21 }
  expect_failures = [var.parallelism]
}

run "refuses_more_at_least_than_at_most" {
  command = plan
  variables {
    min_nodes = 5
    max_nodes = 4
  }
  expect_failures = [var.max_nodes]
}

run "refuses_wrong_versions" {
  command = plan
  variables {
    operator_version = "latest"
    release_channel  = "NIGHTLY"
    accelerator_type = "gpu"
  }
  expect_failures = [var.operator_version, var.release_channel, var.accelerator_type]
}
