variable "project" {
  description = "ID of the Google Cloud project."
  type        = string
}

variable "region" {
  description = "Region of the environment."
  type        = string
  default     = "europe-west4"
}

variable "name" {
  description = "Name of the environment."
  type        = string
  default     = "palimpsest"
  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{0,62}[a-z0-9])?$", var.name))
    error_message = "An environment's name has at most 64 lower-case letters, digits and hyphens, a letter first."
  }
}

variable "labels" {
  description = "Labels of the environment."
  type        = map(string)
  default     = {}
}

variable "size" {
  description = "Size of the environment."
  type        = string
  default     = "ENVIRONMENT_SIZE_SMALL"
  validation {
    condition     = can(regex("^ENVIRONMENT_SIZE_(SMALL|MEDIUM|LARGE|EXTRA_LARGE)$", var.size))
    error_message = "size is ENVIRONMENT_SIZE_SMALL, …_MEDIUM, …_LARGE or …_EXTRA_LARGE."
  }
}

variable "image_version" {
  description = "Version of Composer and Airflow; exported DAGs are tested with Airflow 3, and written for 2.10 as well."
  type        = string
  default     = "composer-3-airflow-3"
  validation {
    condition     = can(regex("^composer-3-airflow-[0-9]+(\\.[0-9]+){0,2}(-build\\.[0-9]+)?$", var.image_version))
    error_message = "image_version is one of Composer 3, such as composer-3-airflow-3; `gcloud composer environments list-upgrades` shows them."
  }
}

variable "network" {
  description = "The network."
  type        = string
}

variable "subnetwork" {
  description = "The subnetwork by which the environment reaches the network."
  type        = string
}

variable "service_account" {
  description = "Address of the account that the environment runs as."
  type        = string
}

variable "dags" {
  description = "Exported DAGs: paths of files by the names that they get."
  type        = map(string)
  default     = {}
  validation {
    condition     = alltrue([for name, file in var.dags : endswith(name, ".py") && fileexists(file)])
    error_message = "dags are files NAME.py that exist; `./palimpsest export airflow WORKFLOW --target gcp --out NAME.py` writes one."
  }
}

variable "cluster" {
  description = "Name of the cluster in which tasks start pods."
  type        = string
  default     = "palimpsest"
}

variable "namespace" {
  description = "Kubernetes namespace of the pods."
  type        = string
  default     = "palimpsest"
}

variable "registry_uri" {
  description = "What pods' images are pulled from."
  type        = string
}

variable "tag" {
  description = "Tag of the pods' images."
  type        = string
  default     = "0.1.0"
}

variable "workspace" {
  description = "Workspace of the DAGs, unless a trigger says otherwise."
  type        = string
  validation {
    condition     = can(regex("^gs://[^/]+/.+[^/]$", var.workspace))
    error_message = "The workspace is gs://BUCKET/FOLDER: Dataflow's workers and pods see no other."
  }
}

variable "flink_address" {
  description = "Flink's address for pods; null without Flink."
  type        = string
  default     = null
}

variable "dataflow_options" {
  description = "Options of jobs on Dataflow."
  type        = list(string)
  default     = []
  validation {
    condition     = alltrue([for option in var.dataflow_options : can(regex("^--[A-Za-z]+=[^ ]+$", option))])
    error_message = "dataflow_options are such as --region=europe-west4, without blanks."
  }
}
