variable "project" {
  description = "ID of the Google Cloud project."
  type        = string
}

variable "region" {
  description = "Region of the cluster."
  type        = string
  default     = "europe-west4"
}

variable "name" {
  description = "Name of the cluster."
  type        = string
  default     = "palimpsest"
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,22}[a-z0-9]$", var.name))
    error_message = "The cluster's name has 4 to 24 lower-case letters, digits and hyphens: its machines' account is called NAME-nodes."
  }
}

variable "network" {
  description = "The network."
  type        = string
}

variable "subnetwork" {
  description = "The subnetwork of the nodes."
  type        = string
}

variable "pod_range_name" {
  description = "Name of the pods' addresses in the subnetwork."
  type        = string
}

variable "service_range_name" {
  description = "Name of the services' addresses in the subnetwork."
  type        = string
}

variable "repositories" {
  description = "Names of the repositories that nodes pull images from, by what they are for."
  type        = map(string)
}

variable "mirror_uri" {
  description = "What Docker Hub's images are pulled from."
  type        = string
}

variable "runner_email" {
  description = "Address of the account that the runner's pods are."
  type        = string
}

variable "trainer_email" {
  description = "Address of the account that trainers' pods are."
  type        = string
}

variable "orchestrator_email" {
  description = "Address of the account that starts pods."
  type        = string
}

variable "runner_service_account" {
  description = "Kubernetes service account of what submits jobs, and of Flink."
  type        = string
  default     = "palimpsest-runner"
}

variable "trainer_service_account" {
  description = "Kubernetes service account of trainers."
  type        = string
  default     = "palimpsest-trainer"
}

variable "orchestrator_service_account" {
  description = "Name of the role by which the orchestrator starts pods."
  type        = string
  default     = "palimpsest-orchestrator"
}

variable "namespace" {
  description = "Kubernetes namespace of the pods."
  type        = string
  default     = "palimpsest"
  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", var.namespace)) && !contains(["default", "kube-system"], var.namespace)
    error_message = "The namespace is one of its own: lower-case letters, digits and hyphens, neither default nor kube-system."
  }
}

variable "release_channel" {
  description = "How soon the cluster gets new versions of Kubernetes."
  type        = string
  default     = "REGULAR"
  validation {
    condition     = contains(["RAPID", "REGULAR", "STABLE", "EXTENDED"], var.release_channel)
    error_message = "release_channel is RAPID, REGULAR, STABLE or EXTENDED."
  }
}

variable "deletion_protection" {
  description = "Whether `terraform destroy` is refused."
  type        = bool
  default     = true
}

variable "labels" {
  description = "Labels of the cluster."
  type        = map(string)
  default     = {}
}

variable "machine_type" {
  description = "Machine type of the nodes for what runs on processors."
  type        = string
  default     = "e2-standard-8"
  validation {
    condition     = can(regex("^[a-z][a-z0-9]*-[a-z]+-[0-9]+$", var.machine_type))
    error_message = "A machine type is such as e2-standard-8."
  }
}

variable "min_nodes" {
  description = "The fewest nodes without a GPU, in all zones together."
  type        = number
  default     = 1
  validation {
    condition     = var.min_nodes >= 1
    error_message = "min_nodes is 1 or more: the operator and Kubernetes' own pods need a place."
  }
}

variable "max_nodes" {
  description = "The most nodes without a GPU, in all zones together."
  type        = number
  default     = 10
  validation {
    condition     = var.max_nodes >= var.min_nodes
    error_message = "max_nodes is min_nodes or more."
  }
}

variable "accelerator_type" {
  description = "GPU of the trainers' nodes."
  type        = string
  default     = "nvidia-l4"
  validation {
    condition     = startswith(var.accelerator_type, "nvidia-")
    error_message = "A GPU is such as nvidia-l4; `gcloud compute accelerator-types list` shows them by zone."
  }
}

variable "accelerator_count" {
  description = "GPUs of each of the trainers' nodes."
  type        = number
  default     = 1
  validation {
    condition     = contains([1, 2, 4, 8, 16], var.accelerator_count)
    error_message = "A node has 1, 2, 4, 8 or 16 GPUs."
  }
}

variable "accelerator_machine_type" {
  description = "Machine type of the trainers' nodes; it must be one that takes the GPU."
  type        = string
  default     = "g2-standard-8"
  validation {
    condition     = can(regex("^[a-z][a-z0-9]*-[a-z]+-[0-9]+g?$", var.accelerator_machine_type))
    error_message = "A machine type is such as g2-standard-8."
  }
  validation {
    condition     = (var.accelerator_type == "nvidia-l4") == startswith(var.accelerator_machine_type, "g2-")
    error_message = "nvidia-l4 and machine types g2-… belong together; for nvidia-tesla-t4 take n1-standard-8, for nvidia-tesla-a100 a2-highgpu-1g."
  }
}

variable "accelerator_zones" {
  description = "Zones of the region that have the GPU; all by default, which fails where one of them lacks it."
  type        = list(string)
  default     = null
}

variable "accelerator_spot" {
  description = "Whether trainers' nodes are spot machines: a third of the price, and may be taken away at any time."
  type        = bool
  default     = false
}

variable "max_accelerator_nodes" {
  description = "The most nodes with a GPU; the fewest is none."
  type        = number
  default     = 2
  validation {
    condition     = var.max_accelerator_nodes >= 1
    error_message = "max_accelerator_nodes is 1 or more."
  }
}

variable "session" {
  description = "Whether there is a Flink session cluster; Dataflow does without."
  type        = bool
  default     = true
}

variable "flink_cluster" {
  description = "Name of the Flink session cluster."
  type        = string
  default     = "palimpsest-flink"
  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{0,43}[a-z0-9])?$", var.flink_cluster))
    error_message = "The Flink cluster's name has at most 45 lower-case letters, digits and hyphens."
  }
}

variable "flink_image" {
  description = "Full name of Flink's image."
  type        = string
}

variable "slots" {
  description = "Slots, and processors, of a TaskManager."
  type        = number
  default     = 2
  validation {
    condition     = var.slots >= 1 && floor(var.slots) == var.slots
    error_message = "slots is a whole number, 1 or more."
  }
}

variable "max_task_managers" {
  description = "The most TaskManagers at a time."
  type        = number
  default     = 10
}

variable "parallelism" {
  description = "Parallelism of a job."
  type        = number
  default     = 2
  validation {
    condition     = var.parallelism >= 1 && var.parallelism <= var.slots * var.max_task_managers
    error_message = "parallelism is at least 1 and at most slots times max_task_managers, or a job waits for ever."
  }
}

variable "task_manager_memory" {
  description = "Memory of a TaskManager."
  type        = string
  default     = "6144m"
  validation {
    condition     = can(regex("^[1-9][0-9]*(m|g)$", var.task_manager_memory))
    error_message = "task_manager_memory is such as 6144m or 6g."
  }
}

variable "operator_version" {
  description = "Version of the Flink Kubernetes operator; it must know Flink 1.19."
  type        = string
  default     = "1.10.0"
  validation {
    condition     = can(regex("^1\\.[0-9]+\\.[0-9]+$", var.operator_version))
    error_message = "operator_version is such as 1.10.0."
  }
}

variable "operator_repository" {
  description = "Where the operator's chart lies: a folder with one folder a version."
  type        = string
  default     = "https://archive.apache.org/dist/flink"
}
