# A cluster in a VPC that is there, behind a network load balancer, with its names in Route 53: the network is of
# hashicorp/aws, the machines are of this provider.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.0"
    }
    lokomotive = {
      source = "lokomotive/lokomotive"
    }
  }
}

provider "aws" {
  region = var.region
}

provider "lokomotive" {
  aws {
    region = var.region
  }
}

locals {
  # Where clients reach the API server; the records of the machines have this name, too.
  api_name = "${var.cluster_name}.${var.dns_zone}"

  # In an order that stays, so that plans do.
  subnet_ids = sort(data.aws_subnets.nodes.ids)
}

# terraform output -raw kubeconfig >kubeconfig
output "kubeconfig" {
  description = "The administrator's kubeconfig."
  value       = lokomotive_controller.main.kubeconfig
  sensitive   = true
}

resource "lokomotive_controller" "main" {
  cluster_name      = var.cluster_name
  dns_zone          = var.dns_zone
  controller_count  = 3
  container_runtime = "containerd"
  ssh_pubkeys       = var.ssh_pubkeys
  api_server        = local.api_name

  aws {
    controller_type    = "t3.large"
    subnet_ids         = local.subnet_ids
    security_group_ids = [aws_security_group.nodes.id]
    target_group_arns  = [aws_lb_target_group.api.arn]
  }
}

resource "lokomotive_worker_pool" "general" {
  cluster_name      = var.cluster_name
  dns_zone          = var.dns_zone
  pool_name         = "general"
  worker_count      = 3
  container_runtime = "containerd"
  kubeconfig        = lokomotive_controller.main.worker_kubeconfig
  ssh_pubkeys       = var.ssh_pubkeys

  aws {
    instance_type      = "m6i.large"
    subnet_ids         = local.subnet_ids
    security_group_ids = [aws_security_group.nodes.id]

    # A worker that a target group does not find healthy never counts as ready, and a roll would wait for it.
    target_group_arns = var.ingress_is_installed ? [
      aws_lb_target_group.ingress["http"].arn,
      aws_lb_target_group.ingress["https"].arn,
    ] : []
  }
}

resource "lokomotive_worker_pool" "storage" {
  cluster_name      = var.cluster_name
  dns_zone          = var.dns_zone
  pool_name         = "storage"
  worker_count      = 2
  container_runtime = "containerd"
  kubeconfig        = lokomotive_controller.main.worker_kubeconfig
  ssh_pubkeys       = var.ssh_pubkeys
  labels            = { "example.com/disk" = "large" }

  aws {
    instance_type      = "m6i.large"
    disk_size          = 500
    subnet_ids         = local.subnet_ids
    security_group_ids = [aws_security_group.nodes.id]
  }
}
