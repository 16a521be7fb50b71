//! Finding instances: `DescribeInstances`.

use std::collections::HashSet;

use aws_sdk_ec2::types::{Filter, Instance, InstanceAttributeName, Reservation};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::instance::machine;
use super::machines::Machines;
use crate::cloud::{Fault, Kind, Machine};

/// Instances in one answer: the most that AWS gives.
const PAGE: i32 = 1000;

/// Pages to read at most: beyond it something is wrong with the answers.
const MOST_PAGES: usize = 100;

/// Instances to read at most, for the same reason; no set has as many.
const MOST_INSTANCES: usize = 10_000;

/// Values in one filter at most.
const FILTER_VALUES: usize = 200;

/// States of instances that have not ended. A filter on them makes the answer short: what has ended stays visible for
/// an hour.
const LIVE: [&str; 5] = ["pending", "running", "shutting-down", "stopping", "stopped"];

impl Machines {
    /// All instances with the set's names.
    pub(super) async fn list_live(&self) -> Result<Vec<Machine>, Fault> {
        let mut filters = vec![filter("instance-state-name", LIVE)];
        let tags = self.set.tags().into_iter();
        filters.extend(tags.map(|(tag, value)| filter(format!("tag:{}", tag.key()), [value])));
        let instances = self.describe(filters).await?;
        Ok(self.as_machines(&instances))
    }

    fn as_machines(&self, instances: &[Instance]) -> Vec<Machine> {
        let machines = instances.iter().filter_map(|instance| {
            let drift = self.drift(instance);
            Some(Machine {
                drift,
                ..machine(instance)?
            })
        });
        machines.collect()
    }

    /// Instances by id. A filter, not a list of ids: one that AWS does not know would spoil the answer for all.
    pub(super) async fn find_by_id(&self, ids: &[String]) -> Result<Vec<Machine>, Fault> {
        let instances = self.instances(ids).await?;
        Ok(self.as_machines(&instances))
    }

    /// What an instance boots with.
    pub(super) async fn user_data_of(&self, id: &str) -> Result<Option<String>, Fault> {
        let ask = || {
            let request = self.connection.ec2.describe_instance_attribute();
            let request = request.instance_id(id);
            request.attribute(InstanceAttributeName::UserData).send()
        };
        let answer = self
            .connection
            .ask(&self.stop, "DescribeInstanceAttribute", ask)
            .await?;
        let encoded = answer.user_data().and_then(|data| data.value());
        let bytes = encoded.and_then(|text| STANDARD.decode(text).ok());
        Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
    }

    /// Instances by id, as EC2 shows them.
    pub(super) async fn instances(&self, ids: &[String]) -> Result<Vec<Instance>, Fault> {
        let mut found = Vec::new();
        for ids in ids.chunks(FILTER_VALUES) {
            found.extend(
                self.describe(vec![filter("instance-id", ids.iter().cloned())])
                    .await?,
            );
        }
        Ok(found)
    }

    /// The instances that a token made.
    pub(super) async fn by_token(&self, token: &str) -> Result<Vec<Machine>, Fault> {
        let instances = self.describe(vec![filter("client-token", [token])]).await?;
        Ok(instances.iter().filter_map(machine).collect())
    }

    /// All pages. An instance that moves from one page to the next meanwhile counts once.
    ///
    /// # Errors
    /// The list has no end: half a list would make machines seem to be gone.
    async fn describe(&self, filters: Vec<Filter>) -> Result<Vec<Instance>, Fault> {
        let mut known = HashSet::new();
        let mut found = Vec::new();
        let mut next: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let page = self
                .connection
                .ask(&self.stop, "DescribeInstances", || {
                    let request = self.connection.ec2.describe_instances();
                    let request = request.set_filters(Some(filters.clone())).max_results(PAGE);
                    request.set_next_token(next.clone()).send()
                })
                .await?;
            let instances = page.reservations().iter().flat_map(Reservation::instances);
            for instance in instances {
                if known.insert(instance.instance_id().map(str::to_owned)) {
                    found.push(instance.clone());
                }
            }
            let token = page.next_token().filter(|token| !token.is_empty());
            if token.is_none() {
                return Ok(found);
            }
            if token == next.as_deref() || found.len() > MOST_INSTANCES {
                break;
            }
            next = token.map(str::to_owned);
        }
        let message = format!(
            "The list has no end: {} instances, and more are announced",
            found.len()
        );
        Err(Fault::new(Kind::Unanswered, "DescribeInstances", message))
    }
}

/// A filter that lets through what has one of the values.
pub(super) fn filter<V: Into<String> + Clone>(
    name: impl Into<String>,
    values: impl IntoIterator<Item = V>,
) -> Filter {
    let values = values.into_iter().map(Into::into).collect();
    Filter::builder()
        .name(name)
        .set_values(Some(values))
        .build()
}
