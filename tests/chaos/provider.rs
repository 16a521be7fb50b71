//! A running provider, and the calls of the plugin protocol that Terraform makes.

use std::fs::File;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use lokomotive::framework::{Provider as _, Type, Value};
use lokomotive::machines::{Kind, schema_of};
use lokomotive::pb::tfplugin5 as pb;
use lokomotive::pb::tfplugin5::provider_client::ProviderClient;
use lokomotive::protocol::msgpack::{decode, encode};
use lokomotive::provider::Lokomotive;
use tokio::process::Command;
use tonic::Status;

use crate::clouds::cloud_settings;
use crate::host::{self, Channel, HostCertificate, Plugin, origin};

/// How long a cloud may take to answer one request, in real milliseconds.
const ATTEMPT: u32 = 1000;

/// What a provider is told of the clock that a simulator keeps.
pub(crate) fn clock(url: &str) -> String {
    format!("{url}?attempt={ATTEMPT}")
}

/// The largest message.
const MOST: usize = 256 << 20;

/// A provider in a process of its own.
pub(crate) struct Provider {
    calls: Calls,
    plugin: Plugin,
    is_interrupted: Arc<AtomicBool>,
    name: &'static str,
    ty: Type,
}

/// The calls of a connection; clones share it.
type Calls = ProviderClient<Channel>;

/// How others get at a provider while it works.
#[derive(Clone)]
pub(crate) struct Handle {
    calls: Calls,
    process: String,
    is_interrupted: Arc<AtomicBool>,
}

/// What a call has told.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    /// Errors, summary and detail.
    pub(crate) errors: Vec<String>,
    /// Warnings, the same.
    pub(crate) warnings: Vec<String>,
}

/// A plan.
pub(crate) struct Plan {
    /// What will be.
    pub(crate) planned: Value,
    /// Whether it is another resource.
    pub(crate) replaces: bool,
    /// Private data.
    pub(crate) private: Vec<u8>,
}

/// What is, and private data beside it.
pub(crate) type State = (Value, Vec<u8>);

impl Handle {
    /// Kills the provider, as `kill -9` does.
    pub(crate) async fn kill(&self) {
        let sent = Command::new("kill")
            .args(["-s", "KILL", &self.process])
            .status();
        assert!(sent.await.unwrap().success());
    }

    /// Tells the provider that the user has pressed Ctrl-C.
    pub(crate) async fn interrupt(&mut self) {
        self.is_interrupted.store(true, Ordering::SeqCst);
        // a provider that has died meanwhile hears nothing
        let _ = self.calls.stop(pb::stop::Request {}).await;
    }
}

impl Provider {
    /// Starts a provider for a kind of machines, whose time a simulator keeps.
    pub(crate) async fn start(kind: Kind, url: &str) -> Self {
        Self::start_logging(kind, &clock(url), None).await
    }

    /// Starts one that is told of the clock in these words, and writes all that it ever logs to a file.
    pub(crate) async fn start_logging(kind: Kind, clock: &str, log: Option<File>) -> Self {
        let mut command = host::command();
        for setting in cloud_settings() {
            command.env_remove(setting);
        }
        let certificate = HostCertificate::new();
        command
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("LOKOMOTIVE_TEST_CLOCK", clock)
            .env("PLUGIN_CLIENT_CERT", certificate.pem());
        match log {
            Some(file) => command.env("TF_LOG", "TRACE").stderr(file),
            None => command.stderr(Stdio::null()),
        };
        let plugin = Plugin::from_command(command).await;
        let channel = plugin.channel(&certificate).await;
        let calls = ProviderClient::with_origin(channel, origin())
            .max_decoding_message_size(MOST)
            .max_encoding_message_size(MOST);
        Self {
            calls,
            plugin,
            is_interrupted: Arc::default(),
            name: match kind {
                Kind::Controller => "lokomotive_controller",
                Kind::WorkerPool => "lokomotive_worker_pool",
            },
            ty: schema_of(kind, "").block.ty(),
        }
    }

    /// The id of its process.
    pub(crate) fn id(&self) -> u32 {
        self.plugin.process.id().expect("a running plugin")
    }

    /// How others get at it.
    pub(crate) fn handle(&self) -> Handle {
        Handle {
            calls: self.calls.clone(),
            process: self.id().to_string(),
            is_interrupted: Arc::clone(&self.is_interrupted),
        }
    }

    /// Whether the user has pressed Ctrl-C.
    pub(crate) fn is_interrupted(&self) -> bool {
        self.is_interrupted.load(Ordering::SeqCst)
    }

