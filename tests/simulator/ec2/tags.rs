//! `CreateTags` and `DeleteTags`, and the tags of a launch.

use super::super::call::{Answer, Call};
use super::super::form::Form;
use super::super::ids::is_id;
use super::super::machine::Tags;
use super::super::refusal::Refusal;
use super::done;

/// Most tags of a thing.
const MOST: usize = 50;

/// Sets tags of machines and volumes.
pub(crate) fn create_tags(call: &mut Call<'_>) -> Answer {
    let ids = call.form.list("ResourceId");
    let tags = read(&call.form)?;
    call.form.refuse_unread()?;
    check_named(call, &ids)?;
    for id in &ids {
        let had = of_resource(call, id)?;
        if had.keys().chain(tags.keys()).count() - shared(had, &tags) > MOST {
            return Err(too_many());
        }
    }
    for id in &ids {
        of_resource(call, id)?.extend(tags.clone());
    }
    Ok(done())
}

/// Removes tags: of any value, or of the one that is said.
pub(crate) fn delete_tags(call: &mut Call<'_>) -> Answer {
    let ids = call.form.list("ResourceId");
    let tags: Vec<(&str, Option<&str>)> = call
        .form
        .each("Tag")
        .iter()
        .map(|tag| Ok((tag.required("Key")?, tag.text("Value"))))
        .collect::<Result<_, Refusal>>()?;
    call.form.refuse_unread()?;
    check_named(call, &ids)?;
    for id in &ids {
        let had = of_resource(call, id)?;
        for (key, value) in &tags {
            let is_meant = |had: &String| value.is_none_or(|value| value == had);
            if had.get(*key).is_some_and(is_meant) {
                had.remove(*key);
            }
        }
    }
    Ok(done())
}

/// The tags that a launch gives to its machines and to their volumes.
pub(crate) fn specified(form: &Form<'_>, spot: bool) -> Result<[Tags; 2], Refusal> {
    let mut found = [Tags::new(), Tags::new()];
    for specification in form.each("TagSpecification") {
        let tags = read(&specification)?;
        if tags.len() > MOST {
            return Err(too_many());
        }
        match specification.required("ResourceType")? {
            "instance" => found[0].extend(tags),
            "volume" => found[1].extend(tags),
            "network-interface" => {}
            "spot-instances-request" if spot => {}
            other => {
                let message =
                    format!("'{other}' is not a valid taggable resource type for this operation.");
                return Err(Refusal::new("InvalidParameterValue", message));
            }
        }
    }
    Ok(found)
}

fn read(form: &Form<'_>) -> Result<Tags, Refusal> {
    let mut tags = Tags::new();
    for tag in form.each("Tag") {
        let key = tag.required("Key")?;
        let value = tag.text("Value").unwrap_or_default();
        if key.is_empty() || key.chars().count() > 128 || key.starts_with("aws:") {
            let message =
                "Tag keys must be 1 to 128 characters long and must not begin with 'aws:'.";
            return Err(Refusal::new("InvalidParameterValue", message));
        }
        if value.chars().count() > 256 {
            let message = "Tag value exceeds the maximum length of 256 characters";
            return Err(Refusal::new("InvalidParameterValue", message));
        }
        if tags.insert(key.to_owned(), value.to_owned()).is_some() {
            let message = format!("Duplicate tag key '{key}' specified.");
            return Err(Refusal::new("InvalidParameterValue", message));
        }
    }
    Ok(tags)
}

fn check_named(call: &Call<'_>, ids: &[&str]) -> Result<(), Refusal> {
    if ids.is_empty() || !call.form.at("Tag").is_present() {
        let message = "The request must contain the parameters ResourceId and Tag";
        return Err(Refusal::new("MissingParameter", message));
    }
    let machines: Vec<&str> = ids
        .iter()
        .copied()
        .filter(|id| id.starts_with("i-"))
        .collect();
    call.world.named(&machines, call.now, call.options)?;
    Ok(())
}

fn of_resource<'w>(call: &'w mut Call<'_>, id: &str) -> Result<&'w mut Tags, Refusal> {
    if is_id("i", id) {
        return Ok(&mut call.world.named_mut(id, call.now, call.options)?.tags);
    }
    if is_id("vol", id) {
        let now = call.now;
        let machines = call.world.machines.iter_mut();
        let machines = machines.filter(|machine| machine.holds_things(now));
        let volumes = machines.flat_map(|machine| machine.volumes.iter_mut());
        let mut found = volumes.filter(|volume| volume.id == id);
        let missing = || {
            Refusal::new(
                "InvalidVolume.NotFound",
                format!("The volume '{id}' does not exist."),
            )
        };
        return Ok(&mut found.next().ok_or_else(missing)?.tags);
    }
    Err(Refusal::new(
        "InvalidID",
        format!("The ID '{id}' is not valid"),
    ))
}

fn shared(had: &Tags, tags: &Tags) -> usize {
    tags.keys().filter(|key| had.contains_key(*key)).count()
}

fn too_many() -> Refusal {
    let message = format!("More than {MOST} tags");
    Refusal::new("TagLimitExceeded", message)
}
