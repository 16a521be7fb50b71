# The names of the cluster. Which records there are is known in the first plan, what they say only after it.

data "aws_route53_zone" "main" {
  name = var.dns_zone
}

# All but the API server's own, which leads to the load balancer.
resource "aws_route53_record" "controllers" {
  for_each = {
    for record in lokomotive_controller.main.dns_records : record.name => record
    if record.name != local.api_name
  }

  zone_id = data.aws_route53_zone.main.zone_id
  name    = each.value.name
  type    = each.value.type
  ttl     = each.value.ttl
  records = each.value.values
}

resource "aws_route53_record" "workers" {
  for_each = {
    for record in concat(
      lokomotive_worker_pool.general.dns_records,
      lokomotive_worker_pool.storage.dns_records,
    ) : record.name => record
  }

  zone_id = data.aws_route53_zone.main.zone_id
  name    = each.value.name
  type    = each.value.type
  ttl     = each.value.ttl
  records = each.value.values
}

resource "aws_route53_record" "api" {
  zone_id = data.aws_route53_zone.main.zone_id
  name    = local.api_name
  type    = "A"

  alias {
    name                   = aws_lb.main.dns_name
    zone_id                = aws_lb.main.zone_id
    evaluate_target_health = true
  }
}

resource "aws_route53_record" "ingress" {
  zone_id = data.aws_route53_zone.main.zone_id
  name    = "*.${local.api_name}"
  type    = "CNAME"
  ttl     = 60
  records = [local.api_name]
}
