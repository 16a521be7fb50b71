variable "region" {
  description = "The region; null for what the environment says."
  type        = string
  default     = null
}

variable "cluster_name" {
  description = "Name of the cluster."
  type        = string
  default     = "example"
}

variable "dns_zone" {
  description = "Zone of the cluster's names."
  type        = string
  default     = "example.com"
}

variable "subnet_ids" {
  description = "Subnets, one in each availability zone: machines take them in turn."
  type        = list(string)
  default = [
    "subnet-00000000000000001",
    "subnet-00000000000000002",
    "subnet-00000000000000003",
  ]
}

variable "security_group_ids" {
  description = "Security groups of all machines; without any, they are in the VPC's default group."
  type        = list(string)
  default     = []
}

variable "controller_target_group_arns" {
  description = "Target groups that controllers are registered with."
  type        = list(string)
  default     = []
}

variable "worker_target_group_arns" {
  description = "Target groups that general workers are registered with."
  type        = list(string)
  default     = []
}

variable "ssh_pubkeys" {
  description = "Public keys that may log in as core."
  type        = list(string)
  default     = []
}

variable "worker_count" {
  description = "How many general workers there are."
  type        = number
  default     = 3
}

variable "on_config_change" {
  description = "What becomes of workers whose config is another now: roll or ignore."
  type        = string
  default     = "roll"
}

variable "motd" {
  description = "What general workers greet with."
  type        = string
  default     = "Welcome"
}
