//! `DescribeInstanceStatus`: the two status checks.

use super::super::call::{Answer, Call};
use super::super::filter::Filters;
use super::super::paging::Paging;
use super::super::refusal::Refusal;
use super::super::schedule::Phase;
use super::super::xml::Xml;
use super::describe::{asked_for, filter_values};

/// Most ids in a request.
const MOST_IDS: usize = 100;

/// Tells the status of machines: of those that run, unless all are asked for.
pub(crate) fn describe_instance_status(call: &mut Call<'_>) -> Answer {
    let ids = call.form.list("InstanceId");
    let filters = Filters::from_form(&call.form, &["instance-state-name"])?;
    let with_ids = (!ids.is_empty()).then_some("instancesSet");
    let paging = Paging::from_form(&call.form, 5..=1000, with_ids)?;
    let all = call.form.flag("IncludeAllInstances")?.unwrap_or_default();
    call.form.refuse_unread()?;
    if ids.len() > MOST_IDS {
        let message = format!("The maximum number of instance ids is {MOST_IDS}");
        return Err(Refusal::new("InvalidParameterValue", message));
    }

    let mut machines = asked_for(call, &ids)?;
    machines.retain(|machine| {
        let is_asked = all || machine.phase(call.now) == Phase::Running;
        is_asked && filters.accept(&machine.tags, |name| filter_values(call, machine, name))
    });
    let (page, next) = paging.page(machines, |machine| machine.id.clone());
    let mut xml = Xml::new();
    xml.list("instanceStatusSet", page, |xml, machine| {
        let phase = machine.phase(call.now);
        let status = machine.status(call.now, call.options);
        xml.text("instanceId", &machine.id);
        xml.text("availabilityZone", &machine.order.zone);
        xml.element("instanceState", |xml| {
            xml.text("code", phase.code());
            xml.text("name", phase);
        });
        for name in ["systemStatus", "instanceStatus"] {
            xml.element(name, |xml| write_summary(xml, status));
        }
    });
    xml.optional("nextToken", next);
    Ok(xml)
}

fn write_summary(xml: &mut Xml, status: &str) {
    xml.text("status", status);
    let reachability = match status {
        "ok" => "passed",
        "impaired" => "failed",
        other => other,
    };
    if status != "not-applicable" {
        xml.list("details", [reachability], |xml, reachability| {
            xml.text("name", "reachability");
            xml.text("status", reachability);
        });
    }
}
