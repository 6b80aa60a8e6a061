output "airflow" {
  description = "Address of Airflow."
  value       = google_composer_environment.environment.config[0].airflow_uri
}

output "dags" {
  description = "Where DAGs lie."
  value       = google_composer_environment.environment.config[0].dag_gcs_prefix
}
