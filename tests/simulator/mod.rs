//! A simulator of AWS and of Equinix Metal: as much of EC2, of its load balancers' target groups, of STS and of Metal's
//! devices as the provider uses.
//!
//! It speaks real HTTP on a port of 127.0.0.1, keeps a time of its own, forgets nothing it was asked, and goes wrong
//! as it is told to:
//!
//! ```text
//! request ─▶ server ─▶ state ─▶ fault? caller? throttle? ─▶ ec2 │ elb │ sts ─▶ world (machines, targets)
//!              ├──────── state ─▶ fault? token? throttle? ──▶ metal ──────────▶ world (devices, reservations)
//!              ├─▶ clock                                                         ▲
//!              └─▶ control ────────────── hands ─────────────────────────────────┘
//! ```
//!
//! What it promises is in `tests/simulator_rules`. To add an action: a function in the service's folder, a line in
//! its `act`, and a test there. An action reads its whole form and refuses what it did not read before it changes
//! anything.

#![expect(
    dead_code,
    reason = "each test, and the server, uses a part of the simulator"
)]

/// What an action gets to see and to touch.
mod call;
/// Who asks.
mod caller;
/// Time.
pub(crate) mod clock;
/// The controls over HTTP.
mod control;
/// Machines and what they are made of.
mod ec2;
/// Target groups.
mod elb;
/// What goes wrong.
pub(crate) mod fault;
/// Which things are asked for.
mod filter;
/// What a request says.
mod form;
/// What happens outside the API.
mod hands;
/// Names of things.
mod ids;
/// Images.
pub(crate) mod image;
/// Instance types.
mod instance_type;
/// What there is, for tests.
pub(crate) mod inventory;
/// What was asked, for tests.
pub(crate) mod log;
/// Machines.
pub(crate) mod machine;
/// Equinix Metal.
pub(crate) mod metal;
/// Subnets and addresses.
mod network;
/// How things behave.
pub(crate) mod options;
/// Long answers.
mod paging;
/// Errors.
mod refusal;
/// Answers as they are sent.
mod reply;
/// What becomes of machines.
pub(crate) mod schedule;
/// HTTP.
mod server;
/// The services' ways to put things.
mod service;
/// Everything.
mod state;
/// Who one is.
mod sts;
/// Targets.
mod target;
/// Too many requests.
pub(crate) mod throttle;
/// Accounts and regions.
pub(crate) mod world;
/// Answers.
mod xml;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};

use tokio::runtime::{Builder, Runtime};

use call::LaunchFailure;
use clock::{Clock, Moment};
use fault::{Effect, Fault, Held};
use inventory::{Instance, TargetView};
use log::Request;
use machine::Tags;
use options::Options;
use schedule::Phase;
use server::Shared;
use state::State;
use world::Place;

/// A running simulator, which stops when it is dropped.
#[derive(Debug)]
pub(crate) struct Simulator {
    shared: Shared,
    address: SocketAddr,
    runtime: Option<Runtime>,
}

impl Simulator {
    /// Starts one.
    ///
    /// # Panics
    /// If the port cannot be had.
    pub(crate) fn start(options: Options) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port));
        let listener = listener.expect("the simulator's port must be free");
        let address = listener.local_addr().expect("a bound listener");
        listener.set_nonblocking(true).expect("a fresh socket");
        let shared = Shared {
            clock: Clock::new(options.real_time),
            state: Arc::new(Mutex::new(State::new(options))),
        };
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("simulator")
            .enable_all()
            .build()
            .expect("threads");
        runtime.spawn(server::serve(listener, shared.clone()));
        Self {
            shared,
            address,
            runtime: Some(runtime),
        }
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its time.
    pub(crate) fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// Changes how things behave from now on.
    pub(crate) fn set(&self, change: impl FnOnce(&mut Options)) {
        change(&mut self.shared.lock().options);
    }
}

/// What goes wrong.
impl Simulator {
    /// Sets a fault.
    pub(crate) fn fault(&self, fault: Fault) {
        self.shared.lock().faults.push(fault);
    }

    /// Which of the faults have struck a request, in the order in which they were set.
    pub(crate) fn struck(&self) -> Vec<bool> {
        let state = self.shared.lock();
        state.faults.iter().map(Fault::has_struck).collect()
    }

    /// Takes back all faults that are still to come.
    pub(crate) fn clear_faults(&self) {
        let mut state = self.shared.lock();
        state.faults.clear();
        state.failures.clear();
    }

    /// Holds the answer to the next request of an action, or to the one that a fault's `nth` names.
    pub(crate) fn hold(&self, which: impl Into<Fault>) -> Held {
        let held = Held::new();
        self.fault(which.into().with(Effect::Hold(held.clone())));
        held
    }

    /// Lets the kth machine launched from now on (1 is the next) end as `terminated` instead of starting; as `failed`, at
    /// Equinix Metal, which has no codes.
    pub(crate) fn fail_launch(&self, kth: usize, code: &str, message: &str) {
        self.shared.lock().failures.push(LaunchFailure {
            after: kth.saturating_sub(1),
            code: code.to_owned(),
            message: message.to_owned(),
        });
    }
}

/// What happens outside the API. Each panics, with what there is, if the machine is not there.
impl Simulator {
    /// Terminates a machine, even a protected one.
    pub(crate) fn terminate(&self, id: &str) {
        sure(hands::terminate(&self.shared, id));
    }

    /// Stops a machine.
    pub(crate) fn stop(&self, id: &str) {
        sure(hands::stop(&self.shared, id));
    }

    /// Puts a machine into a state at once, for good.
    pub(crate) fn set_state(&self, id: &str, phase: Phase) {
        let now = self.clock().now();
        self.on(id, |machine| machine.schedule.settle(now, phase));
    }

