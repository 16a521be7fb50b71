variable "kubeconfig" {
  description = "What workers join with."
  type        = string
  sensitive   = true
  default     = <<-YAML
    apiVersion: v1
    kind: Config
    clusters:
      - name: example
        cluster:
          server: https://example-private.example.com:6443
          certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==
    users:
      - name: kubelet
        user:
          token: abcdef.0123456789abcdef
    contexts:
      - name: example
        context:
          cluster: example
          user: kubelet
    current-context: example
    YAML
}

resource "lokomotive_worker_pool" "general" {
  cluster_name      = "example"
  pool_name         = "general"
  worker_count      = 2
  container_runtime = "containerd"
  kubeconfig        = var.kubeconfig
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
