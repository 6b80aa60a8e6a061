mock_provider "google" {
  mock_data "google_project" {
    defaults = { number = "123456789" }
  }
}

variables {
  project         = "a-project"
  billing_account = "012345-6789AB-CDEF01"
}

run "watches_the_project" {
  assert {
    condition     = google_billing_budget.budget.budget_filter[0].projects == toset(["projects/123456789"])
    error_message = "This project and no other."
  }
  assert {
    condition     = google_billing_budget.budget.amount[0].specified_amount[0].units == "500"
    error_message = "500 a month by default."
  }
  assert {
    condition = sort([
      for rule in google_billing_budget.budget.threshold_rules : "${rule.spend_basis} ${rule.threshold_percent}"
    ]) == tolist(["CURRENT_SPEND 0.5", "CURRENT_SPEND 0.9", "CURRENT_SPEND 1", "FORECASTED_SPEND 1"])
    error_message = "Half, nearly all, all, and what will be all."
  }
  assert {
    condition     = length(google_billing_budget.budget.all_updates_rule) == 0
    error_message = "By default the billing account's administrators are told, by the service."
  }
}

run "tells_those_who_are_named" {
  variables {
    mails    = ["ops@example.org"]
    monthly  = 50
    currency = "EUR"
  }
  assert {
    condition     = google_billing_budget.budget.all_updates_rule[0].monitoring_notification_channels == tolist([google_monitoring_notification_channel.mail["ops@example.org"].id])
    error_message = "The channel is the budget's."
  }
  assert {
    condition     = google_monitoring_notification_channel.mail["ops@example.org"].labels == tomap({ email_address = "ops@example.org" })
    error_message = "The channel is a mail."
  }
}

run "refuses_wrong_values" {
  command = plan
  variables {
    billing_account = "my-account"
    monthly         = 0.5
    currency        = "euro"
    thresholds      = []
    mails           = ["nobody"]
  }
  expect_failures = [var.billing_account, var.monthly, var.currency, var.thresholds, var.mails]
}
