//! Mistakes in the arguments of machines, one for each rule: a configuration, where the answer points, and its
//! summary.

use lokomotive::machines::Kind;
use serde_json::{Map, Value, json};

/// A configuration that breaks one rule.
pub(crate) struct Case {
    /// Name of the rule, and of the resource in configurations.
    pub(crate) name: &'static str,
    /// The resource.
    pub(crate) kind: Kind,
    /// Its arguments and blocks.
    pub(crate) config: Value,
    /// Path of the answer.
    pub(crate) path: &'static str,
    /// First line of the answer.
    pub(crate) summary: &'static str,
}

const KEY: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2bHVxVvkwzvIgAsJcpDHqbHGPWnLZhDx9Wc5T8n1XK";

/// Arguments without a fault. `changes` are paths of attributes, as `aws.disk_size`, and what they become; null
/// takes them away.
pub(crate) fn config(kind: Kind, cloud: &str, changes: &[(&str, Value)]) -> Value {
    let mut config = match kind {
        Kind::Controller => json!({
            "cluster_name": "example", "dns_zone": "example.com", "ssh_pubkeys": [KEY],
            "container_runtime": "containerd", "controller_count": 3,
        }),
        Kind::WorkerPool => json!({
            "cluster_name": "example", "dns_zone": "example.com", "ssh_pubkeys": [KEY],
            "container_runtime": "containerd", "pool_name": "general", "worker_count": 2,
            "kubeconfig": "certificate-authority-data: AAAA\nserver: https://example\ntoken: a.b\n",
        }),
    };
    config[cloud] = match cloud {
        "aws" => json!({ "subnet_ids": ["subnet-0123456789abcdef0"] }),
        _ => json!({ "project_id": "01234567-89ab-cdef-0123-456789abcdef", "metro": "am" }),
    };
    for (path, value) in changes {
        let (object, name) = match path.split_once('.') {
            Some((block, name)) => {
                if config[block].is_null() {
                    config[block] = json!({});
                }
                (&mut config[block], name)
            }
            None => (&mut config, *path),
        };
        let object: &mut Map<String, Value> = object.as_object_mut().unwrap();
        if value.is_null() {
            object.remove(name);
        } else {
            object.insert(name.to_owned(), value.clone());
        }
    }
    config
}

const CONTROLLER: Kind = Kind::Controller;
const POOL: Kind = Kind::WorkerPool;
const METAL: &str = "equinix_metal";
const AWS: &str = "aws";

