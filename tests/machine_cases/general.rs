//! Mistakes in names, numbers, networks, access, labels, and in what is said of Kubernetes.

use serde_json::{Map, Value, json};

use super::{AWS, CONTROLLER, Cases, KEY, METAL, POOL};

#[expect(clippy::too_many_lines, reason = "a table")]
pub(super) fn add(cases: &mut Cases) {
    let mut case = |name, kind, cloud, changes: &[(&str, Value)], path, summary| {
        cases.add(name, kind, cloud, changes, path, summary);
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
        "small_pods",
        CONTROLLER,
        AWS,
        &[("pod_cidr", json!("10.2.0.0/25"))],
        "pod_cidr",
        "Network is too small for pods",
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
        "manifest",
        CONTROLLER,
        AWS,
        &[("manifests", json!([null, "apiVersion: v1\n"]))],
        "manifests[1]",
        "This object has no kind",
    );
    case(
        "half_an_authority",
        CONTROLLER,
        AWS,
        &[("certificate_authorities.etcd_key", json!("planted"))],
        "certificate_authorities.etcd_certificate",
        "Half an authority",
    );
    case(
        "no_authority",
        CONTROLLER,
        AWS,
        &[
            (
                "certificate_authorities.cluster_certificate",
                json!("planted"),
            ),
            ("certificate_authorities.cluster_key", json!("planted")),
        ],
        "certificate_authorities.cluster_certificate",
        "The cluster's certificates cannot be made with this",
    );
    case(
        "no_key",
        CONTROLLER,
        AWS,
        &[(
            "certificate_authorities.service_account_key",
            json!("planted"),
        )],
        "certificate_authorities.service_account_key",
        "The cluster's certificates cannot be made with this",
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
}
