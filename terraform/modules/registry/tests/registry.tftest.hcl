mock_provider "google" {
  mock_resource "google_artifact_registry_repository" {
    defaults = { registry_uri = "registry.test/a-project/palimpsest" }
  }
}

variables {
  project = "a-project"
}

run "names_the_images" {
  assert {
    condition = output.images == {
      launcher     = "registry.test/a-project/palimpsest/palimpsest-launcher:0.1.0"
      flink        = "registry.test/a-project/palimpsest/palimpsest-flink:0.1.0"
      dataflow     = "registry.test/a-project/palimpsest/palimpsest-dataflow:0.1.0"
      trainer      = "registry.test/a-project/palimpsest/palimpsest-trainer:0.1.0"
      trainer-cuda = "registry.test/a-project/palimpsest/palimpsest-trainer-cuda:0.1.0"
    }
    error_message = "The images are ${jsonencode(output.images)}."
  }
}

run "keeps_tags_and_cleans_up" {
  assert {
    condition = (google_artifact_registry_repository.images.format == "DOCKER"
    && google_artifact_registry_repository.images.docker_config[0].immutable_tags == true)
    error_message = "A pushed tag stays what it is."
  }
  assert {
    condition = {
      for policy in google_artifact_registry_repository.images.cleanup_policies : policy.id => policy.action
    } == { delete-untagged = "DELETE", delete-old = "DELETE", keep-newest = "KEEP" }
    error_message = "Old images go, the newest stay."
  }
  assert {
    condition = one([
      for policy in google_artifact_registry_repository.images.cleanup_policies : policy.most_recent_versions[0].keep_count if policy.action == "KEEP"
    ]) == 10
    error_message = "Ten versions stay."
  }
}

run "caches_docker_hub" {
  assert {
    condition = (google_artifact_registry_repository.mirror.mode == "REMOTE_REPOSITORY"
    && google_artifact_registry_repository.mirror.remote_repository_config[0].docker_repository[0].public_repository == "DOCKER_HUB")
    error_message = "Nodes have no way to the internet but this."
  }
  assert {
    condition     = output.mirror == "palimpsest-mirror"
    error_message = "The cache is called ${output.mirror}."
  }
}

run "refuses_a_tag_that_moves" {
  command = plan
  variables { tag = "latest" }
  expect_failures = [var.tag]
}

run "refuses_to_keep_one_version" {
  command = plan
  variables { keep = 1 }
  expect_failures = [var.keep]
}

run "refuses_a_name_with_capitals" {
  command = plan
  variables { repository = "Images" }
  expect_failures = [var.repository]
}
