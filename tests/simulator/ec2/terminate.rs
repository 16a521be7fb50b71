//! `TerminateInstances`.

use std::collections::BTreeSet;

use super::super::call::{Answer, Call};
use super::super::refusal::Refusal;
use super::super::schedule::Phase;
use super::super::xml::Xml;

/// Ends machines: all of those named, or none.
pub(crate) fn terminate_instances(call: &mut Call<'_>) -> Answer {
    let ids = call.form.list("InstanceId");
    call.form.refuse_unread()?;
    if ids.is_empty() {
        let message = "The request must contain the parameter InstanceId";
        return Err(Refusal::new("MissingParameter", message));
    }
    let machines = call.world.named(&ids, call.now, call.options)?;
    let protected = machines
        .iter()
        .find(|machine| machine.protected && machine.phase(call.now).is_live());
    if let Some(machine) = protected {
        let message = format!(
            "The instance '{}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try \
             again.",
            machine.id
        );
        return Err(Refusal::new("OperationNotPermitted", message));
    }
    let mut changes = Vec::new();
    let ids: BTreeSet<&str> = ids.into_iter().collect();
    let machines = call.world.machines.iter_mut();
    for machine in machines.filter(|machine| ids.contains(machine.id.as_str())) {
        let before = machine.phase(call.now);
        let takes = call.options.stop_delay;
        let code = "Client.UserInitiatedShutdown";
        let message = "Client.UserInitiatedShutdown: User initiated shutdown";
        machine.terminate(call.now, takes, code, message);
        changes.push((machine.id.clone(), before, machine.phase(call.now)));
    }
    let mut xml = Xml::new();
    xml.list("instancesSet", changes, |xml, (id, before, after)| {
        xml.text("instanceId", id);
        write_state(xml, "currentState", after);
        write_state(xml, "previousState", before);
    });
    Ok(xml)
}

fn write_state(xml: &mut Xml, name: &str, phase: Phase) {
    xml.element(name, |xml| {
        xml.text("code", phase.code());
        xml.text("name", phase);
    });
}
