//! What Terraform does around the calls: it keeps the state, proposes, checks that answers fit to plans, and stores what
//! was made whatever fails. Scenarios run the real one; it is too slow for thousands of schedules.

use lokomotive::framework::{Block, Field, FromValue as _, Value};
use lokomotive::machines::{Kind, schema_of};
use serde_json::Value as Json;
use tonic::Status;

use crate::fit::{fits, proposed};
use crate::provider::{Plan, Provider, State, Told};

/// What is stored of the resource.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    /// Its attributes.
    pub(crate) value: Value,
    /// The provider's own data.
    private: Vec<u8>,
    /// The next apply makes it anew.
    pub(crate) is_tainted: bool,
    /// The same as the real Terraform writes it, where that is what runs.
    pub(crate) instance: Option<Json>,
}

impl Stored {
    /// What is stored after a call.
    pub(crate) fn new(value: Value, private: Vec<u8>, is_tainted: bool) -> Self {
        Self {
            value,
            private,
            is_tainted,
            instance: None,
        }
    }
}

/// A Terraform with one resource in its state, or none.
#[derive(Debug, Clone)]
pub(crate) struct Terraform {
    /// The schema of the resource.
    pub(crate) schema: Block,
    /// What is stored.
    pub(crate) stored: Option<Stored>,
}

/// A command.
#[derive(Debug, Clone)]
pub(crate) enum Command {
    /// `apply` of a configuration.
    Apply(Value),
    /// `destroy`.
    Destroy,
    /// `destroy -refresh=false`.
    DestroyUnseen,
    /// `apply -refresh-only`.
    Refresh,
    /// `plan` of a configuration.
    Plan(Value),
    /// `import` by an id.
    Import(String),
}

/// What came of a command.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outcome {
    /// Errors, in the provider's words.
    pub(crate) errors: Vec<String>,
    /// Warnings, the same.
    pub(crate) warnings: Vec<String>,
    /// The provider went away.
    pub(crate) is_broken: bool,
    /// What Terraform would report as a bug in the provider.
    pub(crate) breach: Option<String>,
    /// Whether the plan had anything to do.
    pub(crate) has_changes: bool,
    /// Whether what is stored was changed, not made anew.
    pub(crate) is_update: bool,
    /// Ids of machines that the plan keeps.
    pub(crate) kept: Vec<String>,
}

/// Why a command ended early.
enum End {
    /// The provider has said so.
    Refused,
    /// The provider went away.
    Broken,
    /// What Terraform calls a bug in the provider.
    Breach(String),
    /// The user has pressed Ctrl-C.
    Interrupted,
}

impl From<Status> for End {
    fn from(_: Status) -> Self {
        Self::Broken
    }
}

impl Outcome {
    /// Whether all went well.
    pub(crate) fn is_ok(&self) -> bool {
        self.errors.is_empty() && !self.is_broken
    }

    /// Whether an error has these words.
    pub(crate) fn says(&self, words: &str) -> bool {
        self.errors.iter().any(|error| error.contains(words))
    }

    /// Takes in what a call has told.
    fn hear(&mut self, told: Told) -> Result<(), End> {
        let has_failed = !told.errors.is_empty();
        let texts = told.errors.iter().chain(&told.warnings);
        let bug = texts
            .clone()
            .find(|text| text.contains("bug in the provider"));
        if let Some(bug) = bug {
            return Err(End::Breach(bug.clone()));
        }
        self.errors.extend(told.errors);
        self.warnings.extend(told.warnings);
        if has_failed {
            Err(End::Refused)
        } else {
            Ok(())
        }
    }
}

