//! Attributes of a machine, one at a time.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::call::{Answer, Call};
use super::super::refusal::Refusal;
use super::super::xml::Xml;
use super::describe::write_metadata_options;
use super::{done, order};

/// Tells an attribute.
pub(crate) fn describe_instance_attribute(call: &mut Call<'_>) -> Answer {
    let id = call.form.required("InstanceId")?;
    let attribute = call.form.required("Attribute")?;
    call.form.refuse_unread()?;
    let machines = call.world.named(&[id], call.now, call.options)?;
    let machine = machines[0];
    let mut xml = Xml::new();
    xml.text("instanceId", id);
    match attribute {
        "userData" => xml.element(attribute, |xml| {
            let user_data = &machine.order.user_data;
            let value = (!user_data.is_empty()).then(|| STANDARD.encode(user_data));
            xml.optional("value", value);
        }),
        "disableApiTermination" => {
            xml.element(attribute, |xml| xml.text("value", machine.protected));
        }
        "instanceType" => {
            xml.element(attribute, |xml| xml.text("value", &machine.order.kind));
        }
        "groupSet" => {
            xml.list(attribute, &machine.groups, |xml, id| {
                xml.text("groupId", id);
            });
        }
        other => return Err(Refusal::value("attribute", other, "Unknown attribute.")),
    }
    Ok(xml)
}

/// Changes security groups or termination protection.
pub(crate) fn modify_instance_attribute(call: &mut Call<'_>) -> Answer {
    let id = call.form.required("InstanceId")?;
    let groups = call.form.list("GroupId");
    let protected = call.form.at("DisableApiTermination").flag("Value")?;
    call.form.refuse_unread()?;
    for group in &groups {
        call.world.check_group(group)?;
    }
    let machine = call.world.named_mut(id, call.now, call.options)?;
    if !machine.phase(call.now).is_live() {
        let message =
            format!("The instance '{id}' is not in a state from which it can be modified.");
        return Err(Refusal::new("IncorrectInstanceState", message));
    }
    match (groups.is_empty(), protected) {
        (false, None) => machine.groups = groups.iter().map(ToString::to_string).collect(),
        (true, Some(protected)) => machine.protected = protected,
        (true, None) => {
            let message = "No attributes specified.";
            return Err(Refusal::new("InvalidParameterCombination", message));
        }
        (false, Some(_)) => {
            let message = "Fields for multiple attribute types specified.";
            return Err(Refusal::new("InvalidParameterCombination", message));
        }
    }
    Ok(done())
}

/// Changes the metadata service.
pub(crate) fn modify_instance_metadata_options(call: &mut Call<'_>) -> Answer {
    let id = call.form.required("InstanceId")?;
    let tokens = order::http_tokens(&call.form)?;
    let hop_limit = order::hop_limit(&call.form)?;
    call.form.refuse_unread()?;
    let machine = call.world.named_mut(id, call.now, call.options)?;
    if !machine.phase(call.now).is_live() {
        let message = format!("The instance '{id}' is not in a valid state to be modified.");
        return Err(Refusal::new("IncorrectInstanceState", message));
    }
    if tokens.is_none() && hop_limit.is_none() {
        let message = "Select at least one HTTP option to modify.";
        return Err(Refusal::new("InvalidParameterCombination", message));
    }
    if let Some(tokens) = tokens {
        tokens.clone_into(&mut machine.http_tokens);
    }
    machine.hop_limit = hop_limit.unwrap_or(machine.hop_limit);
    let mut xml = Xml::new();
    xml.text("instanceId", id);
    write_metadata_options(&mut xml, machine, "pending");
    Ok(xml)
}
