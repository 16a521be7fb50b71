variable "region" {
  description = "The region."
  type        = string
  default     = "eu-central-1"
}

variable "vpc_id" {
  description = "The VPC. Its public subnets have the tag tier = public."
  type        = string
}

variable "cluster_name" {
  description = "Name of the cluster."
  type        = string
  default     = "example"
}

variable "dns_zone" {
  description = "Zone of the cluster's names, which Route 53 has."
  type        = string
  default     = "example.com"
}

variable "api_clients" {
  description = "The network from which the API server may be reached."
  type        = string
  default     = "0.0.0.0/0"
}

variable "ssh_pubkeys" {
  description = "Public keys that may log in as core."
  type        = list(string)
  default     = []
}

variable "ingress_is_installed" {
  description = "Whether an ingress controller listens on the node ports 30080 and 30443."
  type        = bool
  default     = false
}
