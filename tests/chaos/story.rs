//! How a schedule is played, from its first act to the last promise.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use lokomotive::framework::Value;
use lokomotive::machines::Kind;

use crate::availability::Roll;
use crate::provider::{Provider, clock};
use crate::real::Real;
use crate::schedule::{SLOW_LISTS, Schedule, Step, Trouble};
use crate::simulator::Simulator;
use crate::simulator::log::Request;
use crate::sky::Credentials;
use crate::terraform::{Command, Outcome, Terraform, numbers, text};
use crate::trouble::{Ambush, Grip, set};
use crate::wanted::Wanted;

/// How long a command may take, in real time.
const PATIENCE: Duration = Duration::from_mins(1);

/// How long a command may go on after Ctrl-C, by the cloud's clock.
const AFTER_INTERRUPT: Duration = Duration::from_mins(2);

/// A schedule that is being played.
pub(crate) struct Story<'a> {
    pub(crate) schedule: &'a Schedule,
    pub(crate) simulator: Arc<Simulator>,
    /// The real Terraform, where it is to run the commands.
    real: Option<Real>,
    pub(crate) groups: Vec<String>,
    /// The user's Terraform.
    pub(crate) terraform: Terraform,
    /// The one of whoever else applies the same.
    pub(crate) other: Terraform,
    /// Whether the machines were taken in, so that nobody knows what they were attached to.
    pub(crate) is_imported: bool,
    /// The authority of each resource's cluster that there has been.
    pub(crate) authorities: BTreeMap<String, String>,
    /// What happened, for people.
    pub(crate) told: Vec<String>,
    /// What went wrong as it should.
    struck: BTreeSet<&'static str>,
}

/// What came of a schedule.
#[derive(Debug, Clone)]
pub(crate) struct Played {
    /// The kinds of trouble that came about.
    pub(crate) struck: BTreeSet<&'static str>,
    /// The promise that was not kept.
    pub(crate) broken: Option<String>,
    /// What happened, for people.
    pub(crate) told: Vec<String>,
}

/// Plays a schedule; through the real Terraform if so asked.
pub(crate) fn play(schedule: &Schedule, is_real: bool) -> Played {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let simulator = Arc::new(schedule.cloud.simulator(schedule.weather));
    let mut story = Story {
        schedule,
        real: is_real.then(|| Real::new(schedule.kind, &clock(&simulator.url()))),
        groups: schedule.cloud.target_groups(&simulator),
        simulator,
        terraform: Terraform::new(schedule.kind),
        other: Terraform::new(schedule.kind),
        is_imported: false,
        authorities: BTreeMap::new(),
        told: Vec::new(),
        struck: BTreeSet::new(),
    };
    let broken = runtime.block_on(story.play()).err();
    Played {
        struck: story.struck,
        broken,
        told: story.told,
    }
}

