# Tells when the project costs more than it should; it stops nothing.

resource "google_project_service" "services" {
  for_each           = toset(["billingbudgets.googleapis.com", "monitoring.googleapis.com"])
  project            = var.project
  service            = each.value
  disable_on_destroy = false
}

data "google_project" "project" {
  project_id = var.project
}

resource "google_monitoring_notification_channel" "mail" {
  for_each     = toset(var.mails)
  project      = var.project
  display_name = "Palimpsest's budget: ${each.value}"
  type         = "email"
  labels       = { email_address = each.value }
  depends_on   = [google_project_service.services]
}

resource "google_billing_budget" "budget" {
  billing_account = var.billing_account
  display_name    = "Palimpsest in ${var.project}"
  depends_on      = [google_project_service.services]

  budget_filter {
    projects        = ["projects/${data.google_project.project.number}"]
    calendar_period = "MONTH"
  }

  amount {
    specified_amount {
      currency_code = var.currency
      units         = var.monthly
    }
  }

  dynamic "threshold_rules" {
    for_each = toset(var.thresholds)
    content {
      threshold_percent = threshold_rules.value
      spend_basis       = "CURRENT_SPEND"
    }
  }

  # Early enough to do something about it.
  threshold_rules {
    threshold_percent = 1
    spend_basis       = "FORECASTED_SPEND"
  }

  dynamic "all_updates_rule" {
    for_each = length(var.mails) > 0 ? [true] : []
    content {
      monitoring_notification_channels = [for channel in google_monitoring_notification_channel.mail : channel.id]
    }
  }
}
