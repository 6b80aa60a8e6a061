output "options" {
  description = "What follows -- on the command line, for data stages on Dataflow."
  value = concat([
    "--runner=DataflowRunner",
    "--project=${var.project}",
    "--region=${var.region}",
    "--serviceAccount=${var.service_account}",
    "--subnetwork=regions/${var.region}/subnetworks/${var.subnetwork_name}",
    "--usePublicIps=false",
    "--sdkContainerImage=${var.image}",
    "--maxNumWorkers=${var.max_workers}",
    ],
    var.machine_type == null ? [] : ["--workerMachineType=${var.machine_type}"],
  )
  # A job that is started before workers can reach each other hangs in its first shuffle.
  depends_on = [google_compute_firewall.workers, google_project_service.dataflow]
}
