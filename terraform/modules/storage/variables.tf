variable "project" {
  description = "ID of the Google Cloud project."
  type        = string
}

variable "name" {
  description = "Name of the bucket, unique in the world."
  type        = string
  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.name)) && !startswith(var.name, "goog")
    error_message = "A bucket's name has 3 to 63 lower-case letters, digits and hyphens, and does not start with goog."
  }
}

variable "folder" {
  description = "Folder of the workspace in the bucket."
  type        = string
  default     = "workspace"
  validation {
    condition     = can(regex("^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$", var.folder))
    error_message = "The workspace is a folder such as workspace or teams/one, without slashes at its ends."
  }
}

variable "location" {
  description = "Region of the bucket: the one in which pipelines run, or reading costs."
  type        = string
  default     = "europe-west4"
}

variable "labels" {
  description = "Labels of the bucket."
  type        = map(string)
  default     = {}
}

variable "attempt_days" {
  description = "Days after which what a dead attempt left behind goes."
  type        = number
  default     = 14
  validation {
    condition     = var.attempt_days >= 4
    error_message = "attempt_days below 4 would delete the attempts of stages that still run (their limit is 72 hours)."
  }
}

variable "state_days" {
  description = "Days without a save after which the state of an unfinished training goes."
  type        = number
  default     = 30
  validation {
    condition     = var.state_days >= 4
    error_message = "state_days below 4 would delete the state of a training that waits for its next attempt."
  }
}

variable "staged_days" {
  description = "Days after which jars that Dataflow jobs were started with go; a later job uploads them again."
  type        = number
  default     = 14
  validation {
    condition     = var.staged_days >= 4
    error_message = "staged_days below 4 would delete the jars of jobs that still start workers."
  }
}

variable "archive_days" {
  description = "Days after which artifacts move to archive_class."
  type        = number
  default     = 90
  validation {
    condition     = var.archive_days >= 1
    error_message = "archive_days is a number of days, 1 or more."
  }
}

variable "archive_class" {
  description = "Storage class of old artifacts. Colder is cheaper to keep, dearer to read."
  type        = string
  default     = "NEARLINE"
  validation {
    condition     = contains(["NEARLINE", "COLDLINE", "ARCHIVE"], var.archive_class)
    error_message = "archive_class is NEARLINE, COLDLINE or ARCHIVE."
  }
}

variable "noncurrent_days" {
  description = "Days for which what was deleted or written over can be had back as an old version."
  type        = number
  default     = 14
  validation {
    condition     = var.noncurrent_days >= 1
    error_message = "noncurrent_days is a number of days, 1 or more."
  }
}

variable "soft_delete_days" {
  description = "Days for which even a deleted version can be had back: 0 for never, or 7 to 90."
  type        = number
  default     = 7
  validation {
    condition     = var.soft_delete_days == 0 || (var.soft_delete_days >= 7 && var.soft_delete_days <= 90)
    error_message = "soft_delete_days is 0, or 7 to 90."
  }
}

variable "force_destroy" {
  description = "Whether `terraform destroy` may delete a bucket with artifacts in it."
  type        = bool
  default     = false
}
