data "lokomotive_flatcar_config" "worker" {
  content = <<-YAML
    systemd:
      units:
        - name: docker.service
          enabled: true
    YAML

  platform     = "ec2"
  pretty_print = true
}

output "ignition" {
  value = data.lokomotive_flatcar_config.worker.rendered
}
