//! What is promised of the end of every schedule, once a user has gone the way back.

use std::collections::BTreeSet;

use lokomotive::framework::IntoValue as _;
use lokomotive::machines::Kind;

use crate::clouds::Live;
use crate::story::{Story, uid};
use crate::terraform::{Command, machines, text};

/// What there is at some time.
pub(crate) struct Sights {
    /// The resource that is stored; empty where there is none.
    uid: String,
    /// The machines that run.
    up: Vec<Live>,
}

impl Story<'_> {
    /// The promises: machines in the cloud are those in the state and those that are wanted, each one once.
    pub(crate) fn check(&self) -> Result<(), String> {
        let schedule = self.schedule;
        let live = schedule.cloud.live(&self.simulator);
        let wanted = schedule.goal().map_or(0, |wanted| wanted.count);
        let in_cloud: BTreeSet<&str> = live.iter().map(|machine| machine.id.as_str()).collect();
        let stored = self.terraform.ids();
        let in_state: BTreeSet<&str> = stored.iter().map(String::as_str).collect();
        if in_cloud != in_state || in_state.len() != stored.len() {
            return Err(format!(
                "in the cloud {in_cloud:?}, in the state {stored:?}"
            ));
        }
        if live.len() != wanted {
            return Err(format!("{} machines instead of {wanted}", live.len()));
        }
        let ours = uid(&self.terraform);
        let strangers = live
            .iter()
            .any(|machine| machine.tag("lokomotive:uid") != ours);
        if strangers {
            return Err(format!("not all machines are of {ours}"));
        }
        let numbers = live.iter();
        let numbers = numbers.filter_map(|machine| schedule.cloud.number(&self.simulator, machine));
        let numbers: BTreeSet<u32> = numbers.collect();
        if numbers.into_iter().ne((0..).take(wanted)) {
            return Err("an identity is there twice, or missing".to_owned());
        }
        self.check_stored()
    }

    /// What the state says of each machine.
    fn check_stored(&self) -> Result<(), String> {
        let (Some(stored), Some(wanted)) = (&self.terraform.stored, self.schedule.goal()) else {
            return Ok(());
        };
        if self.schedule.kind == Kind::Controller && text(&stored.value, "ca_cert").is_empty() {
            return Err("the cluster's authority is not in the state".to_owned());
        }
        for (number, machine) in machines(&stored.value).iter().enumerate() {
            if *machine.attribute("ordinal") != i64::try_from(number).unwrap().into_value() {
                return Err(format!("machine {number} has another number: {machine:?}"));
            }
            let state = text(machine, "state");
            if !matches!(state.as_str(), "running" | "stopped") {
                return Err(format!("machine {number} is {state}"));
            }
            let is_current =
                *machine.attribute("config_sha256") == *stored.value.attribute("config_sha256");
            if !is_current && wanted.change != "ignore" {
                return Err(format!("machine {number} runs an older config"));
            }
            let id = text(machine, "id");
            let shown = self.schedule.cloud.show(&self.simulator, &id);
            if shown.team != format!("team-{}", wanted.team) {
                return Err(format!("machine {number} has another tag: {shown:?}"));
            }
            let attaches = wanted.is_attached && self.schedule.kind == Kind::WorkerPool;
            let is_other = shown
                .is_attached
                .is_some_and(|is_attached| is_attached != attaches);
            // what is attached to an imported machine may be somebody else's, and stays
            if is_other && (attaches || !self.is_imported) {
                return Err(format!(
                    "machine {number} is attached: {:?}",
                    shown.is_attached
                ));
            }
            if wanted.change == "ignore" {
                continue;
            }
            if shown.is_large != wanted.is_large {
                return Err(format!("machine {number} is of another type"));
            }
            // of controllers, the list of members may be of another time
            let told = stored.value.attribute("user_data");
            let is_worker = self.schedule.kind == Kind::WorkerPool;
            let installed = shown.user_data.filter(|_| is_worker);
            if installed.is_some_and(|data| data.into_value() != *told) {
                return Err(format!("machine {number} boots with something else"));
            }
        }
        Ok(())
    }

    /// A resource keeps its cluster's authority for as long as it lives, whether its state is kept or imported.
    pub(crate) fn check_authority(&mut self) -> Result<(), String> {
        let Some(stored) = &self.terraform.stored else {
            return Ok(());
        };
        let now = text(&stored.value, "ca_cert");
        if now.is_empty() {
            // workers have none; and machines that have not started yet tell none to an import
            return Ok(());
        }
        let resource = uid(&self.terraform);
        let first = self.authorities.entry(resource).or_insert(now.clone());
        if *first == now {
            Ok(())
        } else {
            Err("the cluster has another authority than before".to_owned())
        }
    }

    /// What there is before anybody goes the way back.
    pub(crate) fn sights(&self) -> Sights {
        let cloud = self.schedule.cloud;
        let live = cloud.live(&self.simulator).into_iter();
        Sights {
            uid: uid(&self.terraform),
            up: live
                .filter(|machine| cloud.is_up(&self.simulator, &machine.id))
                .collect(),
        }
    }

    /// A way back keeps the resource, and leaves alone the machines that are as they should be.
    pub(crate) fn check_left_alone(&self, before: &Sights) -> Result<(), String> {
        let (Some(stored), Some(wanted)) = (&self.terraform.stored, self.schedule.goal()) else {
            return Ok(());
        };
        if self.schedule.has_second_apply() {
            return Ok(());
        }
        let ours = uid(&self.terraform);
        if !before.uid.is_empty() && before.uid != ours {
            return Err(format!("the resource {} became {ours}", before.uid));
        }
        let config = text(&stored.value, "config_sha256");
        let ids = self.terraform.ids();
        let is_wanted = |machine: &&Live| {
            let number = self.schedule.cloud.number(&self.simulator, machine);
            let number = number.and_then(|number| usize::try_from(number).ok());
            number.is_some_and(|number| number < wanted.count)
                && machine.tag("lokomotive:uid") == ours
                && machine.tag("lokomotive:config") == config
        };
        let mut as_wanted = before.up.iter().filter(is_wanted);
        match as_wanted.find(|machine| !ids.contains(&machine.id)) {
            None => Ok(()),
            Some(machine) => Err(format!(
                "the way back has ended {}, which was as wanted",
                machine.id
            )),
        }
    }

    /// All ends well when nothing is left.
    pub(crate) async fn leave(&mut self) -> Result<(), String> {
        if self.terraform.stored.is_none() {
            return Ok(());
        }
        let outcome = self.run(Command::Destroy, &[]).await?;
        let left = self.live();
        if outcome.is_ok() && left.is_empty() && self.terraform.stored.is_none() {
            Ok(())
        } else {
            Err(format!("a destroy leaves {left:?}: {:?}", outcome.errors))
        }
    }
}
