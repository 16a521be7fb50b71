//! Who may do what before anything runs in the cluster.
//!
//! Whoever has a bootstrap token may ask for certificates, and gets that of a kubelet's client without anybody's help;
//! kubelets may renew theirs. No other request is approved by itself. The API server may use kubelets' own API.

use crate::cluster::leaves::KUBELET_CLIENT;
use crate::node::template::fill;

pub(super) fn manifest() -> String {
    fill(
        include_str!("../files/access.yaml"),
        &[("CLIENT", KUBELET_CLIENT)],
    )
}
