//! Nothing is lost, and nothing is there twice: seeded random schedules of commands, with all that can go wrong meanwhile,
//! over the simulators of both clouds.
//!
//! ```text
//! seed ─▶ draw ─▶ schedule ─▶ story ─▶ terraform ─▶ provider (the real binary, by its protocol) ─▶ simulator
//!                               │  └─▶ trouble, at the request that the schedule names ──────────────▲
//!                               └─▶ recovery, as errors and guides tell it ─▶ promises
//! ```
//!
//! `make chaos N=2000` plays so many on each cloud, and with `TERRAFORM=20` so many through the real Terraform, which
//! takes ten times as long; `make chaos SEED=7` plays one of them alone. A run that was broken off goes
//! on where it was (`target/chaos`). What fails is shrunk to the shortest schedule that still fails.
//!
//! To add a trouble: a word in `schedule`, how often it comes in `draw`, how it is made in `trouble`, and how the cloud
//! gets over it in `sky`.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its scene should say so and stop"
)]
#![cfg(unix)]

mod availability;
#[path = "../terraform/aws.rs"]
#[expect(dead_code, reason = "scenarios use the rest")]
mod aws;
#[path = "../terraform/background.rs"]
#[expect(dead_code, reason = "scenarios use the rest")]
mod background;
#[path = "../terraform/clouds.rs"]
#[expect(dead_code, reason = "scenarios use the rest")]
mod clouds;
#[path = "../terraform/core.rs"]
#[expect(dead_code, reason = "scenarios use the rest")]
mod core;
mod draw;
#[path = "../terraform/equinix_metal.rs"]
mod equinix_metal;
mod fit;
#[path = "../host/mod.rs"]
#[expect(
    dead_code,
    unreachable_pub,
    reason = "the tests of the handshake use the rest"
)]
mod host;
mod json;
mod ledger;
mod promises;
mod provider;
mod real;
mod recovery;
#[path = "../terraform/run.rs"]
#[expect(dead_code, reason = "scenarios use the rest")]
mod run;
mod schedule;
mod shrink;
#[path = "../simulator/mod.rs"]
mod simulator;
mod sky;
mod story;
mod terraform;
mod trouble;
#[path = "../typed/mod.rs"]
mod typed;
mod wanted;
#[path = "../terraform/workspace.rs"]
#[expect(dead_code, reason = "scenarios use the rest")]
mod workspace;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::{env, thread};

use clouds::Cloud;
use ledger::Ledger;
use schedule::Schedule;

/// How many schedules are played where nobody says how many.
const FEW: u64 = 4;

/// What the environment says.
struct Asked {
    seeds: std::ops::Range<u64>,
    is_alone: bool,
    jobs: usize,
}

impl Asked {
    fn from_env(way: Way) -> Self {
        let number = |name: &str| -> Option<u64> {
            let text = env::var(name).ok().filter(|text| !text.is_empty())?;
            Some(
                text.parse()
                    .unwrap_or_else(|_| panic!("{name} is no number: {text}")),
            )
        };
        expect_test_clock();
        let count = match way {
            Way::Protocol => number("CHAOS_N").unwrap_or(FEW),
            Way::Terraform => number("CHAOS_TERRAFORM").unwrap_or(FEW / 2),
        };
        let first = number("CHAOS_FROM").unwrap_or(1);
        let alone = number("CHAOS_SEED");
        let seeds = alone.map_or(first..first + count, |seed| seed..seed + 1);
        let jobs = thread::available_parallelism().map_or(1, usize::from);
        Self {
            seeds,
            is_alone: alone.is_some(),
            jobs: number("CHAOS_JOBS").map_or(jobs, |jobs| usize::try_from(jobs).unwrap()),
        }
    }
}

/// Without the simulator's clock, the provider would wait for real minutes.
fn expect_test_clock() {
    #[cfg(not(feature = "test-clock"))]
    panic!("run the tests as `make test` does: cargo test --features test-clock");
}

#[cfg(feature = "aws")]
mod aws_tests {
    use super::{Cloud, Way, run};

    #[test]
    fn every_schedule_on_aws_ends_well() {
        run(Cloud::Aws, Way::Protocol);
    }

    #[test]
    fn every_schedule_on_aws_ends_well_through_terraform() {
        run(Cloud::Aws, Way::Terraform);
    }
}

#[test]
fn every_schedule_on_equinix_metal_ends_well() {
    run(Cloud::EquinixMetal, Way::Protocol);
}

#[test]
fn every_schedule_on_equinix_metal_ends_well_through_terraform() {
    run(Cloud::EquinixMetal, Way::Terraform);
}

/// How commands are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// With providers that we start.
    Protocol,
    /// With the real Terraform.
    Terraform,
}

/// Runs use the whole machine: several at once would be slow enough for requests to time out.
static MACHINE: Mutex<()> = Mutex::new(());

/// Plays all schedules that are asked for.
fn run(cloud: Cloud, way: Way) {
    let _machine = MACHINE.lock().unwrap_or_else(PoisonError::into_inner);
    let asked = Asked::from_env(way);
    let name = match way {
        Way::Protocol => cloud.name().to_owned(),
        Way::Terraform => format!("{}-terraform", cloud.name()),
    };
    let file = if asked.is_alone {
        "alone".to_owned()
    } else {
        name.clone()
    };
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .with_file_name("chaos")
        .join(file);
    let ledger = Ledger::open(&path, &asked.seeds);
    let left = ledger.left();
    let ledger = Mutex::new(ledger);
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..asked.jobs.max(1) {
            scope.spawn(|| {
                while let Some(seed) = left.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let schedule = draw::schedule(*seed, cloud);
                    let played = story::play(&schedule, way == Way::Terraform);
                    ledger.lock().unwrap().add(*seed, &played);
                    if let Some(broken) = played.broken {
                        report(&schedule, way, &broken, &played.told);
                        failures.lock().unwrap().push(*seed);
                    }
                }
            });
        }
    });
    let table = ledger.into_inner().unwrap().table();
    write(&format!("{name}: {table}"));
    let failures = failures.into_inner().unwrap();
    assert!(
        failures.is_empty(),
        "these seeds fail on {name}: {failures:?}; `make chaos SEED={}` plays one of them",
        failures[0]
    );
}

/// Tells of a schedule that failed, and of the shortest like it.
fn report(schedule: &Schedule, way: Way, broken: &str, told: &[String]) {
    let play = |schedule: &Schedule| story::play(schedule, way == Way::Terraform);
    write(&format!(
        "FAILED: {broken}\n{schedule}{}\nlooking for the shortest like it",
        told.join("\n")
    ));
    let shortest = shrink::shrink(schedule, |shorter| play(shorter).broken.is_some());
    let again = play(&shortest);
    write(&format!(
        "shortest: {}\n{shortest}{}\n",
        again.broken.as_deref().unwrap_or("not always"),
        again.told.join("\n"),
    ));
}

/// Says something while others may, too.
fn write(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
