variable "project" {
  description = "ID of the Google Cloud project."
  type        = string
}

variable "region" {
  description = "Region in which jobs run."
  type        = string
  default     = "europe-west4"
}

variable "network" {
  description = "The network."
  type        = string
}

variable "network_name" {
  description = "Name of the network."
  type        = string
}

variable "subnetwork_name" {
  description = "Name of the subnetwork of the workers."
  type        = string
}

variable "service_account" {
  description = "Address of the account that workers run as."
  type        = string
}

variable "image" {
  description = "Full name of the workers' image."
  type        = string
}

variable "max_workers" {
  description = "The most workers of a job."
  type        = number
  default     = 20
  validation {
    condition     = var.max_workers >= 1 && var.max_workers <= 4000 && floor(var.max_workers) == var.max_workers
    error_message = "max_workers is a whole number from 1 to 4000."
  }
}

variable "machine_type" {
  description = "Machine type of all workers; by default the service chooses, with a GPU's needs in mind."
  type        = string
  default     = null
  validation {
    condition     = var.machine_type == null || can(regex("^[a-z][a-z0-9]*-[a-z]+-[0-9]+$", var.machine_type))
    error_message = "A machine type is such as n2-standard-4."
  }
}
