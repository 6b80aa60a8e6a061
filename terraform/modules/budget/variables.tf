variable "project" {
  description = "ID of the Google Cloud project."
  type        = string
}

variable "billing_account" {
  description = "The billing account that pays for the project."
  type        = string
  validation {
    condition     = can(regex("^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$", var.billing_account))
    error_message = "A billing account is 18 hexadecimal digits in three groups; `gcloud billing accounts list` shows them."
  }
}

variable "monthly" {
  description = "What a month may cost, in whole units of the currency."
  type        = number
  default     = 500
  validation {
    condition     = var.monthly >= 1 && floor(var.monthly) == var.monthly
    error_message = "monthly is a whole number, 1 or more."
  }
}

variable "currency" {
  description = "Currency of the billing account; by default the account's own."
  type        = string
  default     = null
  validation {
    condition     = var.currency == null || can(regex("^[A-Z]{3}$", var.currency))
    error_message = "A currency is three capital letters, such as EUR."
  }
}

variable "thresholds" {
  description = "Parts of the budget at which a mail goes out."
  type        = list(number)
  default     = [0.5, 0.9, 1]
  validation {
    condition     = length(var.thresholds) > 0 && alltrue([for part in var.thresholds : part > 0 && part <= 10])
    error_message = "thresholds are parts of the budget such as 0.5 and 1, at least one of them."
  }
}

variable "mails" {
  description = "Who is told, besides the billing account's administrators."
  type        = list(string)
  default     = []
  validation {
    condition     = length(var.mails) <= 5 && alltrue([for mail in var.mails : can(regex("^[^@\\s]+@[^@\\s]+$", mail))])
    error_message = "mails are at most five addresses, such as ops@example.org."
  }
}
