//! Changing instances that stay, and ending those that do not.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_ec2::types::{GroupIdentifier, Instance, Tag as Ec2Tag};
use futures_util::future::try_join_all;

use super::instance::{state, tag_of};
use super::machines::Machines;
use super::template::Template;
use crate::cloud::{Drift, Fault, Kind, State};

/// Ids in one request at most: what AWS recommends for ending, and allows for tagging.
const IDS: usize = 1000;

/// AWS's word for what must not be ended.
const PROTECTED: &str = "OperationNotPermitted";

/// Keys and values.
type Tags<'a> = Vec<(&'a str, &'a str)>;

impl Machines {
    /// Gives instances the tags, security groups, hop limit and target groups that are asked for now. It compares
    /// first: what is as it should be is not touched.
    pub(super) async fn change(&self, ids: &[String]) -> Result<(), Fault> {
        if ids.is_empty() {
            return Ok(());
        }
        let mut instances = self.instances(ids).await?;
        instances.retain(|instance| state(instance).is_live());
        self.retag(&instances).await?;
        // the API has neither for several instances
        let changed = instances.iter().map(async |instance| {
            self.regroup(instance).await?;
            self.limit_hops(instance).await
        });
        try_join_all(changed).await?;
        let running = instances
            .iter()
            .filter(|instance| state(instance) == State::Running);
        let running = running.filter_map(|instance| instance.instance_id().map(str::to_owned));
        let running: Vec<String> = running.collect();
        let former: &[String] = self.former.as_ref().map_or(&[], |t| &t.target_group_arns);
        let new = not_in(&self.template.target_group_arns, former);
        self.deregister(&self.former_groups(), ids).await?;
        self.register_missing(&new, &running).await
    }

    /// Adds and removes the user's tags, those of the volumes too, with a request per kind of difference.
    async fn retag(&self, instances: &[Instance]) -> Result<(), Fault> {
        let wanted = &self.template.tags;
        let gone: Vec<&str> = self
            .former
            .iter()
            .flat_map(|former| former.tags.keys())
            .filter(|key| !wanted.contains_key(*key))
            .map(String::as_str)
            .collect();
        let mut missing: BTreeMap<Tags, Vec<String>> = BTreeMap::new();
        let mut surplus: BTreeMap<Vec<&str>, Vec<String>> = BTreeMap::new();
        for instance in instances {
            let take = gone
                .iter()
                .copied()
                .filter(|key| tag_of(instance, key).is_some());
            missing
                .entry(self.missing_tags(instance))
                .or_default()
                .extend(resources(instance));
            surplus
                .entry(take.collect())
                .or_default()
                .extend(resources(instance));
        }
        for (tags, ids) in missing.iter().filter(|(tags, _)| !tags.is_empty()) {
            self.create_tags(tags, ids).await?;
        }
        for (keys, ids) in surplus.iter().filter(|(keys, _)| !keys.is_empty()) {
            self.delete_tags(keys, ids).await?;
        }
        Ok(())
    }

    async fn create_tags(&self, tags: &[(&str, &str)], ids: &[String]) -> Result<(), Fault> {
        for ids in ids.chunks(IDS) {
            let ask = || {
                let request = self.connection.ec2.create_tags();
                let request = request.set_resources(Some(ids.to_vec()));
                let tag =
                    |(key, value): &(&str, &str)| Ec2Tag::builder().key(*key).value(*value).build();
                request
                    .set_tags(Some(tags.iter().map(tag).collect()))
                    .send()
            };
            self.connection.ask(&self.stop, "CreateTags", ask).await?;
        }
        Ok(())
    }

    async fn delete_tags(&self, keys: &[&str], ids: &[String]) -> Result<(), Fault> {
        for ids in ids.chunks(IDS) {
            let ask = || {
                let request = self.connection.ec2.delete_tags();
                let request = request.set_resources(Some(ids.to_vec()));
                let tag = |key: &&str| Ec2Tag::builder().key(*key).build();
                request
                    .set_tags(Some(keys.iter().map(tag).collect()))
                    .send()
            };
            self.connection.ask(&self.stop, "DeleteTags", ask).await?;
        }
        Ok(())
    }

