//! Who may do what before anything runs in the cluster.
//!
//! Whoever has a bootstrap token may ask for certificates, and gets that of a kubelet's client without anybody's help;
//! kubelets may renew theirs. No other request is approved by itself. The API server may use kubelets' own API.

use crate::cluster::yaml::scalar;
use crate::node::template::fill;

/// Whom rights are given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject<'a> {
    /// The user of a name: the common name of a certificate.
    User(&'a str),
    /// The users of a group: the organization of a certificate.
    Group(&'a str),
}

pub(super) fn manifest(kubelet_client: Subject<'_>) -> String {
    let (kind, name) = match kubelet_client {
        Subject::User(name) => ("User", name),
        Subject::Group(name) => ("Group", name),
    };
    fill(
        include_str!("../files/access.yaml"),
        &[("KIND", kind), ("CLIENT", &scalar(name))],
    )
}
