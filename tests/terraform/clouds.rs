//! The clouds, as far as scenarios that are the same on both need to tell them apart.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::aws::{self, ACCESS_KEY};
use crate::equinix_metal::{self, PROJECT, TOKEN};
use crate::simulator::Simulator;
use crate::simulator::clock::Moment;
use crate::simulator::log::Request;
use crate::simulator::metal::phase as metal;
use crate::simulator::schedule::Phase;
use crate::simulator::world::Place;

/// A cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cloud {
    /// Amazon Web Services.
    Aws,
    /// Equinix Metal.
    EquinixMetal,
}

/// A machine in a cloud.
#[derive(Debug, Clone)]
pub(crate) struct Live {
    /// Its id.
    pub(crate) id: String,
    /// Its tags.
    pub(crate) tags: BTreeMap<String, String>,
    /// Its type.
    pub(crate) kind: String,
    /// When it was made.
    pub(crate) launched_at: Moment,
}

impl Cloud {
    /// The block of a resource.
    pub(crate) fn block(self, subnets: &[String], more: &str) -> String {
        match self {
            Self::Aws => format!("  aws {{\n    subnet_ids = {subnets:?}\n{more}  }}\n"),
            Self::EquinixMetal => {
                format!(
                    "  equinix_metal {{\n    project_id = \"{PROJECT}\"\n    metro = \"am\"\n{more}  }}\n"
                )
            }
        }
    }

    /// The provider's configuration for a stand-in of this cloud alone.
    pub(crate) fn provider(self, url: &str) -> String {
        match self {
            Self::Aws => aws::provider(url, "us-east-1"),
            Self::EquinixMetal => equinix_metal::provider(url),
        }
    }