/// A mistake for each rule whose breach is an error.
pub(crate) fn errors() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut case = |name, kind, cloud, changes: &[(&str, Value)], path, summary| {
        cases.push(Case {
            name,
            kind,
            config: config(kind, cloud, changes),
            path,
            summary,
        });
    };
    // names
    case(
        "cluster_name",
        POOL,
        AWS,
        &[("cluster_name", json!("Prod"))],
        "cluster_name",
        "Name cannot be part of a host name",
    );
    case(
        "pool_name",
        POOL,
        AWS,
        &[("pool_name", json!("a_b"))],
        "pool_name",
        "Name cannot be part of a host name",
    );
    case(
        "dns_zone",
        POOL,
        AWS,
        &[("dns_zone", json!("example.com."))],
        "dns_zone",
        "Domain is not a DNS name",
    );
    case(
        "domain_suffix",
        POOL,
        AWS,
        &[("cluster_domain_suffix", json!("-"))],
        "cluster_domain_suffix",
        "Domain is not a DNS name",
    );
    case(
        "api_server",
        CONTROLLER,
        AWS,
        &[("api_server", json!("https://a"))],
        "api_server",
        "Not a host name or address",
    );
    case(
        "long_pool",
        POOL,
        AWS,
        &[("pool_name", json!("p".repeat(48)))],
        "pool_name",
        "Machine names are too long",
    );
    case(
        "long_cluster",
        CONTROLLER,
        AWS,
        &[("cluster_name", json!("c".repeat(52)))],
        "cluster_name",
        "Machine names are too long",
    );
    case(
        "zone_for_members",
        CONTROLLER,
        AWS,
        &[("dns_zone", json!(null))],
        "controller_count",
        "Several controllers need a DNS zone",
    );
    // numbers
    case(
        "no_controllers",
        CONTROLLER,
        AWS,
        &[("controller_count", json!(0))],
        "controller_count",
        "Number is out of range",
    );
    case(
        "negative_workers",
        POOL,
        AWS,
        &[("worker_count", json!(-1))],
        "worker_count",
        "Number is out of range",
    );
    case(
        "max_unavailable",
        POOL,
        AWS,
        &[("max_unavailable", json!(0))],
        "max_unavailable",
        "Number is out of range",
    );
    case(
        "min_ready",
        POOL,
        AWS,
        &[("min_ready_seconds", json!(-1))],
        "min_ready_seconds",
        "Number is out of range",
    );
    case(
        "conntrack",
        CONTROLLER,
        AWS,
        &[("conntrack_max_per_core", json!(-1))],
        "conntrack_max_per_core",
        "Number is out of range",
    );
    case(
        "mtu",
        CONTROLLER,
        AWS,
        &[("network_mtu", json!(576))],
        "network_mtu",
        "Number is out of range",
    );
    case(
        "validity",
        CONTROLLER,
        AWS,
        &[("certs_validity_period_hours", json!(0))],
        "certs_validity_period_hours",
        "Number is out of range",
    );
    case(
        "recipe",
        POOL,
        AWS,
        &[("node_config_version", json!(99))],
        "node_config_version",
        "Number is out of range",
    );
    case(
        "hop_limit",
        POOL,
        AWS,
        &[("aws.metadata_hop_limit", json!(65))],
        "aws.metadata_hop_limit",
        "Number is out of range",
    );
    case(
        "timeout",
        POOL,
        AWS,
        &[("timeouts.create", json!("30"))],
        "timeouts.create",
        "Not a duration",
    );
    // choices
    for (name, kind, cloud, path) in [
        ("channel", POOL, AWS, "os_channel"),
        ("arch", POOL, AWS, "os_arch"),
        ("runtime", POOL, AWS, "container_runtime"),
        ("on_config_change", POOL, AWS, "on_config_change"),
        ("cpu_manager", POOL, AWS, "cpu_manager_policy"),
        ("networking", CONTROLLER, AWS, "networking"),
        ("disk_type", POOL, AWS, "aws.disk_type"),
        ("billing", POOL, METAL, "equinix_metal.billing_cycle"),
        (
            "reservations_default",
            POOL,
            METAL,
            "equinix_metal.reservation_ids_default",
        ),
    ] {
        case(
            name,
            kind,
            cloud,
            &[(path, json!("other"))],
            path,
            "Value is not one of the choices",
        );
    }
    // networks
    case(
        "cidr",
        POOL,
        AWS,
        &[("service_cidr", json!("10.3.0.0"))],
        "service_cidr",
        "Not an IPv4 network",
    );
    case(
        "cidr_host_bits",
        CONTROLLER,
        AWS,
        &[("pod_cidr", json!("10.2.0.1/16"))],
        "pod_cidr",
        "Address is not the first of its network",
    );
    case(
        "small_services",
        POOL,
        AWS,
        &[("service_cidr", json!("10.3.0.0/30"))],
        "service_cidr",
        "Network is too small for services",
    );
    case(
        "overlap",
        CONTROLLER,
        AWS,
        &[
            ("pod_cidr", json!("10.0.0.0/8")),
            ("service_cidr", json!("10.3.0.0/16")),
        ],
        "pod_cidr",
        "Networks of pods and services overlap",
    );
    // access
    case(
        "ssh_key",
        POOL,
        AWS,
        &[("ssh_pubkeys", json!([KEY, "ssh-rsa AAAA"]))],
        "ssh_pubkeys[1]",
        "Not a public key of SSH",
    );
    // labels, taints, tags
    case(
        "label_key",
        POOL,
        AWS,
        &[("labels", json!({"a b": "c"}))],
        r#"labels["a b"]"#,
        "Not the key of a label",
    );
    case(
        "label_value",
        POOL,
        AWS,
        &[("labels", json!({"a": "b c"}))],
        r#"labels["a"]"#,
        "Not the value of a label",
    );
    case(
        "label_reserved",
        POOL,
        AWS,
        &[("labels", json!({"node-role.kubernetes.io/worker": ""}))],
        r#"labels["node-role.kubernetes.io/worker"]"#,
        "The kubelet refuses this label",
    );
    case(
        "taint_key",
        POOL,
        AWS,
        &[("taints", json!({"-a": ":NoSchedule"}))],
        r#"taints["-a"]"#,
        "Not the key of a taint",
    );
    case(
        "taint_value",
        POOL,
        AWS,
        &[("taints", json!({"a": "b"}))],
        r#"taints["a"]"#,
        "Not a taint",
    );
    case(
        "tag",
        POOL,
        AWS,
        &[("tags", json!({"Name": "a"}))],
        r#"tags["Name"]"#,
        "The tag cannot be used",
    );
    let many: Map<String, Value> = (0..41).map(|n| (format!("t{n}"), json!(""))).collect();
    case(
        "tags",
        POOL,
        AWS,
        &[("tags", Value::Object(many))],
        "tags",
        "Too many tags",
    );
    // clouds
    case(
        "no_cloud",
        POOL,
        AWS,
        &[("aws", json!(null))],
        "",
        "No cloud",
    );
    case(
        "two_clouds",
        POOL,
        AWS,
        &[
            (
                "equinix_metal.project_id",
                json!("01234567-89ab-cdef-0123-456789abcdef"),
            ),
            ("equinix_metal.metro", json!("am")),
        ],
        "equinix_metal.project_id",
        "Two clouds",
    );
    case(
        "aws_reinstall",
        POOL,
        AWS,
        &[("on_config_change", json!("reinstall"))],
        "on_config_change",
        "AWS cannot reinstall a machine",
    );
    // Kubernetes
    case(
        "release",
        POOL,
        AWS,
        &[("kubernetes_version", json!("1.22.0"))],
        "kubernetes_version",
        "The Kubernetes release is not known",
    );
    case(
        "release_of_runtime",
        POOL,
        AWS,
        &[
            ("container_runtime", json!("docker")),
            ("kubernetes_version", json!("1.36.1")),
        ],
        "kubernetes_version",
        "The runtime cannot run this Kubernetes",
    );
    case(
        "kubelet_image",
        POOL,
        AWS,
        &[("kubelet_image", json!("quay.io/kubelet"))],
        "kubelet_image",
        "Not an image with a tag",
    );
    case(
        "tls_bootstrap",
        CONTROLLER,
        AWS,
        &[("enable_tls_bootstrap", json!(false))],
        "enable_tls_bootstrap",
        "TLS bootstrap cannot be switched off",
    );
    case(
        "issuer",
        CONTROLLER,
        AWS,
        &[("oidc.issuer_url", json!("http://dex"))],
        "oidc.issuer_url",
        "Not an https:// address",
    );
    case(
        "default_issuer",
        CONTROLLER,
        AWS,
        &[
            ("dns_zone", json!(null)),
            ("controller_count", json!(1)),
            ("oidc.client_id", json!("a")),
        ],
        "oidc.issuer_url",
        "The OIDC issuer is not known",
    );
    case(
        "kubeconfig",
        POOL,
        AWS,
        &[("kubeconfig", json!("server: https://a\ntoken: b\n"))],
        "kubeconfig",
        "Workers cannot join with this kubeconfig",
    );
    // AWS
    case(
        "no_subnet",
        POOL,
        AWS,
        &[("aws.subnet_ids", json!([]))],
        "aws.subnet_ids",
        "No subnet",
    );
    case(
        "subnet",
        POOL,
        AWS,
        &[(
            "aws.subnet_ids",
            json!(["subnet-0123456789abcdef0", "vpc-1"]),
        )],
        "aws.subnet_ids[1]",
        "Not the id of a subnet",
    );
    case(
        "security_group",
        POOL,
        AWS,
        &[("aws.security_group_ids", json!(["default"]))],
        "aws.security_group_ids[0]",
        "Not the id of a security group",
    );
    case(
        "target_group",
        POOL,
        AWS,
        &[("aws.target_group_arns", json!(["api"]))],
        "aws.target_group_arns[0]",
        "Not the ARN of a target group",
    );
    case(
        "ami",
        POOL,
        AWS,
        &[("aws.ami_id", json!("flatcar"))],
        "aws.ami_id",
        "Not the id of an image",
    );
    case(
        "price",
        POOL,
        AWS,
        &[("aws.spot_price", json!("$1"))],
        "aws.spot_price",
        "Not a price",
    );
    case(
        "disk_size",
        POOL,
        AWS,
        &[("aws.disk_size", json!(4))],
        "aws.disk_size",
        "No volume has this",
    );
    case(
        "disk_iops",
        POOL,
        AWS,
        &[
            ("aws.disk_type", json!("gp2")),
            ("aws.disk_iops", json!(3000)),
        ],
        "aws.disk_iops",
        "No volume has this",
    );
    case(
        "disk_throughput",
        POOL,
        AWS,
        &[("aws.disk_throughput", json!(5000))],
        "aws.disk_throughput",
        "No volume has this",
    );
    case(
        "disk_without_iops",
        POOL,
        AWS,
        &[("aws.disk_type", json!("io1"))],
        "aws.disk_iops",
        "The volume needs its operations a second",
    );
    // Equinix Metal
    case(
        "project",
        POOL,
        METAL,
        &[("equinix_metal.project_id", json!("mine"))],
        "equinix_metal.project_id",
        "Not a UUID",
    );
    case(
        "no_metro",
        POOL,
        METAL,
        &[("equinix_metal.metro", json!(null))],
        "equinix_metal.metro",
        "No metro",
    );
    case(
        "facility",
        POOL,
        METAL,
        &[("equinix_metal.facility", json!("ams1"))],
        "equinix_metal.facility",
        "Metro and facility",
    );
    case(
        "ipxe",
        POOL,
        METAL,
        &[("equinix_metal.ipxe_script_url", json!("https://a"))],
        "equinix_metal.ipxe_script_url",
        "Not an http:// address",
    );
    case(
        "version_needs_ipxe",
        POOL,
        METAL,
        &[("os_version", json!("4230.2.4"))],
        "os_version",
        "The release needs iPXE",
    );
    case(
        "arm64_needs_ipxe",
        POOL,
        METAL,
        &[("os_arch", json!("arm64"))],
        "os_arch",
        "arm64 needs iPXE",
    );
    case(
        "version_to_install",
        POOL,
        METAL,
        &[
            ("equinix_metal.ipxe_script_url", json!("http://a")),
            ("os_channel", json!("edge")),
        ],
        "os_version",
        "The release to install is not known",
    );
    let id = "01234567-89ab-cdef-0123-456789abcdef";
    case(
        "reservations_twice",
        POOL,
        METAL,
        &[
            (
                "equinix_metal.reservation_ids",
                json!({"worker-0": id, "worker-1": id}),
            ),
            (
                "equinix_metal.reservation_ids_default",
                json!("next-available"),
            ),
        ],
        "equinix_metal.reservation_ids_default",
        "Reservations twice",
    );
    case(
        "reservation_key",
        POOL,
        METAL,
        &[(
            "equinix_metal.reservation_ids",
            json!({"worker-0": id, "worker-2": id}),
        )],
        r#"equinix_metal.reservation_ids["worker-2"]"#,
        "Not the key of a reservation",
    );
    case(
        "reservation_id",
        POOL,
        METAL,
        &[(
            "equinix_metal.reservation_ids",
            json!({"worker-0": id, "worker-1": "next-available"}),
        )],
        r#"equinix_metal.reservation_ids["worker-1"]"#,
        "Not the id of a reservation",
    );
    case(
        "reservation_count",
        POOL,
        METAL,
        &[("equinix_metal.reservation_ids", json!({"worker-0": id}))],
        "equinix_metal.reservation_ids",
        "Not a reservation for each machine",
    );
    case(
        "two_arrays",
        POOL,
        METAL,
        &[
            ("equinix_metal.setup_raid", json!(true)),
            ("equinix_metal.setup_raid_ssd", json!(true)),
        ],
        "equinix_metal.setup_raid_ssd",
        "Two arrays of the same disks",
    );
    case(
        "filesystem",
        POOL,
        METAL,
        &[("equinix_metal.setup_raid_ssd_fs", json!(true))],
        "equinix_metal.setup_raid_ssd_fs",
        "A filesystem without its array",
    );
    // documents
    case(
        "snippet",
        POOL,
        AWS,
        &[(
            "clc_snippets",
            json!([
                "{}",
                "storage: {files: [{path: etc/motd, filesystem: root}]}"
            ]),
        )],
        "clc_snippets[1]",
        "The path is not absolute",
    );
    case(
        "boot",
        POOL,
        AWS,
        &[(
            "clc_snippets",
            json!(["storage: {files: [{path: /usr/bin/a, filesystem: root, mode: 0644}]}"]),
        )],
        "clc_snippets[0]",
        "The file is on the read-only part of Flatcar, /usr and the directories that link into it, so Flatcar's first boot stops here",
    );
    case(
        "size",
        CONTROLLER,
        AWS,
        &[("controller_clc_snippets", json!([oversized()]))],
        "controller_clc_snippets",
        "The config is too large for user data, even compressed",
    );
    cases
}

