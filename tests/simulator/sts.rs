//! The Security Token Service, version 2011-06-15.

use std::time::Duration;

use super::call::{Answer, Call};
use super::clock::Moment;
use super::ec2::unknown_action;
use super::refusal::Refusal;
use super::xml::Xml;

/// Carries out an action.
pub(crate) fn act(action: &str, call: &mut Call<'_>) -> Answer {
    match action {
        "GetCallerIdentity" => caller_identity(call),
        "AssumeRole" => assume_role(call),
        _ => Err(unknown_action(action)),
    }
}

fn caller_identity(call: &mut Call<'_>) -> Answer {
    call.form.refuse_unread()?;
    let mut xml = Xml::new();
    xml.text("Arn", &call.caller.arn);
    xml.text("UserId", "AIDA0000000000EXAMPLE");
    xml.text("Account", &call.caller.place.account);
    Ok(xml)
}

fn assume_role(call: &mut Call<'_>) -> Answer {
    let form = &call.form;
    let role = form.required("RoleArn")?;
    let session = form.required("RoleSessionName")?;
    let seconds: u64 = form.number("DurationSeconds")?.unwrap_or(3600);
    form.disregard(&["ExternalId"]);
    form.refuse_unread()?;

    let parts: Vec<&str> = role.splitn(6, ':').collect();
    let ["arn", "aws", "iam", "", account, name] = parts[..] else {
        return Err(Refusal::new(
            "ValidationError",
            format!("{role} is invalid"),
        ));
    };
    let Some(name) = name.strip_prefix("role/") else {
        return Err(Refusal::new(
            "ValidationError",
            format!("{role} is invalid"),
        ));
    };
    let number = call.ids.next("role").to_uppercase();
    let key = format!("ASIA{account}{}", &number[number.len() - 4..]);
    let arn = format!("arn:aws:sts::{account}:assumed-role/{name}/{session}");
    call.roles.insert(key.clone(), arn.clone());
    // Whoever gets the keys asks a real clock, or ours, whether they are still good.
    let expires = call.now.max(Moment::real()) + Duration::from_secs(seconds);

    let mut xml = Xml::new();
    xml.element("AssumedRoleUser", |xml| {
        xml.text("AssumedRoleId", format!("AROA0000000000EXAMPLE:{session}"));
        xml.text("Arn", arn);
    });
    xml.element("Credentials", |xml| {
        xml.text("AccessKeyId", key);
        xml.text("SecretAccessKey", "assumed-secret");
        xml.text("SessionToken", "assumed-session");
        xml.text("Expiration", expires);
    });
    Ok(xml)
}
