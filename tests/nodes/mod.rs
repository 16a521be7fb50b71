//! Machines of every kind: each role on each platform with each runtime, and the variants of Metal's workers.

pub(crate) mod cluster;

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use lokomotive::butane::NoFiles;
use lokomotive::node::settings::{
    Cluster, Controller, CpuPolicy, Installer, Metal, Platform, Raid, Role, Worker,
};
use lokomotive::node::{self, Node, Recipe, Runtime, versions};
use lokomotive::render::Source;
use lokomotive::report::{Document, Report};
use lokomotive::secret::Secret;

/// A kubeconfig as workers join with.
pub(crate) const KUBECONFIG: &str = "\
apiVersion: v1
kind: Config
clusters:
- name: example
  cluster:
    server: https://example-private.example.com:6443
    certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg==
users:
- name: kubelet
  user:
    token: abcdef.0123456789abcdef
contexts:
- name: example
  context:
    cluster: example
    user: kubelet
current-context: example
";

/// All kinds, each with a name that files can have.
pub(crate) fn all() -> Vec<(String, Node)> {
    let mut nodes = Vec::new();
    for runtime in [Runtime::Docker, Runtime::Containerd] {
        for (place, platform) in [("aws", Platform::Aws), ("metal", metal(None, None))] {
            for (name, role) in [("controller", controller(3)), ("worker", worker())] {
                let name = format!("{name}-{place}-{}", runtime.as_str());
                nodes.push((name, of(role, platform.clone(), runtime)));
            }
        }
    }
    let mut more = |name: &str, role, platform| {
        nodes.push((name.to_owned(), of(role, platform, Runtime::Docker)));
    };
    more("worker-metal-raid", worker(), metal(Some(Raid::All), None));
    let ssd = Raid::Ssd { filesystem: true };
    more("worker-metal-raid-ssd-fs", worker(), metal(Some(ssd), None));
    let installer = Installer {
        channel: "stable".to_owned(),
        version: "4230.2.4".to_owned(),
    };
    more("worker-metal-ipxe", worker(), metal(None, Some(installer)));
    more("worker-aws-static-cpus", static_worker(), Platform::Aws);
    let mut single = of(controller(1), Platform::Aws, Runtime::Docker);
    single.cluster.dns_zone = None;
    nodes.push(("controller-aws-single".to_owned(), single));
    nodes
}

/// A machine of a cluster called `example`.
pub(crate) fn of(role: Role, platform: Platform, runtime: Runtime) -> Node {
    let release = versions::newest(runtime).unwrap();
    Node {
        recipe: Recipe::NEWEST,
        cluster: Cluster {
            name: "example".to_owned(),
            dns_zone: Some("example.com".to_owned()),
            dns_service_ip: Ipv4Addr::new(10, 3, 0, 10),
            domain_suffix: "cluster.local".to_owned(),
        },
        role,
        platform,
        runtime,
        release,
        kubelet_image: release.kubelet_image.to_owned(),
        ssh_pubkeys: vec!["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 someone".to_owned()],
    }
}

pub(crate) fn controller(count: u32) -> Role {
    Role::Controller(Controller { ordinal: 0, count })
}

pub(crate) fn worker() -> Role {
    Role::Worker(Worker {
        labels: BTreeMap::new(),
        taints: BTreeMap::new(),
        cpu_manager_policy: CpuPolicy::None,
        kubeconfig: Secret::new(KUBECONFIG),
    })
}

fn static_worker() -> Role {
    let pair = |key: &str, value: &str| BTreeMap::from([(key.to_owned(), value.to_owned())]);
    Role::Worker(Worker {
        labels: pair("storage", "fast"),
        taints: pair("dedicated", "database:NoExecute"),
        cpu_manager_policy: CpuPolicy::Static,
        kubeconfig: Secret::new(KUBECONFIG),
    })
}

pub(crate) fn metal(raid: Option<Raid>, installer: Option<Installer>) -> Platform {
    Platform::EquinixMetal(Metal {
        bgp: true,
        raid,
        installer,
    })
}

/// A machine's base config with snippets, which must render.
pub(crate) fn rendered(node: &Node, snippets: &[&str]) -> (String, Report) {
    let (config, report) = node::render(node, &[], &sources(snippets), &NoFiles);
    let config = config.unwrap_or_else(|| panic!("{report:#?}"));
    (config, report)
}

fn sources<'a>(snippets: &[&'a str]) -> Vec<Source<'a>> {
    let snippets = snippets.iter().enumerate();
    snippets
        .map(|(index, text)| Source {
            document: Document::Snippet("clc_snippets", index),
            text,
        })
        .collect()
}
