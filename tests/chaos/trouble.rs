//! How things are made to go wrong, at the request that a schedule names.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::clouds::Cloud;
use crate::provider::Handle;
use crate::real::Real;
use crate::schedule::{Boundary, Trouble};
use crate::simulator::Simulator;
use crate::simulator::clock::Moment;
use crate::simulator::fault::{Effect, Fault, Held};

/// How to get at a provider while it works.
#[derive(Clone)]
pub(crate) enum Grip {
    /// One of our own.
    Ours(Handle),
    /// One that the real Terraform has started.
    Terraforms(Real),
}

impl Grip {
    async fn kill(&self) {
        match self {
            Self::Ours(handle) => handle.kill().await,
            Self::Terraforms(real) => real.kill(),
        }
    }

    async fn interrupt(&mut self) {
        match self {
            Self::Ours(handle) => handle.interrupt().await,
            Self::Terraforms(real) => real.interrupt().await,
        }
    }
}

/// All that is to go wrong during a command.
pub(crate) struct Ambush {
    traps: Vec<Trap>,
    interrupted_at: Arc<OnceLock<Moment>>,
}

/// Something that is to go wrong at a request.
struct Trap {
    trouble: Trouble,
    /// The place of its fault among those of the simulator.
    place: usize,
    /// What happens while the answer to the request is held.
    held: Option<(Held, JoinHandle<()>)>,
}

/// Sets everything that is to go wrong during a command.
pub(crate) fn set(
    cloud: Cloud,
    simulator: &Arc<Simulator>,
    grip: &Grip,
    troubles: &[Trouble],
) -> Ambush {
    let mut ambush = Ambush {
        traps: Vec::new(),
        interrupted_at: Arc::default(),
    };
    for trouble in troubles {
        let place = ambush.traps.len();
        let Some(fault) = fault(cloud, simulator, *trouble) else {
            continue;
        };
        let held = is_done_while_held(*trouble).then(Held::new);
        let held = held.map(|held| {
            simulator.fault(fault.clone().with(Effect::Hold(held.clone())));
            let task = tokio::spawn(spring(
                cloud,
                Arc::clone(simulator),
                grip.clone(),
                *trouble,
                held.clone(),
                Arc::clone(&ambush.interrupted_at),
            ));
            (held, task)
        });
        if held.is_none() {
            simulator.fault(fault);
        }
        ambush.traps.push(Trap {
            trouble: *trouble,
            place,
            held,
        });
    }
    ambush
}

impl Ambush {
    /// Whether a trouble has come about.
    pub(crate) fn has_struck(&self, simulator: &Simulator, trouble: Trouble) -> bool {
        let struck = simulator.struck();
        let mut traps = self.traps.iter();
        traps.any(|trap| trap.trouble == trouble && struck.get(trap.place) == Some(&true))
    }

    /// Whether the provider has been killed.
    pub(crate) fn has_killed(&self, simulator: &Simulator) -> bool {
        let kill = self
            .traps
            .iter()
            .find(|trap| matches!(trap.trouble, Trouble::Kill(_)));
        kill.is_some_and(|trap| self.has_struck(simulator, trap.trouble))
    }

    /// How long it has gone on since Ctrl-C, by the cloud's clock; no time at all if nobody pressed it.
    pub(crate) fn since_interrupt(&self, simulator: &Simulator) -> Duration {
        let at = self.interrupted_at.get();
        at.map_or(Duration::ZERO, |at| simulator.clock().now().since(*at))
    }

    /// Takes back what has not come about.
    pub(crate) fn end(self, simulator: &Simulator) {
        simulator.clear_faults();
        simulator.set(|options| options.denied.clear());
        for (held, task) in self.traps.into_iter().filter_map(|trap| trap.held) {
            task.abort();
            held.release();
        }
    }
}

/// Which request is struck, and how; nothing for what is not about a request. That is set at once.
fn fault(cloud: Cloud, simulator: &Simulator, trouble: Trouble) -> Option<Fault> {
    let at = |boundary: Boundary| Fault::on(cloud.request(boundary.action)).nth(boundary.nth);
    Some(match trouble {
        Trouble::Kill(boundary)
        | Trouble::Interrupt(boundary)
        | Trouble::Failure(boundary, _)
        | Trouble::Loss(boundary, _)
        | Trouble::TurnOff(boundary, _)
        | Trouble::Stuck(boundary, _) => at(boundary),
        Trouble::DropBefore(boundary) => at(boundary).drop_before(),
        Trouble::DropAfter(boundary) => at(boundary).drop_after(),
        Trouble::HangBefore(boundary) => at(boundary).hang_before(),
        Trouble::HangAfter(boundary) => at(boundary).hang_after(),
        Trouble::Throttle(boundary, times, seconds) => {
            at(boundary).times(times).retry_after(seconds)
        }
        Trouble::Html(boundary, times, status) => at(boundary).times(times).html(status),
        Trouble::ServerError(boundary, times) => {
            let message = "Oh snap, something went wrong!";
            at(boundary)
                .times(times)
                .status(500, "InternalError", message)
        }
        Trouble::FailedLaunch(kth) => {
            cloud.fail_launch(simulator, kth);
            return None;
        }
        Trouble::NoRoom(machines) => {
            cloud.limit_room(simulator, machines);
            return None;
        }
        Trouble::NoDrain => {
            Cloud::hold_targets(simulator);
            return None;
        }
        Trouble::Denied(action) => {
            cloud.deny(simulator, action);
            return None;
        }
        Trouble::SecondApply | Trouble::OtherAccount | Trouble::UnknownKey => return None,
    })
}

fn is_done_while_held(trouble: Trouble) -> bool {
    matches!(
        trouble,
        Trouble::Kill(_)
            | Trouble::Interrupt(_)
            | Trouble::Failure(..)
            | Trouble::Loss(..)
            | Trouble::TurnOff(..)
            | Trouble::Stuck(..)
    )
}

/// Waits for the request, and does what is to be done while its answer is held.
async fn spring(
    cloud: Cloud,
    simulator: Arc<Simulator>,
    mut grip: Grip,
    trouble: Trouble,
    held: Held,
    interrupted_at: Arc<OnceLock<Moment>>,
) {
    held.reached().await;
    match trouble {
        Trouble::Kill(_) => grip.kill().await,
        Trouble::Interrupt(_) => {
            grip.interrupt().await;
            let _ = interrupted_at.set(simulator.clock().now());
        }
        Trouble::Failure(_, which) => cloud.fail(&simulator, which),
        Trouble::Loss(_, which) => cloud.lose(&simulator, which),
        Trouble::TurnOff(_, which) => cloud.turn_off(&simulator, which),
        Trouble::Stuck(_, which) => cloud.stick(&simulator, which),
        _ => {}
    }
    held.release();
}
