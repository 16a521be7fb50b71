# One load balancer for the API server and for ingress.

resource "aws_lb" "main" {
  name                             = var.cluster_name
  load_balancer_type               = "network"
  subnets                          = local.subnet_ids
  security_groups                  = [aws_security_group.load_balancer.id]
  enable_cross_zone_load_balancing = true
}

resource "aws_lb_target_group" "api" {
  name        = "${var.cluster_name}-api"
  vpc_id      = data.aws_vpc.main.id
  target_type = "instance"
  protocol    = "TCP"
  port        = 6443

  # A controller reaches the API server through the load balancer, also when it is led back to itself.
  preserve_client_ip = false

  # How long a machine that is to go keeps its connections: a roll waits for it.
  deregistration_delay = 60

  health_check {
    protocol            = "TCP"
    interval            = 10
    healthy_threshold   = 3
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener" "api" {
  load_balancer_arn = aws_lb.main.arn
  protocol          = "TCP"
  port              = 6443

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.api.arn
  }
}

locals {
  # The load balancer's port, and the node port of the ingress controller behind it.
  ingress = {
    http  = { port = 80, node_port = 30080 }
    https = { port = 443, node_port = 30443 }
  }
}

resource "aws_lb_target_group" "ingress" {
  for_each = local.ingress

  name                 = "${var.cluster_name}-${each.key}"
  vpc_id               = data.aws_vpc.main.id
  target_type          = "instance"
  protocol             = "TCP"
  port                 = each.value.node_port
  deregistration_delay = 60

  health_check {
    protocol            = "TCP"
    interval            = 10
    healthy_threshold   = 3
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener" "ingress" {
  for_each = local.ingress

  load_balancer_arn = aws_lb.main.arn
  protocol          = "TCP"
  port              = each.value.port

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.ingress[each.key].arn
  }
}
