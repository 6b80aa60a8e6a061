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

variable "flink_parallelism" {
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