    /// Ends it.
    pub(crate) async fn end(mut self) {
        // one that was killed has ended
        let _ = self.plugin.process.kill().await;
    }

    /// `Configure`, with one block and nothing else.
    pub(crate) async fn configure(&mut self, block: (&str, Value)) -> Result<Told, Status> {
        let schema = Lokomotive::default().schema().block;
        let mut config = Value::object([block]);
        schema.complete(&mut config);
        let request = pb::configure::Request {
            terraform_version: "1.11.0".to_owned(),
            config: Some(message(&config, &schema.ty())),
            ..pb::configure::Request::default()
        };
        let answer = self.calls.configure(request).await?.into_inner();
        Ok(Told::of(answer.diagnostics))
    }

    /// `ReadResource`.
    pub(crate) async fn read(&mut self, state: State) -> Result<(State, Told), Status> {
        let request = pb::read_resource::Request {
            type_name: self.name.to_owned(),
            current_state: Some(message(&state.0, &self.ty)),
            private: state.1,
            ..pb::read_resource::Request::default()
        };
        let answer = self.calls.read_resource(request).await?.into_inner();
        let state = self.value(answer.new_state);
        Ok(((state, answer.private), Told::of(answer.diagnostics)))
    }

    /// `PlanResourceChange`.
    pub(crate) async fn plan(
        &mut self,
        prior: &State,
        proposed: &Value,
        config: &Value,
    ) -> Result<(Plan, Told), Status> {
        let request = pb::plan_resource_change::Request {
            type_name: self.name.to_owned(),
            prior_state: Some(message(&prior.0, &self.ty)),
            proposed_new_state: Some(message(proposed, &self.ty)),
            config: Some(message(config, &self.ty)),
            prior_private: prior.1.clone(),
            ..pb::plan_resource_change::Request::default()
        };
        let answer = self.calls.plan_resource_change(request).await?.into_inner();
        let plan = Plan {
            planned: self.value(answer.planned_state),
            replaces: !answer.requires_replace.is_empty(),
            private: answer.planned_private,
        };
        Ok((plan, Told::of(answer.diagnostics)))
    }

    /// `ApplyResourceChange`.
    pub(crate) async fn apply(
        &mut self,
        prior: &Value,
        planned: &Value,
        config: &Value,
        private: &[u8],
    ) -> Result<(State, Told), Status> {
        let request = pb::apply_resource_change::Request {
            type_name: self.name.to_owned(),
            prior_state: Some(message(prior, &self.ty)),
            planned_state: Some(message(planned, &self.ty)),
            config: Some(message(config, &self.ty)),
            planned_private: private.to_owned(),
            ..pb::apply_resource_change::Request::default()
        };
        let answer = self
            .calls
            .apply_resource_change(request)
            .await?
            .into_inner();
        let state = self.value(answer.new_state);
        Ok(((state, answer.private), Told::of(answer.diagnostics)))
    }

    /// `ImportResourceState`.
    pub(crate) async fn import(&mut self, id: &str) -> Result<(Option<State>, Told), Status> {
        let request = pb::import_resource_state::Request {
            type_name: self.name.to_owned(),
            id: id.to_owned(),
            ..pb::import_resource_state::Request::default()
        };
        let answer = self
            .calls
            .import_resource_state(request)
            .await?
            .into_inner();
        let told = Told::of(answer.diagnostics);
        let imported = answer.imported_resources.into_iter().next();
        let state = imported.map(|one| (self.value(one.state), one.private));
        Ok((state, told))
    }

    fn value(&self, message: Option<pb::DynamicValue>) -> Value {
        let bytes = message.map(|message| message.msgpack).unwrap_or_default();
        if bytes.is_empty() {
            return Value::Null;
        }
        decode(&bytes, &self.ty).unwrap()
    }
}

impl Told {
    fn of(diagnostics: Vec<pb::Diagnostic>) -> Self {
        let mut told = Self::default();
        for diagnostic in diagnostics {
            let text = format!("{}\n{}", diagnostic.summary, diagnostic.detail);
            match diagnostic.severity() {
                pb::diagnostic::Severity::Warning => told.warnings.push(text),
                _ => told.errors.push(text),
            }
        }
        told
    }
}

fn message(value: &Value, ty: &Type) -> pb::DynamicValue {
    pb::DynamicValue {
        msgpack: encode(value, ty).unwrap(),
        json: Vec::new(),
    }
}
