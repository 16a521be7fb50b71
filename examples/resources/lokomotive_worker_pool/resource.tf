resource "lokomotive_controller" "example" {
  cluster_name      = "example"
  dns_zone          = "example.com"
  container_runtime = "containerd"
  ssh_pubkeys       = []

  aws {
    subnet_ids = ["subnet-0123456789abcdef0"]
  }
}

resource "lokomotive_worker_pool" "general" {
  cluster_name      = "example"
  pool_name         = "general"
  worker_count      = 2
  container_runtime = "containerd"
  kubeconfig        = lokomotive_controller.example.worker_kubeconfig
  ssh_pubkeys       = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2bHVxVvkwzvIgAsJcpDHqbHGPWnLZhDx9Wc5T8n1XK me@example.com"]
  labels            = { "example.com/disk" = "fast" }
  taints            = { dedicated = "database:NoSchedule" }
  max_unavailable   = 2

  clc_snippets = ["locksmith: {reboot_strategy: \"off\"}"]

  aws {
    instance_type = "m6i.large"
    subnet_ids    = ["subnet-0123456789abcdef0"]
    disk_size     = 100
  }
}
