//! What is promised of the end of every schedule, once a user has gone the way back.

use std::collections::BTreeSet;

use lokomotive::framework::IntoValue as _;

use crate::clouds::Cloud;
use crate::story::{Story, uid};
use crate::terraform::{Command, machines, text};

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
        let numbers: BTreeSet<u32> = match schedule.cloud {
            Cloud::EquinixMetal => {
                let tags = live
                    .iter()
                    .map(|machine| machine.tag("lokomotive:ordinals"));
                tags.filter_map(|tag| tag.parse().ok()).collect()
            }
            // there the tags are a batch's, and the number is in the state
            Cloud::Aws => (0..).take(live.len()).collect(),
        };
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
        }
        Ok(())
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
