//! What befalls machines in a cloud, and how a cloud comes to itself again, as far as it differs between the two.

use std::time::Duration;

use lokomotive::cloud::Ordinals;
use lokomotive::framework::{IntoValue as _, Value};

use crate::aws::{ACCESS_KEY, SECRET_KEY, subnets};
use crate::clouds::{Cloud, Live};
use crate::equinix_metal::TOKEN;
use crate::schedule::{Action, Weather};
use crate::simulator::Simulator;
use crate::simulator::clock::Moment;
use crate::simulator::metal::{ELSEWHERE, phase as metal};
use crate::simulator::options::Options;
use crate::simulator::schedule::Phase;
use crate::simulator::world::Place;

/// Whose credentials a command has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Credentials {
    /// Those of the machines' owner.
    Own,
    /// Those of somebody else, who sees none of them.
    Others,
    /// Those of nobody.
    Unknown,
}

/// The access key of another account than the usual one.
const OTHER_KEY: &str = "AKIA210987654321PLANTED";
/// A token that sees another project alone.
const OTHER_TOKEN: &str = "c0ffee-OTHER-METAL-TOKEN";
/// A key or token that nobody knows.
const UNKNOWN: &str = "AKIA000000000000UNKNOWN";

/// Machines that one cannot count on: nobody can want more.
const CROWD: usize = 1000;

/// A machine as the cloud has it, as far as a user can tell the provider.
#[derive(Debug)]
pub(crate) struct Shown {
    /// The tag of its team.
    pub(crate) team: String,
    /// Whether it is of another type than the default.
    pub(crate) is_large: bool,
    /// Whether it is behind its load balancers; nothing where it cannot be, since it does not run.
    pub(crate) is_attached: Option<bool>,
    /// With what it was installed, where the cloud remembers.
    pub(crate) user_data: Option<String>,
}

/// A machine that there was at some time.
#[derive(Debug)]
pub(crate) struct Made {
    /// Its id.
    pub(crate) id: String,
    /// Its number in its set.
    pub(crate) number: Option<u32>,
    /// The resource that made it.
    pub(crate) uid: String,
}

/// Reservations of each type: more than machines, since one that was let go is not free at once.
const RESERVED: usize = 8;

/// A machine, by its id, whatever it does.
struct Standing {
    id: String,
    /// Whether it is on its way from one state to another.
    is_in_transit: bool,
}

