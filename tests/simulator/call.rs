//! A request about to be carried out, with everything it may touch.

use super::caller::{Caller, Roles};
use super::clock::Moment;
use super::form::Form;
use super::ids::Ids;
use super::options::Options;
use super::refusal::Refusal;
use super::world::World;
use super::xml::Xml;

/// What an action answers.
pub(crate) type Answer = Result<Xml, Refusal>;

/// The call of an action.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    /// What it says.
    pub(crate) form: Form<'a>,
    /// Who says it.
    pub(crate) caller: &'a Caller,
    /// When.
    pub(crate) now: Moment,
    /// How things behave.
    pub(crate) options: &'a Options,
    /// What there is.
    pub(crate) world: &'a mut World,
    /// New ids.
    pub(crate) ids: &'a mut Ids,
    /// Launches that are to fail.
    pub(crate) failures: &'a mut Vec<LaunchFailure>,
    /// Roles that were assumed.
    pub(crate) roles: &'a mut Roles,
}

/// A machine that is not going to start.
#[derive(Debug, Clone)]
pub(crate) struct LaunchFailure {
    /// How many machines are launched before it.
    pub(crate) after: usize,
    /// Its state reason's code, such as `Server.InternalError`.
    pub(crate) code: String,
    /// Its state reason's message.
    pub(crate) message: String,
}

impl LaunchFailure {
    /// Counts a launch; says how it fails, if it is to.
    pub(crate) fn due(failures: &mut Vec<Self>) -> Option<Self> {
        let mut failing = None;
        failures.retain_mut(|failure| {
            let is_due = failure.after == 0;
            failure.after = failure.after.saturating_sub(1);
            if is_due {
                failing = Some(failure.clone());
            }
            !is_due
        });
        failing
    }
}
