//! What a pool costs as it grows: the tables of the guide on scale, row by row.

use std::fs;
use std::time::Duration;

use crate::clouds::Cloud;
use crate::core::{Core, package};
use crate::machines::{APPLY, DESTROY, POOL, Pool, column, workspace};
use crate::simulator::Simulator;
use crate::simulator::options::Options;
use crate::workspace::Workspace;

/// A row of a table: how many requests of each kind an operation takes.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    operation: String,
    launches: usize,
    ends: usize,
    lists: usize,
    others: usize,
}

/// How long things take on the simulator, as the guide says.
fn as_in_the_guide(options: &mut Options) {
    options.visibility_delay = Duration::from_secs(5);
    options.start_delay = Duration::from_secs(30);
    options.status_delay = Duration::from_mins(1);
    options.stop_delay = Duration::from_secs(20);
    options.metal.queue_delay = Duration::from_secs(10);
    options.metal.provision_delay = Duration::from_mins(5);
    options.metal.deprovision_delay = Duration::from_mins(1);
}

/// The rows of so many machines.
fn rows(cloud: Cloud, count: usize) -> Vec<Row> {
    let guide = fs::read_to_string(package().join("docs/guides/scale.md")).unwrap();
    let heading = match cloud {
        Cloud::Aws => "### AWS\n",
        Cloud::EquinixMetal => "### Equinix Metal\n",
    };
    let (_, section) = guide
        .split_once(heading)
        .expect("the guide has both clouds");
    let section = section.split("\n#").next().unwrap_or_default();
    let rows = section.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, machines, operation, launches, ends, lists, others, ..] = cells.as_slice() else {
            return None;
        };
        let number = |cell: &str| cell.replace(' ', "").parse().ok();
        (number(machines) == Some(count)).then_some(())?;
        Some(Row {
            operation: (*operation).to_owned(),
            launches: number(launches)?,
            ends: number(ends)?,
            lists: number(lists)?,
            others: number(others)?,
        })
    });
    rows.collect()
}

/// Runs a command, and counts its requests.
fn count(
    cloud: Cloud,
    simulator: &Simulator,
    workspace: &Workspace,
    operation: &str,
    arguments: &[&str],
) -> Row {
    simulator.clear_requests();
    workspace.run(arguments).exits(0);
    let of = |action| simulator.count(action);
    let (launches, ends, lists) = (of(cloud.launch()), of(cloud.terminate()), of(cloud.list()));
    Row {
        operation: operation.to_owned(),
        launches,
        ends,
        lists,
        others: simulator.requests().len() - launches - ends - lists,
    }
}

/// A tenth of the machines is away at a time while they are replaced.
fn pool(cloud: Cloud, count: usize, text: &str) -> String {
    let turn = (count / 10).max(1);
    let pool = Pool::on(cloud, count).with_motd(text);
    let pool = pool.with("min_ready_seconds = 120");
    pool.with(&format!("max_unavailable = {turn}")).hcl()
}

fn check(cloud: Cloud, machines: usize) {
    let mut options = Options::default();
    as_in_the_guide(&mut options);
    let simulator = Simulator::start(options);
    let workspace = workspace(Core::Cli, &simulator, &pool(cloud, machines, "old"));
    let run =
        |operation, arguments: &[&str]| count(cloud, &simulator, &workspace, operation, arguments);
    let mut found = vec![run("create", APPLY)];
    assert_eq!(cloud.live(&simulator).len(), machines);
    found.push(run("refresh", &["plan", "-detailed-exitcode"]));
    let is_rolled = machines <= most_rolled(cloud);
    if is_rolled {
        workspace.write("main.tf", &pool(cloud, machines, "new"));
        let before = column(&workspace, POOL, "id");
        found.push(run("roll", APPLY));
        let after = column(&workspace, POOL, "id");
        assert_eq!(after.len(), machines);
        assert!(!after.iter().any(|id| before.contains(id)), "all are new");
        workspace.expect_empty_plan();
    }
    found.push(run("destroy", DESTROY));
    assert_eq!(cloud.live(&simulator).len(), 0);
    let mut expected = rows(cloud, machines);
    expected.retain(|row| row.operation != "roll" || is_rolled);
    assert_eq!(found, expected);
}

/// More machines are rolled by `make growth`, which takes minutes. A turn of theirs costs what a turn of fewer does: the
/// pool's own tests have that, and the guide must.
fn most_rolled(cloud: Cloud) -> usize {
    match cloud {
        Cloud::Aws => 100,
        // a hundred requests at a time, so that looks are a few milliseconds earlier or later, and one more or less
        Cloud::EquinixMetal => 10,
    }
}

#[test]
fn a_roll_of_a_thousand_is_one_of_a_hundred() {
    let of = |cloud, machines| {
        let mut rows = rows(cloud, machines).into_iter();
        rows.find(|row| row.operation == "roll").unwrap()
    };
    assert_eq!(of(Cloud::Aws, 1000), of(Cloud::Aws, 100));
}

/// They are the same on both cores.
macro_rules! sizes {
    ($($cloud:ident: $of:path { $($name:ident = $count:literal),+ })+) => {
        $(mod $cloud {
            $(#[test]
            fn $name() {
                super::check($of, $count);
            })+
        })+
    };
}

sizes! {
    aws: crate::clouds::Cloud::Aws { one = 1, ten = 10, a_hundred = 100, a_thousand = 1000 }
    equinix_metal: crate::clouds::Cloud::EquinixMetal { one = 1, ten = 10, a_hundred = 100, a_thousand = 1000 }
}
