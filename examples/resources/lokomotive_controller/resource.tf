resource "lokomotive_controller" "example" {
  cluster_name      = "example"
  dns_zone          = "example.com"
  controller_count  = 3
  container_runtime = "containerd"
  ssh_pubkeys       = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2bHVxVvkwzvIgAsJcpDHqbHGPWnLZhDx9Wc5T8n1XK me@example.com"]

  controller_clc_snippets = [
    <<-YAML
    systemd:
      units:
        - name: helloworld.service
          dropins:
            - name: 10-helloworld.conf
              contents: |
                [Install]
                WantedBy=multi-user.target
    YAML
  ]

  aws {
    controller_type    = "t3.large"
    subnet_ids         = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
    security_group_ids = ["sg-0123456789abcdef0"]
  }
}

# The records that the cluster needs, for any DNS provider.
output "dns_records" {
  value = { for record in lokomotive_controller.example.dns_records : record.name => record }
}

# terraform output -raw kubeconfig >kubeconfig; kubectl --kubeconfig=kubeconfig get nodes
output "kubeconfig" {
  value     = lokomotive_controller.example.kubeconfig
  sensitive = true
}
