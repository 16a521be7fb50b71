//! Elastic Load Balancing, version 2015-12-01: target groups.

use super::call::{Answer, Call};
use super::ec2::unknown_action;
use super::form::Form;
use super::ids::is_id;
use super::network::VPC;
use super::refusal::Refusal;
use super::schedule::Phase;
use super::target::{Health, TargetGroup};
use super::world::World;
use super::xml::Xml;

/// Carries out an action.
pub(crate) fn act(action: &str, call: &mut Call<'_>) -> Answer {
    let (now, options) = (call.now, call.options);
    let World {
        machines,
        target_groups,
        ..
    } = &mut *call.world;
    for group in target_groups {
        group.sweep(machines, now, options);
    }
    match action {
        "DescribeTargetGroups" => describe_target_groups(call),
        "DescribeTargetHealth" => describe_target_health(call),
        "RegisterTargets" => register_targets(call),
        "DeregisterTargets" => deregister_targets(call),
        _ => Err(unknown_action(action)),
    }
}

fn describe_target_groups(call: &mut Call<'_>) -> Answer {
    let form = &call.form;
    form.disregard(&["PageSize"]);
    let (arns, names) = (
        form.list("TargetGroupArns.member"),
        form.list("Names.member"),
    );
    form.refuse_unread()?;
    for arn in &arns {
        group(call.world, arn)?;
    }
    let asked = call.world.target_groups.iter().filter(|group| {
        let by_arn = arns.is_empty() || arns.contains(&group.arn.as_str());
        by_arn && (names.is_empty() || names.contains(&group.name.as_str()))
    });
    let mut xml = Xml::new();
    xml.list_of("TargetGroups", "member", asked, |xml, group| {
        xml.text("TargetGroupArn", &group.arn);
        xml.text("TargetGroupName", &group.name);
        xml.text("Protocol", "TCP");
        xml.text("Port", group.port);
        xml.text("VpcId", VPC);
        xml.text("TargetType", "instance");
        xml.text("HealthCheckProtocol", "TCP");
        xml.text("HealthCheckPort", "traffic-port");
        xml.text("IpAddressType", "ipv4");
    });
    Ok(xml)
}

fn describe_target_health(call: &mut Call<'_>) -> Answer {
    let arn = call.form.required("TargetGroupArn")?;
    let asked = targets(&call.form)?;
    call.form.refuse_unread()?;
    let group = group(call.world, arn)?;
    let mut found: Vec<(String, u16, Health)> = Vec::new();
    for target in &group.targets {
        let mut machines = call.world.machines.iter();
        let machine = machines.find(|machine| machine.id == target.machine);
        let health = machine.map_or(Health::Gone, |machine| {
            target.health(machine, call.now, call.options)
        });
        found.push((target.machine.clone(), target.port, health));
    }
    if !asked.is_empty() {
        let of = |(id, port): &(&str, Option<u16>)| {
            let port = port.unwrap_or(group.port);
            let mut found = found.iter();
            let known = found.find(|(other, on, _)| other == id && *on == port);
            known
                .cloned()
                .unwrap_or(((*id).to_owned(), port, Health::Gone))
        };
        found = asked.iter().map(of).collect();
    }
    let mut xml = Xml::new();
    xml.list_of(
        "TargetHealthDescriptions",
        "member",
        found,
        |xml, target| {
            let (id, port, health) = target;
            let (state, reason, description) = health.words();
            xml.element("Target", |xml| {
                xml.text("Id", id);
                xml.text("Port", port);
            });
            xml.text("HealthCheckPort", port);
            xml.element("TargetHealth", |xml| {
                xml.text("State", state);
                if !reason.is_empty() {
                    xml.text("Reason", reason);
                    xml.text("Description", description);
                }
            });
        },
    );
    Ok(xml)
}

fn register_targets(call: &mut Call<'_>) -> Answer {
    let arn = call.form.required("TargetGroupArn")?;
    let targets = some_targets(&call.form)?;
    call.form.refuse_unread()?;
    group(call.world, arn)?;
    let mut idle = Vec::new();
    for (id, _) in &targets {
        let mut machines = call.world.machines.iter();
        let machine = machines.find(|machine| machine.id == *id);
        let machine = machine.filter(|_| is_id("i", id)).ok_or_else(|| {
            let message = format!("The following targets are not valid: '{id}'");
            Refusal::new("InvalidTarget", message)
        })?;
        if machine.phase(call.now) != Phase::Running {
            idle.push(*id);
        }
    }
    if !idle.is_empty() {
        let message = format!(
            "The following targets are not in a running state and cannot be registered: '{}'",
            idle.join("', '")
        );
        return Err(Refusal::new("InvalidTarget", message));
    }
    let now = call.now;
    let group = group_mut(call.world, arn)?;
    for (id, port) in targets {
        group.register(id, port.unwrap_or(group.port), now);
    }
    Ok(Xml::new())
}

fn deregister_targets(call: &mut Call<'_>) -> Answer {
    let arn = call.form.required("TargetGroupArn")?;
    let targets = some_targets(&call.form)?;
    call.form.refuse_unread()?;
    let now = call.now;
    let group = group_mut(call.world, arn)?;
    for (id, port) in targets {
        group.deregister(id, port, now);
    }
    Ok(Xml::new())
}

fn targets<'a>(form: &Form<'a>) -> Result<Vec<(&'a str, Option<u16>)>, Refusal> {
    let targets = form.each("Targets.member");
    let targets = targets
        .iter()
        .map(|target| Ok((target.required("Id")?, target.number("Port")?)));
    targets.collect()
}

fn some_targets<'a>(form: &Form<'a>) -> Result<Vec<(&'a str, Option<u16>)>, Refusal> {
    let targets = targets(form)?;
    if targets.is_empty() {
        let message = "1 validation error detected: Value null at 'targets' failed to satisfy constraint: Member must \
                       not be null";
        return Err(Refusal::new("ValidationError", message));
    }
    Ok(targets)
}

fn group<'w>(world: &'w World, arn: &str) -> Result<&'w TargetGroup, Refusal> {
    let mut groups = world.target_groups.iter();
    groups
        .find(|group| group.arn == arn)
        .ok_or_else(|| no_group(arn))
}

fn group_mut<'w>(world: &'w mut World, arn: &str) -> Result<&'w mut TargetGroup, Refusal> {
    let mut groups = world.target_groups.iter_mut();
    groups
        .find(|group| group.arn == arn)
        .ok_or_else(|| no_group(arn))
}

fn no_group(arn: &str) -> Refusal {
    if !arn.starts_with("arn:aws:elasticloadbalancing:") {
        let message = format!("'{arn}' is not a valid target group ARN");
        return Refusal::new("ValidationError", message);
    }
    Refusal::new("TargetGroupNotFound", "One or more target groups not found")
}
