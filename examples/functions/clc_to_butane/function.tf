# Shows the Butane document that a Container Linux Config becomes: terraform output -raw butane
output "butane" {
  value = provider::lokomotive::clc_to_butane(
    <<-YAML
      # The worker's name.
      storage:
        files:
          - path: /etc/hostname
            filesystem: root
            mode: 0644
            contents:
              inline: worker-0
      locksmith:
        reboot_strategy: "off"
      YAML
  )
}
