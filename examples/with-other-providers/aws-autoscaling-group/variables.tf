variable "region" {
  description = "The region."
  type        = string
  default     = "eu-central-1"
}

variable "vpc_id" {
  description = "The VPC; all of its subnets are used."
  type        = string
}

variable "security_group_ids" {
  description = "Security groups of the machines."
  type        = list(string)
  default     = []
}

variable "kubeconfig" {
  description = "What workers join with. The default is of the right form and of no use."
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