    /// The user's tags that an instance has not, or with another value.
    fn missing_tags(&self, instance: &Instance) -> Tags<'_> {
        let tags = self.template.tags.iter();
        tags.map(|(key, value)| (key.as_str(), value.as_str()))
            .filter(|(key, value)| tag_of(instance, key) != Some(*value))
            .collect()
    }

    /// Whether an instance is in other security groups. None asked for means the VPC's default group, which AWS gave at
    /// launch.
    fn is_in_other_groups(&self, instance: &Instance) -> bool {
        let wanted = self.template.security_group_ids.iter();
        let wanted: BTreeSet<&str> = wanted.map(String::as_str).collect();
        let groups = security_groups(instance).iter();
        let present: BTreeSet<&str> = groups.filter_map(|group| group.group_id()).collect();
        !wanted.is_empty() && wanted != present
    }

    /// What of an instance [`change`](Self::change) would change. What AWS does not tell is as it should be.
    pub(super) fn drift(&self, instance: &Instance) -> Vec<Drift> {
        let limits = self.template.metadata_hop_limit.zip(hop_limit(instance));
        let has_other_limit = limits.is_some_and(|(wanted, present)| wanted != present);
        let drifts = [
            (Drift::Tags, !self.missing_tags(instance).is_empty()),
            (Drift::SecurityGroups, self.is_in_other_groups(instance)),
            (Drift::MetadataHopLimit, has_other_limit),
        ];
        let drifts = drifts.into_iter().filter(|(_, is_other)| *is_other);
        drifts.map(|(drift, _)| drift).collect()
    }

    /// Sets the security groups.
    async fn regroup(&self, instance: &Instance) -> Result<(), Fault> {
        if !self.is_in_other_groups(instance) {
            return Ok(());
        }
        let ask = || {
            let request = self.connection.ec2.modify_instance_attribute();
            let request = request.set_instance_id(instance.instance_id().map(str::to_owned));
            let groups = self.template.security_group_ids.clone();
            request.set_groups(Some(groups)).send()
        };
        self.connection
            .ask(&self.stop, "ModifyInstanceAttribute", ask)
            .await?;
        Ok(())
    }

    async fn limit_hops(&self, instance: &Instance) -> Result<(), Fault> {
        let Some(wanted) = self.template.metadata_hop_limit else {
            return Ok(());
        };
        if hop_limit(instance) == Some(wanted) {
            return Ok(());
        }
        let ask = || {
            let request = self.connection.ec2.modify_instance_metadata_options();
            let request = request.set_instance_id(instance.instance_id().map(str::to_owned));
            request.http_put_response_hop_limit(wanted).send()
        };
        self.connection
            .ask(&self.stop, "ModifyInstanceMetadataOptions", ask)
            .await?;
        Ok(())
    }

    /// Ends instances. One id that AWS does not know spoils the whole request: then it asks who is left. So does one
    /// that is protected: then it ends each alone, and tells of the one that stays.
    pub(super) async fn terminate_all(&self, ids: &[String]) -> Result<(), Fault> {
        for ids in ids.chunks(IDS) {
            match self.terminate_chunk(ids).await {
                Err(fault) if fault.kind == Kind::NotFound => {
                    let left = self.find_by_id(ids).await?;
                    let live = left.into_iter().filter(|machine| machine.state.is_live());
                    let live: Vec<String> = live.map(|machine| machine.id).collect();
                    if !live.is_empty() {
                        self.terminate_chunk(&live).await?;
                    }
                }
                Err(fault) if fault.code.as_deref() == Some(PROTECTED) && ids.len() > 1 => {
                    let mut first = Ok(());
                    for id in ids {
                        first = first.and(self.terminate_chunk(std::slice::from_ref(id)).await);
                    }
                    first?;
                }
                ended => ended?,
            }
        }
        Ok(())
    }

    async fn terminate_chunk(&self, ids: &[String]) -> Result<(), Fault> {
        let ask = || {
            let request = self.connection.ec2.terminate_instances();
            request.set_instance_ids(Some(ids.to_vec())).send()
        };
        self.connection
            .ask(&self.stop, "TerminateInstances", ask)
            .await?;
        Ok(())
    }
}

/// The groups of the primary interface, where a launch puts them: an instance's own are the same, but not in moto.
fn security_groups(instance: &Instance) -> &[GroupIdentifier] {
    let mut interfaces = instance.network_interfaces().iter();
    let primary = interfaces.find(|interface| {
        let attachment = interface.attachment();
        attachment.is_some_and(|attachment| attachment.device_index() == Some(0))
    });
    primary.map_or(instance.security_groups(), |primary| primary.groups())
}

fn hop_limit(instance: &Instance) -> Option<i32> {
    instance.metadata_options()?.http_put_response_hop_limit()
}

/// What tags are put on: an instance and its volumes.
fn resources(instance: &Instance) -> Vec<String> {
    let volumes = instance.block_device_mappings().iter();
    let volumes = volumes.filter_map(|mapping| mapping.ebs()?.volume_id());
    instance
        .instance_id()
        .into_iter()
        .chain(volumes)
        .map(str::to_owned)
        .collect()
}

fn not_in(some: &[String], others: &[String]) -> Vec<String> {
    some.iter()
        .filter(|one| !others.contains(one))
        .cloned()
        .collect()
}

impl Template {
    /// Whether machines that run must be changed to go from one to the other.
    #[must_use]
    pub fn changes_running_machines(&self, former: &Self) -> bool {
        let parts = |template: &Self| {
            let mut groups = template.security_group_ids.clone();
            groups.sort();
            let mut targets = template.target_group_arns.clone();
            targets.sort();
            (
                template.tags.clone(),
                groups,
                template.metadata_hop_limit,
                targets,
            )
        };
        parts(self) != parts(former)
    }
}
