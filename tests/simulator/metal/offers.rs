//! What can be had: projects to put it in, plans, metros, operating systems, and whether some are left.

use serde_json::{Value, json};

use super::call::{Answer, Call, unprocessable};
use super::catalog::{METROS, OPERATING_SYSTEMS, PLANS, metro_of, metro_of_facility, plan_of};
use super::{create, show};

/// `findProjectById`.
pub(crate) fn project(call: &mut Call<'_>) -> Answer {
    let project = call.project()?;
    Ok((200, Some(show::project(call.scene(), project))))
}

/// `findPlansByProject`.
pub(crate) fn plans(call: &mut Call<'_>) -> Answer {
    call.project()?;
    Ok(list("plans", PLANS.iter().map(show::plan)))
}

/// `findMetros`.
#[expect(
    clippy::unnecessary_wraps,
    reason = "operations are alike, and this one is never refused"
)]
pub(crate) fn metros(_: &mut Call<'_>) -> Answer {
    Ok(list("metros", METROS.iter().map(show::metro)))
}

/// `findOperatingSystems`.
#[expect(
    clippy::unnecessary_wraps,
    reason = "operations are alike, and this one is never refused"
)]
pub(crate) fn operating_systems(_: &mut Call<'_>) -> Answer {
    let systems = OPERATING_SYSTEMS.iter();
    Ok(list(
        "operating_systems",
        systems.map(show::operating_system),
    ))
}

fn list(name: &str, items: impl Iterator<Item = Value>) -> (u16, Option<Value>) {
    let items: Vec<Value> = items.collect();
    (200, Some(json!({ name: items })))
}

/// `checkCapacityForMetros`.
pub(crate) fn capacity(call: &mut Call<'_>) -> Answer {
    let mut answers = Vec::new();
    for server in call.body["servers"].as_array().into_iter().flatten() {
        let text = |name: &str| server[name].as_str();
        let metro = match (text("metro"), text("facility")) {
            (Some(code), _) => metro_of(code),
            (None, Some(code)) => metro_of_facility(code),
            (None, None) => return Err(unprocessable("metro can't be blank")),
        };
        let place = text("metro").or(text("facility")).unwrap_or_default();
        let metro = metro.ok_or_else(|| unprocessable(format!("{place} is not a valid metro")))?;
        let slug = text("plan").unwrap_or_default();
        let plan = plan_of(slug);
        let plan = plan.ok_or_else(|| unprocessable(format!("{slug} is not a valid plan")))?;
        // The description has it as text.
        let quantity = text("quantity").unwrap_or("1");
        let number: usize = quantity
            .parse()
            .map_err(|_| unprocessable("quantity is not a number"))?;
        answers.push(json!({
            "metro": metro.code,
            "plan": plan.slug,
            "quantity": quantity,
            "available": create::free(call, metro.code.to_owned(), plan.slug) >= number,
        }));
    }
    Ok((200, Some(json!({ "servers": answers }))))
}
