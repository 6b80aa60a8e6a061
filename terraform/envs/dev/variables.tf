variable "project" {
  description = "ID of the Google Cloud project."
  type        = string
}

variable "region" {
  description = "Region of everything."
  type        = string
  default     = "europe-west4"
}

variable "image_tag" {
  description = "Tag of the images that run."
  type        = string
  default     = "0.1.0"
}

variable "billing_account" {
  description = "The billing account that pays for the project; null for no budget."
  type        = string
  default     = null
}

variable "budget_monthly" {
  description = "What a month may cost, in whole units of the billing account's currency."
  type        = number
  default     = 200
}

variable "budget_mails" {
  description = "Who is told of the budget, besides the billing account's administrators."
  type        = list(string)
  default     = []
}
