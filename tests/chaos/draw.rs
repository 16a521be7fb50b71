//! From a seed to a schedule. The same seed always gives the same one.

use fastrand::Rng;
use lokomotive::machines::Kind;

use crate::clouds::Cloud;
use crate::schedule::{Act, Action, Boundary, Schedule, Step, Trouble, Weather};
use crate::wanted::Wanted;

/// Requests after which nothing goes wrong any more: commands make fewer, but for long rolls.
const LAST: f64 = 60.0;

/// Draws a schedule.
pub(crate) fn schedule(seed: u64, cloud: Cloud) -> Schedule {
    let mut rng = Rng::with_seed(seed);
    let kind = if rng.u8(..5) == 0 {
        Kind::Controller
    } else {
        Kind::WorkerPool
    };
    let weather = weather(&mut rng, cloud);
    let mut acts = Vec::new();
    let mut course = Course::new(&mut rng, cloud, kind);
    for number in 0..rng.usize(2..=6) {
        let step = match number {
            0 => Step::Apply(course.wanted),
            _ => course.step(&mut rng),
        };
        acts.push(Act {
            // a person needs longer than a cloud takes to tell the news
            pause: rng.u64(60..400),
            step,
            troubles: troubles(&mut rng, cloud, step),
        });
    }
    Schedule {
        seed,
        cloud,
        kind,
        weather,
        is_heedful: rng.bool(),
        acts,
    }
}

fn weather(rng: &mut Rng, cloud: Cloud) -> Weather {
    Weather {
        list_delay: *pick(rng, &[0, 0, 0, 3, 20, 45]),
        page: *pick(rng, &[None, None, None, Some(2)]),
        start_delay: *pick(rng, &[None, None, None, Some(1), Some(1200)]),
        forbids: cloud == Cloud::EquinixMetal && rng.u8(..3) == 0,
    }
}

fn pick<'a, T>(rng: &mut Rng, choices: &'a [T]) -> &'a T {
    &choices[rng.usize(..choices.len())]
}

/// What a user wants next, by what they wanted before.
struct Course {
    kind: Kind,
    wanted: Wanted,
    /// What may be said of changes: a machine cannot be installed anew as another type.
    changes: &'static [&'static str],
}

impl Course {
    fn new(rng: &mut Rng, cloud: Cloud, kind: Kind) -> Self {
        let changes: &[&[&str]] = match cloud {
            Cloud::Aws => &[&["roll"], &["roll"], &["roll", "ignore"]],
            Cloud::EquinixMetal => &[&["roll"], &["roll", "ignore"], &["reinstall", "roll"]],
        };
        let changes = *pick(rng, changes);
        let count = match kind {
            // fewer than three cannot be rolled
            Kind::Controller => 3,
            Kind::WorkerPool => rng.usize(0..=5),
        };
        Self {
            kind,
            changes,
            wanted: Wanted {
                count,
                greeting: 0,
                team: 0,
                is_large: false,
                is_attached: kind == Kind::WorkerPool && rng.u8(..4) == 0,
                is_reserved: cloud == Cloud::EquinixMetal && rng.u8(..5) == 0,
                is_hurried: rng.u8(..8) == 0,
                at_a_time: rng.usize(1..=3),
                ready_seconds: *pick(rng, &[0, 30, 120]),
                change: changes[0],
            },
        }
    }

    fn step(&mut self, rng: &mut Rng) -> Step {
        match rng.u8(..20) {
            0 => Step::Destroy,
            1 => Step::Refresh,
            2 => Step::Plan(self.wanted),
            3 | 4 => Step::Untaint,
            5 => Step::Taint,
            6 | 7 => Step::Import,
            8 | 9 => Step::Apply(self.wanted),
            _ => {
                self.change(rng);
                Step::Apply(self.wanted)
            }
        }
    }

    fn change(&mut self, rng: &mut Rng) {
        let wanted = &mut self.wanted;
        for _ in 0..rng.usize(1..=2) {
            match rng.u8(..13) {
                0..=3 if self.kind == Kind::WorkerPool => wanted.count = rng.usize(0..=6),
                0..=3 => wanted.count = wanted.count.max(*pick(rng, &[3, 4, 5])),
                4..=7 => wanted.greeting += 1,
                8 => wanted.team = 1 - wanted.team,
                9 if self.kind == Kind::WorkerPool && !self.changes.contains(&"reinstall") => {
                    wanted.is_large = !wanted.is_large;
                }
                10 if self.kind == Kind::WorkerPool => wanted.is_attached = !wanted.is_attached,
                11 => wanted.is_hurried = !wanted.is_hurried,
                _ => wanted.at_a_time = rng.usize(1..=3),
            }
        }
        let change: &&str = pick(rng, self.changes);
        wanted.change = change;
    }
}

