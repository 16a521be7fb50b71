//! A pool of two machines that a well-behaved cloud has made, and commands that a bad one then spoils.

use std::fs::{self, File};
use std::time::{Duration, Instant};

use lokomotive::framework::{IntoValue as _, Value};
use lokomotive::machines::Kind;
use tempfile::NamedTempFile;

use crate::aws::{SECRET_KEY, subnets};
use crate::clouds::Cloud;
use crate::equinix_metal::{PROJECT, TOKEN};
use crate::front::{Answer, Bad, Front};
use crate::provider::Provider;
use crate::simulator::Simulator;
use crate::simulator::options::Options;
use crate::terraform::{Command, Outcome, Terraform};

/// What nodes join with; it is in their user data.
const JOIN_TOKEN: &str = "abcdef.0123456789abcdef";
/// Another secret of user data.
const PASSWORD: &str = "$6$PLANTED$PASSWORDPLANTEDPASSWORD";

/// How long one request may take, in real milliseconds. It is thirty seconds where nobody tests.
const ATTEMPT: u32 = 2000;
/// How often a request is repeated.
const RETRIES: i64 = 1;

/// How much the provider's memory may grow over a command: the largest page of AWS that is read takes 180 MiB.
const MOST_MEMORY: u64 = 256 << 20;
/// How long a command may take, in real time: what is asked one after another has two attempts each.
const MOST_TIME: Duration = Duration::from_secs(30);
/// How long it may take by the provider's clock. Ending a machine waits for half an hour for it to be ready for that.
const MOST_CLOCK: Duration = Duration::from_hours(5);

/// A cloud, a pool in it, and what is stored of the pool.
pub(crate) struct Scene {
    cloud: Cloud,
    pub(crate) simulator: Simulator,
    front: Front,
    /// Another host, where nothing of ours is to be seen.
    pub(crate) elsewhere: Front,
    /// What is stored after the pool was made.
    made: Terraform,
}

/// What is to come of a case.
#[derive(Clone, Copy)]
pub(crate) enum Expect {
    /// An error with these words.
    Error(&'static str),
    /// Whatever is best; nothing may be lost.
    Nothing,
}

/// What a case did.
pub(crate) struct Told {
    /// What Terraform would print.
    pub(crate) outcome: Outcome,
    /// What is stored now.
    pub(crate) terraform: Terraform,
    /// How many requests it took.
    pub(crate) requests: usize,
}

impl Scene {
    /// Makes the pool.
    pub(crate) async fn new(cloud: Cloud) -> Self {
        let simulator = Simulator::start(Options::default());
        let front = Front::start(Some(simulator.address()));
        let elsewhere = Front::start(None);
        let mut scene = Self {
            cloud,
            simulator,
            front,
            elsewhere,
            made: Terraform::new(Kind::WorkerPool),
        };
        let told = scene.play("a good cloud", scene.apply(), Vec::new()).await;
        let errors = &told.outcome.errors;
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(told.terraform.ids().len(), 2);
        scene.made = told.terraform;
        scene
    }

    /// One without machines.
    pub(crate) fn emptied(mut self) -> Self {
        self.made.stored = None;
        self.clear();
        self
    }

    /// The command that makes the pool, or asks for the same again.
    pub(crate) fn apply(&self) -> Command {
        Command::Apply(self.config())
    }

    /// Spoils a refresh with one answer: nothing is lost.
    pub(crate) async fn refresh(
        &self,
        request: &'static str,
        name: &str,
        answer: Answer,
        expect: Expect,
    ) -> Told {
        let bad = Bad {
            request,
            is_done: false,
            answer,
        };
        let told = self.play(name, Command::Refresh, vec![bad]).await;
        told.has(name, expect);
        assert_eq!(
            told.terraform.ids(),
            self.made.ids(),
            "{name}: {:?}",
            told.outcome
        );
        told
    }

    /// Spoils a refresh with answers that say truly, as far as anybody can see, that there is nothing.
    #[cfg(feature = "aws")]
    pub(crate) async fn play_once(&self, request: &'static str, name: &str, answer: Answer) {
        let bad = Bad {
            request,
            is_done: false,
            answer,
        };
        let told = self.play(name, Command::Refresh, vec![bad]).await;
        assert!(told.outcome.is_ok(), "{name}: {:?}", told.outcome);
    }

