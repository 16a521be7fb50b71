variable "project_id" {
  description = "The project. The default is that of the simulator in tests/simulator."
  type        = string
  default     = "5afe0000-0000-4000-a000-00000000c0de"
}

variable "metro" {
  description = "Where the machines are."
  type        = string
  default     = "am"
}

variable "reservation_ids" {
  description = "Hardware reservation of the machine of the pool storage, e.g. { worker-0 = \"01234567-89ab-cdef-0123-456789abcdef\" }; empty for a machine on demand."
  type        = map(string)
  default     = {}
}

variable "reservation_ids_default" {
  description = "\"next-available\" for general workers on any reservation of the project; empty for machines on demand."
  type        = string
  default     = ""
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

variable "motd" {
  description = "What general workers greet with."
  type        = string
  default     = "Welcome"
}
