# A cluster on AWS: three controllers, and two pools of workers that join them, each with snippets of its own.

terraform {
  required_providers {
    lokomotive = {
      source = "lokomotive/lokomotive"
    }
  }
}

provider "lokomotive" {
  aws {
    region       = var.region
    default_tags = { environment = "example" }
  }
}

resource "lokomotive_controller" "main" {
  cluster_name      = var.cluster_name
  dns_zone          = var.dns_zone
  controller_count  = 3
  container_runtime = "containerd"
  ssh_pubkeys       = var.ssh_pubkeys

  controller_clc_snippets = [
    # Container Linux Config
    <<-YAML
      systemd:
        units:
          - name: etcd.service
            dropins:
              - name: 10-priority.conf
                contents: |
                  [Service]
                  Nice=-5
      YAML
    ,
  ]

  aws {
    controller_type    = "t3.large"
    subnet_ids         = var.subnet_ids
    security_group_ids = var.security_group_ids
    target_group_arns  = var.controller_target_group_arns
  }
}

# Workers for everything, two of which may be away at a time. A Container Linux Config in a file and Butane side by side.
resource "lokomotive_worker_pool" "general" {
  cluster_name      = var.cluster_name
  dns_zone          = var.dns_zone
  pool_name         = "general"
  worker_count      = var.worker_count
  container_runtime = "containerd"
  kubeconfig        = lokomotive_controller.main.worker_kubeconfig
  ssh_pubkeys       = var.ssh_pubkeys

  on_config_change = var.on_config_change
  max_unavailable  = 2

  clc_snippets = [
    file("${path.module}/sysctl.yaml"),
    # Another text in var.motd makes another config, and workers of it.
    <<-YAML
      variant: flatcar
      version: 1.1.0
      storage:
        files:
          - path: /etc/motd
            overwrite: true
            mode: 0644
            contents:
              inline: ${jsonencode(var.motd)}
      YAML
    ,
  ]

  aws {
    instance_type      = "t3.medium"
    subnet_ids         = var.subnet_ids
    security_group_ids = var.security_group_ids
    target_group_arns  = var.worker_target_group_arns
  }
}

# Spot instances that only pods with a toleration go to.
resource "lokomotive_worker_pool" "batch" {
  cluster_name      = var.cluster_name
  dns_zone          = var.dns_zone
  pool_name         = "batch"
  worker_count      = 1
  container_runtime = "containerd"
  kubeconfig        = lokomotive_controller.main.worker_kubeconfig
  ssh_pubkeys       = var.ssh_pubkeys

  on_config_change = var.on_config_change
  labels           = { "example.com/pool" = "batch" }
  taints           = { dedicated = "batch:NoSchedule" }

  clc_snippets = [
    # Container Linux Config
    <<-YAML
      systemd:
        units:
          - name: kubelet.service
            dropins:
              - name: 10-pods.conf
                contents: |
                  [Service]
                  Environment=KUBELET_EXTRA_ARGS=--max-pods=200
      YAML
    ,
  ]

  aws {
    instance_type      = "m6i.large"
    spot_price         = "0.10"
    disk_size          = 100
    subnet_ids         = var.subnet_ids
    security_group_ids = var.security_group_ids
  }
}

output "machines" {
  description = "All machines by name."
  value = {
    for machine in concat(
      lokomotive_controller.main.machines,
      lokomotive_worker_pool.general.machines,
      lokomotive_worker_pool.batch.machines,
    ) :
    machine.name => {
      id           = machine.id
      state        = machine.state
      private_ipv4 = machine.private_ipv4
      config       = try(substr(machine.config_sha256, 0, 8), null)
    }
  }
}

output "dns_records" {
  description = "The records that the cluster needs, for any DNS provider."
  value       = { for record in lokomotive_controller.main.dns_records : record.name => record.values }
}

output "kubeconfig" {
  description = "The administrator's kubeconfig: terraform output -raw kubeconfig"
  value       = lokomotive_controller.main.kubeconfig
  sensitive   = true
}
