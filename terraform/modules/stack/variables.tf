# What the parts are called. The exporter's declaration (deployment.yaml) has the same names, and a test compares them.

variable "image_tag" {
  description = "Tag of the images that run."
  type        = string
  default     = "0.1.0"
}

variable "launcher_image" {
  description = "Name of the image that submits jobs."
  type        = string
  default     = "palimpsest-launcher"
}

variable "flink_image" {
  description = "Name of Flink's image."
  type        = string
  default     = "palimpsest-flink"
}

variable "dataflow_image" {
  description = "Name of the image of Dataflow's workers."
  type        = string
  default     = "palimpsest-dataflow"
}

variable "trainer_image" {
  description = "Name of the image of trainers on processors."
  type        = string
  default     = "palimpsest-trainer"
}

variable "trainer_cuda_image" {
  description = "Name of the image of trainers on GPUs."
  type        = string
  default     = "palimpsest-trainer-cuda"
}

variable "region" {
  description = "Region of everything."
  type        = string
  default     = "europe-west4"
  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "A region is such as europe-west4; europe-west4-a is a zone, and eu holds several regions."
  }
}

variable "repository" {
  description = "Name of the repository of images."
  type        = string
  default     = "palimpsest"
}

variable "bucket" {
  description = "Name of the workspace's bucket behind the project's ID: PROJECT-palimpsest."
  type        = string
  default     = "palimpsest"
}

variable "cluster" {
  description = "Name of the cluster, of its network, and of the orchestrator."
  type        = string
  default     = "palimpsest"
}

variable "namespace" {
  description = "Kubernetes namespace of the pods."
  type        = string
  default     = "palimpsest"
}

variable "runner_service_account" {
  description = "Account of what submits jobs and of their workers, in the project and in Kubernetes."
  type        = string
  default     = "palimpsest-runner"
}

variable "trainer_service_account" {
  description = "Account of trainers, in the project and in Kubernetes."
  type        = string
  default     = "palimpsest-trainer"
}

variable "orchestrator_service_account" {
  description = "Account of the orchestrator."
  type        = string
  default     = "palimpsest-orchestrator"
}

variable "flink_cluster" {
  description = "Name of the Flink session cluster."
  type        = string
  default     = "palimpsest-flink"
}

variable "parallelism" {
  description = "Parallelism of a job on Flink."
  type        = number
  default     = 2
}

variable "accelerator_type" {
  description = "GPU of the trainers' nodes."
  type        = string
  default     = "nvidia-l4"
}

variable "accelerator_count" {
  description = "GPUs of each of the trainers' nodes."
  type        = number
  default     = 1
}

# How much of it there is.

variable "project" {
  description = "ID of the Google Cloud project."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "A project's ID, not its number or title, has 6 to 30 lower-case letters, digits and hyphens, a letter first; `gcloud projects list` shows it."
  }
}

variable "environment" {
  description = "What the stack is for, as a label."
  type        = string
}

variable "protected" {
  description = "Whether the cluster and a bucket with artifacts are safe from `terraform destroy`."
  type        = bool
  default     = true
}

variable "labels" {
  description = "More labels of everything that costs."
  type        = map(string)
  default     = {}
}

variable "dataflow_max_workers" {
  description = "The most workers of a job on Dataflow."
  type        = number
  default     = 20
}

variable "max_nodes" {
  description = "The most nodes of the cluster without a GPU."
  type        = number
  default     = 10
}

variable "accelerator_machine_type" {
  description = "Machine type of the trainers' nodes."
  type        = string
  default     = "g2-standard-8"
}

variable "accelerator_zones" {
  description = "Zones of the region that have the GPU; all by default."
  type        = list(string)
  default     = null
}

variable "accelerator_spot" {
  description = "Whether trainers' nodes are spot machines."
  type        = bool
  default     = false
}

variable "max_accelerator_nodes" {
  description = "The most nodes with a GPU; the fewest is none."
  type        = number
  default     = 2
}

variable "flink_session" {
  description = "Whether there is a Flink session cluster."
  type        = bool
  default     = true
}

variable "flink_max_task_managers" {
  description = "The most TaskManagers at a time."
  type        = number
  default     = 10
}

variable "orchestrator" {
  description = "Whether there is a Composer environment, which costs all day."
  type        = bool
  default     = false
}

variable "dags" {
  description = "Exported DAGs: paths of files by the names that they get."
  type        = map(string)
  default     = {}
}

variable "billing_account" {
  description = "The billing account that pays for the project; null for no budget."
  type        = string
  default     = null
}

variable "budget_monthly" {
  description = "What a month may cost, in whole units of the billing account's currency."
  type        = number
  default     = 500
}

variable "budget_mails" {
  description = "Who is told of the budget, besides the billing account's administrators."
  type        = list(string)
  default     = []
}
