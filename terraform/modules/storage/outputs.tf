output "bucket" {
  description = "Name of the bucket."
  value       = google_storage_bucket.workspace.name
}

output "workspace" {
  description = "What --workspace takes."
  value       = "gs://${google_storage_bucket.workspace.name}/${var.folder}"
}
