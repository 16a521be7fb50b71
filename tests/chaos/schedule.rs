//! The words that schedules are made of, the same for both clouds.

use std::fmt;

use lokomotive::machines::Kind;

use crate::clouds::Cloud;
use crate::wanted::Wanted;

/// What a user does to one set of machines, and what goes wrong meanwhile.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Schedule {
    /// What it was drawn from.
    pub(crate) seed: u64,
    /// Where the machines are.
    pub(crate) cloud: Cloud,
    /// Controllers or workers.
    pub(crate) kind: Kind,
    /// How the cloud is all the time.
    pub(crate) weather: Weather,
    /// Whether the user does at once what errors tell them to, instead of at the end alone.
    pub(crate) is_heedful: bool,
    /// What happens, in order.
    pub(crate) acts: Vec<Act>,
}

/// How a cloud is all the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Weather {
    /// Seconds until lists show a new machine.
    pub(crate) list_delay: u64,
    /// Machines on one page of a list at most.
    pub(crate) page: Option<usize>,
    /// Seconds from a machine's making until it runs; as usual where nothing is said.
    pub(crate) start_delay: Option<u64>,
    /// Equinix Metal forbids what is not there, as it formerly did.
    pub(crate) forbids: bool,
}

/// A command, and what goes wrong during it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Act {
    /// Seconds that pass before it.
    pub(crate) pause: u64,
    /// The command.
    pub(crate) step: Step,
    /// What goes wrong.
    pub(crate) troubles: Vec<Trouble>,
}

/// A command of Terraform's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// `terraform apply` of this.
    Apply(Wanted),
    /// `terraform destroy`.
    Destroy,
    /// `terraform apply -refresh-only`.
    Refresh,
    /// `terraform plan` of this.
    Plan(Wanted),
    /// `terraform untaint`.
    Untaint,
    /// `terraform taint`.
    Taint,
    /// The state is lost, and `terraform import` makes another one.
    Import,
}

/// Which of a command's requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Boundary {
    /// What the request does.
    pub(crate) action: Action,
    /// The how manieth of these.
    pub(crate) nth: usize,
}

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Anything.
    Any,
    /// It makes machines.
    Launch,
    /// It ends machines.
    End,
    /// It lists machines.
    List,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The provider is killed (`kill -9`) before it hears the answer.
    Kill(Boundary),
    /// The user presses Ctrl-C.
    Interrupt(Boundary),
    /// The connection breaks before the cloud has done anything.
    DropBefore(Boundary),
    /// The connection breaks when the cloud has done it.
    DropAfter(Boundary),
    /// There is no answer, and nothing is done.
    HangBefore(Boundary),
    /// There is no answer, but it is done.
    HangAfter(Boundary),
    /// So many requests in a row are too many, and the cloud says for how many seconds.
    Throttle(Boundary, usize, u32),
    /// So many requests in a row are answered with a page for people.
    Html(Boundary, usize, u16),
    /// So many requests in a row fail inside the cloud.
    ServerError(Boundary, usize),
    /// The kth machine that is made comes to nothing.
    FailedLaunch(usize),
    /// A machine fails that may have run.
    Failure(Boundary, usize),
    /// A machine vanishes.
    Loss(Boundary, usize),
    /// Somebody turns a machine off.
    TurnOff(Boundary, usize),
    /// A machine stays in the state that it is in.
    Stuck(Boundary, usize),
    /// The cloud has room for so many machines.
    NoRoom(usize),
    /// Target groups do not let go of machines.
    NoDrain,
    /// Somebody else applies the same configuration at the same time, with a state of their own that is the same.
    SecondApply,
    /// The credentials lack a permission.
    Denied(Action),
    /// The credentials are of somebody else.
    OtherAccount,
    /// The credentials are nobody's.
    UnknownKey,
}

impl Trouble {
    /// All kinds, in the order of tables.
    pub(crate) const KINDS: [&'static str; 20] = [
        "kill -9",
        "interrupt",
        "drop before",
        "drop after",
        "hang before",
        "hang after",
        "throttle",
        "html",
        "server error",
        "failed launch",
        "failure",
        "loss",
        "turn off",
        "stuck",
        "no room",
        "no drain",
        "second apply",
        "denied",
        "other account",
        "unknown key",
    ];

    /// What to call it in tables.
    pub(crate) fn kind(self) -> &'static str {
        let index = match self {
            Self::Kill(_) => 0,
            Self::Interrupt(_) => 1,
            Self::DropBefore(_) => 2,
            Self::DropAfter(_) => 3,
            Self::HangBefore(_) => 4,
            Self::HangAfter(_) => 5,
            Self::Throttle(..) => 6,
            Self::Html(..) => 7,
            Self::ServerError(..) => 8,
            Self::FailedLaunch(_) => 9,
            Self::Failure(..) => 10,
            Self::Loss(..) => 11,
            Self::TurnOff(..) => 12,
            Self::Stuck(..) => 13,
            Self::NoRoom(_) => 14,
            Self::NoDrain => 15,
            Self::SecondApply => 16,
            Self::Denied(_) => 17,
            Self::OtherAccount => 18,
            Self::UnknownKey => 19,
        };
        Self::KINDS[index]
    }
}

/// What slow lists are called in tables.
pub(crate) const SLOW_LISTS: &str = "slow lists";

impl Schedule {
    /// What there should be when all is over: this many machines of this kind, or none.
    pub(crate) fn goal(&self) -> Option<Wanted> {
        let mut goals = self.acts.iter().rev().filter_map(|act| match act.step {
            Step::Apply(wanted) => Some(Some(wanted)),
            Step::Destroy => Some(None),
            _ => None,
        });
        goals.next().flatten()
    }

    /// Whether somebody else applies, too.
    pub(crate) fn has_second_apply(&self) -> bool {
        let mut troubles = self.acts.iter().flat_map(|act| &act.troubles);
        troubles.any(|trouble| *trouble == Trouble::SecondApply)
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            formatter,
            "seed {} on {}: {:?}, {:?}{}",
            self.seed,
            self.cloud.name(),
            self.kind,
            self.weather,
            if self.is_heedful { ", heedful" } else { "" }
        )?;
        for (number, act) in self.acts.iter().enumerate() {
            writeln!(
                formatter,
                "  {number}. after {} s: {:?}",
                act.pause, act.step
            )?;
            for trouble in &act.troubles {
                writeln!(formatter, "       {trouble:?}")?;
            }
        }
        Ok(())
    }
}
