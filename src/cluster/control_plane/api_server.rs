//! The static pod of the API server.
//!
//! - Nobody is anonymous. From 1.34 on three paths that tell of its health are open (`authentication`), so that the
//!   kubelet asks them. Before, anonymity is all or nothing; it is off, and the kubelet sees whether the server listens.
//! - Kubelets may write what concerns their own node only: the authorizer `Node` and the admission `NodeRestriction`.
//! - Kubelets show certificates that they have signed themselves, so there is no `--kubelet-certificate-authority`.
//! - Secrets are encrypted in etcd by a file that comes with the PKI.
//! - On Equinix Metal the machine's first address is its public one. There the kubelet has been told the private one
//!   (`--node-ip`), which is what the pod sees as its host's, and the server tells pods to use that.

use super::PKI;
use super::authentication;
use super::flags::{Flags, Program};
use super::pod::{Capabilities, Mount, Pod, Probe};
use crate::cluster::leaves::FRONT_PROXY_CLIENT;
use crate::cluster::settings::{ControlPlane, Oidc};
use crate::node::settings::Platform;

/// Where it listens.
const PORT: u16 = 6443;

/// The address by which the kubelet knows its machine.
const HOST_IP: &str = "    env:
    - name: HOST_IP
      valueFrom: {fieldRef: {fieldPath: status.hostIP}}
";

pub(super) fn pod(control_plane: &ControlPlane, platform: &Platform) -> Pod {
    let release = control_plane.release;
    let mut flags = Flags::new(Program::ApiServer, release);
    let has_node_ip = matches!(platform, Platform::EquinixMetal(_));
    if has_node_ip {
        flags.set("advertise-address", "$(HOST_IP)");
    }
    authenticate(&mut flags, control_plane);
    authorize(&mut flags);
    store(&mut flags);
    serve(&mut flags, control_plane);
    if control_plane.aggregation {
        aggregate(&mut flags);
    }
    let probe = if authentication::opens_health(release) {
        let path = "/livez";
        Probe::Answers { port: PORT, path }
    } else {
        Probe::Listens { port: PORT }
    };
    Pod {
        image: release.image(flags.program().as_str()),
        flags,
        environment: if has_node_ip { HOST_IP } else { "" },
        cpu: "250m",
        capabilities: Capabilities::BindService,
        probe,
        mounts: vec![Mount::folder("pki", PKI)],
    }
}

/// Who is who.
fn authenticate(flags: &mut Flags, control_plane: &ControlPlane) {
    if authentication::opens_health(control_plane.release) {
        // Who names users is in the file, too: the flags for it are refused beside it.
        flags.set("authentication-config", authentication::PATH);
    } else {
        flags.set("anonymous-auth", "false");
        if let Some(oidc) = &control_plane.oidc {
            users_of(flags, oidc);
        }
    }
    flags.set_file("client-ca-file", "ca.crt");
    flags.set("enable-bootstrap-token-auth", "true");
    let issuer = format!(
        "https://kubernetes.default.svc.{}",
        control_plane.domain_suffix
    );
    flags.set("service-account-issuer", &issuer);
    // The public half, since of an EC key in PKCS #8 the server does not make it by itself.
    flags.set_file("service-account-key-file", "sa.pub");
    flags.set_file("service-account-signing-key-file", "sa.key");
}

fn users_of(flags: &mut Flags, oidc: &Oidc) {
    flags.set("oidc-client-id", &oidc.client_id);
    if !oidc.groups_claim.is_empty() {
        flags.set("oidc-groups-claim", &oidc.groups_claim);
    }
    flags.set("oidc-issuer-url", &oidc.issuer_url);
    flags.set("oidc-username-claim", &oidc.username_claim);
}

/// Who may do what.
fn authorize(flags: &mut Flags) {
    flags.set("allow-privileged", "true"); // kube-proxy
    flags.set("authorization-mode", "Node,RBAC");
    flags.set("enable-admission-plugins", "NodeRestriction"); // beside those that are on by default
}

/// Where objects are.
fn store(flags: &mut Flags) {
    flags.set_file("encryption-provider-config", "encryption.yaml");
    flags.set_file("etcd-cafile", "etcd/ca.crt");
    flags.set_file("etcd-certfile", "apiserver-etcd-client.crt");
    flags.set_file("etcd-keyfile", "apiserver-etcd-client.key");
    flags.set("etcd-servers", "https://127.0.0.1:2379");
}

/// How it is called, and how it calls kubelets.
fn serve(flags: &mut Flags, control_plane: &ControlPlane) {
    flags.set_file("kubelet-client-certificate", "apiserver-kubelet-client.crt");
    flags.set_file("kubelet-client-key", "apiserver-kubelet-client.key");
    // Names of machines need not be in any DNS.
    flags.set("kubelet-preferred-address-types", "InternalIP");
    flags.set("profiling", "false");
    flags.set(
        "service-cluster-ip-range",
        &control_plane.service_cidr.to_string(),
    );
    flags.set_file("tls-cert-file", "apiserver.crt");
    flags.set_file("tls-private-key-file", "apiserver.key");
}

/// How API servers that it takes in know whom it speaks for.
fn aggregate(flags: &mut Flags) {
    flags.set_file("proxy-client-cert-file", "front-proxy-client.crt");
    flags.set_file("proxy-client-key-file", "front-proxy-client.key");
    flags.set("requestheader-allowed-names", FRONT_PROXY_CLIENT);
    flags.set_file("requestheader-client-ca-file", "front-proxy-ca.crt");
    flags.set("requestheader-extra-headers-prefix", "X-Remote-Extra-");
    flags.set("requestheader-group-headers", "X-Remote-Group");
    flags.set("requestheader-username-headers", "X-Remote-User");
}
