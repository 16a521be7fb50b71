//! The way back that errors and guides tell of: apply again, `untaint` after a create that failed, `import` after one
//! whose provider was killed, and out of the way with what somebody else has made.

use std::collections::BTreeSet;
use std::time::Duration;

use lokomotive::machines::Kind;

use crate::clouds::Live;
use crate::story::{Story, uid};
use crate::terraform::{Command, Outcome};

/// How many commands it may take to get back, beside those that make controllers anew, one each, and those that are
/// given too little time for a machine.
const MOST: usize = 5;

impl Story<'_> {
    /// Gets back to what is wanted, as a user would who reads what they are told.
    pub(crate) async fn recover(&mut self) -> Result<(), String> {
        self.told.push("recovery".to_owned());
        self.schedule.cloud.heal(&self.simulator);
        self.pass_time();
        self.end_others().await?;
        let goal = self.schedule.goal();
        let more = match (self.schedule.kind, goal) {
            (_, Some(wanted)) if wanted.is_hurried => 3 * wanted.count,
            (Kind::Controller, Some(wanted)) => wanted.count,
            _ => 0,
        };
        let most = MOST + more;
        let mut last = Outcome::default();
        for _ in 0..most {
            if let Some(stored) = &mut self.terraform.stored {
                stored.is_tainted = false;
            }
            let command = match goal {
                Some(wanted) => Command::Apply(self.config(wanted)),
                None => Command::Destroy,
            };
            last = self.run(command, &[]).await?;
            self.pass_time();
            if last.is_ok() && self.is_there().await? {
                return Ok(());
            }
            self.follow(&last).await?;
        }
        Err(format!("no way back in {most} commands: {:?}", last.errors))
    }

    /// Does what an error tells, before the next command, as far as the cloud lets one just then.
    pub(crate) async fn heed(&mut self, outcome: &Outcome) -> Result<(), String> {
        if let Some(stored) = &mut self.terraform.stored
            && !outcome.is_ok()
        {
            stored.is_tainted = false;
        }
        let is_told = outcome.says("terraform import");
        if is_told && !self.schedule.has_second_apply() {
            self.pass_time();
            return self.import().await;
        }
        Ok(())
    }

    /// What only other commands than the same once more lead out of.
    async fn follow(&mut self, outcome: &Outcome) -> Result<(), String> {
        let is_lost = self.terraform.stored.is_none() && !self.live().is_empty();
        if let Some(id) = outcome.errors.iter().find_map(|error| import_in(error)) {
            if id != self.import_id() {
                return Err(format!("the way back is an import of {id}"));
            }
            self.import().await
        } else if self.schedule.has_second_apply() && outcome.says("There are two machines") {
            self.end_doubles();
            Ok(())
        } else if is_lost && self.schedule.goal().is_none() {
            self.import().await
        } else {
            Ok(())
        }
    }

    async fn import(&mut self) -> Result<(), String> {
        let command = Command::Import(self.import_id());
        let outcome = self.run(command.clone(), &[]).await?;
        let is_gone = outcome.says("There is nothing to import") && self.live().is_empty();
        if outcome.is_ok() || is_gone {
            return Ok(());
        }
        let mixed = "These machines are not of one resource";
        if self.schedule.has_second_apply()
            && (outcome.says(mixed) || outcome.says("There are two machines"))
        {
            self.end_all_but_one_uid();
            self.end_doubles();
            let outcome = self.run(command, &[]).await?;
            if outcome.is_ok() {
                return Ok(());
            }
        }
        Err(format!("an import fails: {:?}", outcome.errors))
    }

    /// Removes what a second apply has made: its resource, and machines of it that nobody has stored.
    async fn end_others(&mut self) -> Result<(), String> {
        if !self.schedule.has_second_apply() {
            return Ok(());
        }
        if uid(&self.other) == uid(&self.terraform) {
            // both began with the same state, of which one is left
            self.other.stored = None;
        }
        std::mem::swap(&mut self.terraform, &mut self.other);
        let mut left = MOST;
        while self.terraform.stored.is_some() && left > 0 {
            self.run(Command::DestroyUnseen, &[]).await?;
            self.pass_time();
            left -= 1;
        }
        std::mem::swap(&mut self.terraform, &mut self.other);
        if self.other.stored.is_some() {
            return Err("the resource of the second apply cannot be removed".to_owned());
        }
        self.end_all_but_one_uid();
        Ok(())
    }

    /// Ends machines by hand that are not of the resource that is stored, or not of the same as the first one.
    fn end_all_but_one_uid(&mut self) {
        let live = self.schedule.cloud.live(&self.simulator);
        let mut ours = uid(&self.terraform);
        if let Some(first) = live.first().filter(|_| ours.is_empty()) {
            first.tag("lokomotive:uid").clone_into(&mut ours);
        }
        for machine in live {
            if machine.tag("lokomotive:uid") != ours {
                self.schedule.cloud.vanish(&self.simulator, &machine.id);
            }
        }
        self.pass_time();
    }

    /// Ends machines by hand whose number one of those in the state has, too.
    fn end_doubles(&mut self) {
        let stored = self.terraform.ids();
        let live = self.schedule.cloud.live(&self.simulator);
        let (known, others): (Vec<Live>, Vec<Live>) = live
            .into_iter()
            .partition(|machine| stored.contains(&machine.id));
        let number = |machine: &Live| self.schedule.cloud.number(&self.simulator, machine);
        let mut taken: BTreeSet<Option<u32>> = known.iter().map(number).collect();
        for machine in &others {
            if !taken.insert(number(machine)) {
                self.schedule.cloud.vanish(&self.simulator, &machine.id);
            }
        }
        self.pass_time();
    }

    /// Whether it is as wanted: nothing is left to do.
    async fn is_there(&mut self) -> Result<bool, String> {
        match self.schedule.goal() {
            None => Ok(self.live().is_empty()),
            Some(wanted) => {
                let outcome = self.run(Command::Plan(self.config(wanted)), &[]).await?;
                Ok(outcome.is_ok() && !outcome.has_changes)
            }
        }
    }

    /// A person reads, and looks around.
    fn pass_time(&self) {
        self.simulator.clock().advance(Duration::from_mins(3));
    }

    /// Ids of the machines in the cloud.
    pub(crate) fn live(&self) -> BTreeSet<String> {
        let live = self.schedule.cloud.live(&self.simulator).into_iter();
        live.map(|machine| machine.id).collect()
    }
}

/// The id of the import that an error names.
fn import_in(error: &str) -> Option<String> {
    let (_, rest) = error.split_once("terraform import ADDRESS ")?;
    let id = rest.split_whitespace().next()?;
    Some(id.to_owned())
}
