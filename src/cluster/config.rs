//! What a controller has beside its base config: a Container Linux Config that is merged after it.

use super::bundle::{self, File};
use super::leaves::{PKI, authority_path, leaves};
use super::manifests::{self, apply};
use super::pki::{Pki, Which};
use super::settings::ControlPlane;
use super::{control_plane, encryption};
use crate::node::Mode;
use crate::node::base::Base;
use crate::node::script::without_comments;
use crate::node::settings::Platform;

/// Where the bundle is.
pub const BUNDLE: &str = "/opt/cluster/bundle";

/// The document of a controller. The first one applies the manifests, so only it has them.
#[must_use]
pub fn config(
    control_plane: &ControlPlane,
    platform: &Platform,
    pki: &Pki,
    ordinal: u32,
) -> String {
    let files = files(control_plane, platform, pki, ordinal);
    let mut base = Base::new(&[]);
    base.file(BUNDLE, Mode::Secret, bundle::write(&files));
    base.file(
        "/opt/cluster/unpack",
        Mode::Program,
        without_comments(include_str!("files/unpack")),
    );
    base.enabled(
        "cluster-unpack.service",
        include_str!("files/unpack.service"),
    );
    base.enabled("cluster-mint.service", include_str!("files/mint.service"));
    base.enabled("cluster-mint.timer", include_str!("files/mint.timer"));
    if ordinal == 0 {
        base.enabled(apply::UNIT, apply::unit());
    }
    base.dropin(
        "etcd.service",
        "10-cluster.conf",
        include_str!("files/etcd.conf"),
    );
    base.to_clc()
}

/// The files of the bundle.
fn files(control_plane: &ControlPlane, platform: &Platform, pki: &Pki, ordinal: u32) -> Vec<File> {
    let mut files = programs(control_plane, ordinal);
    files.extend(secrets(pki));
    files.push(encryption::file(pki));
    files.extend(control_plane::files(control_plane, platform));
    if ordinal == 0 {
        files.extend(manifests::files(control_plane, &pki.bootstrap_token));
    }
    files
}

/// What makes certificates and has etcd join, and the table they go by.
fn programs(control_plane: &ControlPlane, ordinal: u32) -> Vec<File> {
    let hours = control_plane.certs_validity_hours;
    let leaves = leaves(control_plane, ordinal);
    let lines: Vec<_> = leaves.iter().map(|leaf| leaf.line(hours)).collect();
    let program = |name: &str, text: &str| {
        let path = format!("/opt/cluster/{name}");
        File::new(path, Mode::Program, without_comments(text))
    };
    vec![
        program("mint", include_str!("files/mint")),
        program("etcd-join", include_str!("files/etcd-join")),
        program("etcdctl", include_str!("files/etcdctl")),
        File::public("/opt/cluster/leaves", lines.join("\n")),
    ]
}

/// The authorities, and what else every controller has of the PKI.
fn secrets(pki: &Pki) -> Vec<File> {
    let mut files = Vec::new();
    for which in Which::ALL {
        let authority = pki.authority(which);
        let path = authority_path(which);
        files.push(File::public(format!("{path}.crt"), authority.certificate()));
        files.push(File::secret(
            format!("{path}.key"),
            authority.key().reveal(),
        ));
    }
    // etcd cannot read what is root's alone, so it has the authority's certificate at hand.
    for path in [
        "/etc/ssl/etcd/etcd/server-ca.crt",
        "/etc/ssl/etcd/etcd/peer-ca.crt",
    ] {
        files.push(File::public(path, pki.etcd.certificate()));
    }
    for (name, text) in [
        ("sa.key", &pki.service_account_key),
        ("bootstrap-token", &pki.bootstrap_token.bearer()),
    ] {
        files.push(File::secret(format!("{PKI}/{name}"), text.reveal()));
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::pki::{Lifetimes, Own};
    use crate::cluster::time::Time;
    use crate::cluster::{encryption, recovery, settings};

    #[test]
    fn secrets_are_read_back() {
        let lifetimes = Lifetimes::of_hours(8760);
        let pki = Pki::generate(Time(1_750_000_000), lifetimes, &Own::default()).unwrap();
        let mut files = secrets(&pki);
        assert_eq!(recovery::pki(&bundle::write(&files)), None);
        files.push(encryption::file(&pki));
        assert_eq!(recovery::pki(&bundle::write(&files)).unwrap(), pki);
    }

    #[test]
    fn others_than_controller_0_apply_nothing() {
        let pki = Pki::stand_in(&Own::default()).unwrap();
        for ordinal in 0..3 {
            let files = files(&settings::example(), &Platform::Aws, &pki, ordinal);
            let mut paths = files.iter().map(|file| &file.path);
            let applies = paths.any(|path| path.contains("cluster-manifests"));
            assert_eq!(applies, ordinal == 0);
            let document = config(&settings::example(), &Platform::Aws, &pki, ordinal);
            assert_eq!(document.contains(apply::UNIT), ordinal == 0);
        }
    }
}
