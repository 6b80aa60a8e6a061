variable "project" {
  description = "ID of the Google Cloud project."
  type        = string
}

variable "region" {
  description = "Region of the repository of images."
  type        = string
  default     = "europe-west4"
}

variable "bucket" {
  description = "Name of the workspace's bucket."
  type        = string
}

variable "repository" {
  description = "Name of the repository of images."
  type        = string
}

variable "workload_pool" {
  description = "The clusters' workload identity pool. Grants wait for it, since only a project's first cluster makes it."
  type        = string
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
  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{4,28}[a-z0-9])$", var.runner_service_account))
    error_message = "A service account's name has 6 to 30 lower-case letters, digits and hyphens, a letter first."
  }
}

variable "trainer_service_account" {
  description = "Account of trainers, in the project and in Kubernetes."
  type        = string
  default     = "palimpsest-trainer"
  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{4,28}[a-z0-9])$", var.trainer_service_account))
    error_message = "A service account's name has 6 to 30 lower-case letters, digits and hyphens, a letter first."
  }
}

variable "orchestrator_service_account" {
  description = "Account of the orchestrator, in the project and in Kubernetes."
  type        = string
  default     = "palimpsest-orchestrator"
  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{4,28}[a-z0-9])$", var.orchestrator_service_account))
    error_message = "A service account's name has 6 to 30 lower-case letters, digits and hyphens, a letter first."
  }
}
