//! etcd, on controllers: a container of Docker's.
//!
//! Members know each other by names in the cluster's zone, which are made of the cluster's name and a number:
//! an address would not be known before the machine is. A single controller without a zone talks to itself.
//! The unit waits for the certificates that a cluster's PKI puts below /etc/ssl/etcd.

use super::base::Base;
use super::image;
use super::mode::Mode;
use super::settings::{Controller, Node};
use super::template::fill;

/// Has systemd make the data directory, for etcd alone.
const DATA_DIRECTORY: &str = "d /var/lib/etcd 0700 etcd etcd\n";

pub(super) fn add(node: &Node, controller: &Controller, base: &mut Base) {
    base.file(
        "/etc/kubernetes/etcd.env",
        Mode::Public,
        environment(node, controller),
    );
    base.file(
        "/etc/tmpfiles.d/etcd-wrapper.conf",
        Mode::Public,
        DATA_DIRECTORY,
    );
    base.enabled("etcd.service", include_str!("files/etcd.service"));
}

fn environment(node: &Node, controller: &Controller) -> String {
    let (url, tag) = image::split(node.release.etcd_image);
    let names = node.cluster.names();
    let host = |ordinal| match names {
        Some(names) => names.member(ordinal),
        None => "127.0.0.1".to_owned(),
    };
    let members: Vec<String> = (0..controller.count)
        .map(|ordinal| format!("etcd{ordinal}=https://{}:2380", host(ordinal)))
        .collect();
    fill(
        include_str!("files/etcd.env"),
        &[
            ("URL", url),
            ("TAG", tag),
            ("NAME", &format!("etcd{}", controller.ordinal)),
            ("HOST", &host(controller.ordinal)),
            (
                "LISTEN",
                if names.is_some() {
                    "0.0.0.0"
                } else {
                    "127.0.0.1"
                },
            ),
            ("MEMBERS", &members.join(",")),
        ],
    )
}
