//! Everything the simulator knows, and how a request is carried out on it.

use std::collections::BTreeMap;

use super::call::{Answer, Call, LaunchFailure};
use super::caller::{Caller, Roles};
use super::clock::Moment;
use super::fault::{Effect, Fault};
use super::form::{Form, Parameters};
use super::ids::Ids;
use super::log::{Request, without_secrets};
use super::options::Options;
use super::refusal::Refusal;
use super::reply::{Outcome, Reply};
use super::service::Service;
use super::throttle::{Buckets, Throttle};
use super::world::{Place, World};
use super::{ec2, elb, metal, sts};

/// All accounts and regions, and the script of what is to go wrong.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// How things behave.
    pub(crate) options: Options,
    /// What exists.
    pub(crate) worlds: BTreeMap<Place, World>,
    /// What is to go wrong.
    pub(crate) faults: Vec<Fault>,
    /// Launches that are to fail.
    pub(crate) failures: Vec<LaunchFailure>,
    /// What was asked.
    pub(crate) requests: Vec<Request>,
    /// New ids.
    pub(crate) ids: Ids,
    /// What exists on Equinix Metal.
    pub(crate) metal: metal::World,
    /// Who has asked how often.
    pub(crate) buckets: Buckets,
    roles: Roles,
}

/// A request to AWS as it came in.
#[derive(Debug)]
pub(crate) struct Received<'a> {
    /// The header of that name.
    pub(crate) authorization: Option<&'a str>,
    /// The header of that name.
    pub(crate) user_agent: &'a str,
    /// The form.
    pub(crate) body: &'a [u8],
}

impl State {
    /// Nothing was asked yet.
    pub(crate) fn new(options: Options) -> Self {
        Self {
            options,
            ..Self::default()
        }
    }

    /// The world of a place, which is made when first asked for.
    pub(crate) fn world(&mut self, place: &Place) -> &mut World {
        let new = || World::new(place.clone());
        self.worlds.entry(place.clone()).or_insert_with(new)
    }

    /// Carries out a request, unless a fault strikes it, and logs it.
    pub(crate) fn receive(&mut self, received: &Received<'_>, now: Moment) -> Outcome {
        let parameters = Parameters::parse(received.body);
        let form = parameters.form();
        let action = form.text("Action").unwrap_or_default();
        let service = Service::from_form(&form);
        let request_id = self.ids.uuid();
        let effect = self.strike(action);
        let shown_as = service.unwrap_or(Service::Ec2);
        let caller =
            Caller::from_authorization(received.authorization, shown_as.name(), &self.roles);
        let result = match &effect {
            Some(Effect::Refuse(refusal)) => Err(refusal.clone()),
            Some(Effect::RetryAfter(_)) => Err(Refusal::with_status(
                503,
                "ServiceUnavailable",
                "The service is overloaded. Please try again later.",
            )),
            Some(Effect::Html(status) | Effect::Answer(status, ..)) => {
                Err(Refusal::with_status(*status, "", ""))
            }
            Some(Effect::DropBefore | Effect::HangBefore) => Err(Refusal::new("", "")),
            Some(Effect::DropAfter | Effect::HangAfter | Effect::Hold(_)) | None => caller
                .clone()
                .and_then(|caller| self.act(service, action, form, &caller, now)),
        };
        let reply = reply(shown_as, action, &result, request_id);
        let (place, key) = match &caller {
            Ok(caller) => (Some(caller.place.clone()), Some(caller.key.clone())),
            Err(_) => (None, None),
        };
        let outcome = Outcome::of(effect, reply);
        let code = result.err().map(|refusal| refusal.code);
        self.requests.push(Request {
            at: now,
            action: action.to_owned(),
            place,
            key,
            user_agent: received.user_agent.to_owned(),
            form: without_secrets(parameters.values()),
            path: String::new(),
            status: outcome.status(),
            code: code.filter(|code| !code.is_empty()),
        });
        outcome
    }

    /// Counts a request; says what a fault does to it, if one strikes.
    pub(crate) fn strike(&mut self, action: &str) -> Option<Effect> {
        let effects = self.faults.iter_mut().map(|fault| fault.strike(action));
        // Every fault counts every request, whichever strikes.
        let effects: Vec<_> = effects.collect();
        effects.into_iter().flatten().next()
    }

    fn act(
        &mut self,
        service: Option<Service>,
        action: &str,
        form: Form<'_>,
        caller: &Caller,
        now: Moment,
    ) -> Answer {
        let Some(service) = service else {
            let message = "The requested version is not valid for this web service.";
            return Err(Refusal::new("InvalidParameterValue", message));
        };
        if self.options.bad_keys.contains(&caller.key) {
            return Err(service.bad_key());
        }
        if let Some(limit) = self.options.throttle {
            let place = (caller.place.account.clone(), caller.place.region.clone());
            if !self.buckets.take(place, limit, now) {
                return Err(service.throttled());
            }
        }
        if self.options.limits_as_aws && service == Service::Ec2 {
            let place = format!("{} {action}", caller.place.region);
            let place = (caller.place.account.clone(), place);
            if !self.buckets.take(place, Throttle::of_ec2(action), now) {
                return Err(service.throttled());
            }
        }
        if !self.options.allow(&caller.key, action) {
            return Err(service.denied(&caller.arn, action));
        }
        self.world(&caller.place);
        let Some(world) = self.worlds.get_mut(&caller.place) else {
            unreachable!("it was made a line ago");
        };
        let mut call = Call {
            form,
            caller,
            now,
            options: &self.options,
            world,
            ids: &mut self.ids,
            failures: &mut self.failures,
            roles: &mut self.roles,
        };
        match service {
            Service::Ec2 => ec2::act(action, &mut call),
            Service::Elb => elb::act(action, &mut call),
            Service::Sts => sts::act(action, &mut call),
        }
    }
}

fn reply(service: Service, action: &str, answer: &Answer, request_id: String) -> Reply {
    let (status, body) = match answer {
        Ok(content) => (200, service.answer(action, content, &request_id)),
        Err(refusal) => (refusal.status, service.error(refusal, &request_id)),
    };
    Reply {
        status,
        content_type: "text/xml;charset=UTF-8",
        body,
        headers: vec![("x-amzn-requestid", request_id)],
    }
}
