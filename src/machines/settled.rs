//! Arguments whose defaults are filled in, turned into what a machine is to be.

use std::collections::BTreeMap;

use super::arguments::{Arguments, Kind, WorkerPool};
use super::rules::networks::dns_service_ip;
use crate::framework::Field;
use crate::node::settings::{
    Cluster, Controller, CpuPolicy, Installer, Metal, Platform, Raid, Role, Worker,
};
use crate::node::versions::{self, Release};
use crate::node::{Node, Recipe, Runtime};
use crate::secret::Secret;

/// What the machines of a set are to be.
#[derive(Debug)]
pub struct Settled {
    cluster: Cluster,
    platform: Platform,
    runtime: Runtime,
    release: &'static Release,
    kubelet_image: String,
    recipe: Recipe,
    ssh_pubkeys: Vec<String>,
    count: u32,
    worker: Option<Worker>,
}

impl Settled {
    /// Settles arguments; `None` while one is not known, or breaks a rule. A kubeconfig that is not known is
    /// stood in for by a long one.
    #[must_use]
    pub fn of(arguments: &Arguments) -> Option<Self> {
        let common = &arguments.common;
        let runtime = Runtime::parse(common.container_runtime.known()?)?;
        let release = versions::release(common.kubernetes_version.known()?)?;
        Some(Self {
            cluster: cluster(arguments)?,
            platform: platform(arguments)?,
            runtime,
            release,
            kubelet_image: common.kubelet_image.known()?.clone(),
            recipe: Recipe::parse(*common.node_config_version.known()?)?,
            ssh_pubkeys: texts(common.ssh_pubkeys.known()?)?,
            count: u32::try_from(*arguments.count().known()?).ok()?,
            worker: match arguments.kind {
                Kind::Controller => None,
                Kind::WorkerPool => Some(worker(&arguments.pool)?),
            },
        })
    }

    /// Where the machines run.
    #[must_use]
    pub fn platform(&self) -> &Platform {
        &self.platform
    }

    /// The machine of an ordinal.
    #[must_use]
    pub fn node(&self, ordinal: u32) -> Node {
        Node {
            recipe: self.recipe,
            cluster: self.cluster.clone(),
            role: match &self.worker {
                Some(worker) => Role::Worker(worker.clone()),
                None => Role::Controller(Controller {
                    ordinal,
                    count: self.count,
                }),
            },
            platform: self.platform.clone(),
            runtime: self.runtime,
            release: self.release,
            kubelet_image: self.kubelet_image.clone(),
            ssh_pubkeys: self.ssh_pubkeys.clone(),
        }
    }

    /// Ordinals whose machines have configs of their own: workers are alike.
    pub fn distinct(&self) -> impl Iterator<Item = u32> + use<> {
        match self.worker {
            Some(_) => 0..1,
            None => 0..self.count,
        }
    }
}

fn cluster(arguments: &Arguments) -> Option<Cluster> {
    let common = &arguments.common;
    Some(Cluster {
        name: common.cluster_name.known()?.clone(),
        dns_zone: common.dns_zone.nullable()?.cloned(),
        dns_service_ip: dns_service_ip(common.service_cidr.known()?)?,
        domain_suffix: common.cluster_domain_suffix.known()?.clone(),
    })
}

fn platform(arguments: &Arguments) -> Option<Platform> {
    let common = &arguments.common;
    let metal = match (&common.aws, &common.equinix_metal) {
        (Field::Known(_), Field::Null) => return Some(Platform::Aws),
        (Field::Null, Field::Known(metal)) => metal,
        _ => return None,
    };
    let channel = common.os_channel.known()?;
    let version = match common.os_version.known()?.as_str() {
        "current" => versions::newest_for_metal(channel),
        version => Some(version),
    };
    let installer = match metal.ipxe_script_url.nullable()? {
        None => None,
        Some(_) => Some(Installer {
            channel: channel.clone(),
            version: version?.to_owned(),
        }),
    };
    let all = flag(&metal.setup_raid)?;
    let hdd = flag(&metal.setup_raid_hdd)?;
    let ssd = flag(&metal.setup_raid_ssd)?;
    let filesystem = flag(&metal.setup_raid_ssd_fs)?;
    let raid = match (all, hdd, ssd) {
        (true, ..) => Some(Raid::All),
        (_, true, _) => Some(Raid::Hdd),
        (.., true) => Some(Raid::Ssd { filesystem }),
        _ => None,
    };
    Some(Platform::EquinixMetal(Metal {
        bgp: !flag(&metal.disable_bgp)?,
        raid,
        installer,
    }))
}

