terraform {
  required_version = ">= 1.9"
  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 8.7"
    }
    helm = {
      source  = "hashicorp/helm"
      version = "~> 3.3"
    }
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 3.4"
    }
  }

  # Which bucket, is told at `terraform init -backend-config=bucket=…`; README.md has the command.
  backend "gcs" {
    prefix = "palimpsest/prod"
  }
}

# Budgets are counted for the project that asks.
provider "google" {
  project               = var.project
  region                = var.region
  billing_project       = var.project
  user_project_override = true
}

# Whoever applies gets in as kubectl does, by gke-gcloud-auth-plugin: a token would come to lie in the state file.
locals {
  login = { api_version = "client.authentication.k8s.io/v1beta1", command = "gke-gcloud-auth-plugin" }
}

provider "kubernetes" {
  host = module.stack.endpoint
  exec {
    api_version = local.login.api_version
    command     = local.login.command
  }
}

provider "helm" {
  kubernetes = {
    host = module.stack.endpoint
    exec = local.login
  }
}