/// A mistake for each rule whose breach is a warning.
pub(crate) fn warnings() -> Vec<Case> {
    let case = |name, kind, changes: &[(&str, Value)], path, summary| Case {
        name,
        kind,
        config: config(kind, AWS, changes),
        path,
        summary,
    };
    vec![
        case(
            "even",
            CONTROLLER,
            &[("controller_count", json!(2))],
            "controller_count",
            "An even number of controllers",
        ),
        case(
            "end_of_life",
            POOL,
            &[("container_runtime", json!("docker"))],
            "kubernetes_version",
            "Kubernetes 1.23.17 is at its end of life",
        ),
        case(
            "deprecated_mode",
            POOL,
            &[(
                "clc_snippets",
                json!(["storage: {files: [{path: /etc/a, filesystem: root}]}"]),
            )],
            "clc_snippets[0]",
            "The file has no mode and gets 0644",
        ),
    ]
}

/// A snippet that no compression makes small enough.
fn oversized() -> String {
    let mut state: u32 = 1;
    let noise: String = (0..24_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b'0' + u8::try_from(state >> 24).unwrap() % 64)
        })
        .filter(|character| character.is_ascii_alphanumeric())
        .collect();
    format!(
        "storage: {{files: [{{path: /opt/noise, filesystem: root, mode: 0644, contents: {{inline: {noise}}}}}]}}"
    )
}
