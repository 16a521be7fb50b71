//! Nothing is lost, and nothing is there twice: seeded random schedules of commands, with all that can go wrong meanwhile,
//! over the simulators of both clouds.
//!
//! ```text
//! seed ─▶ draw ─▶ schedule ─▶ story ─▶ terraform ─▶ provider (the real binary, by its protocol) ─▶ simulator
//!                               │  └─▶ trouble, at the request that the schedule names ──────────────▲
//!                               └─▶ recovery, as errors and guides tell it ─▶ promises
//! ```
//!
//! `make chaos N=2000` plays so many on each cloud, `make chaos SEED=7` one of them alone. A run that was broken off goes
//! on where it was (`target/chaos`). What fails is shrunk to the shortest schedule that still fails.
//!
//! To add a trouble: a word in `schedule`, how often it comes in `draw`, how it is made in `trouble`, and how the cloud
//! gets over it in `sky`.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its scene should say so and stop"
)]
#![cfg(unix)]

#[path = "../terraform/aws.rs"]
#[expect(dead_code, reason = "scenarios use the rest")]
mod aws;
#[path = "../terraform/clouds.rs"]
#[expect(dead_code, reason = "scenarios use the rest")]
mod clouds;
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
mod ledger;
mod promises;
mod provider;
mod recovery;
mod schedule;
mod shrink;
#[path = "../simulator/mod.rs"]
mod simulator;
mod sky;
mod story;
mod terraform;
mod trouble;
mod wanted;

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
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
    fn from_env() -> Self {
        let number = |name: &str| -> Option<u64> {
            let text = env::var(name).ok().filter(|text| !text.is_empty())?;
            Some(
                text.parse()
                    .unwrap_or_else(|_| panic!("{name} is no number: {text}")),
            )
        };
        expect_test_clock();
        let first = number("CHAOS_FROM").unwrap_or(1);
        let seeds = match number("CHAOS_SEED") {
            Some(seed) => seed..seed + 1,
            None => first..first + number("CHAOS_N").unwrap_or(FEW),
        };
        let jobs = thread::available_parallelism().map_or(1, usize::from);
        Self {
            seeds,
            is_alone: number("CHAOS_SEED").is_some(),
            jobs: number("CHAOS_JOBS").map_or(jobs, |jobs| usize::try_from(jobs).unwrap()),
        }
    }
}

/// Without the simulator's clock, the provider would wait for real minutes.
fn expect_test_clock() {
    #[cfg(not(feature = "test-clock"))]
    panic!("run the tests as `make test` does: cargo test --features test-clock");
}

#[test]
#[cfg(feature = "aws")]
fn every_schedule_on_aws_ends_well() {
    run(Cloud::Aws);
}

#[test]
fn every_schedule_on_equinix_metal_ends_well() {
    run(Cloud::EquinixMetal);
}

/// Plays all schedules that are asked for.
fn run(cloud: Cloud) {
    let asked = Asked::from_env();
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .with_file_name("chaos")
        .join(cloud.name());
    let mut ledger = Ledger::open(&path);
    let left = if asked.is_alone {
        asked.seeds.clone().collect()
    } else {
        ledger.left(asked.seeds.clone())
    };
    let ledger = Mutex::new(ledger);
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..asked.jobs.max(1) {
            scope.spawn(|| {
                while let Some(seed) = left.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let schedule = draw::schedule(*seed, cloud);
                    let played = story::play(&schedule);
                    ledger.lock().unwrap().add(*seed, &played);
                    if let Some(broken) = played.broken {
                        report(&schedule, &broken, &played.told);
                        failures.lock().unwrap().push(*seed);
                    }
                }
            });
        }
    });
    let table = ledger.into_inner().unwrap().table(asked.seeds);
    write(&format!("{}: {table}", cloud.name()));
    let failures = failures.into_inner().unwrap();
    assert!(
        failures.is_empty(),
        "these seeds fail on {}: {failures:?}; `make chaos SEED={}` plays one of them",
        cloud.name(),
        failures[0]
    );
}

/// Tells of a schedule that failed, and of the shortest like it.
fn report(schedule: &Schedule, broken: &str, told: &[String]) {
    let shortest = shrink::shrink(schedule, |shorter| story::play(shorter).broken.is_some());
    let again = story::play(&shortest);
    write(&format!(
        "FAILED: {broken}\n{schedule}{}\n\nshortest: {}\n{shortest}{}\n",
        told.join("\n"),
        again.broken.as_deref().unwrap_or("not always"),
        again.told.join("\n"),
    ));
}

/// Says something while others may, too.
fn write(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
