//! etcd on three controllers and more, with nothing but what their user data gave them.

use crate::controllers::control_plane;
use crate::member::{Cluster, Member};

/// Which members there are, all started.
fn names(member: &Member) -> Vec<String> {
    let started = |list: &(String, String)| list.0 == "started";
    let list = member.list().into_iter();
    list.filter(|(_, member)| started(member))
        .map(|(name, _)| name)
        .collect()
}

fn id(member: &Member, name: &str) -> String {
    member.list()[name].1.clone()
}

#[test]
fn clients_are_let_in_by_their_certificates() {
    let cluster = Cluster::new();
    let members = cluster.founded(3);
    assert_eq!(names(&members[1]), ["etcd0", "etcd1", "etcd2"]);
    let controller = &members[0].controller;
    let path = |path: &str| controller.path(path).display().to_string();
    let asks = |endpoint: &str, certificate: Option<&str>| {
        let mut etcdctl = controller.command("etcdctl");
        etcdctl.env("ETCDCTL_API", "3").args([
            "--command-timeout=3s",
            &format!("--endpoints={endpoint}"),
            &format!("--cacert={}", path("/etc/kubernetes/pki/etcd/ca.crt")),
        ]);
        if let Some(certificate) = certificate {
            etcdctl.arg(format!("--cert={}", path(&format!("{certificate}.crt"))));
            etcdctl.arg(format!("--key={}", path(&format!("{certificate}.key"))));
        }
        etcdctl
            .args(["get", "key"])
            .output()
            .unwrap()
            .status
            .success()
    };
    let client = Some("/etc/kubernetes/pki/apiserver-etcd-client");
    for endpoint in [
        "https://127.0.0.1:2379",
        "https://localhost:2379",
        "https://example-etcd2.example.com:2379",
    ] {
        assert!(asks(endpoint, client), "{endpoint}");
        assert!(!asks(endpoint, None), "{endpoint}");
    }
    let local = "https://127.0.0.1:2379";
    assert!(asks(local, Some("/etc/ssl/etcd/etcd-client")));
    assert!(!asks(local, Some("/etc/kubernetes/pki/scheduler")));
    assert!(!asks(local, Some("/etc/kubernetes/pki/front-proxy-client")));
    // It is in no certificate.
    assert!(!asks("https://10.0.0.11:2379", client));
    assert!(!asks("http://127.0.0.1:2379", None));
}

#[test]
fn a_member_is_lost_and_replaced_and_the_cluster_grows() {
    let cluster = Cluster::new();
    let mut members = cluster.founded(3);
    for member in &members {
        assert_eq!(member.setting("ETCD_INITIAL_CLUSTER_STATE"), "new");
    }
    members[0].writes("first");

    // A machine restarts: nothing changes.
    members[1].stop();
    members[0].writes("second");
    members[1].start();
    members[1].reads("second");

    // Another is lost, and comes back as a new one.
    let old = id(&members[0], "etcd2");
    drop(members.pop());
    members[0].writes("third");
    let mut replaced = cluster.machine(2, 3);
    replaced.start();
    replaced.is_settled();
    replaced.reads("third");
    assert_eq!(names(&replaced), ["etcd0", "etcd1", "etcd2"]);
    assert_ne!(id(&replaced, "etcd2"), old);
    assert_eq!(replaced.setting("ETCD_INITIAL_CLUSTER_STATE"), "existing");
    members.push(replaced);

    // Two more.
    for ordinal in 3..5 {
        let mut more = cluster.machine(ordinal, 5);
        more.start();
        more.is_settled();
        more.reads("third");
        members.push(more);
    }
    assert_eq!(
        names(&members[4]),
        ["etcd0", "etcd1", "etcd2", "etcd3", "etcd4"]
    );

    // Two of five are lost.
    members[0].stop();
    members[1].stop();
    members[4].writes("fourth");
    members[2].reads("fourth");
}

#[test]
fn founders_by_mistake_join() {
    let cluster = Cluster::new();
    let mut members = cluster.founded(3);
    members[0].writes("first");
    drop(members.pop());
    // The second takes the place of a member, the other is one more.
    for (ordinal, controllers) in [(2, 3), (3, 4)] {
        let mut lonely = cluster.machine(ordinal, controllers);
        lonely.controller.namespace.unplug();
        lonely.start();
        lonely.eventually("founds", || lonely.began() == "new" && lonely.has_data());
        lonely.controller.namespace.plug_in();
        lonely.is_settled();
        lonely.reads("first");
        // The one that founds with the names of before has the id of before, and its peers may take it for that member
        // before it is stopped.
        let states = if ordinal == 2 {
            &["existing", "new"][..]
        } else {
            &["existing"]
        };
        let state = lonely.setting("ETCD_INITIAL_CLUSTER_STATE");
        assert!(states.contains(&state.as_str()), "{state}");
        members.push(lonely);
    }
    members[1].stop();
    members[3].writes("second");
    assert_eq!(names(&members[3]), ["etcd0", "etcd1", "etcd2", "etcd3"]);
}

#[test]
fn a_member_without_data_does_not_outvote_one_that_has_them() {
    let cluster = Cluster::new();
    let mut members = cluster.founded(3);
    members[0].writes("first");
    drop(members.pop());
    members[1].stop();
    let mut replaced = cluster.machine(2, 3);
    replaced.start();
    replaced.eventually("waits", || {
        replaced.log().contains("peers have data, but no quorum")
    });
    assert!(!replaced.has_data());
    members[1].start();
    replaced.is_settled();
    replaced.reads("first");
}

#[test]
fn one_that_was_added_and_did_not_start_starts_later() {
    let cluster = Cluster::new();
    let mut members = cluster.founded(1);
    members[0].writes("first");
    let mut second = cluster.machine(1, 2);
    // From now on the first has no quorum without the second.
    second.controller.runs("/opt/cluster/etcd-join", &[], &[]);
    assert_eq!(second.began(), "existing");
    assert!(!second.has_data());
    second.start();
    second.is_settled();
    second.reads("first");
    assert_eq!(names(&members.remove(0)), ["etcd0", "etcd1"]);
}

#[test]
fn a_single_controller_needs_no_names() {
    let cluster = Cluster::new();
    let mut plane = control_plane(1);
    plane.dns_zone = None;
    let mut member = cluster.machine_of(&plane, 0);
    member.start();
    member.is_settled();
    member.writes("first");
    member.stop();
    member.start();
    member.reads("first");
    let listening = member.controller.command("ss").args(["-Hltn"]).output();
    let listening = String::from_utf8(listening.unwrap().stdout).unwrap();
    let mut addresses = listening
        .lines()
        .filter_map(|line| line.split_whitespace().nth(3));
    assert!(
        addresses.all(|address| address.starts_with("127.0.0.1:")),
        "{listening}"
    );
}
