# A cluster on a service with Equinix Metal's API: three controllers, and two pools of workers that join them. The
# service itself closed on 2026-06-30. METAL_API_URL says where it is, and METAL_AUTH_TOKEN who asks.

terraform {
  required_providers {
    lokomotive = {
      source = "lokomotive/lokomotive"
    }
  }
}

provider "lokomotive" {}

resource "lokomotive_controller" "main" {
  cluster_name      = var.cluster_name
  dns_zone          = var.dns_zone
  controller_count  = 3
  container_runtime = "containerd"
  ssh_pubkeys       = var.ssh_pubkeys

  controller_clc_snippets = [
    # Butane
    <<-YAML
      variant: flatcar
      version: 1.1.0
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

  equinix_metal {
    project_id = var.project_id
    metro      = var.metro
  }
}

# Another config is installed anew on the same devices, two at a time: they keep addresses and reservations.
resource "lokomotive_worker_pool" "general" {
  cluster_name      = var.cluster_name
  dns_zone          = var.dns_zone
  pool_name         = "general"
  worker_count      = var.worker_count
  container_runtime = "containerd"
  kubeconfig        = lokomotive_controller.main.worker_kubeconfig
  ssh_pubkeys       = var.ssh_pubkeys

  on_config_change = "reinstall"
  max_unavailable  = 2

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
    # Butane. Another text in var.motd makes another config.
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

  equinix_metal {
    project_id              = var.project_id
    metro                   = var.metro
    node_type               = "m3.large.x86"
    reservation_ids_default = var.reservation_ids_default
  }

  # "next-available" may take any reservation, so those that are named elsewhere have to be in use before.
  depends_on = [lokomotive_worker_pool.storage]
}

# Workers on reservations that are named one by one, with their disks joined.
resource "lokomotive_worker_pool" "storage" {
  cluster_name      = var.cluster_name
  dns_zone          = var.dns_zone
  pool_name         = "storage"
  worker_count      = 1
  container_runtime = "containerd"
  kubeconfig        = lokomotive_controller.main.worker_kubeconfig
  ssh_pubkeys       = var.ssh_pubkeys

  labels = { "example.com/disks" = "ssd" }

  clc_snippets = [
    # Container Linux Config
    <<-YAML
      storage:
        files:
          - path: /etc/sysctl.d/80-swappiness.conf
            filesystem: root
            mode: 0644
            contents:
              inline: vm.swappiness = 1
      YAML
    ,
  ]

  equinix_metal {
    project_id        = var.project_id
    metro             = var.metro
    node_type         = "m3.large.x86"
    reservation_ids   = var.reservation_ids
    setup_raid_ssd    = true
    setup_raid_ssd_fs = true
  }
}

output "machines" {
  description = "All machines by name."
  value = {
    for machine in concat(
      lokomotive_controller.main.machines,
      lokomotive_worker_pool.general.machines,
      lokomotive_worker_pool.storage.machines,
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