impl Terraform {
    /// One with an empty state.
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            schema: schema_of(kind, "").block,
            stored: None,
        }
    }

    /// Ids of the machines in the state.
    pub(crate) fn ids(&self) -> Vec<String> {
        let stored = self.stored.as_ref();
        stored.map(|stored| ids(&stored.value)).unwrap_or_default()
    }

    /// Runs a command with a provider that is configured.
    pub(crate) async fn run(&mut self, provider: &mut Provider, command: Command) -> Outcome {
        let mut outcome = Outcome::default();
        let end = match command {
            Command::Apply(config) => self.apply(provider, &config, &mut outcome).await,
            Command::Plan(config) => self.plan(provider, &config, &mut outcome).await,
            Command::Destroy => self.destroy(provider, &mut outcome).await,
            Command::DestroyUnseen => self.end(provider, &mut outcome).await,
            Command::Refresh => self.refresh(provider, &mut outcome).await,
            Command::Import(id) => self.import(provider, &id, &mut outcome).await,
        };
        match end {
            Ok(()) | Err(End::Refused) => {}
            Err(End::Broken) => outcome.is_broken = true,
            Err(End::Breach(breach)) => outcome.breach = Some(breach),
            Err(End::Interrupted) => outcome.errors.push("Interrupted\n".to_owned()),
        }
        outcome
    }

    /// What is stored, as it is now; nothing is written yet.
    async fn look(
        &self,
        provider: &mut Provider,
        outcome: &mut Outcome,
    ) -> Result<Option<Stored>, End> {
        let Some(stored) = self.stored.clone() else {
            return Ok(None);
        };
        let ((value, private), told) = provider.read((stored.value, stored.private)).await?;
        outcome.hear(told)?;
        if !value.is_wholly_known() {
            return Err(End::Breach("an unknown value after a refresh".to_owned()));
        }
        let is_tainted = stored.is_tainted;
        Ok((!value.is_null()).then(|| Stored::new(value, private, is_tainted)))
    }

    /// Has a plan made.
    async fn ask(
        &self,
        provider: &mut Provider,
        prior: &State,
        config: &Value,
    ) -> Result<(Plan, Told), Status> {
        let proposal = proposed(&self.schema, config, &prior.0);
        provider.plan(prior, &proposal, config).await
    }

    async fn refresh(&mut self, provider: &mut Provider, outcome: &mut Outcome) -> Result<(), End> {
        self.stored = self.look(provider, outcome).await?;
        Ok(())
    }

    async fn plan(
        &mut self,
        provider: &mut Provider,
        config: &Value,
        outcome: &mut Outcome,
    ) -> Result<(), End> {
        let seen = self.look(provider, outcome).await?;
        let prior = state_of(seen.as_ref());
        let (plan, told) = self.ask(provider, &prior, config).await?;
        outcome.hear(told)?;
        outcome.has_changes = plan.planned != prior.0;
        Ok(())
    }

    async fn apply(
        &mut self,
        provider: &mut Provider,
        config: &Value,
        outcome: &mut Outcome,
    ) -> Result<(), End> {
        let seen = self.look(provider, outcome).await?;
        let is_tainted = seen.as_ref().is_some_and(|seen| seen.is_tainted);
        let (former, nothing) = (state_of(seen.as_ref()), state_of(None));
        let mut prior = if is_tainted { &nothing } else { &former };
        let plan = loop {
            let (plan, told) = self.ask(provider, prior, config).await?;
            outcome.hear(told)?;
            if !plan.replaces || prior.0.is_null() {
                break plan;
            }
            prior = &nothing;
        };
        if provider.is_interrupted() {
            return Err(End::Interrupted);
        }
        // from here on, what was seen is written
        self.stored = seen;
        outcome.has_changes = is_tainted || plan.planned != former.0;
        if !outcome.has_changes {
            return Ok(());
        }
        // Terraform plans once more before it applies, and insists on the same plan
        let (again, told) = self.ask(provider, prior, config).await?;
        if !told.errors.is_empty() {
            return outcome.hear(told);
        }
        if again.planned != plan.planned {
            return Err(End::Breach("another plan for the same input".to_owned()));
        }
        if provider.is_interrupted() {
            return Err(End::Interrupted);
        }
        if prior.0.is_null() && !former.0.is_null() {
            self.end(provider, outcome).await?;
            if provider.is_interrupted() {
                return Err(End::Interrupted);
            }
        }
        if !prior.0.is_null() {
            outcome.is_update = true;
            // ids that the plan knows are of machines that stay
            outcome.kept = ids(&again.planned);
        }
        let answer = provider
            .apply(&prior.0, &again.planned, config, &again.private)
            .await?;
        self.store(answer, prior, &again.planned, outcome)
    }

    /// Stores what an apply has answered.
    fn store(
        &mut self,
        (state, told): (State, Told),
        prior: &State,
        planned: &Value,
        outcome: &mut Outcome,
    ) -> Result<(), End> {
        let has_failed = !told.errors.is_empty();
        let (value, private) = state;
        if !value.is_wholly_known() {
            return Err(End::Breach("an unknown value after apply".to_owned()));
        }
        if !has_failed && !fits(planned, &value) {
            return Err(End::Breach(format!(
                "an inconsistent result after apply: {planned:?} became {value:?}"
            )));
        }
        let is_create = prior.0.is_null();
        if !value.is_null() {
            self.stored = Some(Stored::new(value, private, is_create && has_failed));
        } else if is_create {
            self.stored = None;
        }
        outcome.hear(told)
    }

    async fn destroy(&mut self, provider: &mut Provider, outcome: &mut Outcome) -> Result<(), End> {
        let seen = self.look(provider, outcome).await?;
        if provider.is_interrupted() {
            return Err(End::Interrupted);
        }
        self.stored = seen;
        if self.stored.is_some() {
            self.end(provider, outcome).await?;
        }
        Ok(())
    }

    /// Has what is stored ended.
    async fn end(&mut self, provider: &mut Provider, outcome: &mut Outcome) -> Result<(), End> {
        let Some(stored) = self.stored.clone() else {
            return Ok(());
        };
        let ((value, private), told) = provider
            .apply(&stored.value, &Value::Null, &Value::Null, &stored.private)
            .await?;
        if told.errors.is_empty() {
            self.stored = None;
        } else if !value.is_null() {
            self.stored = Some(Stored::new(value, private, stored.is_tainted));
        }
        outcome.hear(told)
    }

    async fn import(
        &mut self,
        provider: &mut Provider,
        id: &str,
        outcome: &mut Outcome,
    ) -> Result<(), End> {
        let (imported, told) = provider.import(id).await?;
        outcome.hear(told)?;
        let Some((value, private)) = imported.filter(|(value, _)| !value.is_null()) else {
            return Err(End::Breach("an import without a state".to_owned()));
        };
        let found = Self {
            schema: self.schema.clone(),
            stored: Some(Stored::new(value, private, false)),
        };
        self.stored = found.look(provider, outcome).await?;
        Ok(())
    }
}