impl Cloud {
    /// Its name, also of files and of its block.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::EquinixMetal => "equinix_metal",
        }
    }

    /// The default type of machines, and the large one.
    pub(crate) fn types(self) -> [&'static str; 2] {
        match self {
            Self::Aws => ["t3.small", "m5.large"],
            Self::EquinixMetal => ["c3.small.x86", "m3.large.x86"],
        }
    }

    /// A simulator of this weather.
    pub(crate) fn simulator(self, weather: Weather) -> Simulator {
        let mut options = Options {
            visibility_delay: Duration::from_secs(weather.list_delay),
            page: weather.page,
            ..Options::default()
        };
        options.bad_keys.insert(UNKNOWN.to_owned());
        options.metal.hidden_status = if weather.forbids { 403 } else { 404 };
        let elsewhere = [ELSEWHERE.to_owned()].into();
        options
            .metal
            .members
            .insert(OTHER_TOKEN.to_owned(), elsewhere);
        let simulator = Simulator::start(options);
        simulator.enable_bgp();
        if let Some(seconds) = weather.start_delay {
            self.start_slowly(&simulator, Duration::from_secs(seconds));
        }
        for plan in Self::EquinixMetal.types().repeat(RESERVED) {
            simulator.add_reservation(plan, "am");
        }
        simulator
    }

    /// The request of an action.
    pub(crate) fn request(self, action: Action) -> &'static str {
        match action {
            Action::Any => "*",
            Action::Launch => self.launch(),
            Action::End => self.terminate(),
            Action::List => self.list(),
        }
    }

    /// The provider's configuration for a simulator: one block, and what is in it.
    pub(crate) fn credentials(self, url: &str, whose: Credentials) -> (&'static str, Value) {
        match self {
            Self::Aws => {
                let key = match whose {
                    Credentials::Own => ACCESS_KEY,
                    Credentials::Others => OTHER_KEY,
                    Credentials::Unknown => UNKNOWN,
                };
                let endpoints = ["ec2", "elbv2", "sts"].map(|service| (service, url.into_value()));
                let block = Value::object([
                    ("region", "us-east-1".into_value()),
                    ("access_key", key.into_value()),
                    ("secret_key", SECRET_KEY.into_value()),
                    ("endpoints", Value::object(endpoints)),
                ]);
                ("aws", block)
            }
            Self::EquinixMetal => {
                let token = match whose {
                    Credentials::Own => TOKEN,
                    Credentials::Others => OTHER_TOKEN,
                    Credentials::Unknown => UNKNOWN,
                };
                let block = Value::object([
                    ("auth_token", token.into_value()),
                    ("endpoint", format!("{url}/metal/v1").into_value()),
                ]);
                ("equinix_metal", block)
            }
        }
    }

    /// The groups behind which attached machines are.
    pub(crate) fn target_groups(self, simulator: &Simulator) -> Vec<String> {
        match self {
            Self::Aws => vec![simulator.target_group(&Place::default(), "http")],
            Self::EquinixMetal => Vec::new(),
        }
    }

    /// Leaves room for so many machines.
    pub(crate) fn limit_room(self, simulator: &Simulator, machines: usize) {
        simulator.set(|options| {
            let places = match self {
                Self::Aws => subnets(2),
                Self::EquinixMetal => vec!["am".to_owned()],
            };
            for place in &places {
                for kind in self.types() {
                    let room = machines.div_ceil(places.len());
                    options
                        .capacity
                        .insert((place.clone(), kind.to_owned()), room);
                }
            }
        });
    }

    /// Takes the permission to do something away from the owner.
    pub(crate) fn deny(self, simulator: &Simulator, action: Action) {
        simulator.set(|options| {
            let denied = [self.request(action).to_owned()].into();
            options.denied.insert(self.key().to_owned(), denied);
        });
    }

    /// Has target groups never let go of machines.
    pub(crate) fn hold_targets(simulator: &Simulator) {
        simulator.set(|options| options.drain_delay = Duration::from_hours(100));
    }

    /// Ends a live machine behind our back.
    pub(crate) fn lose(self, simulator: &Simulator, which: usize) {
        if let Some(id) = self.one(simulator, which) {
            self.vanish(simulator, &id);
        }
    }

    /// Turns a live machine off.
    pub(crate) fn turn_off(self, simulator: &Simulator, which: usize) {
        if let Some(id) = self.one(simulator, which) {
            self.stop(simulator, &id);
        }
    }

    /// Lets a live machine fail: on AWS, where none fails that runs, its checks do.
    pub(crate) fn fail(self, simulator: &Simulator, which: usize) {
        if let Some(id) = self.one(simulator, which) {
            match self {
                Self::Aws => simulator.impair(&id, true),
                Self::EquinixMetal => simulator.fail_device(&id, "it broke"),
            }
        }
    }

    /// The number of a machine in its set: its tag has those of all that were launched together.
    pub(crate) fn number(self, simulator: &Simulator, machine: &Live) -> Option<u32> {
        let place = match self {
            Self::Aws => simulator.instance(&machine.id).launch_index,
            Self::EquinixMetal => 0,
        };
        Ordinals::parse(machine.tag("lokomotive:ordinals"))?.at(place)
    }

    /// All machines that there ever were.
    pub(crate) fn all_made(self, simulator: &Simulator) -> Vec<Made> {
        let made = |id: &str, tag: &dyn Fn(&str) -> String, place: usize| Made {
            id: id.to_owned(),
            number: Ordinals::parse(&tag("lokomotive:ordinals"))
                .and_then(|ordinals| ordinals.at(place)),
            uid: tag("lokomotive:uid"),
        };
        match self {
            Self::Aws => {
                let instances = simulator.instances().into_iter();
                let all = instances.map(|instance| {
                    let tag = |key: &str| instance.tag(key).to_owned();
                    made(&instance.id, &tag, instance.launch_index)
                });
                all.collect()
            }
            Self::EquinixMetal => {
                let devices = simulator.devices().into_iter();
                let all =
                    devices.map(|device| made(&device.id, &|key| device.tag(key).to_owned(), 0));
                all.collect()
            }
        }
    }

    /// Since when a machine has been running that runs at a time.
    pub(crate) fn runs_since(self, simulator: &Simulator, id: &str, at: Moment) -> Option<Moment> {
        match self {
            Self::Aws => simulator.runs_since(id, at),
            Self::EquinixMetal => simulator.on_device(id, |device| {
                let schedule = &device.schedule;
                let runs = device.created <= at && schedule.phase(at) == metal::Phase::Active;
                runs.then(|| schedule.since(at))
            }),
        }
    }

    /// A machine, as the cloud has it.
    pub(crate) fn show(self, simulator: &Simulator, id: &str) -> Shown {
        let is_up = self.is_up(simulator, id);
        let [_, large] = self.types();
        let (team, is_large, attachments, user_data) = match self {
            Self::Aws => {
                let instance = simulator.instance(id);
                let targets = simulator.targets().into_iter();
                let targets =
                    targets.filter(|target| target.machine == id && target.state != "draining");
                let team = instance.tag("team").to_owned();
                (team, instance.kind == large, targets.count(), None)
            }
            Self::EquinixMetal => {
                let device = simulator.device(id);
                let mut tags = device.tags.iter();
                let team = tags.find_map(|tag| tag.strip_prefix("team:"));
                let sessions = device.bgp_sessions.iter();
                let sessions = sessions.filter(|family| *family == "ipv4").count();
                (
                    team.unwrap_or_default().to_owned(),
                    device.plan == large,
                    sessions,
                    device.installed_user_data,
                )
            }
        };
        Shown {
            team,
            is_large,
            is_attached: is_up.then_some(attachments > 0),
            user_data: user_data.filter(|_| is_up),
        }
    }

    /// Whether a machine runs.
    pub(crate) fn is_up(self, simulator: &Simulator, id: &str) -> bool {
        match self {
            Self::Aws => simulator.instance(id).state == Phase::Running,
            Self::EquinixMetal => simulator.device(id).state == metal::Phase::Active,
        }
    }

    /// Leaves a machine in the state that it is in, if it is on its way to another. What has been accepted is carried out
    /// some time: a device that has yet to begin with its installation anew does so.
    pub(crate) fn stick(self, simulator: &Simulator, which: usize) {
        let mut standing = self.standing(simulator);
        standing.retain(|machine| machine.is_in_transit);
        let Some(machine) = standing.get(which % standing.len().max(1)) else {
            return;
        };
        match self {
            Self::Aws => simulator.set_state(&machine.id, simulator.instance(&machine.id).state),
            Self::EquinixMetal => {
                let state = simulator.device(&machine.id).state;
                simulator.set_device_state(&machine.id, state);
            }
        }
    }

    fn one(self, simulator: &Simulator, which: usize) -> Option<String> {
        let live = self.live(simulator);
        let machine = live.get(which % live.len().max(1))?;
        Some(machine.id.clone())
    }

    fn standing(self, simulator: &Simulator) -> Vec<Standing> {
        match self {
            Self::Aws => {
                let instances = simulator.instances().into_iter();
                let there = instances.filter(|instance| instance.state != Phase::Terminated);
                let standing = there.map(|instance| Standing {
                    is_in_transit: matches!(
                        instance.state,
                        Phase::Pending | Phase::ShuttingDown | Phase::Stopping
                    ),
                    id: instance.id,
                });
                standing.collect()
            }
            Self::EquinixMetal => {
                let devices = simulator.devices().into_iter();
                let there =
                    devices.filter(|device| device.exists && device.state != metal::Phase::Deleted);
                let standing = there.map(|device| Standing {
                    is_in_transit: !matches!(
                        device.state,
                        metal::Phase::Active | metal::Phase::Inactive | metal::Phase::Failed
                    ),
                    id: device.id,
                });
                standing.collect()
            }
        }
    }

    /// Nothing goes wrong any more: there is room, groups let go, and what was stuck goes on.
    pub(crate) fn heal(self, simulator: &Simulator) {
        simulator.clear_faults();
        self.limit_room(simulator, CROWD);
        simulator.set(|options| options.drain_delay = Options::default().drain_delay);
        for machine in self.standing(simulator) {
            match self {
                Self::Aws => {
                    simulator.impair(&machine.id, false);
                    match simulator.instance(&machine.id).state {
                        Phase::Pending => simulator.set_state(&machine.id, Phase::Running),
                        Phase::ShuttingDown => simulator.set_state(&machine.id, Phase::Terminated),
                        Phase::Stopping => simulator.set_state(&machine.id, Phase::Stopped),
                        Phase::Running | Phase::Terminated | Phase::Stopped => {}
                    }
                }
                Self::EquinixMetal => {
                    let next = match simulator.device(&machine.id).state {
                        metal::Phase::Deprovisioning => metal::Phase::Deleted,
                        metal::Phase::PoweringOff => metal::Phase::Inactive,
                        other if machine.is_in_transit && other.is_live() => metal::Phase::Active,
                        _ => continue,
                    };
                    let now = simulator.clock().now();
                    simulator.on_device(&machine.id, |device| {
                        device.forget_plans(now);
                        device.schedule.settle(now, next);
                        if next == metal::Phase::Active {
                            device.install(now);
                        }
                    });
                }
            }
        }
    }
}
