//! Long lists, a page at a time.

use serde_json::{Value, json};

use super::super::refusal::Refusal;
use super::call::{Call, unprocessable};

/// Things on a page, unless the request says another number.
const USUAL: usize = 10;

/// The most that a request may ask for, and what it gets: the API's prose has 100 where its description has 1000.
const MOST: (usize, usize) = (1000, 100);

/// The page of a list that a request asks for, below a name, with what there is before and after.
pub(crate) fn page<T>(
    call: &Call<'_>,
    name: &str,
    things: Vec<T>,
    show: impl Fn(T) -> Value,
) -> Result<Value, Refusal> {
    let number = |name: &str, usual: usize, most: usize| {
        let text = call.query.text(name);
        let number = text.map_or(Ok(usual), str::parse);
        let number = number.ok().filter(|number| (1..=most).contains(number));
        number.ok_or_else(|| unprocessable(format!("{name} is invalid")))
    };
    let current = number("page", 1, 100_000)?;
    let size = number("per_page", USUAL, MOST.0)?.min(MOST.1);
    let size = size.min(call.options.page.unwrap_or(size)).max(1);
    let last = things.len().div_ceil(size).max(1);
    let total = things.len();
    let link = |page: usize| json!({ "href": path(call, page) });
    let link_if = |exists: bool, page: usize| {
        if exists { link(page) } else { Value::Null }
    };
    let on_page = things.into_iter().skip((current - 1) * size).take(size);
    Ok(json!({
        name: on_page.map(show).collect::<Vec<Value>>(),
        "meta": {
            "first": link(1),
            "last": link(last),
            "next": link_if(current < last, current + 1),
            "previous": link_if(current > 1, current.saturating_sub(1).min(last)),
            "self": link(current),
            "total": total,
            "current_page": current,
            "last_page": last,
        },
    }))
}

/// The same request for another page.
fn path(call: &Call<'_>, page: usize) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let others = call.query.values().iter();
    query.extend_pairs(others.filter(|(name, _)| *name != "page"));
    query.append_pair("page", &page.to_string());
    format!("{}?{}", call.path, query.finish())
}