    /// Runs a command with bad answers, and holds it to what goes for all.
    pub(crate) async fn play(&self, name: &str, command: Command, bad: Vec<Bad>) -> Told {
        let log = NamedTempFile::new().unwrap();
        let clock = format!("{}?attempt={ATTEMPT}", self.simulator.url());
        let file = File::create(log.path()).unwrap();
        let mut provider = Provider::start_logging(Kind::WorkerPool, &clock, Some(file)).await;
        let mut terraform = self.made.clone();
        let configured = provider.configure(self.credentials()).await.unwrap();
        assert!(configured.errors.is_empty(), "{:?}", configured.errors);
        self.front.set(bad);
        let (memory, started, clock) = (
            peak(&provider),
            Instant::now(),
            self.simulator.clock().now(),
        );
        let outcome = terraform.run(&mut provider, command).await;
        let (grown, took) = (peak(&provider) - memory, started.elapsed());
        let waited = self.simulator.clock().now().since(clock);
        let requests = self.front.asked().len();
        eprintln!(
            "{name}: {requests} requests, {took:.1?}, by the clock {waited:?}, {} MiB",
            grown >> 20
        );
        provider.end().await;

        assert!(!outcome.is_broken, "{name}: the provider is gone");
        assert_eq!(outcome.breach, None, "{name}");
        assert!(took < MOST_TIME, "{name} took {took:?}");
        assert!(waited < MOST_CLOCK, "{name} waited for {waited:?}");
        assert!(grown < MOST_MEMORY, "{name} took {} MiB", grown >> 20);
        let log = fs::read_to_string(log.path()).unwrap();
        assert!(log.contains("@level"), "{name}: nothing was logged");
        for secret in [TOKEN, SECRET_KEY, JOIN_TOKEN, PASSWORD] {
            let told = format!("{outcome:?}");
            assert!(!told.contains(secret), "{name}: {told}");
            assert!(!log.contains(secret), "{name}: {log}");
        }
        let is_control = |text: &String| text.contains(|c: char| c.is_control() && c != '\n');
        let texts = outcome.errors.iter().chain(&outcome.warnings);
        let controls: Vec<&String> = texts.filter(|text| is_control(text)).collect();
        assert!(controls.is_empty(), "{name}: {controls:?}");
        let heard = self.elsewhere.asked();
        assert!(heard.is_empty(), "{name}: another host was asked {heard:?}");
        Told {
            outcome,
            terraform,
            requests,
        }
    }

    /// Makes the pool anew, with bad answers.
    pub(crate) async fn play_create(&self, bad: Vec<Bad>) -> Told {
        self.play("create", self.apply(), bad).await
    }

    /// Ends what there is in the cloud.
    pub(crate) fn clear(&self) {
        for live in self.cloud.live(&self.simulator) {
            self.cloud.vanish(&self.simulator, &live.id);
        }
    }

    /// Ids of the machines that are stored at first.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.made.ids()
    }

    /// What stands before the cloud.
    pub(crate) fn front(&self) -> Front {
        self.front.clone()
    }

    /// How many machines the cloud has.
    pub(crate) fn live(&self) -> usize {
        self.cloud.live(&self.simulator).len()
    }

    fn credentials(&self) -> (&'static str, Value) {
        let url = self.front.url();
        match self.cloud {
            Cloud::Aws => {
                let endpoints = ["ec2", "elbv2", "sts"];
                let endpoints = endpoints.map(|service| (service, url.as_str().into_value()));
                let block = Value::object([
                    ("region", "us-east-1".into_value()),
                    ("access_key", crate::aws::ACCESS_KEY.into_value()),
                    ("secret_key", SECRET_KEY.into_value()),
                    ("max_retries", RETRIES.into_value()),
                    ("endpoints", Value::object(endpoints)),
                ]);
                ("aws", block)
            }
            Cloud::EquinixMetal => {
                let block = Value::object([
                    ("auth_token", TOKEN.into_value()),
                    ("endpoint", format!("{url}/metal/v1").into_value()),
                    ("max_retries", RETRIES.into_value()),
                ]);
                ("equinix_metal", block)
            }
        }
    }

    fn config(&self) -> Value {
        let kubeconfig = format!(
            "certificate-authority-data: AAAA\nserver: https://a.example.com\ntoken: {JOIN_TOKEN}\n"
        );
        let snippet = format!("passwd: {{users: [{{name: core, password_hash: '{PASSWORD}'}}]}}");
        let block = match self.cloud {
            Cloud::Aws => (
                "aws",
                Value::object([("subnet_ids", subnets(1).into_value())]),
            ),
            Cloud::EquinixMetal => {
                let block = [
                    ("project_id", PROJECT.into_value()),
                    ("metro", "am".into_value()),
                ];
                ("equinix_metal", Value::object(block))
            }
        };
        let mut config = Value::object([
            ("cluster_name", "ex".into_value()),
            ("pool_name", "general".into_value()),
            ("worker_count", 2_i64.into_value()),
            ("container_runtime", "containerd".into_value()),
            ("ssh_pubkeys", Vec::<String>::new().into_value()),
            ("clc_snippets", vec![snippet].into_value()),
            ("kubeconfig", kubeconfig.into_value()),
            block,
        ]);
        self.made.schema.complete(&mut config);
        config
    }
}

impl Told {
    /// Holds it to what is expected.
    pub(crate) fn has(&self, name: &str, expect: Expect) {
        if let Expect::Error(words) = expect {
            assert!(
                self.outcome.says(words),
                "{name}: no {words:?} in {:#?}",
                self.outcome
            );
        }
    }
}

/// The most memory that a provider has had so far.
fn peak(provider: &Provider) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", provider.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB"));
    kib.map_or(0, |kib| kib.parse::<u64>().unwrap() << 10)
}
