//! The static pod of the scheduler.

use super::flags::{Flags, Program};
use super::pod::{Capabilities, Mount, Pod, Probe};
use crate::cluster::settings::ControlPlane;

/// How it calls the API server.
const KUBECONFIG: &str = "/etc/kubernetes/scheduler.conf";

const HEALTHY: Probe = Probe::Answers {
    port: 10259,
    path: "/healthz",
};

pub(super) fn pod(control_plane: &ControlPlane) -> Pod {
    let release = control_plane.release;
    let mut flags = Flags::new(Program::Scheduler, release);
    flags.set("authentication-kubeconfig", KUBECONFIG);
    flags.set("authorization-kubeconfig", KUBECONFIG);
    flags.set("bind-address", "127.0.0.1");
    flags.set("kubeconfig", KUBECONFIG);
    flags.set("profiling", "false");
    Pod {
        image: release.image(flags.program().as_str()),
        flags,
        environment: "",
        cpu: "100m",
        capabilities: Capabilities::None,
        probe: HEALTHY,
        mounts: vec![Mount::file("kubeconfig", KUBECONFIG)],
    }
}
