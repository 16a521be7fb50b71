//! What static pods, and pods on the machine's network, may do and see.

use lokomotive::cluster::control_plane::flags::Program;
use lokomotive::cluster::settings::Networking;
use lokomotive::node::settings::Platform;
use lokomotive::node::versions::Release;
use serde_json::{Value, json};

use crate::flags::flags;
use crate::planes::Plane;
use crate::yaml::{self, Parsed, containers, object, objects, pod};

const STATIC: [&str; 3] = [
    "kube-apiserver",
    "kube-controller-manager",
    "kube-scheduler",
];

/// The value of a program's flag.
fn flag(files: &[Parsed], program: Program, name: &str) -> Option<String> {
    let mut flags = flags(files).into_iter();
    let (_, _, value) = flags.find(|flag| flag.0 == program && flag.1 == name)?;
    Some(value)
}

#[test]
fn static_pods_are_held_short() {
    for (plane, files) in yaml::all() {
        for name in STATIC {
            let spec = &object(files, "Pod", name)["spec"];
            let container = &spec["containers"][0];
            assert_eq!(spec["hostNetwork"], true);
            assert_eq!(spec["priorityClassName"], "system-node-critical");
            assert_eq!(
                spec["securityContext"]["seccompProfile"]["type"],
                "RuntimeDefault"
            );
            let security = &container["securityContext"];
            assert_eq!(security["allowPrivilegeEscalation"], false);
            assert_eq!(security["capabilities"]["drop"], json!(["ALL"]));
            assert!(container["resources"]["requests"]["cpu"].is_string());
            for probe in ["startupProbe", "livenessProbe"] {
                assert!(container[probe].is_object(), "{}: {probe}", plane.name);
            }
            for mount in container["volumeMounts"].as_array().unwrap() {
                assert_eq!(mount["readOnly"], true, "{}: {mount}", plane.name);
            }
        }
    }
}

#[test]
fn every_file_that_a_flag_names_is_mounted() {
    for (plane, files) in yaml::all() {
        for (program, name, value) in flags(files) {
            if !value.starts_with("/etc/") {
                continue;
            }
            let spec = &object(files, "Pod", program.as_str())["spec"];
            let mounts = spec["containers"][0]["volumeMounts"].as_array().unwrap();
            let mounted = mounts.iter().any(|mount| {
                let path = mount["mountPath"].as_str().unwrap();
                value == path || value.starts_with(&format!("{path}/"))
            });
            assert!(mounted, "{}: --{name}={value}", plane.name);
        }
    }
}

#[test]
fn every_mount_has_its_volume() {
    for (plane, files) in yaml::all() {
        for spec in objects(files).filter_map(pod) {
            let volumes = spec["volumes"].as_array().unwrap();
            let mut mounted = Vec::new();
            for mount in containers(spec).flat_map(|one| one["volumeMounts"].as_array().unwrap()) {
                mounted.push(&mount["name"]);
            }
            for volume in volumes {
                assert!(
                    mounted.contains(&&volume["name"]),
                    "{}: {volume}",
                    plane.name
                );
            }
            for name in mounted {
                let has = volumes.iter().any(|volume| volume["name"] == *name);
                assert!(has, "{}: {name}", plane.name);
            }
        }
    }
}

#[test]
fn every_image_is_of_the_table() {
    for (plane, files) in yaml::all() {
        let release = plane.settings.release;
        for container in objects(files).filter_map(pod).flat_map(containers) {
            let image = container["image"].as_str().unwrap();
            assert!(images(release).contains(&image.to_owned()), "{image}");
        }
    }
}

fn images(release: &Release) -> Vec<String> {
    let own = STATIC.iter().chain(&["kube-proxy"]);
    let own = own.map(|program| format!("registry.k8s.io/{program}:v{}", release.kubernetes));
    let others = [
        release.coredns_image,
        release.flannel_image,
        release.flannel_cni_image,
    ];
    own.chain(others.map(Into::into)).collect()
}

