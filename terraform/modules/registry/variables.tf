variable "project" {
  description = "ID of the Google Cloud project."
  type        = string
}

variable "region" {
  description = "Region of the repositories."
  type        = string
  default     = "europe-west4"
}

variable "repository" {
  description = "Name of the repository of images."
  type        = string
  default     = "palimpsest"
  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{0,54}[a-z0-9])?$", var.repository))
    error_message = "A repository's name has at most 56 lower-case letters, digits and hyphens, a letter first."
  }
}

variable "images" {
  description = "Names of the images by their part, as the Dockerfile's targets and the exporter have them."
  type        = map(string)
  default = {
    launcher     = "palimpsest-launcher"
    flink        = "palimpsest-flink"
    dataflow     = "palimpsest-dataflow"
    trainer      = "palimpsest-trainer"
    trainer-cuda = "palimpsest-trainer-cuda"
  }
}

variable "tag" {
  description = "Tag of the images that run."
  type        = string
  default     = "0.1.0"
  validation {
    condition     = can(regex("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$", var.tag)) && var.tag != "latest"
    error_message = "An image's tag is a version such as 0.1.0; latest would change under a run."
  }
}

variable "immutable_tags" {
  description = "Whether a pushed tag stays what it is."
  type        = bool
  default     = true
}

variable "untagged_days" {
  description = "Days after which an image without a tag goes."
  type        = number
  default     = 7
}

variable "old_days" {
  description = "Days after which an image goes that is not among the newest."
  type        = number
  default     = 180
}

variable "keep" {
  description = "How many versions of each image stay, however old."
  type        = number
  default     = 10
  validation {
    condition     = var.keep >= 2
    error_message = "keep is 2 or more: one version to run, one to go back to."
  }
}

variable "labels" {
  description = "Labels of the repositories."
  type        = map(string)
  default     = {}
}
