//! Ways to the end that nothing disturbs.

use std::time::Duration;

use super::fake::Fake;
use super::{NEW, RULES, limits, make, making, order, pool, remove, replan, rolling, run};
use crate::clock::Clock;
use crate::cloud::{Cloud as _, Order, State};
use crate::pool::tests::fake::Speed;
use crate::pool::{Goal, Phase, Pool, Rules, Slot, drive};

const TARGETS: Rules = Rules {
    has_targets: true,
    ..RULES
};

fn all_new(count: u32, is_used: bool) -> Vec<(u32, String, bool)> {
    (0..count)
        .map(|ordinal| (ordinal, NEW.to_owned(), is_used))
        .collect()
}

#[tokio::test]
async fn a_create_is_one_launch() {
    for count in [1, 3, 100] {
        let (fake, mut pool) = making(count, RULES);
        run(&mut pool, &fake).await.unwrap();
        let machines = usize::try_from(count).unwrap();
        assert_eq!((fake.count("launch"), fake.made()), (1, machines));
        assert_eq!(pool.machines().count(), machines);
        assert!(
            pool.machines()
                .all(|(_, machine)| machine.state == State::Running)
        );
        assert_eq!((fake.count("find"), fake.count("health")), (0, 0));
        let looks = fake.count("list");
        assert!(looks <= 6, "{looks} looks");
    }
}

/// What a turn takes does not depend on how many machines take it.
#[tokio::test]
async fn a_roll_in_ten_turns_costs_the_same_for_a_thousand() {
    let mut costs = Vec::new();
    for turn in [1, 10, 100] {
        let count = 10 * u32::try_from(turn).unwrap();
        let rules = Rules {
            max_unavailable: turn,
            min_ready: Duration::from_mins(2),
            ..TARGETS
        };
        let (fake, mut pool) = rolling(count, rules).await;
        let (stop, mut records) = (fake.stop(), 0);
        let record = &mut |_: &Pool| records += 1;
        let driven = drive(&mut pool, &fake, fake.clock(), &limits(&stop), record).await;
        driven.unwrap();
        assert_eq!(fake.running().await, all_new(count, true));
        assert_eq!((fake.count("launch"), fake.most_away()), (10, turn));
        let calls = ["list", "find", "health", "terminate", "attach", "detach"];
        costs.push((calls.map(|name| fake.count(name)), records));
    }
    assert!(costs.iter().all(|cost| *cost == costs[0]), "{costs:?}");
    let ([looks, ..], records) = costs[0];
    assert!(records < looks / 2, "{records} records in {looks} looks");
}

#[tokio::test]
async fn nothing_to_do_is_no_call() {
    let (fake, mut pool) = making(0, RULES);
    run(&mut pool, &fake).await.unwrap();
    assert_eq!(fake.calls(), Vec::<String>::new());
}

#[tokio::test]
async fn new_machines_go_behind_the_load_balancers_once_they_run() {
    let (fake, mut pool) = making(3, TARGETS);
    run(&mut pool, &fake).await.unwrap();
    assert_eq!(fake.changes(), ["launch 0 1 2", "attach i-0 i-1 i-2"]);
    assert_eq!(fake.running().await, all_new(3, true));
}

#[tokio::test]
async fn machines_that_are_not_listed_yet_are_waited_for() {
    let (fake, mut pool) = making(2, RULES);
    fake.speed(|speed| speed.spread = 50);
    run(&mut pool, &fake).await.unwrap();
    assert_eq!((fake.made(), fake.changes().len()), (2, 1));
}

#[tokio::test]
async fn each_machine_is_let_go_ended_made_attached_and_proven_before_the_next() {
    let (fake, mut pool) = rolling(2, TARGETS).await;
    run(&mut pool, &fake).await.unwrap();
    assert_eq!(
        fake.changes(),
        [
            "detach i-0",
            "terminate i-0",
            "launch 0",
            "attach i-2",
            "detach i-1",
            "terminate i-1",
            "launch 1",
            "attach i-3",
        ]
    );
    assert_eq!(fake.running().await, all_new(2, true));
}

/// Rolls `count` machines, and returns how long it took.
async fn roll(count: u32, rules: Rules) -> Duration {
    let (fake, mut pool) = rolling(count, rules).await;
    let start = fake.clock().now().await;
    run(&mut pool, &fake).await.unwrap();
    let end = fake.clock().now().await;
    let machines = usize::try_from(count).unwrap();
    assert_eq!(fake.running().await, all_new(count, rules.has_targets));
    assert_eq!(fake.made(), 2 * machines, "each is replaced once");
    let window = rules.max_unavailable.min(machines);
    assert_eq!(fake.most_away(), window, "{count} machines: {rules:?}");
    end.duration_since(start).unwrap()
}

