//! `RunInstances`: launching machines, once per client token.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

use super::super::call::{Answer, Call, LaunchFailure};
use super::super::clock::Moment;
use super::super::ids::Ids;
use super::super::instance_type::InstanceType;
use super::super::machine::{Machine, Order, Volume};
use super::super::options::Options;
use super::super::refusal::Refusal;
use super::super::schedule::{Phase, Schedule};
use super::super::world::{Launched, World};
use super::super::xml::Xml;
use super::{describe, order};

/// Launches machines, unless the client token's were launched before.
pub(crate) fn run_instances(call: &mut Call<'_>) -> Answer {
    let (count, order) = order::read(call)?;
    call.form.refuse_unread()?;
    let token = order.token.clone();
    if let Some(token) = &token
        && let Some(machines) = launched_before(call, token)?
    {
        return Ok(answer(call, &machines));
    }
    let count = allowed(call, &count, &order)?;
    let machines = launch(call, &order, count)?;
    if let Some(token) = token {
        let launched = Launched {
            parameters: compared(&call.form),
            machines: machines.clone(),
        };
        call.world.tokens.insert(token, launched);
    }
    Ok(answer(call, &machines))
}

/// The machines that this very request made when it was sent before.
fn launched_before(call: &Call<'_>, token: &str) -> Result<Option<Vec<String>>, Refusal> {
    let Some(launched) = call.world.tokens.get(token) else {
        return Ok(None);
    };
    if launched.parameters != compared(&call.form) {
        let message = "Arguments on this idempotent request are inconsistent with arguments used in previous \
                       request(s).";
        return Err(Refusal::new("IdempotentParameterMismatch", message));
    }
    let machines = call.world.machines.iter();
    let mut machines = machines.filter(|machine| launched.machines.contains(&machine.id));
    if machines.all(|machine| machine.phase(call.now) == Phase::Terminated) {
        let message = "The client token you have provided is associated with an instance that has been terminated. \
                       Please use a different client token.";
        return Err(Refusal::new("IdempotentInstanceTerminated", message));
    }
    Ok(Some(launched.machines.clone()))
}

/// What must be the same when a client token comes again.
fn compared(form: &super::super::form::Form<'_>) -> BTreeMap<String, String> {
    let mut parameters = form.values().clone();
    parameters.remove("ClientToken");
    parameters
}

/// How many machines there is room for.
fn allowed(
    call: &Call<'_>,
    count: &RangeInclusive<usize>,
    order: &Order,
) -> Result<usize, Refusal> {
    let least = *count.start();
    let mut most = *count.end();
    for (room, refusal) in [
        instance_quota(call),
        vcpu_quota(call, order),
        addresses(call, order)?,
        capacity(call, order),
    ]
    .into_iter()
    .flatten()
    {
        most = most.min(room);
        if most < least {
            return Err(refusal);
        }
    }
    Ok(most)
}

type Room = Option<(usize, Refusal)>;

fn instance_quota(call: &Call<'_>) -> Room {
    let quota = call.options.instance_quota?;
    let used = live(call).count();
    let message = format!(
        "You have requested more instances than your current instance limit of {quota} allows for the specified \
         instance type."
    );
    let refusal = Refusal::new("InstanceLimitExceeded", message);
    Some((quota.saturating_sub(used), refusal))
}

fn vcpu_quota(call: &Call<'_>, order: &Order) -> Room {
    let quota = call.options.vcpu_quota?;
    let vcpus = |kind: &str| InstanceType::named(kind).map_or(1, |kind| kind.vcpus as usize);
    let used: usize = live(call).map(|machine| vcpus(&machine.order.kind)).sum();
    let message = format!(
        "You have requested more vCPU capacity than your current vCPU limit of {quota} allows for the instance \
         bucket that the specified instance type belongs to. Please visit \
         http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit."
    );
    let refusal = Refusal::new("VcpuLimitExceeded", message);
    Some((quota.saturating_sub(used) / vcpus(&order.kind), refusal))
}

fn addresses(call: &Call<'_>, order: &Order) -> Result<Room, Refusal> {
    let subnet = call.world.subnet(&order.subnet)?;
    let taken = call.world.taken(call.now);
    if let Some(address) = order.private_ip {
        subnet.take(address, &taken)?;
    }
    Ok(Some((subnet.free(&taken), subnet.full())))
}