/// What is stored, as the provider gets it.
fn state_of(stored: Option<&Stored>) -> State {
    stored.map_or((Value::Null, Vec::new()), |stored| {
        (stored.value.clone(), stored.private.clone())
    })
}

/// The machines of a state or plan.
pub(crate) fn machines(value: &Value) -> Vec<Value> {
    match value.attribute("machines") {
        Value::List(machines) => machines.clone(),
        _ => Vec::new(),
    }
}

/// The numbers of machines.
pub(crate) fn numbers(value: &Value) -> Vec<u32> {
    let machines = machines(value);
    let numbers = machines.iter().filter_map(|machine| {
        let number = Field::<i64>::from_value(machine.attribute("ordinal"));
        u32::try_from(number.ok()?.into_known()?).ok()
    });
    numbers.collect()
}

/// A text of an object, empty where there is none.
pub(crate) fn text(object: &Value, name: &str) -> String {
    let field = Field::<String>::from_value(object.attribute(name));
    field.ok().and_then(Field::into_known).unwrap_or_default()
}

/// Ids of the machines of a state, or those that a plan knows.
fn ids(value: &Value) -> Vec<String> {
    let machines = machines(value);
    let ids = machines.iter().map(|machine| text(machine, "id"));
    ids.filter(|id| !id.is_empty()).collect()
}
