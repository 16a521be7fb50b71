# Two documents write one file. Flatcar refuses the config at first boot when both entries stay
# (merge = "append", as `ct` did); by key, the later one wins and a note says so.

terraform {
  required_providers {
    lokomotive = {
      source = "lokomotive/lokomotive"
    }
  }
}

variable "merge" {
  description = "How the documents are merged: by_key or append"
  type        = string
  default     = "by_key"
}

resource "lokomotive_flatcar_config" "worker" {
  content = <<-YAML
    storage:
      files:
        - path: /etc/motd
          mode: 0644
          contents:
            inline: Welcome
    YAML

  snippets = [
    <<-YAML
      storage:
        files:
          - path: /etc/motd
            mode: 0644
            contents:
              inline: Authorised users only
      YAML
  ]

  merge      = var.merge
  boot_check = "error"
}

output "notes" {
  value = lokomotive_flatcar_config.worker.warnings
}
