//! What AWS knows already while Terraform plans, and what it is asked then.

use crate::aws::{ACCESS_KEY, subnets};
use crate::core::Core;
use crate::machines::{Pool, workspace};
use crate::on_both_cores;
use crate::run::Diagnostic;
use crate::simulator::Simulator;
use crate::simulator::options::Options;
use crate::simulator::world::Place;
use crate::workspace::Workspace;

on_both_cores!(
    mistakes_are_found_by_plan,
    a_missing_permission_is_one_warning,
    without_a_region_plan_says_nothing,
    only_new_machines_are_worth_a_question,
);

/// What plan asks about.
const QUESTIONS: [&str; 5] = [
    "DescribeSubnets",
    "DescribeSecurityGroups",
    "DescribeTargetGroups",
    "DescribeInstanceTypes",
    "DescribeImages",
];

/// What a plan says.
fn planned(workspace: &Workspace, code: i32) -> Vec<Diagnostic> {
    workspace.run(&["plan", "-json"]).exits(code).diagnostics()
}

fn mistakes_are_found_by_plan(core: Core) {
    let simulator = Simulator::start(Options::default());
    let missing = "subnet-0123456789abcdef0";
    let in_subnets = |subnets: &[&str], count: usize| Pool {
        subnets: subnets.iter().map(ToString::to_string).collect(),
        ..Pool::of(count)
    };
    let known = &subnets(1)[0];
    let group = simulator.target_group(&Place::default(), "http");
    let no_group = group.replace("/http/", "/nothing/");
    // the pool, what is said of it, and the line that Terraform shows
    let cases = [
        (
            in_subnets(&[known, missing], 2),
            "There is no such subnet",
            "AWS knows no subnet subnet-0123456789abcdef0 in us-east-1 in this account.",
            "subnet_ids = [",
        ),
        (
            in_subnets(&[known], 4500),
            "The subnet has too few free addresses",
            "4500 of the new machines would go to subnet-00000000000000001, which has 4091 free addresses.",
            "subnet_ids = [",
        ),
        (
            Pool::of(2).with_in_block(
                "security_group_ids = [\"sg-00000000000000001\", \"sg-0123456789abcdef0\"]",
            ),
            "There is no such security group",
            "AWS knows no security group sg-0123456789abcdef0 in us-east-1 in this account.",
            "security_group_ids = [",
        ),
        (
            Pool::of(2).with_in_block(&format!("target_group_arns = [{group:?}, {no_group:?}]")),
            "There is no such target group",
            "AWS knows no target group",
            "target_group_arns = [",
        ),
        (
            Pool::of(2).with_in_block("instance_type = \"t4g.small\""),
            "The instance type is of another architecture",
            "t4g.small is arm64, and os_arch is \"amd64\". Change one of them.",
            "instance_type = ",
        ),
        (
            Pool::of(2).with_in_block("instance_type = \"t9.small\""),
            "There is no such instance type",
            "AWS has no instance type t9.small in us-east-1.",
            "instance_type = ",
        ),
        (
            Pool::of(2).with_in_block("ami_id = \"ami-0123456789abcdef0\""),
            "There is no such image",
            "There is no image ami-0123456789abcdef0 in us-east-1",
            "ami_id = ",
        ),
        (
            Pool::of(2).with("os_version = \"1.2.3\""),
            "There is no such image",
            "Flatcar has no stable image of the release 1.2.3 for amd64 in us-east-1.",
            "os_version = ",
        ),
    ];
    let workspace = workspace(core, &simulator, "");
    for (pool, summary, detail, line) in cases {
        workspace.write("main.tf", &pool.hcl());
        let found = planned(&workspace, 1);
        let [error] = &found[..] else {
            panic!("{summary}: {found:#?}");
        };
        assert!(error.is_error());
        assert_eq!(error.summary, summary);
        assert!(error.detail.contains(detail), "{error:#?}");
        assert!(error.shown.trim_start().starts_with(line), "{error:#?}");
        assert_eq!(error.address, "lokomotive_worker_pool.pool");
    }
    assert_eq!(simulator.writes().len(), 0);
    // what is as it should be is not spoken of
    workspace.write("main.tf", &Pool::of(2).hcl());
    assert_eq!(planned(&workspace, 0), []);
}

fn a_missing_permission_is_one_warning(core: Core) {
    let simulator = Simulator::start(Options::default());
    let group = simulator.target_group(&Place::default(), "http");
    let pool = Pool::of(2)
        .with_in_block("security_group_ids = [\"sg-00000000000000001\"]")
        .with_in_block(&format!("target_group_arns = [{group:?}]"));
    let workspace = workspace(core, &simulator, &pool.hcl());
    for denied in QUESTIONS.into_iter().chain(["*"]) {
        simulator.set(|options| {
            options.denied = [(ACCESS_KEY.to_owned(), [denied.to_owned()].into())].into();
        });
        let found = planned(&workspace, 0);
        let [warning] = &found[..] else {
            panic!("{denied}: {found:#?}");
        };
        assert_eq!(
            (warning.severity.as_str(), warning.summary.as_str()),
            ("warning", "The cloud could not be asked while planning")
        );
        assert!(warning.detail.contains("not authorized"), "{warning:#?}");
    }
}

/// Also where nobody has told the provider which account it is for: a plan may be made before there is one.
fn without_a_region_plan_says_nothing(core: Core) {
    let simulator = Simulator::start(Options::default());
    let workspace = workspace(core, &simulator, &Pool::of(2).hcl());
    for provider in [
        "",
        "provider \"lokomotive\" {\n  aws {}\n}\n",
        "provider \"lokomotive\" {\n  aws {\n    region = \"us-east-1\"\n  }\n}\n",
    ] {
        workspace.write("provider.tf", provider);
        assert_eq!(planned(&workspace, 0), [], "{provider}");
    }
    workspace.write("provider.tf", "");
    workspace
        .run(&["apply", "-auto-approve", "-no-color"])
        .exits(1)
        .says("There is no way to the cloud")
        .says("No region is set.");
    assert_eq!(simulator.requests().len(), 0);
}

fn only_new_machines_are_worth_a_question(core: Core) {
    let simulator = Simulator::start(Options::default());
    let group = simulator.target_group(&Place::default(), "http");
    let pool = Pool::of(2)
        .with_in_block("security_group_ids = [\"sg-00000000000000001\"]")
        .with_in_block(&format!("target_group_arns = [{group:?}]"));
    let workspace = workspace(core, &simulator, &pool.hcl());
    let asked = |questions: usize| {
        let counts = QUESTIONS.map(|question| simulator.count(question));
        assert_eq!(counts, [questions; 5], "{QUESTIONS:?}");
        simulator.clear_requests();
    };
    workspace.run(&["plan", "-out=plan"]).exits(0);
    asked(1);
    workspace.run(&["apply", "plan"]).exits(0);
    simulator.clear_requests();
    // nothing to do; other tags; fewer machines; one to make
    let fewer = Pool {
        count: 1,
        ..pool.clone()
    };
    for (next, questions) in [
        (pool.clone(), 0),
        (pool.clone().with("tags = { team = \"web\" }"), 0),
        (fewer, 0),
        (Pool { count: 3, ..pool }, 1),
    ] {
        workspace.write("main.tf", &next.hcl());
        workspace.run(&["plan"]).exits(0);
        asked(questions);
    }
}
