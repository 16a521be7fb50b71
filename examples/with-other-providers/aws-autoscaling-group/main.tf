# Workers in an autoscaling group of one's own. A pool with no machines renders and checks their config, and its
# `user_data` and `ami_id` feed the group's launch template.

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

resource "lokomotive_worker_pool" "elastic" {
  cluster_name      = "example"
  pool_name         = "elastic"
  worker_count      = 0
  container_runtime = "containerd"
  kubeconfig        = var.kubeconfig
  ssh_pubkeys       = []
  labels            = { "example.com/pool" = "elastic" }

  clc_snippets = ["locksmith: {reboot_strategy: \"off\"}"]

  aws {
    instance_type = "m6i.large"
    subnet_ids    = data.aws_subnets.nodes.ids
  }
}

data "aws_subnets" "nodes" {
  filter {
    name   = "vpc-id"
    values = [var.vpc_id]
  }
}

resource "aws_launch_template" "elastic" {
  name_prefix            = "example-elastic-"
  image_id               = lokomotive_worker_pool.elastic.ami_id
  instance_type          = lokomotive_worker_pool.elastic.aws.instance_type
  user_data              = base64encode(lokomotive_worker_pool.elastic.user_data)
  vpc_security_group_ids = var.security_group_ids
  update_default_version = true

  # As the provider's own machines have it: the metadata service answers with a token only, and not to pods.
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_size           = 40
      volume_type           = "gp3"
      encrypted             = true
      delete_on_termination = true
    }
  }

  # No tags that start with `lokomotive:`. They would say that the machines are the pool's.
  dynamic "tag_specifications" {
    for_each = ["instance", "volume"]

    content {
      resource_type = tag_specifications.value
      tags          = { Name = "example-elastic" }
    }
  }
}

resource "aws_autoscaling_group" "elastic" {
  name_prefix         = "example-elastic-"
  min_size            = 1
  max_size            = 10
  vpc_zone_identifier = data.aws_subnets.nodes.ids

  # Another config is another version of the template, and the group replaces its machines.
  launch_template {
    id      = aws_launch_template.elastic.id
    version = aws_launch_template.elastic.latest_version
  }

  instance_refresh {
    strategy = "Rolling"

    preferences {
      min_healthy_percentage = 90
      instance_warmup        = 120
    }
  }
}