fn worker(pool: &WorkerPool) -> Option<Worker> {
    let policy = pool
        .cpu_manager_policy
        .nullable()?
        .map_or("", String::as_str);
    Some(Worker {
        labels: pairs(&pool.labels)?,
        taints: pairs(&pool.taints)?,
        cpu_manager_policy: CpuPolicy::parse(policy)?,
        kubeconfig: match &pool.kubeconfig {
            Field::Known(kubeconfig) => Secret::new(kubeconfig.as_str()),
            Field::Null | Field::Unknown => stand_in(),
        },
    })
}

/// A kubeconfig as long as any that the provider makes, and no easier to compress.
fn stand_in() -> Secret {
    use base64::Engine as _;
    use sha2::{Digest as _, Sha256};
    let noise: Vec<u8> = (0u8..32)
        .flat_map(|block| Sha256::digest([block]))
        .collect();
    let noise = base64::engine::general_purpose::STANDARD.encode(noise);
    Secret::new(format!(
        "certificate-authority-data: {noise}\nserver: https://stand-in\ntoken: {}\n",
        &noise[..64]
    ))
}

/// Whether the kubeconfig of these arguments is stood in for.
#[must_use]
pub fn is_stood_in(arguments: &Arguments) -> bool {
    arguments.kind == Kind::WorkerPool && arguments.pool.kubeconfig.known().is_none()
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "called as its siblings are"
)]
fn flag(field: &Field<bool>) -> Option<bool> {
    field.nullable().map(|flag| flag.copied().unwrap_or(false))
}

fn texts(list: &[Field<String>]) -> Option<Vec<String>> {
    let text = |field: &Field<String>| {
        field
            .nullable()
            .map(|text| text.cloned().unwrap_or_default())
    };
    list.iter().map(text).collect()
}

fn pairs(map: &Field<BTreeMap<String, Field<String>>>) -> Option<BTreeMap<String, String>> {
    let pair = |(key, value): (&String, &Field<String>)| {
        let value = value.nullable()?.cloned().unwrap_or_default();
        Some((key.clone(), value))
    };
    map.nullable()?.into_iter().flatten().map(pair).collect()
}

/// Fills in the release and the kubelet's image that the user has not set. `prior` is what is stored: a
/// release stays, and an image stays with its release.
pub fn choose_release(arguments: &mut Arguments, prior: Option<&Arguments>) {
    let common = &mut arguments.common;
    let runtime = common.container_runtime.known();
    let runtime = runtime.and_then(|name| Runtime::parse(name));
    if common.kubernetes_version.known().is_none()
        && let Some(release) = runtime.and_then(versions::newest)
    {
        common.kubernetes_version = Field::Known(release.kubernetes.to_owned());
    }
    let Some(version) = common.kubernetes_version.known() else {
        return;
    };
    let prior_version = prior.and_then(|prior| prior.common.kubernetes_version.known());
    let is_other = prior_version.is_some_and(|prior| prior != version);
    if (common.kubelet_image.known().is_none() || is_other)
        && let Some(release) = versions::release(version)
    {
        common.kubelet_image = Field::Known(release.kubelet_image.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stand_in_is_long_and_does_not_show() {
        let secret = stand_in();
        assert!(secret.reveal().len() > 1400, "{}", secret.reveal().len());
        assert_eq!(format!("{secret:?}"), "(secret)");
    }
}
