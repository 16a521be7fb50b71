//! Hands that reach into the simulated AWS from outside, as its owner's console does.

use super::ec2::{Maker, make};
use super::image::{ROOT_DEVICE, ROOT_SIZE};
use super::machine::{Disk, Machine, Order, Tags};
use super::network::DEFAULT_GROUP;
use super::refusal::Refusal;
use super::schedule::Phase;
use super::server::Shared;
use super::world::Place;

/// Does something to a machine, wherever it is.
pub(crate) fn on_machine<T>(
    shared: &Shared,
    id: &str,
    act: impl FnOnce(&mut Machine) -> T,
) -> Result<T, String> {
    let mut state = shared.lock();
    let mut machines = state
        .worlds
        .values_mut()
        .flat_map(|world| world.machines.iter_mut());
    let mut ids = Vec::new();
    let found = machines.find(|machine| {
        ids.push(machine.id.clone());
        machine.id == id
    });
    match found {
        Some(machine) => Ok(act(machine)),
        None => Err(format!("there is no machine {id}; there are {ids:?}")),
    }
}

/// Ends a machine, protected or not.
pub(crate) fn terminate(shared: &Shared, id: &str) -> Result<(), String> {
    let now = shared.clock.now();
    let takes = shared.lock().options.stop_delay;
    on_machine(shared, id, |machine| {
        let message = "Client.UserInitiatedShutdown: User initiated shutdown";
        machine.terminate(now, takes, "Client.UserInitiatedShutdown", message);
    })
}

/// Turns a machine off, unless it is on its way out.
pub(crate) fn stop(shared: &Shared, id: &str) -> Result<(), String> {
    let now = shared.clock.now();
    let takes = shared.lock().options.stop_delay;
    on_machine(shared, id, |machine| {
        if !machine.phase(now).is_live() {
            return;
        }
        machine
            .schedule
            .change(now, Phase::Stopping, takes, Phase::Stopped);
        let message = "Client.UserInitiatedShutdown: User initiated shutdown";
        machine.explain(now, "Client.UserInitiatedShutdown", message);
    })
}

/// Makes a running machine that nobody launched through the API.
pub(crate) fn launch(shared: &Shared, place: &Place, tags: Tags) -> Result<String, Refusal> {
    let now = shared.clock.now();
    let mut guard = shared.lock();
    let state = &mut *guard;
    let options = state.options.clone();
    state.world(place);
    let Some(world) = state.worlds.get_mut(place) else {
        unreachable!("it was made a line ago");
    };
    let mut images = world.images.iter();
    let image = images.find(|image| image.architecture == "x86_64");
    let image = image.map(|image| image.id.clone()).unwrap_or_default();
    let subnet = &world.subnets[0];
    let order = Order {
        image,
        architecture: "x86_64",
        kind: "t3.small".to_owned(),
        subnet: subnet.id.clone(),
        zone: subnet.zone.clone(),
        groups: vec![DEFAULT_GROUP.to_owned()],
        public: false,
        private_ip: None,
        user_data: Vec::new(),
        token: None,
        profile: None,
        key_name: None,
        http_tokens: "optional".to_owned(),
        hop_limit: 1,
        spot: None,
        protected: false,
        tags,
        volume_tags: Tags::new(),
        disks: vec![Disk {
            device: ROOT_DEVICE.to_owned(),
            size: ROOT_SIZE,
            kind: "gp2".to_owned(),
            iops: None,
            throughput: None,
            encrypted: false,
            kms_key: None,
            goes_with_machine: true,
            snapshot: None,
        }],
    };
    let reservation = state.ids.next("r");
    let mut maker = Maker::new(world, &mut state.ids, &options, now);
    let mut machine = make(&mut maker, order, &reservation, 0)?;
    machine.schedule.settle(now, Phase::Running);
    let id = machine.id.clone();
    world.machines.push(machine);
    Ok(id)
}
