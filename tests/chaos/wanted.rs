//! What a user wants: a configuration, as Terraform hands it over.

use std::collections::BTreeMap;

use lokomotive::framework::{Block, IntoValue as _, Value};
use lokomotive::machines::Kind;

use crate::aws::subnets;
use crate::clouds::Cloud;
use crate::equinix_metal::PROJECT;

/// How workers join.
const KUBECONFIG: &str = "certificate-authority-data: AAAA\nserver: https://a.example.com\ntoken: abcdef.0123456789abcdef\n";

/// A set of machines, as a user wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "arguments that have nothing to do with each other"
)]
pub(crate) struct Wanted {
    /// How many there are.
    pub(crate) count: usize,
    /// Which text they greet with: another one is another config.
    pub(crate) greeting: u32,
    /// Which team's tag they have.
    pub(crate) team: u32,
    /// Whether they are of a larger type.
    pub(crate) is_large: bool,
    /// Whether workers are behind load balancers, or speak BGP.
    pub(crate) is_attached: bool,
    /// Whether they are made of reserved hardware, where there is any.
    pub(crate) is_reserved: bool,
    /// Whether less time is given than machines take: it takes several applies then.
    pub(crate) is_hurried: bool,
    /// How many may be away at a time.
    pub(crate) at_a_time: usize,
    /// How long one must be ready before the next is touched, in seconds.
    pub(crate) ready_seconds: u32,
    /// What becomes of machines with another config.
    pub(crate) change: &'static str,
}

impl Wanted {
    /// The configuration of a resource.
    pub(crate) fn config(
        &self,
        cloud: Cloud,
        kind: Kind,
        schema: &Block,
        groups: &[String],
    ) -> Value {
        let number = |number: usize| i64::try_from(number).unwrap().into_value();
        let greeting = format!(
            "storage: {{files: [{{path: /etc/motd, filesystem: root, mode: 0644, contents: {{inline: hello {}}}}}]}}",
            self.greeting
        );
        let snippets = vec![greeting].into_value();
        let team = BTreeMap::from([("team".to_owned(), format!("team-{}", self.team))]);
        let mut arguments = vec![
            ("cluster_name", "ex".into_value()),
            ("container_runtime", "containerd".into_value()),
            ("ssh_pubkeys", Vec::<String>::new().into_value()),
            ("tags", team.into_value()),
            ("on_config_change", self.change.into_value()),
            ("max_unavailable", number(self.at_a_time)),
            (
                "min_ready_seconds",
                i64::from(self.ready_seconds).into_value(),
            ),
        ];
        arguments.extend(match kind {
            Kind::Controller => vec![
                ("dns_zone", "example.com".into_value()),
                ("controller_count", number(self.count)),
                ("controller_clc_snippets", snippets),
            ],
            Kind::WorkerPool => vec![
                ("pool_name", "general".into_value()),
                ("worker_count", number(self.count)),
                ("clc_snippets", snippets),
                ("kubeconfig", KUBECONFIG.into_value()),
            ],
        });
        let mut block = match cloud {
            Cloud::Aws => self.aws(kind, groups),
            Cloud::EquinixMetal => self.metal(kind),
        };
        let type_of_machine = match (cloud, kind) {
            (_, Kind::Controller) => "controller_type",
            (Cloud::Aws, Kind::WorkerPool) => "instance_type",
            (Cloud::EquinixMetal, Kind::WorkerPool) => "node_type",
        };
        let wanted = cloud.types()[usize::from(self.is_large)];
        // left out, it would stay what it is
        block.push((type_of_machine, wanted.into_value()));
        arguments.push((cloud.name(), Value::object(block)));
        if self.is_hurried {
            let short = ["create", "update", "delete"].map(|name| (name, "4m".into_value()));
            arguments.push(("timeouts", Value::object(short)));
        }
        let mut config = Value::object(arguments);
        schema.complete(&mut config);
        config
    }

    fn aws(&self, kind: Kind, groups: &[String]) -> Vec<(&'static str, Value)> {
        let mut block = vec![("subnet_ids", subnets(2).into_value())];
        if self.is_attached && kind == Kind::WorkerPool {
            block.push(("target_group_arns", groups.to_vec().into_value()));
        }
        block
    }

    fn metal(&self, kind: Kind) -> Vec<(&'static str, Value)> {
        let mut block = vec![
            ("project_id", PROJECT.into_value()),
            ("metro", "am".into_value()),
        ];
        if self.is_reserved {
            block.push(("reservation_ids_default", "next-available".into_value()));
        }
        if self.is_attached && kind == Kind::WorkerPool {
            block.push(("bgp_session", true.into_value()));
        }
        block
    }
}

#[cfg(test)]
mod tests {
    use lokomotive::framework::Diagnostics;
    use lokomotive::machines::{schema_of, validate};

    use super::*;
    use crate::draw;
    use crate::schedule::Step;

    #[test]
    fn nobody_wants_what_the_rules_forbid() {
        let group =
            "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/http/0123456789abcdef";
        for cloud in [Cloud::Aws, Cloud::EquinixMetal] {
            for schedule in (0..30).map(|seed| draw::schedule(seed, cloud)) {
                let schema = schema_of(schedule.kind, "").block;
                for act in &schedule.acts {
                    let (Step::Apply(wanted) | Step::Plan(wanted)) = act.step else {
                        continue;
                    };
                    let config = wanted.config(cloud, schedule.kind, &schema, &[group.to_owned()]);
                    let mut found = Diagnostics::new();
                    schema.check_rules(&config, &mut found);
                    validate(schedule.kind, &config, &mut found);
                    assert!(!found.has_errors(), "{found:?}");
                    lokomotive::protocol::msgpack::encode(&config, &schema.ty()).unwrap();
                }
            }
        }
    }
}
