variable "project" {
  description = "ID of the Google Cloud project."
  type        = string
}

variable "region" {
  description = "Region of the subnetwork."
  type        = string
  default     = "europe-west4"
}

variable "name" {
  description = "Name of the network."
  type        = string
  default     = "palimpsest"
  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{0,53}[a-z0-9])?$", var.name))
    error_message = "A network's name has at most 55 lower-case letters, digits and hyphens, a letter first."
  }
}

variable "node_range" {
  description = "Addresses of nodes and Dataflow workers: 4,096 by default."
  type        = string
  default     = "10.10.0.0/20"
  validation {
    condition     = can(cidrhost(var.node_range, 0))
    error_message = "node_range is a range such as 10.10.0.0/20."
  }
}

variable "pod_range" {
  description = "Addresses of pods, 256 a node."
  type        = string
  default     = "10.12.0.0/16"
  validation {
    condition     = can(cidrhost(var.pod_range, 0))
    error_message = "pod_range is a range such as 10.12.0.0/16."
  }
}

variable "service_range" {
  description = "Addresses of Kubernetes' services."
  type        = string
  default     = "10.11.0.0/20"
  validation {
    condition     = can(cidrhost(var.service_range, 0))
    error_message = "service_range is a range such as 10.11.0.0/20."
  }
}

variable "nat" {
  description = "Whether workers can reach the internet. They need not: everything is in their images."
  type        = bool
  default     = false
}