    /// The request that makes machines.
    pub(crate) fn launch(self) -> &'static str {
        match self {
            Self::Aws => "RunInstances",
            Self::EquinixMetal => "createDevice",
        }
    }

    /// How many such requests so many machines take: on AWS one for each subnet.
    pub(crate) fn launches_of(self, machines: usize) -> usize {
        match self {
            Self::Aws => 2,
            Self::EquinixMetal => machines,
        }
    }

    /// How many requests it takes to end so many machines.
    pub(crate) fn ends_of(self, machines: usize) -> usize {
        match self {
            Self::Aws => 1,
            Self::EquinixMetal => machines,
        }
    }

    /// Has machines take as long as they usually do until they run; how long that is.
    pub(crate) fn start_as_usual(self, simulator: &Simulator) -> Duration {
        match self {
            Self::Aws => {
                let usual = Duration::from_secs(30);
                self.start_slowly(simulator, usual);
                usual
            }
            // it is queued first
            Self::EquinixMetal => Duration::from_secs(10 + 300),
        }
    }

    /// How long a hundred machines may take, in tenths of the time of one.
    pub(crate) fn tenths_for_hundred(self) -> u128 {
        match self {
            Self::Aws => 11,
            // a hundred requests, ten a second, make it ten seconds to twenty longer before the looks begin
            Self::EquinixMetal => 12,
        }
    }

    /// The request that ends machines.
    pub(crate) fn terminate(self) -> &'static str {
        match self {
            Self::Aws => "TerminateInstances",
            Self::EquinixMetal => "deleteDevice",
        }
    }

    /// The request that lists machines.
    pub(crate) fn list(self) -> &'static str {
        match self {
            Self::Aws => "DescribeInstances",
            Self::EquinixMetal => "findProjectDevices",
        }
    }

    /// The id by which the set of machines of a name is imported: `ex/general`, or `ex` for controllers.
    pub(crate) fn import_id(self, set: &str) -> String {
        match self {
            Self::Aws => format!("aws/us-east-1/{set}"),
            Self::EquinixMetal => format!("equinix_metal/{PROJECT}/{set}"),
        }
    }

    /// The key or token of tests.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Aws => ACCESS_KEY,
            Self::EquinixMetal => TOKEN,
        }
    }

    /// A line of a block that asks for another type of machine than the default.
    pub(crate) fn other_type(self) -> &'static str {
        match self {
            Self::Aws => "instance_type = \"m5.large\"",
            Self::EquinixMetal => "node_type = \"m3.large.x86\"",
        }
    }

    /// The ids that a request to end machines names.
    pub(crate) fn named(self, request: &Request) -> Vec<String> {
        match self {
            Self::Aws => {
                let mut parameters = request.form.iter();
                let ids = parameters
                    .by_ref()
                    .filter(|(name, _)| name.starts_with("InstanceId."));
                ids.map(|(_, id)| id.clone()).collect()
            }
            Self::EquinixMetal => request
                .path
                .rsplit('/')
                .next()
                .map(str::to_owned)
                .into_iter()
                .collect(),
        }
    }

    /// The machines that have not ended.
    pub(crate) fn live(self, simulator: &Simulator) -> Vec<Live> {
        match self {
            Self::Aws => {
                let instances = simulator.live().into_iter();
                let live = instances.map(|instance| Live {
                    id: instance.id,
                    tags: instance.tags,
                    kind: instance.kind,
                    launched_at: instance.launched_at,
                });
                live.collect()
            }
            Self::EquinixMetal => {
                let live = simulator.live_devices().into_iter().map(|device| {
                    let pairs = device.tags.iter().filter_map(|tag| pair(tag));
                    Live {
                        tags: pairs
                            .map(|(key, value)| (key.to_owned(), value.to_owned()))
                            .collect(),
                        id: device.id,
                        kind: device.plan.to_owned(),
                        launched_at: device.created_at,
                    }
                });
                live.collect()
            }
        }
    }

    /// How many machines were ever made.
    pub(crate) fn made(self, simulator: &Simulator) -> usize {
        match self {
            Self::Aws => simulator.instances().len(),
            Self::EquinixMetal => simulator.devices().len(),
        }
    }

    /// Ends a machine behind our back.
    pub(crate) fn vanish(self, simulator: &Simulator, id: &str) {
        match self {
            Self::Aws => simulator.terminate(id),
            Self::EquinixMetal => simulator.delete_device(id),
        }
    }

    /// Turns a machine off.
    pub(crate) fn stop(self, simulator: &Simulator, id: &str) {
        match self {
            Self::Aws => simulator.stop(id),
            Self::EquinixMetal => simulator.power_off(id),
        }
    }

    /// Lets the kth machine that is made from now on come to nothing; the reason that is told.
    pub(crate) fn fail_launch(self, simulator: &Simulator, kth: usize) -> String {
        match self {
            Self::Aws => {
                let reason = "Server.InternalError: Internal error on launch";
                simulator.fail_launch(kth, "Server.InternalError", reason);
                reason.to_owned()
            }
            Self::EquinixMetal => {
                let reason = "no more tries";
                simulator.fail_launch(kth, "", reason);
                reason.to_owned()
            }
        }
    }

    /// Whether a machine has come to nothing by itself.
    pub(crate) fn has_died(self, simulator: &Simulator, id: &str) -> bool {
        match self {
            Self::Aws => {
                let reason = simulator.instance(id).reason;
                reason.is_some_and(|reason| reason.starts_with("Server."))
            }
            Self::EquinixMetal => simulator.device(id).state == metal::Phase::Failed,
        }
    }

    /// From a machine's making until it is ready, as the simulator has it by default.
    pub(crate) fn start(self) -> Duration {
        match self {
            Self::Aws => Duration::from_secs(10 + 60),
            Self::EquinixMetal => Duration::from_secs(10 + 300),
        }
    }

    /// How it calls machines that are being made, and that run.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Aws => ("pending", "running"),
            Self::EquinixMetal => ("provisioning", "active"),
        }
    }

    /// Has machines take so long until they run.
    pub(crate) fn start_slowly(self, simulator: &Simulator, delay: Duration) {
        simulator.set(|options| match self {
            Self::Aws => options.start_delay = delay,
            Self::EquinixMetal => options.metal.provision_delay = delay,
        });
    }

    /// Has machines take so long until they have ended.
    pub(crate) fn end_slowly(self, simulator: &Simulator, delay: Duration) {
        simulator.set(|options| match self {
            Self::Aws => options.stop_delay = delay,
            Self::EquinixMetal => options.metal.deprovision_delay = delay,
        });
    }

    /// Has a machine run now.
    pub(crate) fn finish_start(self, simulator: &Simulator, id: &str) {
        match self {
            Self::Aws => simulator.set_state(id, Phase::Running),
            Self::EquinixMetal => simulator.set_device_state(id, metal::Phase::Active),
        }
    }

    /// Takes a tag off a machine.
    pub(crate) fn remove_tag(self, simulator: &Simulator, id: &str, tag: &str) {
        match self {
            Self::Aws => simulator.remove_tag(id, tag),
            Self::EquinixMetal => {
                let tags = simulator.device(id).tags;
                let kept = tags.iter().map(String::as_str);
                let kept: Vec<&str> = kept
                    .filter(|own| pair(own).is_none_or(|(key, _)| key != tag))
                    .collect();
                simulator.set_device_tags(id, &kept);
            }
        }
    }

    /// A machine that somebody else has made; its id.
    pub(crate) fn launch_foreign(self, simulator: &Simulator, tags: &[(&str, &str)]) -> String {
        match self {
            Self::Aws => simulator.launch_foreign(&Place::default(), tags),
            Self::EquinixMetal => {
                let tags = tags.iter().map(|(key, value)| format!("{key}={value}"));
                let set = "lokomotive:set=ex/worker/general".to_owned();
                let tags: Vec<String> = tags.chain([set]).collect();
                let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
                simulator.launch_foreign_device(&tags)
            }
        }
    }
}

impl Live {
    /// A tag, empty where there is none.
    pub(crate) fn tag(&self, key: &str) -> &str {
        self.tags.get(key).map_or("", String::as_str)
    }
}

/// Key and value of a tag of a device: ours have a `=`, the user's a `:`.
fn pair(tag: &str) -> Option<(&str, &str)> {
    tag.split_once('=').or_else(|| tag.split_once(':'))
}

/// Names of the settings of clouds that whoever runs the tests has in their environment.
pub(crate) fn cloud_settings() -> impl Iterator<Item = String> {
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    names.filter(|name| {
        let prefixes = ["AWS_", "METAL_", "PACKET_"];
        prefixes.iter().any(|prefix| name.starts_with(prefix))
    })
}