    /// Since when a machine has been running that runs at a time.
    pub(crate) fn runs_since(&self, id: &str, at: Moment) -> Option<Moment> {
        self.on(id, |machine| {
            let schedule = &machine.schedule;
            let runs = machine.launched <= at && schedule.phase(at) == Phase::Running;
            runs.then(|| schedule.since(at))
        })
    }

    /// Sets a tag.
    pub(crate) fn set_tag(&self, id: &str, key: &str, value: &str) {
        self.on(id, |machine| {
            machine.tags.insert(key.to_owned(), value.to_owned());
        });
    }

    /// Removes a tag.
    pub(crate) fn remove_tag(&self, id: &str, key: &str) {
        self.on(id, |machine| machine.tags.remove(key));
    }

    /// Sets a machine's security groups.
    pub(crate) fn set_security_groups(&self, id: &str, groups: &[&str]) {
        let groups = groups.iter().map(ToString::to_string).collect();
        self.on(id, |machine| machine.groups = groups);
    }

    /// Protects a machine from termination, or no longer.
    pub(crate) fn protect(&self, id: &str, protected: bool) {
        self.on(id, |machine| machine.protected = protected);
    }

    /// Lets a machine's status checks fail, or no longer.
    pub(crate) fn impair(&self, id: &str, impaired: bool) {
        self.on(id, |machine| machine.impaired = impaired);
    }

    /// Lets load balancers find a machine unhealthy, or no longer.
    pub(crate) fn sicken(&self, id: &str, unhealthy: bool) {
        self.on(id, |machine| machine.unhealthy = unhealthy);
    }

    /// Takes a machine out of a target group, by the group's name or ARN.
    pub(crate) fn deregister(&self, group: &str, id: &str) {
        let now = self.clock().now();
        let mut state = self.shared.lock();
        let groups = state
            .worlds
            .values_mut()
            .flat_map(|world| world.target_groups.iter_mut());
        for found in groups.filter(|found| found.name == group || found.arn == group) {
            found.deregister(id, None, now);
        }
    }

    /// Launches a machine with these tags that runs at once; returns its id.
    pub(crate) fn launch_foreign(&self, place: &Place, tags: &[(&str, &str)]) -> String {
        let tags = tags.iter();
        let tags: Tags = tags
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        let launched = hands::launch(&self.shared, place, tags);
        sure(launched.map_err(|refusal| refusal.to_string()))
    }

    fn on<T>(&self, id: &str, act: impl FnOnce(&mut machine::Machine) -> T) -> T {
        sure(hands::on_machine(&self.shared, id, act))
    }
}

/// What was asked.
impl Simulator {
    /// All requests to a cloud, in the order in which they were carried out.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.shared.lock().requests.clone()
    }

    /// How many there were of an action.
    pub(crate) fn count(&self, action: &str) -> usize {
        let state = self.shared.lock();
        let requests = state.requests.iter();
        requests.filter(|request| request.action == action).count()
    }

    /// Those whose action changes things, whatever became of them.
    pub(crate) fn writes(&self) -> Vec<Request> {
        let mut requests = self.requests();
        requests.retain(Request::is_write);
        requests
    }

    /// Forgets them.
    pub(crate) fn clear_requests(&self) {
        self.shared.lock().requests.clear();
    }
}

/// What there is.
impl Simulator {
    /// All machines there ever were, in the order of their launch, of one account and region after another.
    pub(crate) fn instances(&self) -> Vec<Instance> {
        let (now, state) = (self.clock().now(), self.shared.lock());
        let machines = state.worlds.values().flat_map(|world| {
            let machines = world.machines.iter();
            machines.map(|machine| Instance::of(machine, &world.place, now))
        });
        machines.collect()
    }

    /// Those that exist, or will.
    pub(crate) fn live(&self) -> Vec<Instance> {
        let mut instances = self.instances();
        instances.retain(Instance::is_live);
        instances
    }

    /// One of them.
    ///
    /// # Panics
    /// With what there is, if it is not there.
    pub(crate) fn instance(&self, id: &str) -> Instance {
        let mut instances = self.instances();
        let ids: Vec<String> = instances.iter().map(|found| found.id.clone()).collect();
        instances.retain(|found| found.id == id);
        let found = instances
            .pop()
            .ok_or(format!("there is no machine {id}; there are {ids:?}"));
        sure(found)
    }

    /// Machines in target groups that are not gone.
    pub(crate) fn targets(&self) -> Vec<TargetView> {
        let (now, state) = (self.clock().now(), self.shared.lock());
        let worlds = state.worlds.values();
        worlds
            .flat_map(|world| inventory::targets(world, now, &state.options))
            .collect()
    }

    /// The ARN of a target group, `http` or `https`, of a place.
    pub(crate) fn target_group(&self, place: &Place, name: &str) -> String {
        let mut state = self.shared.lock();
        let groups = &state.world(place).target_groups;
        let found = groups.iter().find(|group| group.name == name);
        sure(
            found
                .map(|group| group.arn.clone())
                .ok_or(format!("no target group {name}")),
        )
    }

    /// The id of an image of a place, by its name.
    pub(crate) fn image(&self, place: &Place, name: &str) -> String {
        let mut state = self.shared.lock();
        let images = &state.world(place).images;
        let found = images.iter().find(|image| image.name == name);
        sure(
            found
                .map(|image| image.id.clone())
                .ok_or(format!("no image {name}")),
        )
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// What a test relies on.
fn sure<T>(result: Result<T, String>) -> T {
    match result {
        Ok(value) => value,
        Err(why) => panic!("{why}"),
    }
}
