//! Kubernetes: releases and runtimes, images, how nodes join, who may log in.

use super::text::{fault, text};
use crate::framework::{AttributePath, Diagnostic, Diagnostics, Fault, Field, Value};
use crate::machines::arguments::{Arguments, Kind};
use crate::node::versions::{self, RELEASES};
use crate::node::{Recipe, Runtime};

/// Accepts releases of the table.
pub(crate) fn release(value: &Value) -> Result<(), Fault> {
    text(value, |version| {
        versions::release(version).map(|_| ()).ok_or_else(|| {
            let known: Vec<_> = RELEASES.iter().map(|release| release.kubernetes).collect();
            fault(
                "The Kubernetes release is not known",
                format!("This version of the provider knows {}.", known.join(", ")),
            )
        })
    })
}

/// Accepts editions of the config's text.
pub(crate) fn recipe(value: &Value) -> Result<(), Fault> {
    super::text::number(value, 1, Recipe::NEWEST.number())
}

/// Accepts names of images with a tag or digest.
pub(crate) fn image(value: &Value) -> Result<(), Fault> {
    text(value, |image| {
        let last = image.rsplit('/').next().unwrap_or_default();
        let is_image = last.contains(':')
            && !image.contains(char::is_whitespace)
            && !image.starts_with(['-', '/', ':'])
            && !image.ends_with(':');
        is_image.then_some(()).ok_or_else(|| {
            fault(
                "Not an image with a tag",
                "Write registry, name and tag or digest, e.g. \"quay.io/poseidon/kubelet:v1.36.1\".",
            )
        })
    })
}

/// Accepts that nodes ask for their certificates.
pub(crate) fn tls_bootstrap(value: &Value) -> Result<(), Fault> {
    match value.inner() {
        Value::Bool(false) => Err(fault(
            "TLS bootstrap cannot be switched off",
            "Without it all nodes would share one certificate, and whoever reads the user data of one could act as \
             any. Leave the argument out.",
        )),
        _ => Ok(()),
    }
}

/// Accepts addresses of OIDC issuers.
pub(crate) fn issuer(value: &Value) -> Result<(), Fault> {
    text(value, |url| {
        let is_https = url.strip_prefix("https://").is_some_and(|rest| {
            !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace)
        });
        is_https.then_some(()).ok_or_else(|| {
            fault(
                "Not an https:// address",
                "The API server trusts only issuers that it reaches by https.",
            )
        })
    })
}

/// Without an issuer it is Dex in the cluster's own zone.
pub(crate) fn default_issuer(arguments: &Arguments, found: &mut Diagnostics) {
    let Some(oidc) = arguments.controller.oidc.known() else {
        return;
    };
    if oidc.issuer_url.is_null() && arguments.common.dns_zone.is_null() {
        found.push(
            Diagnostic::error(
                "The OIDC issuer is not known",
                "It is https://dex.<cluster_name>.<dns_zone> by default, but there is no dns_zone. Set issuer_url.",
            )
            .at(AttributePath::of("oidc").attribute("issuer_url")),
        );
    }
}

/// The runtime can run the pods of the release. What is not set takes its default, which fits.
pub(crate) fn runtime(arguments: &Arguments, found: &mut Diagnostics) {
    let common = &arguments.common;
    let release = common.kubernetes_version.known();
    let release = release.and_then(|version| versions::release(version));
    let runtime = match &common.container_runtime {
        Field::Unknown => return,
        Field::Null => Some(Runtime::Docker),
        Field::Known(name) => Runtime::parse(name),
    };
    let (Some(release), Some(runtime)) = (release, runtime) else {
        return;
    };
    if !release.runtimes.contains(&runtime) {
        found.push(
            Diagnostic::error(
                "The runtime cannot run this Kubernetes",
                format!(
                    "Kubernetes {} has no support for {}: the dockershim left with 1.24. Set container_runtime = \
                     \"containerd\", or kubernetes_version = \"{}\".",
                    release.kubernetes,
                    runtime.as_str(),
                    versions::newest(Runtime::Docker).map_or("1.23", |release| release.kubernetes),
                ),
            )
            .at(AttributePath::of("kubernetes_version")),
        );
    }
}

/// Warning: nobody mends the release any more.
pub(crate) fn end_of_life(arguments: &Arguments, found: &mut Diagnostics) {
    let version = arguments.common.kubernetes_version.known();
    let release = version.and_then(|version| versions::release(version));
    if let Some(release) = release.filter(|release| release.end_of_life) {
        found.push(
            Diagnostic::warning(
                format!("Kubernetes {} is at its end of life", release.kubernetes),
                format!(
                    "Its faults are mended no more. Newer releases need container_runtime = \"containerd\"; the newest \
                     here is {}.",
                    versions::newest(Runtime::Containerd).map_or("none", |release| release.kubernetes),
                ),
            )
            .at(AttributePath::of("kubernetes_version")),
        );
    }
}

/// A worker needs one CA and something to show for itself. The text is never quoted.
pub(crate) fn kubeconfig(arguments: &Arguments, found: &mut Diagnostics) {
    let Some(kubeconfig) = arguments.pool.kubeconfig.known() else {
        return;
    };
    if arguments.kind == Kind::Controller {
        return;
    }
    let count = |key: &str| {
        kubeconfig
            .lines()
            .filter(|line| has_value(line, key))
            .count()
    };
    let detail = if count("certificate-authority-data") != 1 {
        Some("It has to hold the cluster's CA exactly once, on a line certificate-authority-data.")
    } else if count("server") != 1 {
        Some("It has to name one server.")
    } else if count("token") + count("client-certificate-data") == 0 {
        Some("It has to hold a bootstrap token, or a client's certificate.")
    } else {
        None
    };
    if let Some(detail) = detail {
        let way_out = "Use lokomotive_controller.<name>.worker_kubeconfig, or a kubeconfig in YAML's block form.";
        found.push(
            Diagnostic::error(
                "Workers cannot join with this kubeconfig",
                format!("{detail} {way_out}"),
            )
            .at(AttributePath::of("kubeconfig")),
        );
    }
}

/// Whether a line gives a key a value.
fn has_value(line: &str, key: &str) -> bool {
    let line = line.trim_start().trim_start_matches("- ");
    line.strip_prefix(key)
        .and_then(|rest| rest.strip_prefix(':'))
        .is_some_and(|value| !value.trim().is_empty())
}
