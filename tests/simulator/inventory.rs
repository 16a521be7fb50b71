//! What there is, for tests to look at.

use std::net::Ipv4Addr;

use super::clock::Moment;
use super::machine::{Machine, Tags, Volume};
use super::network::VPC;
use super::options::Options;
use super::schedule::Phase;
use super::target::Health;
use super::world::{Place, World};

/// A machine at the moment of asking.
#[derive(Debug, Clone)]
pub(crate) struct Instance {
    /// Where it is.
    pub(crate) place: Place,
    /// Its id.
    pub(crate) id: String,
    /// Its state.
    pub(crate) state: Phase,
    /// Its tags.
    pub(crate) tags: Tags,
    /// Its subnet.
    pub(crate) subnet: String,
    /// Its availability zone.
    pub(crate) zone: String,
    /// Its VPC.
    pub(crate) vpc: &'static str,
    /// Its instance type.
    pub(crate) kind: String,
    /// Its image.
    pub(crate) image: String,
    /// Its address in the subnet, also when it is terminated.
    pub(crate) private_ip: Ipv4Addr,
    /// Its address in the world while it runs.
    pub(crate) public_ip: Option<Ipv4Addr>,
    /// Its user data, decoded.
    pub(crate) user_data: Vec<u8>,
    /// Its number in its launch.
    pub(crate) launch_index: usize,
    /// When it was launched.
    pub(crate) launched_at: Moment,
    /// The launch it belongs to.
    pub(crate) reservation: String,
    /// The client token of its launch.
    pub(crate) token: Option<String>,
    /// Its root volume.
    pub(crate) volume: Volume,
    /// Its security groups.
    pub(crate) security_groups: Vec<String>,
    /// `optional` or `required`.
    pub(crate) http_tokens: String,
    /// How far answers of its metadata service travel.
    pub(crate) hop_limit: u8,
    /// The name of its instance profile.
    pub(crate) profile: Option<String>,
    /// The name of its key pair.
    pub(crate) key_name: Option<String>,
    /// The highest price of a spot instance, empty where none was said; nothing for others.
    pub(crate) spot: Option<String>,
    /// Whether its termination is refused.
    pub(crate) protected: bool,
    /// The code of its state reason.
    pub(crate) reason: Option<String>,
}

impl Instance {
    /// How a machine looks.
    pub(crate) fn of(machine: &Machine, place: &Place, now: Moment) -> Self {
        let order = &machine.order;
        Self {
            place: place.clone(),
            id: machine.id.clone(),
            state: machine.phase(now),
            tags: machine.tags.clone(),
            subnet: order.subnet.clone(),
            zone: order.zone.clone(),
            vpc: VPC,
            kind: order.kind.clone(),
            image: order.image.clone(),
            private_ip: machine.private_ip,
            public_ip: machine.public_ip(now),
            user_data: order.user_data.clone(),
            launch_index: machine.index,
            launched_at: machine.launched,
            reservation: machine.reservation.clone(),
            token: order.token.clone(),
            volume: machine.volumes[0].clone(),
            security_groups: machine.groups.clone(),
            http_tokens: machine.http_tokens.clone(),
            hop_limit: machine.hop_limit,
            profile: order.profile.clone(),
            key_name: order.key_name.clone(),
            spot: order.spot.clone(),
            protected: machine.protected,
            reason: machine.reason(now).map(|reason| reason.code.clone()),
        }
    }

    /// A tag's value, empty if there is none.
    pub(crate) fn tag(&self, key: &str) -> &str {
        self.tags.get(key).map_or("", String::as_str)
    }

    /// Whether it exists, or will.
    pub(crate) fn is_live(&self) -> bool {
        self.state.is_live()
    }
}

/// A machine in a target group at the moment of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TargetView {
    /// The target group's name.
    pub(crate) group: String,
    /// The machine's id.
    pub(crate) machine: String,
    /// The port.
    pub(crate) port: u16,
    /// `initial`, `healthy`, `unhealthy`, `draining` or `unused`.
    pub(crate) state: &'static str,
}

/// The targets of a world that are not gone.
pub(crate) fn targets(world: &World, now: Moment, options: &Options) -> Vec<TargetView> {
    let mut views = Vec::new();
    for group in &world.target_groups {
        for target in &group.targets {
            let mut machines = world.machines.iter();
            let machine = machines.find(|machine| machine.id == target.machine);
            let health =
                machine.map_or(Health::Gone, |machine| target.health(machine, now, options));
            if health != Health::Gone {
                views.push(TargetView {
                    group: group.name.clone(),
                    machine: target.machine.clone(),
                    port: target.port,
                    state: health.words().0,
                });
            }
        }
    }
    views
}