impl Story<'_> {
    async fn play(&mut self) -> Result<(), String> {
        if self.schedule.weather.list_delay > 0 {
            self.struck.insert(SLOW_LISTS);
        }
        let schedule = self.schedule;
        for act in &schedule.acts {
            self.simulator
                .clock()
                .advance(Duration::from_secs(act.pause));
            let Some(command) = self.command(act.step) else {
                continue;
            };
            let outcome = if act.troubles.contains(&Trouble::SecondApply) {
                self.second_apply(command, &act.troubles).await?
            } else {
                self.run(command, &act.troubles).await?
            };
            if schedule.is_heedful {
                self.heed(&outcome).await?;
            }
        }
        let before = self.sights();
        self.recover().await?;
        self.check()?;
        self.check_left_alone(&before)?;
        self.leave().await
    }

    /// The command of a step; nothing where Terraform alone does it.
    fn command(&mut self, step: Step) -> Option<Command> {
        match step {
            Step::Apply(wanted) => Some(Command::Apply(self.config(wanted))),
            Step::Plan(wanted) => Some(Command::Plan(self.config(wanted))),
            Step::Destroy => Some(Command::Destroy),
            Step::Refresh => Some(Command::Refresh),
            Step::Import => {
                self.terraform.stored = None;
                Some(Command::Import(self.import_id()))
            }
            Step::Untaint | Step::Taint => {
                if let Some(stored) = &mut self.terraform.stored {
                    stored.is_tainted = step == Step::Taint;
                }
                None
            }
        }
    }

    /// The configuration of what is wanted.
    pub(crate) fn config(&self, wanted: Wanted) -> Value {
        let (cloud, kind) = (self.schedule.cloud, self.schedule.kind);
        wanted.config(cloud, kind, &self.terraform.schema, &self.groups)
    }

    /// By what the machines are imported.
    pub(crate) fn import_id(&self) -> String {
        let set = match self.schedule.kind {
            Kind::Controller => "ex",
            Kind::WorkerPool => "ex/general",
        };
        self.schedule.cloud.import_id(set)
    }

    /// Runs a command while things go wrong.
    pub(crate) async fn run(
        &mut self,
        command: Command,
        troubles: &[Trouble],
    ) -> Result<Outcome, String> {
        let credentials = self.credentials(troubles);
        self.is_imported |= matches!(command, Command::Import(_));
        let before = Before::of(self);
        let with = self
            .schedule
            .cloud
            .credentials(&self.simulator.url(), credentials);
        let (kind, url) = (self.schedule.kind, self.simulator.url());
        let mut host = Host::start(self.real.as_mut(), kind, &url).await;
        let ambush = set(self.schedule.cloud, &self.simulator, &host.grip(), troubles);
        let done = host.run(&mut self.terraform, with, command.clone());
        let done = tokio::time::timeout(PATIENCE, done).await;
        host.end().await;
        let outcome = done.map_err(|_| format!("{command:?} does not end"))?;
        let went_on = ambush.since_interrupt(&self.simulator);
        let is_killed = ambush.has_killed(&self.simulator);
        self.over(ambush, troubles, &command, &outcome).await;
        // whoever else applies moves the clock, too; and Terraform takes a while to hand it on
        let is_alone = !troubles.contains(&Trouble::SecondApply) && self.real.is_none();
        if went_on > AFTER_INTERRUPT && is_alone {
            let name = name(&command);
            return Err(format!("{name} goes on for {went_on:?} after Ctrl-C"));
        }
        if outcome.is_broken && !is_killed {
            let name = name(&command);
            return Err(format!(
                "the provider died during {name}, though nobody killed it"
            ));
        }
        self.hold_to(&before, credentials, &command, &outcome)?;
        self.check_authority()?;
        Ok(outcome)
    }

    /// Whose credentials a command has. Only where there is a state do wrong ones have something to lose.
    fn credentials(&self, troubles: &[Trouble]) -> Credentials {
        if self.terraform.stored.is_none() {
            Credentials::Own
        } else if troubles.contains(&Trouble::OtherAccount) {
            Credentials::Others
        } else if troubles.contains(&Trouble::UnknownKey) {
            Credentials::Unknown
        } else {
            Credentials::Own
        }
    }

    /// Takes back what has not gone wrong, and notes what has.
    async fn over(
        &mut self,
        ambush: Ambush,
        troubles: &[Trouble],
        command: &Command,
        outcome: &Outcome,
    ) {
        let credentials = self.credentials(troubles);
        for trouble in troubles {
            let is_credential = matches!(trouble, Trouble::OtherAccount | Trouble::UnknownKey);
            let has_struck = match trouble {
                Trouble::NoRoom(_)
                | Trouble::NoDrain
                | Trouble::FailedLaunch(_)
                | Trouble::Denied(_) => !outcome.is_ok(),
                _ if is_credential => credentials != Credentials::Own,
                Trouble::SecondApply => true,
                trouble => ambush.has_struck(&self.simulator, *trouble),
            };
            if has_struck {
                self.struck.insert(trouble.kind());
            }
        }
        let clock = self.simulator.clock().now();
        let errors: Vec<&str> = outcome.errors.iter().map(String::as_str).collect();
        self.told.push(format!(
            "{clock} {}: {}{}{}",
            name(command),
            if outcome.is_broken {
                "the provider is gone "
            } else {
                ""
            },
            if outcome.is_ok() { "ok" } else { "" },
            errors.join("; ").replace('\n', " "),
        ));
        self.told.push(format!("      {}", self.standing()));
        ambush.end(&self.simulator);
        if outcome.is_broken {
            quiet(&self.simulator).await;
        }
    }

    /// The machines in the cloud, and those in the state.
    fn standing(&self) -> String {
        let live = self.schedule.cloud.live(&self.simulator);
        let live: Vec<String> = live
            .iter()
            .map(|machine| {
                format!(
                    "{}={}",
                    machine.tag("lokomotive:ordinals"),
                    short(&machine.id)
                )
            })
            .collect();
        let ids = self.terraform.ids();
        let stored: Vec<&str> = ids.iter().map(|id| short(id)).collect();
        let tainted = self
            .terraform
            .stored
            .as_ref()
            .is_some_and(|stored| stored.is_tainted);
        format!(
            "live {} stored {}{}",
            live.join(" "),
            stored.join(" "),
            if tainted { " (tainted)" } else { "" }
        )
    }

    /// What every command promises, whatever goes wrong during it.
    fn hold_to(
        &self,
        before: &Before,
        credentials: Credentials,
        command: &Command,
        outcome: &Outcome,
    ) -> Result<(), String> {
        let name = name(command).to_owned();
        if let Some(breach) = &outcome.breach {
            return Err(format!("Terraform reports a bug during {name}: {breach}"));
        }
        let requests: Vec<Request> = self.simulator.requests().split_off(before.requests);
        let writes = requests.iter().filter(|request| request.is_write());
        let changes_nothing = matches!(
            command,
            Command::Refresh | Command::Plan(_) | Command::Import(_)
        );
        if changes_nothing && writes.clone().count() > 0 {
            return Err(format!("{name} changes things in the cloud"));
        }
        let cloud = self.schedule.cloud;
        let ends = requests
            .iter()
            .filter(|request| request.action == cloud.terminate());
        for id in ends.flat_map(|request| cloud.named(request)) {
            if outcome.kept.contains(&id) {
                return Err(format!("{name} ends {id}, which the plan keeps"));
            }
        }
        if let Command::Apply(config) = command
            && outcome.is_update
        {
            let (simulator, schedule) = (&*self.simulator, self.schedule);
            let roll = Roll::of(simulator, schedule, &before.uid, &before.numbers, config);
            roll.map_or(Ok(()), |roll| roll.check(&requests))?;
        }
        if credentials == Credentials::Own {
            return self.hold_to_named(before, &name, &requests, outcome);
        }
        if outcome.is_ok() {
            return Err(format!("{name} goes well with credentials of others"));
        }
        if !outcome.is_broken && self.terraform.ids() != before.stored {
            return Err(format!(
                "{name} with credentials of others changes the state"
            ));
        }
        Ok(())
    }

    /// What the cloud has named is in the state, whatever went wrong after.
    fn hold_to_named(
        &self,
        before: &Before,
        name: &str,
        requests: &[Request],
        outcome: &Outcome,
    ) -> Result<(), String> {
        let cloud = self.schedule.cloud;
        let mut launches = requests
            .iter()
            .filter(|request| request.action == cloud.launch());
        let is_unheard = launches.any(|request| request.status.is_none());
        if outcome.is_broken || is_unheard || self.schedule.has_second_apply() {
            return Ok(());
        }
        let stored = self.terraform.ids();
        let lost = self
            .live()
            .into_iter()
            .find(|id| !before.live.contains(id) && !stored.contains(id));
        match lost {
            None => Ok(()),
            Some(id) => Err(format!("{name} has made {id}, which is not in the state")),
        }
    }

    /// Two applies at once, each from its own state, with one configuration.
    async fn second_apply(
        &mut self,
        command: Command,
        troubles: &[Trouble],
    ) -> Result<Outcome, String> {
        if self.other.stored.is_some() {
            return self.run(command, troubles).await;
        }
        let url = self.simulator.url();
        let mut other = self.terraform.clone();
        let mut other_real = self
            .real
            .as_ref()
            .map(|_| Real::new(self.schedule.kind, &clock(&url)));
        let mut host = Host::start(other_real.as_mut(), self.schedule.kind, &url).await;
        let credentials = self.schedule.cloud.credentials(&url, Credentials::Own);
        let second = host.run(&mut other, credentials, command.clone());
        let (first, second) = tokio::join!(self.run(command.clone(), troubles), second);
        host.end().await;
        self.other = other;
        let ids = self.other.ids();
        self.told
            .push(format!("      the second: {ids:?} {:?}", second.errors));
        if let Some(breach) = second.breach {
            return Err(format!(
                "Terraform reports a bug during a second apply: {breach}"
            ));
        }
        first
    }
}

