//! What is applied to the cluster says what it is to say, and gives nobody more than that.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lokomotive::cluster::settings::Networking;
use lokomotive::node::Mode;
use serde_json::{Value, json};

use crate::planes;
use crate::yaml::{self, containers, object, objects, pod};

/// Who is given which cluster role.
fn bindings(files: &[yaml::Parsed]) -> BTreeMap<String, String> {
    let bindings = objects(files).filter(|object| object["kind"] == "ClusterRoleBinding");
    bindings
        .map(|binding| {
            let subjects = binding["subjects"].as_array().unwrap();
            assert_eq!(subjects.len(), 1);
            let subject = &subjects[0];
            let role = &binding["roleRef"]["name"];
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (
                text(role),
                format!("{} {}", text(&subject["kind"]), text(&subject["name"])),
            )
        })
        .collect()
}

#[test]
fn rights_are_these_and_no_others() {
    for (plane, files) in yaml::all() {
        let csr = "system:certificates.k8s.io:certificatesigningrequests";
        let mut expected = vec![
            (
                "system:node-bootstrapper".to_owned(),
                "Group system:bootstrappers",
            ),
            (format!("{csr}:nodeclient"), "Group system:bootstrappers"),
            (format!("{csr}:selfnodeclient"), "Group system:nodes"),
            (
                "system:kubelet-api-admin".to_owned(),
                "User kube-apiserver-kubelet-client",
            ),
            (
                "system:node-proxier".to_owned(),
                "ServiceAccount kube-proxy",
            ),
            ("system:coredns".to_owned(), "ServiceAccount coredns"),
        ];
        if plane.settings.networking == Networking::Flannel {
            expected.push(("flannel".to_owned(), "ServiceAccount flannel"));
        }
        let expected: BTreeMap<String, String> = expected
            .into_iter()
            .map(|(role, subject)| (role, subject.to_owned()))
            .collect();
        assert_eq!(bindings(files), expected, "{}", plane.name);
    }
}

#[test]
fn roles_of_ours_change_nothing_but_flannels_nodes() {
    for (_, files) in yaml::all() {
        for role in objects(files).filter(|object| object["kind"] == "ClusterRole") {
            for rule in role["rules"].as_array().unwrap() {
                let reads = rule["verbs"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .all(|verb| ["get", "list", "watch"].contains(&verb.as_str().unwrap()));
                let own = rule["resources"] == json!(["nodes/status"]);
                assert!(reads || own, "{rule}");
            }
        }
    }
}

#[test]
fn nobody_is_a_master() {
    for plane in planes::all() {
        for file in plane.files() {
            assert!(!file.text().contains("system:masters"), "{}", file.path);
            assert!(!file.text().contains("cluster-admin"), "{}", file.path);
        }
    }
}

#[test]
fn only_kube_proxy_is_privileged() {
    for (_, files) in yaml::all() {
        for container in objects(files).filter_map(pod).flat_map(containers) {
            let privileged = container["securityContext"]["privileged"] == true;
            assert_eq!(privileged, container["name"] == "kube-proxy");
        }
    }
}

#[test]
fn the_token_is_the_one_that_machines_have() {
    for (plane, files) in yaml::all() {
        let token = &plane.token;
        let secret = object(files, "Secret", &format!("bootstrap-token-{}", token.id()));
        assert_eq!(secret["type"], "bootstrap.kubernetes.io/token");
        assert_eq!(secret["metadata"]["namespace"], "kube-system");
        let data: BTreeMap<&str, String> = secret["data"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(key, value)| {
                let bytes = STANDARD.decode(value.as_str().unwrap()).unwrap();
                (key.as_str(), String::from_utf8(bytes).unwrap())
            })
            .collect();
        let expected = BTreeMap::from([
            ("token-id", token.id().to_owned()),
            ("token-secret", token.secret().reveal().to_owned()),
            ("usage-bootstrap-authentication", "true".to_owned()),
        ]);
        assert_eq!(data, expected);
    }
}

#[test]
fn secrets_are_roots_alone_and_not_in_messages() {
    for plane in planes::all() {
        for file in plane.files() {
            let public = !file.path.ends_with("-token.yaml") && !file.path.contains("90-user");
            assert_eq!(
                file.mode,
                if public { Mode::Public } else { Mode::Secret },
                "{}",
                file.path
            );
            assert!(!format!("{file:?}").contains("apiVersion"));
        }
    }
}

#[test]
fn dns_is_the_tenth_service_and_runs_on_controllers() {
    for (plane, files) in yaml::all() {
        let service = object(files, "Service", "kube-dns");
        assert_eq!(service["spec"]["clusterIP"], "10.3.0.10");
        let deployment = &object(files, "Deployment", "coredns")["spec"];
        assert_eq!(deployment["replicas"], 2);
        let labels = &deployment["template"]["metadata"]["labels"];
        assert_eq!(service["spec"]["selector"], *labels);
        assert_eq!(
            deployment["template"]["spec"]["tolerations"],
            json!([{ "key": plane.settings.release.controller_taint, "effect": "NoSchedule" }])
        );
        let corefile = &object(files, "ConfigMap", "coredns")["data"]["Corefile"];
        assert!(
            corefile
                .as_str()
                .unwrap()
                .contains("kubernetes cluster.local in-addr.arpa")
        );
    }
}

#[test]
fn kube_proxy_calls_the_api_server_as_nodes_do() {
    for (plane, files) in yaml::all() {
        let spec = pod(object(files, "DaemonSet", "kube-proxy")).unwrap();
        let environment = spec["containers"][0]["env"].as_array().unwrap();
        for (name, value) in [
            (
                "KUBERNETES_SERVICE_HOST",
                plane.settings.internal_host().unwrap().as_str(),
            ),
            ("KUBERNETES_SERVICE_PORT", "6443"),
        ] {
            assert!(
                environment.contains(&json!({ "name": name, "value": value })),
                "{name}"
            );
        }
    }
}

#[test]
fn flannel_has_the_pods_network_and_the_machines_mtu() {
    for (plane, files) in yaml::all() {
        if plane.settings.networking == Networking::None {
            continue;
        }
        let config = &object(files, "ConfigMap", "flannel")["data"]["net-conf.json"];
        let config: Value = serde_json::from_str(config.as_str().unwrap()).unwrap();
        assert_eq!(
            config,
            json!({ "Network": "10.2.0.0/16", "Backend": { "Type": "vxlan", "MTU": 1500 } })
        );
        let spec = pod(object(files, "DaemonSet", "flannel")).unwrap();
        let cni = &spec["initContainers"][0]["env"][0]["value"];
        let cni: Value = serde_json::from_str(cni.as_str().unwrap()).unwrap();
        assert_eq!(cni["plugins"][0]["type"], "flannel");
    }
}

#[test]
fn names_are_in_order_and_the_users_manifests_last() {
    for plane in planes::all() {
        let files = plane.files();
        let manifests: BTreeSet<&str> = files
            .iter()
            .filter_map(|file| file.path.strip_prefix("/etc/kubernetes/cluster-manifests/"))
            .collect();
        assert_eq!(manifests.first(), Some(&"10-access.yaml"));
        let users = manifests.iter().filter(|name| name.starts_with("90-user-"));
        assert_eq!(users.count(), plane.settings.manifests.len());
        if !plane.settings.manifests.is_empty() {
            assert_eq!(manifests.last(), Some(&"90-user-000.yaml"));
        }
    }
}