fn capacity(call: &Call<'_>, order: &Order) -> Room {
    let place = (order.subnet.clone(), order.kind.clone());
    let capacity = call.options.capacity.get(&place)?;
    let machines = call.world.machines.iter();
    let used = machines.filter(|machine| {
        let is_there = machine.order.subnet == order.subnet && machine.order.kind == order.kind;
        is_there && machine.holds_things(call.now)
    });
    let message = format!(
        "We currently do not have sufficient {} capacity in the Availability Zone you requested ({}). Our system \
         will be working on provisioning additional capacity.",
        order.kind, order.zone
    );
    let refusal = Refusal::with_status(500, "InsufficientInstanceCapacity", message);
    Some((capacity.saturating_sub(used.count()), refusal))
}

fn live<'w>(call: &'w Call<'_>) -> impl Iterator<Item = &'w Machine> {
    let machines = call.world.machines.iter();
    machines.filter(|machine| machine.phase(call.now).is_live())
}

fn launch(call: &mut Call<'_>, order: &Order, count: usize) -> Result<Vec<String>, Refusal> {
    let reservation = call.ids.next("r");
    let mut launched = Vec::new();
    let mut maker = Maker::new(call.world, call.ids, call.options, call.now);
    for index in 0..count {
        let mut machine = make(&mut maker, order.clone(), &reservation, index)?;
        fail(&mut machine, call.failures, call.now, call.options);
        launched.push(machine.id.clone());
        maker.world.machines.push(machine);
    }
    Ok(launched)
}

/// Where machines are made.
#[derive(Debug)]
pub(crate) struct Maker<'a> {
    /// Where.
    pub(crate) world: &'a mut World,
    /// New ids.
    pub(crate) ids: &'a mut Ids,
    /// How long things take.
    pub(crate) options: &'a Options,
    /// When.
    pub(crate) now: Moment,
    /// Addresses that are taken.
    taken: BTreeSet<Ipv4Addr>,
}

impl<'a> Maker<'a> {
    /// In a world, at a time.
    pub(crate) fn new(
        world: &'a mut World,
        ids: &'a mut Ids,
        options: &'a Options,
        now: Moment,
    ) -> Self {
        let taken = world.taken(now);
        Self {
            world,
            ids,
            options,
            now,
            taken,
        }
    }
}

/// A machine that is going to run; not yet in its world.
pub(crate) fn make(
    maker: &mut Maker<'_>,
    order: Order,
    reservation: &str,
    index: usize,
) -> Result<Machine, Refusal> {
    let private_ip = match order.private_ip {
        Some(address) => address,
        None => maker.world.subnet(&order.subnet)?.next(&maker.taken)?,
    };
    maker.taken.insert(private_ip);
    let public_ip = order.public.then(|| maker.world.next_public_address());
    let disks = order.disks.iter().map(|disk| Volume {
        id: maker.ids.next("vol"),
        disk: disk.clone(),
        tags: order.volume_tags.clone(),
    });
    let volumes = disks.collect();
    let mut schedule = Schedule::new(maker.now, Phase::Pending);
    let start_delay = maker.options.start_delay;
    schedule.change(maker.now, Phase::Pending, start_delay, Phase::Running);
    Ok(Machine {
        id: maker.ids.next("i"),
        reservation: reservation.to_owned(),
        index,
        launched: maker.now,
        schedule,
        reason: None,
        private_ip,
        public_ip,
        interface: maker.ids.next("eni"),
        tags: order.tags.clone(),
        groups: order.groups.clone(),
        http_tokens: order.http_tokens.clone(),
        hop_limit: order.hop_limit,
        protected: order.protected,
        volumes,
        impaired: false,
        unhealthy: false,
        order,
    })
}

/// Lets a machine end instead of starting, if that is what somebody wants of it.
fn fail(machine: &mut Machine, failures: &mut Vec<LaunchFailure>, now: Moment, options: &Options) {
    if let Some(failure) = LaunchFailure::due(failures) {
        let takes = options.start_delay;
        machine
            .schedule
            .change(now, Phase::Pending, takes, Phase::Terminated);
        machine.explain(now + takes, &failure.code, &failure.message);
    }
}

fn answer(call: &Call<'_>, ids: &[String]) -> Xml {
    let machines = call.world.machines.iter();
    let ids: BTreeSet<&String> = ids.iter().collect();
    let mut machines: Vec<&Machine> = machines
        .filter(|machine| ids.contains(&machine.id))
        .collect();
    // AWS promises no order.
    machines.sort_by(|one, other| one.id.cmp(&other.id));
    let mut xml = Xml::new();
    describe::write_reservation(&mut xml, call, &machines);
    xml
}