#[tokio::test]
async fn a_roll_uses_its_window_and_never_more() {
    for has_targets in [false, true] {
        for (count, max_unavailable) in [(1, 1), (3, 1), (5, 2), (10, 3), (4, 9)] {
            let rules = Rules {
                max_unavailable,
                has_targets,
                ..RULES
            };
            roll(count, rules).await;
        }
    }
}

#[tokio::test]
async fn a_wider_window_takes_less_time() {
    let with = |max_unavailable| Rules {
        max_unavailable,
        ..TARGETS
    };
    let (one, all) = (roll(6, with(1)).await, roll(6, with(6)).await);
    assert!(one > all * 5, "{one:?} {all:?}");
}

#[tokio::test]
async fn a_machine_counts_when_it_was_ready_for_long_enough() {
    let with = |seconds| Rules {
        min_ready: Duration::from_secs(seconds),
        ..RULES
    };
    let (short, long) = (roll(2, with(0)).await, roll(2, with(120)).await);
    let more = long.checked_sub(short).unwrap();
    assert!(more >= Duration::from_mins(4), "{more:?}");
    assert!(more <= Duration::from_secs(2 * 130), "{more:?}");
}

#[tokio::test]
async fn surplus_machines_end() {
    let (fake, mut rolled) = rolling(3, TARGETS).await;
    rolled.slots = rolled
        .slots
        .into_iter()
        .filter_map(|slot| slot.machine.map(remove))
        .collect();
    run(&mut rolled, &fake).await.unwrap();
    assert_eq!(
        fake.changes(),
        ["detach i-0 i-1 i-2", "terminate i-0 i-1 i-2"]
    );
    assert_eq!((rolled.slots.len(), fake.ids().await.len()), (0, 0));
}

#[tokio::test]
async fn a_machine_that_is_gone_already_is_no_obstacle_to_its_removal() {
    let (fake, mut rolled) = rolling(2, TARGETS).await;
    fake.lose("i-0");
    rolled.slots = rolled
        .slots
        .into_iter()
        .filter_map(|slot| slot.machine.map(remove))
        .collect();
    run(&mut rolled, &fake).await.unwrap();
    assert_eq!((rolled.slots.len(), fake.ids().await.len()), (0, 0));
}

#[tokio::test]
async fn controllers_are_added_one_after_another_each_ready_before_the_next() {
    let rules = Rules {
        one_by_one: true,
        min_ready: Duration::from_mins(5),
        ..RULES
    };
    let fake = Fake::new(Clock::manual(), rules, Speed::default());
    let start = fake.clock().now().await;
    let mut grown = pool(vec![make(1), make(2)], rules);
    run(&mut grown, &fake).await.unwrap();
    assert_eq!(fake.changes(), ["launch 1", "launch 2"]);
    let launched: Vec<_> = grown
        .machines()
        .filter_map(|(_, machine)| machine.launched_at)
        .collect();
    let end = fake.clock().now().await;
    assert!(launched[1] >= start + Duration::from_mins(6));
    assert!(end >= launched[1] + Duration::from_mins(6));
}

#[tokio::test]
async fn the_address_that_must_stay_is_asked_for() {
    let (fake, mut pool) = rolling(1, RULES).await;
    let address = Some("10.0.0.7".to_owned());
    if let Goal::Replace(order) = &mut pool.slots[0].goal {
        order.private_ipv4.clone_from(&address);
    }
    let kept = Order {
        private_ipv4: Some("10.0.0.9".to_owned()),
        ..order(1)
    };
    pool.slots.push(Slot::new(1, Goal::Make(kept), None));
    run(&mut pool, &fake).await.unwrap();
    assert_eq!(fake.addresses(), [Some("10.0.0.9".to_owned()), address]);
}

#[tokio::test]
async fn a_machine_that_the_load_balancers_lack_is_put_behind_them() {
    let (fake, mut pool) = making(1, TARGETS);
    run(&mut pool, &fake).await.unwrap();
    let ids = fake.ids().await;
    fake.detach(&ids).await.unwrap();
    fake.forget_calls();
    let mut again = replan(&fake, &pool, 1).await;
    assert_eq!(again.slots[0].goal, Goal::Attach);
    run(&mut again, &fake).await.unwrap();
    assert_eq!(fake.changes(), ["attach i-0"]);
    assert_eq!(again.slots[0].phase, Phase::Done);
}

#[tokio::test]
async fn a_machine_whose_tags_were_taken_off_drains_all_the_same() {
    let (fake, mut pool) = rolling(2, TARGETS).await;
    fake.untag("i-1");
    run(&mut pool, &fake).await.unwrap();
    let changes = fake.changes();
    let place = |call: &str| changes.iter().position(|made| made == call);
    assert!(place("detach i-1").is_some(), "{changes:?}");
    assert!(place("detach i-1") < place("terminate i-1"), "{changes:?}");
    assert!(place("detach i-0") < place("detach i-1"), "{changes:?}");
}
