//! Docker: the settings that Flatcar leaves to defaults, written down.

use serde_json::json;

use super::base::Base;
use super::mode::Mode;
use super::runtime::Runtime;
use super::settings::Node;

/// Where dockerd reads its settings.
pub(super) const DAEMON_JSON: &str = "/etc/docker/daemon.json";

/// Docker 29 speaks to no client as old as the dockershim otherwise.
const MIN_API_VERSION: &str = "[Service]\nEnvironment=DOCKER_MIN_API_VERSION=1.24\n";

pub(super) fn add(node: &Node, base: &mut Base) {
    base.file(DAEMON_JSON, Mode::Public, daemon_json(node.runtime));
    if node.runtime == Runtime::Docker {
        base.dropin("docker.service", "10-min-api-version.conf", MIN_API_VERSION);
    }
}

/// With containerd, Docker runs etcd and the kubelet only, and the driver of its choice is left to it.
fn daemon_json(runtime: Runtime) -> String {
    let mut settings = json!({
        "live-restore": true,
        "log-driver": "json-file",
        "log-opts": { "max-file": "3", "max-size": "100m" },
        "storage-driver": "overlay2",
    });
    if runtime == Runtime::Docker {
        settings["exec-opts"] = json!(["native.cgroupdriver=cgroupfs"]);
    }
    format!("{settings:#}\n")
}
