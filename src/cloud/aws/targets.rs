//! Target groups of load balancers, and the checks that instances pass.

use std::collections::BTreeMap;

use aws_sdk_ec2::types::SummaryStatus;
use aws_sdk_elasticloadbalancingv2::types::{TargetDescription, TargetHealthStateEnum};
use futures_util::future::try_join_all;

use super::machines::Machines;
use crate::cloud::{Fault, Health, Kind, Targets};

/// Ids that `DescribeInstanceStatus` takes at once.
const STATUSES: usize = 100;

/// Targets to register at once.
const TARGETS: usize = 100;

/// What a target group says of its targets, by instance.
type Group = BTreeMap<String, TargetHealthStateEnum>;

impl Machines {
    /// Registers instances with target groups. A target that is registered already stays so.
    pub(super) async fn register(&self, arns: &[String], ids: &[String]) -> Result<(), Fault> {
        for arn in arns {
            for ids in ids.chunks(TARGETS) {
                let ask = || {
                    let request = self.connection.elbv2.register_targets();
                    let request = request.target_group_arn(arn);
                    request.set_targets(Some(descriptions(ids))).send()
                };
                self.connection
                    .ask(&self.stop, "RegisterTargets", ask)
                    .await?;
            }
        }
        Ok(())
    }

    /// Registers those instances that are not registered yet.
    pub(super) async fn register_missing(
        &self,
        arns: &[String],
        ids: &[String],
    ) -> Result<(), Fault> {
        for arn in arns {
            let group = self.group(arn).await?;
            let missing = ids.iter().filter(|id| !is_registered(&group, id));
            let missing: Vec<String> = missing.cloned().collect();
            self.register(std::slice::from_ref(arn), &missing).await?;
        }
        Ok(())
    }

    /// Takes instances out of target groups. A group that is gone has no targets.
    pub(super) async fn deregister(&self, arns: &[String], ids: &[String]) -> Result<(), Fault> {
        for arn in arns {
            for ids in ids.chunks(TARGETS) {
                let ask = || {
                    let request = self.connection.elbv2.deregister_targets();
                    let request = request.target_group_arn(arn);
                    request.set_targets(Some(descriptions(ids))).send()
                };
                let answer = self
                    .connection
                    .ask(&self.stop, "DeregisterTargets", ask)
                    .await;
                if let Err(fault) = answer
                    && fault.kind != Kind::NotFound
                {
                    return Err(fault);
                }
            }
        }
        Ok(())
    }

    /// What AWS's checks and the target groups say.
    pub(super) async fn health_of(
        &self,
        ids: &[String],
    ) -> Result<BTreeMap<String, Health>, Fault> {
        let mut passed = BTreeMap::new();
        for ids in ids.chunks(STATUSES) {
            let ask = || {
                let request = self.connection.ec2.describe_instance_status();
                let request = request.set_instance_ids(Some(ids.to_vec()));
                request.include_all_instances(true).send()
            };
            let answer = self
                .connection
                .ask(&self.stop, "DescribeInstanceStatus", ask);
            let answer = match answer.await {
                Err(fault) if fault.kind == Kind::NotFound => continue,
                answer => answer?,
            };
            for status in answer.instance_statuses() {
                let is_ok = |summary: Option<&SummaryStatus>| summary == Some(&SummaryStatus::Ok);
                let instance = status.instance_status().and_then(|status| status.status());
                let system = status.system_status().and_then(|status| status.status());
                if let Some(id) = status.instance_id() {
                    passed.insert(id.to_owned(), is_ok(instance) && is_ok(system));
                }
            }
        }
        let groups = self.groups(&self.template.target_group_arns).await?;
        let former = self.groups(&self.former_groups()).await?;
        let is_in =
            |groups: &[Group], id: &String| groups.iter().any(|group| group.contains_key(id));
        let health = |id: &String| Health {
            checks_passed: passed.get(id).copied().unwrap_or(false),
            targets: targets(&groups, id),
            is_drained: !is_in(&groups, id) && !is_in(&former, id),
        };
        Ok(ids.iter().map(|id| (id.clone(), health(id))).collect())
    }