/// What was before a command.
struct Before {
    requests: usize,
    stored: Vec<String>,
    uid: String,
    numbers: Vec<u32>,
    live: BTreeSet<String>,
}

impl Before {
    fn of(story: &Story<'_>) -> Self {
        let stored = story.terraform.stored.as_ref();
        Self {
            requests: story.simulator.requests().len(),
            stored: story.terraform.ids(),
            uid: uid(&story.terraform),
            numbers: stored.map_or_else(Vec::new, |stored| numbers(&stored.value)),
            live: story.live(),
        }
    }
}

/// What runs a command.
enum Host<'a> {
    /// A provider that we have started.
    Ours(Box<Provider>),
    /// The real Terraform.
    Terraform(&'a mut Real),
}

impl<'a> Host<'a> {
    async fn start(real: Option<&'a mut Real>, kind: Kind, url: &str) -> Self {
        match real {
            None => Self::Ours(Box::new(Provider::start(kind, url).await)),
            Some(real) => {
                real.prepare();
                Self::Terraform(real)
            }
        }
    }

    fn grip(&self) -> Grip {
        match self {
            Self::Ours(provider) => Grip::Ours(provider.handle()),
            Self::Terraform(real) => Grip::Terraforms((*real).clone()),
        }
    }

    async fn run(
        &mut self,
        terraform: &mut Terraform,
        credentials: (&'static str, Value),
        command: Command,
    ) -> Outcome {
        match self {
            Self::Ours(provider) => turn(terraform, provider, credentials, command).await,
            Self::Terraform(real) => real.run(terraform, credentials, command).await,
        }
    }

    async fn end(self) {
        if let Self::Ours(provider) = self {
            provider.end().await;
        }
    }
}

/// Configures a provider and runs a command with it.
async fn turn(
    terraform: &mut Terraform,
    provider: &mut Provider,
    credentials: (&'static str, Value),
    command: Command,
) -> Outcome {
    match provider.configure(credentials).await {
        Ok(told) if told.errors.is_empty() => terraform.run(provider, command).await,
        Ok(told) => Outcome {
            errors: told.errors,
            ..Outcome::default()
        },
        Err(_) => Outcome {
            is_broken: true,
            ..Outcome::default()
        },
    }
}

/// Waits until what a killed provider has sent has been carried out.
async fn quiet(simulator: &Simulator) {
    let mut seen = usize::MAX;
    while seen != simulator.requests().len() {
        seen = simulator.requests().len();
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn name(command: &Command) -> &'static str {
    match command {
        Command::Apply(_) => "apply",
        Command::Destroy => "destroy",
        Command::DestroyUnseen => "destroy -refresh=false",
        Command::Refresh => "refresh",
        Command::Plan(_) => "plan",
        Command::Import(_) => "import",
    }
}

/// An id as people can bear it: the end, which differs most.
fn short(id: &str) -> &str {
    id.get(id.len().saturating_sub(8)..).unwrap_or(id)
}

/// The uid of a state, empty where there is none.
pub(crate) fn uid(terraform: &Terraform) -> String {
    let stored = terraform.stored.as_ref();
    stored
        .map(|stored| text(&stored.value, "uid"))
        .unwrap_or_default()
}
