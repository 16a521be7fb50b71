# `content` alone, or with any argument of lokomotive_flatcar_config that says how to render.
output "ignition" {
  value = provider::lokomotive::render(
    <<-YAML
      storage:
        files:
          - path: /etc/hostname
            filesystem: root
            mode: 0644
            contents:
              inline: worker-0
      YAML
    ,
    {
      snippets     = ["locksmith: {reboot_strategy: 'off'}"]
      pretty_print = true
    },
  )
}
