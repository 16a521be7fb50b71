//! The secrets of a cluster as states hold them, and what they give: kubeconfigs for people, programs and workers.
//!
//! They are made once. A plan keeps what is stored, so that no change of controllers makes a pool's plan unknown.

use super::arguments::Arguments;
use super::authorities;
use super::control_plane::control_plane;
use crate::cluster::kubeconfig::{self, Access};
use crate::cluster::pki::{
    Admin, Authority, BootstrapToken, Fault, Lifetimes, Own, Pair, Pki, Which,
};
use crate::cluster::time::Time;
use crate::framework::{
    Attribute, AttributePath, Diagnostic, FromValue as _, IntoValue as _, Model, Type, Value, model,
};
use crate::secret::Secret;

model! {
    /// A cluster's secrets.
    struct Stored {
        cluster_ca_certificate: String,
        cluster_ca_key: String,
        etcd_ca_certificate: String,
        etcd_ca_key: String,
        front_proxy_ca_certificate: String,
        front_proxy_ca_key: String,
        service_account_key: String,
        encryption_key: String,
        bootstrap_token: String,
    }
}

model! {
    /// How programs reach the cluster as its administrator.
    struct Kubernetes {
        host: String,
        ca_certificate: String,
        client_certificate: String,
        client_key: String,
    }
}

/// The type of a model all of whose fields are texts.
fn texts<M: Model>() -> Type {
    Type::object(M::FIELDS.iter().map(|name| (*name, Type::String)))
}

/// The computed attributes of controllers that come of their cluster's secrets.
pub(super) fn outputs() -> Vec<Attribute> {
    vec![
        Attribute::computed(
            "pki",
            texts::<Stored>(),
            "The cluster's authorities and keys. Whoever has them has the cluster.",
        )
        .sensitive()
        .keep_prior(),
        Attribute::computed(
            "kubernetes",
            texts::<Kubernetes>(),
            "How programs reach the cluster as its administrator, for the provider `kubernetes` and the like.",
        )
        .sensitive()
        .keep_prior(),
        Attribute::computed("kubeconfig", Type::String, "The administrator's kubeconfig.")
            .sensitive()
            .keep_prior(),
        Attribute::computed(
            "worker_kubeconfig",
            Type::String,
            "How workers join: the argument `kubeconfig` of worker pools.",
        )
        .sensitive()
        .keep_prior(),
        Attribute::computed("ca_cert", Type::String, "The cluster's authority, in PEM.").keep_prior(),
        Attribute::computed(
            "admin_certificate_renewal",
            Type::Bool,
            "Whether the administrator's certificate is near its end, so that the next apply makes another.",
        ),
    ]
}

/// The secrets in a state or a plan; `None` while there are none, or they are not known.
pub(super) fn read(value: &Value) -> Option<Pki> {
    let stored = Stored::from_value(value.attribute("pki")).ok()?;
    let authority = |which, certificate: String, key: String| {
        let key = Secret::new(key);
        Authority::from_pem(which, &Pair { certificate, key }).ok()
    };
    Some(Pki {
        cluster: authority(
            Which::Cluster,
            stored.cluster_ca_certificate,
            stored.cluster_ca_key,
        )?,
        etcd: authority(Which::Etcd, stored.etcd_ca_certificate, stored.etcd_ca_key)?,
        front_proxy: authority(
            Which::FrontProxy,
            stored.front_proxy_ca_certificate,
            stored.front_proxy_ca_key,
        )?,
        service_account_key: Secret::new(stored.service_account_key),
        encryption_key: Secret::new(stored.encryption_key),
        bootstrap_token: BootstrapToken::parse(&stored.bootstrap_token)?,
    })
}

/// New secrets, of what the user brings along.
///
/// # Errors
/// They cannot be made, or the user's own cannot be used.
pub(super) fn generate(now: Time, hours: u32, own: &Own) -> Result<Pki, Diagnostic> {
    made(Pki::generate(now, Lifetimes::of_hours(hours), own))
}