#[test]
fn etcd_is_the_controllers_own() {
    for (_, files) in yaml::all() {
        let servers = flag(files, Program::ApiServer, "etcd-servers");
        assert_eq!(servers.unwrap(), "https://127.0.0.1:2379");
    }
}

#[test]
fn nobody_is_anonymous_and_the_api_server_is_asked_for_its_health_where_it_may_be() {
    for (plane, files) in yaml::all() {
        let probes = &object(files, "Pod", "kube-apiserver")["spec"]["containers"][0];
        let anonymous = flag(files, Program::ApiServer, "anonymous-auth");
        let file = flag(files, Program::ApiServer, "authentication-config");
        if plane.minor() < 34 {
            assert_eq!((anonymous.as_deref(), file), (Some("false"), None));
            assert_eq!(probes["livenessProbe"]["tcpSocket"]["port"], 6443);
        } else {
            assert_eq!(anonymous, None);
            let file = files.iter().find(|one| Some(&one.path) == file.as_ref());
            let file = &file.unwrap().documents[0];
            let asked = |probe: &str| json!({ "path": probes[probe]["httpGet"]["path"] });
            let open = file["anonymous"]["conditions"].as_array().unwrap();
            for probe in ["startupProbe", "livenessProbe"] {
                assert!(open.contains(&asked(probe)), "{probe}");
            }
            assert_eq!(open.len(), 3);
        }
    }
}

#[test]
fn aggregation_is_all_or_nothing() {
    for (plane, files) in yaml::all() {
        let flags = flags(files).into_iter();
        let about = flags.filter(|(_, name, _)| {
            name.starts_with("requestheader-") || name.starts_with("proxy-client-")
        });
        let expected = if plane.settings.aggregation { 7 } else { 0 };
        assert_eq!(about.count(), expected, "{}", plane.name);
    }
}

#[test]
fn the_private_address_is_told_where_it_is_not_the_first() {
    for (plane, files) in yaml::all() {
        let told = flag(files, Program::ApiServer, "advertise-address");
        let container = &object(files, "Pod", "kube-apiserver")["spec"]["containers"][0];
        if plane.platform == Platform::Aws {
            assert_eq!((told, &container["env"]), (None, &Value::Null));
        } else {
            assert_eq!(told.unwrap(), "$(HOST_IP)");
            assert_eq!(
                container["env"],
                json!([{ "name": "HOST_IP", "valueFrom": { "fieldRef": { "fieldPath": "status.hostIP" } } }])
            );
        }
    }
}

#[test]
fn services_and_pods_are_where_the_settings_say() {
    for (Plane { settings, .. }, files) in yaml::all() {
        let expect = |program, name: &str, value: &str| {
            assert_eq!(flag(files, program, name).as_deref(), Some(value), "{name}");
        };
        let services = settings.service_cidr.to_string();
        let pods = settings.pod_cidr.to_string();
        let conntrack = settings.conntrack_max_per_core.to_string();
        expect(Program::ApiServer, "service-cluster-ip-range", &services);
        expect(
            Program::ControllerManager,
            "service-cluster-ip-range",
            &services,
        );
        expect(Program::ControllerManager, "cluster-cidr", &pods);
        expect(Program::Proxy, "cluster-cidr", &pods);
        expect(Program::Proxy, "conntrack-max-per-core", &conntrack);
        let issuer = "https://kubernetes.default.svc.cluster.local";
        expect(Program::ApiServer, "service-account-issuer", issuer);
        for program in [
            Program::ApiServer,
            Program::ControllerManager,
            Program::Scheduler,
        ] {
            expect(program, "profiling", "false");
        }
        let has_flannel = objects(files).any(|object| object["metadata"]["name"] == "flannel");
        assert_eq!(has_flannel, settings.networking == Networking::Flannel);
    }
}