fn troubles(rng: &mut Rng, cloud: Cloud, step: Step) -> Vec<Trouble> {
    let count = *pick(rng, &[0, 0, 1, 1, 1, 1, 2, 2, 3]);
    let mut troubles: Vec<Trouble> = Vec::new();
    for _ in 0..count {
        let trouble = trouble(rng, cloud, step);
        if !troubles.iter().any(|known| known.kind() == trouble.kind()) {
            troubles.push(trouble);
        }
    }
    troubles
}

fn trouble(rng: &mut Rng, cloud: Cloud, step: Step) -> Trouble {
    let boundary = boundary(rng);
    let which = rng.usize(..8);
    match rng.u8(..44) {
        0..=7 => Trouble::Kill(boundary),
        8..=11 => Trouble::Interrupt(boundary),
        12 | 13 => Trouble::DropBefore(boundary),
        14..=16 => Trouble::DropAfter(mostly_launches(rng, boundary)),
        17 => Trouble::HangBefore(boundary),
        18 => Trouble::HangAfter(mostly_launches(rng, boundary)),
        19 | 20 => Trouble::Throttle(boundary, rng.usize(1..=20), rng.u32(1..=90)),
        21 | 22 => {
            let status = *pick(rng, &[500, 502, 503, 504]);
            Trouble::Html(boundary, rng.usize(1..=12), status)
        }
        23 | 24 => Trouble::ServerError(boundary, rng.usize(1..=12)),
        25 | 26 => Trouble::FailedLaunch(rng.usize(1..=4)),
        27 | 28 => Trouble::Failure(boundary, which),
        29..=31 => Trouble::Loss(boundary, which),
        32 | 33 => Trouble::TurnOff(boundary, which),
        34..=36 => Trouble::Stuck(boundary, which),
        37 | 38 => Trouble::NoRoom(rng.usize(0..=4)),
        39 => Trouble::Denied(*pick(rng, &[Action::Launch, Action::End, Action::List])),
        40 => Trouble::OtherAccount,
        41 => Trouble::UnknownKey,
        42 if cloud == Cloud::Aws => Trouble::NoDrain,
        _ if matches!(step, Step::Apply(_)) => Trouble::SecondApply,
        _ => Trouble::Loss(boundary, which),
    }
}

/// A launch whose answer is lost is what makes machines twice.
fn mostly_launches(rng: &mut Rng, boundary: Boundary) -> Boundary {
    match rng.u8(..3) {
        0 => boundary,
        _ => Boundary {
            action: Action::Launch,
            nth: rng.usize(1..=3),
        },
    }
}

/// Early requests are the most likely ones, and so are those that matter.
fn boundary(rng: &mut Rng) -> Boundary {
    let action = *pick(
        rng,
        &[
            Action::Any,
            Action::Any,
            Action::Launch,
            Action::End,
            Action::List,
        ],
    );
    let most = if action == Action::Any {
        LAST
    } else {
        LAST / 10.0
    };
    let part = rng.f64();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small positive number"
    )]
    let nth = 1 + (part * part * most) as usize;
    Boundary { action, nth }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_seed_always_gives_the_same_schedule() {
        for cloud in [Cloud::Aws, Cloud::EquinixMetal] {
            for seed in 0..50 {
                assert_eq!(schedule(seed, cloud), schedule(seed, cloud));
            }
        }
    }

    #[test]
    fn everything_goes_wrong_in_some_schedule() {
        for cloud in [Cloud::Aws, Cloud::EquinixMetal] {
            let schedules = (0..400).map(|seed| schedule(seed, cloud));
            let acts = schedules.flat_map(|schedule| schedule.acts);
            let drawn: BTreeSet<&str> = acts
                .flat_map(|act| act.troubles)
                .map(Trouble::kind)
                .collect();
            let all = Trouble::KINDS.into_iter();
            let expected: BTreeSet<&str> = all
                .filter(|kind| *kind != "no drain" || cloud == Cloud::Aws)
                .collect();
            assert_eq!(drawn, expected);
        }
    }
}
