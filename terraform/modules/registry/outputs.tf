output "repository" {
  description = "Name of the repository of images."
  value       = google_artifact_registry_repository.images.repository_id
}

output "mirror" {
  description = "Name of the cache of Docker Hub."
  value       = google_artifact_registry_repository.mirror.repository_id
}

output "uri" {
  description = "What images are pushed to and pulled from."
  value       = google_artifact_registry_repository.images.registry_uri
}

output "mirror_uri" {
  description = "What Docker Hub's images are pulled from."
  value       = google_artifact_registry_repository.mirror.registry_uri
}

output "images" {
  description = "Full names of the images by their part."
  value = {
    for part, name in var.images : part => "${google_artifact_registry_repository.images.registry_uri}/${name}:${var.tag}"
  }
}
