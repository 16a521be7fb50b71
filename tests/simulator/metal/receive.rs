//! How a request to Equinix Metal is carried out, and answered.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::super::clock::Moment;
use super::super::fault::Effect;
use super::super::form::Parameters;
use super::super::log::{Request, digest};
use super::super::refusal::Refusal;
use super::super::reply::{Outcome, Reply};
use super::super::state::State;
use super::BASE;
use super::call::{Answer, Call, missing, refuse, unprocessable};
use super::operation::Route;
use super::schema;

/// A request as it came in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Received<'a> {
    /// The method.
    pub(crate) method: &'a str,
    /// The path.
    pub(crate) path: &'a str,
    /// The query, without its question mark.
    pub(crate) query: &'a str,
    /// The header `X-Auth-Token`.
    pub(crate) token: Option<&'a str>,
    /// The header of that name.
    pub(crate) content_type: Option<&'a str>,
    /// The header of that name.
    pub(crate) user_agent: &'a str,
    /// The body.
    pub(crate) body: &'a [u8],
}

/// Headers beside those that every answer has.
type Headers = Vec<(&'static str, String)>;

impl State {
    /// Carries out a request to Equinix Metal, unless a fault strikes it, and logs it.
    pub(crate) fn receive_metal(&mut self, received: &Received<'_>, now: Moment) -> Outcome {
        let path = received.path.strip_prefix(BASE).unwrap_or_default();
        let route = Route::of(received.method, path);
        let action = match &route {
            Route::To(operation, _) => operation.name,
            Route::OtherMethods(_) | Route::Nowhere => "unknown",
        };
        let parameters = Parameters::parse(received.query.as_bytes());
        let body = serde_json::from_slice(received.body).ok();
        let mut headers = vec![("x-request-id", self.ids.uuid())];
        let effect = self.strike(action);
        let result = match &effect {
            Some(Effect::Refuse(refusal)) => Err(refusal.clone()),
            Some(Effect::RetryAfter(_)) => Err(throttled()),
            Some(Effect::Html(status) | Effect::Answer(status, ..)) => Err(refuse(*status, "")),
            Some(Effect::DropBefore | Effect::HangBefore) => Err(refuse(500, "")),
            Some(Effect::DropAfter | Effect::HangAfter | Effect::Hold(_)) | None => self
                .act_on_metal(
                    received,
                    &route,
                    &parameters,
                    body.as_ref(),
                    now,
                    &mut headers,
                ),
        };
        if self.options.metal.announces_end {
            headers.extend(end());
        }
        let outcome = Outcome::of(
            effect,
            reply(&result, self.options.metal.omits_nulls, headers),
        );
        self.requests.push(Request {
            at: now,
            action: action.to_owned(),
            place: None,
            key: received.token.map(str::to_owned),
            user_agent: received.user_agent.to_owned(),
            form: form(&parameters, body.as_ref()),
            path: format!("{} {}", received.method, received.path),
            status: outcome.status(),
            code: result.err().and_then(known_as),
        });
        outcome
    }

    fn act_on_metal(
        &mut self,
        received: &Received<'_>,
        route: &Route<'_>,
        parameters: &Parameters,
        body: Option<&Value>,
        now: Moment,
        headers: &mut Headers,
    ) -> Answer {
        let (operation, id) = match route {
            Route::To(operation, id) => (operation, id),
            Route::OtherMethods(methods) => {
                headers.push(("allow", methods.join(", ")));
                return Err(refuse(405, "Method not allowed"));
            }
            Route::Nowhere => return Err(missing()),
        };
        let known = |token: &&str| !token.is_empty() && !self.options.bad_keys.contains(*token);
        let Some(token) = received.token.filter(known) else {
            return Err(refuse(401, "Invalid authentication token"));
        };
        self.count(token, now, headers)?;
        if !self.options.allow(token, operation.name) {
            return Err(refuse(403, "You are not authorized to do this"));
        }
        check(received, operation.name, parameters, body)?;
        let mut call = Call {
            id,
            path: received.path,
            query: parameters.form(),
            body: body.unwrap_or(&Value::Null),
            token,
            now,
            options: &self.options,
            world: &mut self.metal,
            ids: &mut self.ids,
            failures: &mut self.failures,
        };
        (operation.act)(&mut call)
    }

    /// Counts a request against the token's limit, and tells how it stands.
    fn count(&mut self, token: &str, now: Moment, headers: &mut Headers) -> Result<(), Refusal> {
        let Some(limit) = self.options.throttle else {
            return Ok(());
        };
        let now = if limit.in_real_time {
            Moment::real()
        } else {
            now
        };
        let place = ("metal".to_owned(), token.to_owned());
        let level = self.buckets.level(place, limit, now);
        let (remaining, reset) = match level {
            Ok(level) => (level.tokens.floor(), level.full_in),
            Err(wait) => (0.0, wait),
        };
        let reset = now + reset;
        headers.extend([
            ("x-ratelimit-limit", limit.burst.to_string()),
            ("x-ratelimit-remaining", remaining.to_string()),
            ("x-ratelimit-reset", reset.0.div_ceil(1000).to_string()),
        ]);
        level.map(|_| ()).map_err(|wait| {
            headers.push(("retry-after", whole_seconds(wait).to_string()));
            throttled()
        })
    }
}

/// Refuses what does not fit.
fn check(
    received: &Received<'_>,
    operation: &str,
    parameters: &Parameters,
    body: Option<&Value>,
) -> Result<(), Refusal> {
    let pairs: Vec<(String, String)> = parameters.values().clone().into_iter().collect();
    schema::check_query(operation, &pairs).map_err(unprocessable)?;
    let is_json = received
        .content_type
        .is_some_and(|kind| kind.starts_with("application/json"));
    if !received.body.is_empty() && !is_json {
        return Err(unprocessable("Content-Type must be application/json"));
    }
    if !received.body.is_empty() && body.is_none() {
        return Err(unprocessable("The body is not JSON"));
    }
    schema::check_request(operation, body).map_err(unprocessable)
}

fn reply(answer: &Answer, omits_nulls: bool, headers: Headers) -> Reply {
    let (status, body) = match answer {
        Ok((status, None)) => {
            return Reply {
                status: *status,
                content_type: "",
                body: String::new(),
                headers,
            };
        }
        Ok((status, Some(body))) if omits_nulls => (*status, without_nulls(body.clone())),
        Ok((status, Some(body))) => (*status, body.clone()),
        // The gate puts it in another way than what is behind it.
        Err(refusal) if matches!(refusal.status, 401 | 429) => {
            (refusal.status, json!({ "error": refusal.message }))
        }
        Err(refusal) => (refusal.status, json!({ "errors": [refusal.message] })),
    };
    Reply {
        status,
        content_type: "application/json; charset=utf-8",
        body: body.to_string(),
        headers,
    }
}

/// Leaves out fields without a value, but for what the caller itself has put there.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.into_iter().filter(|(_, value)| !value.is_null());
            let kept = kept.map(|(name, value)| match name.as_str() {
                "customdata" => (name, value),
                _ => (name, without_nulls(value)),
            });
            Value::Object(kept.collect())
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

/// The query and the body's fields as they are remembered.
fn form(parameters: &Parameters, body: Option<&Value>) -> BTreeMap<String, String> {
    let mut form = parameters.values().clone();
    for (name, value) in body.and_then(Value::as_object).into_iter().flatten() {
        let text = match value {
            Value::String(text) if matches!(name.as_str(), "userdata" | "md5") => {
                digest(text.as_bytes())
            }
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        form.insert(name.clone(), text);
    }
    form
}

fn known_as(refusal: Refusal) -> Option<String> {
    let name = [refusal.code, refusal.message];
    name.into_iter().find(|name| !name.is_empty())
}

fn throttled() -> Refusal {
    refuse(429, "Too many requests")
}

fn whole_seconds(wait: Duration) -> u64 {
    wait.as_millis()
        .div_ceil(1000)
        .try_into()
        .unwrap_or(u64::MAX)
}

/// What announces the service's end (RFC 8594).
fn end() -> [(&'static str, String); 3] {
    [
        ("deprecation", "true".to_owned()),
        ("sunset", "Tue, 30 Jun 2026 23:59:59 GMT".to_owned()),
        (
            "link",
            "<https://docs.example.com/sunset>; rel=\"sunset\"".to_owned(),
        ),
    ]
}
