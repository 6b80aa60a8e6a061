mock_provider "google" {}

variables {
  project         = "a-project"
  network         = "projects/a-project/global/networks/palimpsest"
  network_name    = "palimpsest"
  subnetwork_name = "palimpsest-workers"
  service_account = "palimpsest-runner@a-project.test"
  image           = "registry.test/a-project/palimpsest/palimpsest-dataflow:0.1.0"
}

run "gives_the_options_of_the_command_line" {
  assert {
    condition = output.options == [
      "--runner=DataflowRunner",
      "--project=a-project",
      "--region=europe-west4",
      "--serviceAccount=palimpsest-runner@a-project.test",
      "--subnetwork=regions/europe-west4/subnetworks/palimpsest-workers",
      "--usePublicIps=false",
      "--sdkContainerImage=registry.test/a-project/palimpsest/palimpsest-dataflow:0.1.0",
      "--maxNumWorkers=20",
    ]
    error_message = "The options are ${jsonencode(output.options)}."
  }
}

run "takes_a_machine_type" {
  variables {
    machine_type = "n2-standard-4"
    max_workers  = 3
  }
  assert {
    condition     = slice(output.options, 7, 9) == ["--maxNumWorkers=3", "--workerMachineType=n2-standard-4"]
    error_message = "The options are ${jsonencode(output.options)}."
  }
}

run "lets_workers_reach_each_other_only" {
  assert {
    condition = (google_compute_firewall.workers.source_tags == toset(["dataflow"])
      && google_compute_firewall.workers.target_tags == toset(["dataflow"])
      && length(coalesce(google_compute_firewall.workers.source_ranges, [])) == 0
    && one(google_compute_firewall.workers.allow).ports == tolist(["12345", "12346"]))
    error_message = "Two ports, from worker to worker."
  }
}

run "refuses_no_workers" {
  command = plan
  variables {
    max_workers  = 0
    machine_type = "fast"
  }
  expect_failures = [var.max_workers, var.machine_type]
}
