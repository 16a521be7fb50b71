resource "lokomotive_flatcar_config" "worker" {
  content = <<-YAML
    storage:
      files:
        - path: /etc/sysctl.d/90-inotify.conf
          filesystem: root
          mode: 0644
          contents:
            inline: fs.inotify.max_user_watches=16184
    YAML

  snippets = [
    <<-YAML
      passwd:
        users:
          - name: core
            ssh_authorized_keys:
              - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGh5cG90aGV0aWNhbC1wdWJsaWMta2V5LTAwMDE core@example
      YAML
  ]

  # Unknown keys and other warnings of the parse step fail the plan.
  strict = true
}

output "ignition" {
  value = lokomotive_flatcar_config.worker.rendered
}