    /// Target groups that machines were in until now, and are not to be in.
    pub(super) fn former_groups(&self) -> Vec<String> {
        let former = self
            .former
            .iter()
            .flat_map(|former| &former.target_group_arns);
        let is_gone = |arn: &&String| !self.template.target_group_arns.contains(arn);
        former.filter(is_gone).cloned().collect()
    }

    /// Whether instances are in all target groups.
    pub(super) async fn attached_of(
        &self,
        ids: &[String],
    ) -> Result<BTreeMap<String, bool>, Fault> {
        let groups = self.groups(&self.template.target_group_arns).await?;
        let is_in_all = |id: &String| groups.iter().all(|group| is_registered(group, id));
        Ok(ids.iter().map(|id| (id.clone(), is_in_all(id))).collect())
    }

    async fn groups(&self, arns: &[String]) -> Result<Vec<Group>, Fault> {
        try_join_all(arns.iter().map(|arn| self.group(arn))).await
    }

    async fn group(&self, arn: &str) -> Result<Group, Fault> {
        let ask = || {
            let request = self.connection.elbv2.describe_target_health();
            request.target_group_arn(arn).send()
        };
        let answer = self
            .connection
            .ask(&self.stop, "DescribeTargetHealth", ask)
            .await;
        let answer = match answer {
            // a group that is gone has no targets
            Err(fault) if fault.kind == Kind::NotFound => return Ok(Group::new()),
            answer => answer?,
        };
        let states = answer
            .target_health_descriptions()
            .iter()
            .filter_map(|target| {
                let id = target.target()?.id()?;
                let state = target.target_health()?.state()?;
                Some((id.to_owned(), state.clone()))
            });
        Ok(states.collect())
    }
}

fn is_registered(group: &Group, id: &str) -> bool {
    let state = group.get(id);
    state.is_some_and(|state| *state != TargetHealthStateEnum::Draining)
}

fn descriptions(ids: &[String]) -> Vec<TargetDescription> {
    ids.iter()
        .map(|id| TargetDescription::builder().id(id).build())
        .collect()
}

/// What all groups together say of an instance. One that no load balancer uses is fine where it stands: there is
/// nobody to find it well.
fn targets(groups: &[Group], id: &str) -> Targets {
    use TargetHealthStateEnum as State;
    let states: Vec<Option<&State>> = groups.iter().map(|group| group.get(id)).collect();
    if states.is_empty() {
        Targets::Healthy
    } else if states.iter().all(Option::is_none) {
        Targets::Absent
    } else if states.contains(&Some(&State::Draining)) {
        Targets::Draining
    } else if states
        .iter()
        .all(|state| matches!(state, Some(State::Healthy | State::Unused)))
    {
        Targets::Healthy
    } else {
        Targets::Unhealthy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_agree_or_they_do_not() {
        use TargetHealthStateEnum as State;
        let group = |state: Option<State>| -> Group {
            state
                .map(|state| ("i".to_owned(), state))
                .into_iter()
                .collect()
        };
        let check = |states: &[Option<State>], expect: Targets| {
            let groups: Vec<Group> = states.iter().cloned().map(group).collect();
            assert_eq!(targets(&groups, "i"), expect, "{states:?}");
        };
        check(&[], Targets::Healthy);
        check(&[None, None], Targets::Absent);
        check(&[None, Some(State::Draining)], Targets::Draining);
        check(
            &[Some(State::Healthy), Some(State::Healthy)],
            Targets::Healthy,
        );
        check(
            &[Some(State::Healthy), Some(State::Unused)],
            Targets::Healthy,
        );
        check(
            &[Some(State::Healthy), Some(State::Initial)],
            Targets::Unhealthy,
        );
        check(&[Some(State::Healthy), None], Targets::Unhealthy);
        check(&[Some(State::Unhealthy)], Targets::Unhealthy);
    }
}
