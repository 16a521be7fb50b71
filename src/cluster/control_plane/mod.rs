//! The control plane: a static pod for each program, which the kubelet of a controller runs without being told to by
//! anybody.
//!
//! The pods are on the machine's network. They reach etcd and the API server of their own controller at 127.0.0.1, so
//! that a controller that has lost the others says so instead of working through them. What they read of the machine
//! they cannot write. Each sees the files that it needs; but the API server, which reads renewed certificates anew, sees
//! the whole folder of the PKI: who has taken over that server has the cluster anyway.
//!
//! Certificates are where kubeadm has them, below /etc/kubernetes/pki.
//!
//! To add a flag: its name in [`flags`], and its value with the program.

mod api_server;
mod authentication;
mod control_loops;
pub mod flags;
mod pod;
mod scheduler;

use super::bundle::File;
use super::leaves::PKI;
use super::settings::ControlPlane;
use crate::node::settings::Platform;
use pod::Pod;

/// The static pods of a controller, and what they read besides certificates.
#[must_use]
pub fn files(control_plane: &ControlPlane, platform: &Platform) -> Vec<File> {
    let mut files: Vec<File> = pods(control_plane, platform)
        .iter()
        .map(Pod::file)
        .collect();
    files.extend(authentication::file(control_plane));
    files
}

fn pods(control_plane: &ControlPlane, platform: &Platform) -> [Pod; 3] {
    [
        api_server::pod(control_plane, platform),
        control_loops::pod(control_plane),
        scheduler::pod(control_plane),
    ]
}
