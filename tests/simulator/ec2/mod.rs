//! EC2, version 2016-11-15.

mod attributes;
mod describe;
mod images;
mod network;
mod order;
mod run;
mod status;
mod tags;
mod terminate;
mod types;
mod volumes;

pub(crate) use run::{Maker, make};

use super::call::{Answer, Call};
use super::machine::Tags;
use super::refusal::Refusal;
use super::xml::Xml;

/// Carries out an action.
pub(crate) fn act(action: &str, call: &mut Call<'_>) -> Answer {
    if call.form.flag("DryRun")? == Some(true) {
        let message = "Request would have succeeded, but DryRun flag is set.";
        return Err(Refusal::with_status(412, "DryRunOperation", message));
    }
    match action {
        "RunInstances" => run::run_instances(call),
        "DescribeInstances" => describe::describe_instances(call),
        "TerminateInstances" => terminate::terminate_instances(call),
        "DescribeInstanceStatus" => status::describe_instance_status(call),
        "DescribeInstanceAttribute" => attributes::describe_instance_attribute(call),
        "ModifyInstanceAttribute" => attributes::modify_instance_attribute(call),
        "ModifyInstanceMetadataOptions" => attributes::modify_instance_metadata_options(call),
        "CreateTags" => tags::create_tags(call),
        "DeleteTags" => tags::delete_tags(call),
        "DescribeVolumes" => volumes::describe_volumes(call),
        "DescribeImages" => images::describe_images(call),
        "DescribeSubnets" => network::describe_subnets(call),
        "DescribeSecurityGroups" => network::describe_security_groups(call),
        "DescribeInstanceTypes" => types::describe_instance_types(call),
        _ => Err(unknown_action(action)),
    }
}

/// An action that no service here has.
pub(crate) fn unknown_action(action: &str) -> Refusal {
    let message = format!("The action {action} is not valid for this web service.");
    Refusal::new("InvalidAction", message)
}

/// What calls answer that have nothing to tell.
fn done() -> Xml {
    let mut xml = Xml::new();
    xml.text("return", true);
    xml
}

fn write_tags(xml: &mut Xml, tags: &Tags) {
    xml.list("tagSet", tags, |xml, (key, value)| {
        xml.text("key", key);
        xml.text("value", value);
    });
}