/// Secrets of nobody, for while there are none: with them it is known how large a controller's user data will be. Of
/// what the user brings along, what is known is in them.
///
/// # Errors
/// They cannot be made.
pub(super) fn stand_in(arguments: &Arguments) -> Result<Pki, Diagnostic> {
    let own = authorities::own(arguments).unwrap_or_default();
    made(Pki::stand_in(&own))
}

fn made(pki: Result<Pki, Fault>) -> Result<Pki, Diagnostic> {
    pki.map_err(|fault| {
        let of_user = matches!(fault, Fault::Flaw(..) | Fault::SameKey(..));
        let diagnostic = Diagnostic::error(
            "The cluster's certificates cannot be made",
            format!("{fault}."),
        );
        if of_user {
            diagnostic.at(AttributePath::of(authorities::BLOCK))
        } else {
            diagnostic
        }
    })
}

pub(super) fn written(pki: &Pki) -> Value {
    let [cluster, etcd, front_proxy] = Which::ALL.map(|which| pki.authority(which).to_pem());
    Stored {
        cluster_ca_certificate: cluster.certificate,
        cluster_ca_key: cluster.key.reveal().to_owned(),
        etcd_ca_certificate: etcd.certificate,
        etcd_ca_key: etcd.key.reveal().to_owned(),
        front_proxy_ca_certificate: front_proxy.certificate,
        front_proxy_ca_key: front_proxy.key.reveal().to_owned(),
        service_account_key: pki.service_account_key.reveal().to_owned(),
        encryption_key: pki.encryption_key.reveal().to_owned(),
        bootstrap_token: pki.bootstrap_token.bearer().reveal().to_owned(),
    }
    .into_value()
}

/// The administrator's certificate in a state or a plan.
pub(super) fn admin(value: &Value) -> Option<Admin> {
    let stored = Kubernetes::from_value(value.attribute("kubernetes")).ok()?;
    Admin::from_pem(Pair {
        certificate: stored.client_certificate,
        key: Secret::new(stored.client_key),
    })
}

/// The attributes that come of a cluster's secrets. `first_address` is where the API server is when it has no name.
pub(super) fn attributes(
    arguments: &Arguments,
    pki: &Pki,
    admin: &Admin,
    first_address: Option<&str>,
) -> [(&'static str, Value); 6] {
    let ca_cert = pki.cluster.certificate().to_owned();
    let [kubernetes, kubeconfig, worker_kubeconfig] =
        ways_in(arguments, pki, admin, first_address).unwrap_or([const { Value::Null }; 3]);
    [
        ("pki", written(pki)),
        ("kubernetes", kubernetes),
        ("kubeconfig", kubeconfig),
        ("worker_kubeconfig", worker_kubeconfig),
        ("ca_cert", ca_cert.into_value()),
        ("admin_certificate_renewal", false.into_value()),
    ]
}

/// How programs, people and workers reach the cluster; `None` while nobody knows where it is.
fn ways_in(
    arguments: &Arguments,
    pki: &Pki,
    admin: &Admin,
    first_address: Option<&str>,
) -> Option<[Value; 3]> {
    let plane = control_plane(arguments)?;
    let first = || first_address.map(str::to_owned);
    let access = Access::of_admin(&plane.host().or_else(first)?, pki, admin);
    let worker = kubeconfig::worker(&plane.cluster, &plane.internal_host().or_else(first)?, pki);
    let kubernetes = Kubernetes {
        host: access.host.clone(),
        ca_certificate: access.ca_certificate.clone(),
        client_certificate: access.client_certificate.clone(),
        client_key: access.client_key.reveal().to_owned(),
    };
    let secret = |text: &Secret| text.reveal().to_owned().into_value();
    Some([
        kubernetes.into_value(),
        secret(&access.kubeconfig(&plane.cluster)),
        secret(&worker),
    ])
}
