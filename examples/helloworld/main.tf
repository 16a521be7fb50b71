# A machine's config from a base and one snippet: what `make demo` runs.

terraform {
  required_providers {
    lokomotive = {
      source = "lokomotive/lokomotive"
    }
  }
}

variable "clc_snippets" {
  description = "Container Linux Configs merged into the worker's config, in order"
  type        = list(string)
  default = [
    <<EOF
systemd:
  units:
  - name: helloworld.service
    dropins:
      - name: 10-helloworld.conf
        contents: |
          [Install]
          WantedBy=multi-user.target
EOF
    ,
  ]
}

resource "lokomotive_flatcar_config" "worker" {
  content      = file("${path.module}/worker.yaml")
  snippets     = var.clc_snippets
  pretty_print = true
}

output "ignition" {
  value = lokomotive_flatcar_config.worker.rendered
}

output "notes" {
  value = lokomotive_flatcar_config.worker.warnings
}
