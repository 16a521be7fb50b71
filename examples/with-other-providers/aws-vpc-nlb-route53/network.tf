# The VPC and its subnets are there; here is who may talk to whom.

data "aws_vpc" "main" {
  id = var.vpc_id
}

data "aws_subnets" "nodes" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.main.id]
  }

  tags = {
    tier = "public"
  }
}

resource "aws_security_group" "load_balancer" {
  name_prefix = "${var.cluster_name}-lb-"
  description = "The load balancer of the cluster ${var.cluster_name}"
  vpc_id      = data.aws_vpc.main.id

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "load_balancer" {
  for_each = {
    api   = { port = 6443, from = var.api_clients }
    http  = { port = 80, from = "0.0.0.0/0" }
    https = { port = 443, from = "0.0.0.0/0" }
  }

  security_group_id = aws_security_group.load_balancer.id
  description       = each.key
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = each.value.from
}

resource "aws_vpc_security_group_egress_rule" "load_balancer" {
  security_group_id            = aws_security_group.load_balancer.id
  description                  = "To the machines"
  ip_protocol                  = "-1"
  referenced_security_group_id = aws_security_group.nodes.id
}

resource "aws_security_group" "nodes" {
  name_prefix = "${var.cluster_name}-nodes-"
  description = "Machines of the cluster ${var.cluster_name}"
  vpc_id      = data.aws_vpc.main.id

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "among_nodes" {
  security_group_id            = aws_security_group.nodes.id
  description                  = "Machines among themselves"
  ip_protocol                  = "-1"
  referenced_security_group_id = aws_security_group.nodes.id
}

resource "aws_vpc_security_group_ingress_rule" "from_load_balancer" {
  for_each = {
    api   = 6443
    http  = 30080
    https = 30443
  }

  security_group_id            = aws_security_group.nodes.id
  description                  = "${each.key}, from the load balancer"
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
  referenced_security_group_id = aws_security_group.load_balancer.id
}

resource "aws_vpc_security_group_egress_rule" "nodes" {
  security_group_id = aws_security_group.nodes.id
  description       = "To everywhere"
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}
