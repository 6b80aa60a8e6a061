output "emails" {
  description = "The accounts' addresses by role."
  value       = { for role, account in google_service_account.roles : role => account.email }
}

output "members" {
  description = "The accounts by role, as grants name them."
  value       = { for role, account in google_service_account.roles : role => account.member }
}
