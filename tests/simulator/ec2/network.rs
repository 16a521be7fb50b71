//! Subnets and security groups.

use super::super::call::{Answer, Call};
use super::super::filter::Filters;
use super::super::machine::Tags;
use super::super::network::VPC;
use super::super::paging::Paging;
use super::super::xml::Xml;

/// Lists subnets.
pub(crate) fn describe_subnets(call: &mut Call<'_>) -> Answer {
    let form = &call.form;
    let ids = form.list("SubnetId");
    let filters = Filters::from_form(form, &["availability-zone", "subnet-id", "vpc-id"])?;
    let paging = Paging::from_form(form, 5..=1000, (!ids.is_empty()).then_some("subnetsSet"))?;
    form.refuse_unread()?;

    for id in &ids {
        call.world.subnet(id)?;
    }
    let asked = call.world.subnets.iter().filter(|subnet| {
        let by_id = ids.is_empty() || ids.contains(&subnet.id.as_str());
        let values = |name: &str| match name {
            "availability-zone" => vec![subnet.zone.clone()],
            "subnet-id" => vec![subnet.id.clone()],
            _ => vec![VPC.to_owned()],
        };
        by_id && filters.accept(&Tags::new(), values)
    });
    let (page, next) = paging.page(asked.collect(), |subnet| subnet.id.clone());
    let taken = call.world.taken(call.now);
    let place = &call.world.place;
    let mut xml = Xml::new();
    xml.list("subnetSet", page, |xml, subnet| {
        let arn = format!(
            "arn:aws:ec2:{}:{}:subnet/{}",
            place.region, place.account, subnet.id
        );
        xml.text("subnetId", &subnet.id);
        xml.text("subnetArn", arn);
        xml.text("state", "available");
        xml.text("vpcId", VPC);
        xml.text("ownerId", &place.account);
        xml.text("cidrBlock", subnet.cidr());
        xml.text("availableIpAddressCount", subnet.free(&taken));
        xml.text("availabilityZone", &subnet.zone);
        xml.text("availabilityZoneId", &subnet.zone_id);
        xml.text("defaultForAz", false);
        xml.text("mapPublicIpOnLaunch", call.options.map_public_ips);
    });
    xml.optional("nextToken", next);
    Ok(xml)
}

/// Lists security groups.
pub(crate) fn describe_security_groups(call: &mut Call<'_>) -> Answer {
    let form = &call.form;
    let ids = form.list("GroupId");
    let filters = Filters::from_form(form, &["group-id", "group-name", "vpc-id"])?;
    let with_ids = (!ids.is_empty()).then_some("securityGroupIds");
    let paging = Paging::from_form(form, 5..=1000, with_ids)?;
    form.refuse_unread()?;

    for id in &ids {
        call.world.check_group(id)?;
    }
    let asked = call.world.groups.iter().filter(|group| {
        let by_id = ids.is_empty() || ids.contains(&group.id.as_str());
        let values = |name: &str| match name {
            "group-id" => vec![group.id.clone()],
            "group-name" => vec![group.name.clone()],
            _ => vec![VPC.to_owned()],
        };
        by_id && filters.accept(&Tags::new(), values)
    });
    let (page, next) = paging.page(asked.collect(), |group| group.id.clone());
    let mut xml = Xml::new();
    xml.list("securityGroupInfo", page, |xml, group| {
        xml.text("ownerId", &call.world.place.account);
        xml.text("groupId", &group.id);
        xml.text("groupName", &group.name);
        xml.text("groupDescription", &group.name);
        xml.text("vpcId", VPC);
    });
    xml.optional("nextToken", next);
    Ok(xml)
}
