//! The way to AWS: credentials, clients, and how each request is made.

use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::sts::AssumeRoleProvider;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, Region, SdkConfig};
use aws_sdk_ec2::config::Credentials;
use aws_sdk_ec2::config::retry::RetryConfig;
use aws_sdk_ec2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ec2::types::ArchitectureType;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;

use super::bounds::Bounds;
use super::faults::fault;
use super::once::Once;
use super::template::{Found, Image};
use crate::clock::Clock;
use crate::cloud::{AwsSettings, Fault, Kind, Limiter};
use crate::retry::{attempts, retry};
use crate::secret::Secret;

/// Requests that read, a second and at once: half of what AWS grants an account (20 a second, 100 at once), so that
/// others have something left. The numbers are of its page on throttling.
const READS: (u32, u32) = (10, 20);

/// Requests that change something: AWS grants 5 a second, 50 at once.
const CHANGES: (u32, u32) = (5, 20);

/// `RunInstances`: AWS grants 2 a second, 5 at once.
const LAUNCHES: (u32, u32) = (2, 4);

/// Clients for an account and region. Clones of clients share their connections.
#[derive(Debug)]
pub struct Connection {
    pub(super) ec2: aws_sdk_ec2::Client,
    pub(super) elbv2: aws_sdk_elasticloadbalancingv2::Client,
    sts: aws_sdk_sts::Client,
    region: String,
    /// The token of a session that the settings have.
    token: Option<Secret>,
    account: OnceCell<String>,
    clock: Clock,
    limits: Limits,
    attempts: u32,
    /// Images that were found, by what was asked for and the architecture.
    pub(super) images: Once<(Image, String), Found>,
    /// Architectures of instance types.
    pub(super) types: Once<String, Vec<ArchitectureType>>,
}

/// How fast requests go out, each kind by itself: one that waited in two queues could come out of the second together
/// with those that had been kept apart in the first.
#[derive(Debug)]
struct Limits {
    reads: Limiter,
    changes: Limiter,
    launches: Limiter,
}

impl Limits {
    fn new() -> Self {
        let limiter = |(rate, burst)| Limiter::new(rate, burst);
        Self {
            reads: limiter(READS),
            changes: limiter(CHANGES),
            launches: limiter(LAUNCHES),
        }
    }

    fn of(&self, operation: &str) -> &Limiter {
        let reads = ["Describe", "Get"];
        if operation == "RunInstances" {
            &self.launches
        } else if reads.iter().any(|read| operation.starts_with(read)) {
            &self.reads
        } else {
            &self.changes
        }
    }
}

impl Connection {
    /// Finds region and credentials. Asks nothing of AWS itself, but a role that is taken on.
    ///
    /// # Errors
    /// There is no region.
    pub async fn open(settings: &AwsSettings, clock: Clock) -> Result<Self, Fault> {
        let config = config(settings, &clock).await;
        let Some(region) = config.region().map(ToString::to_string) else {
            return Err(Fault::new(
                Kind::Unconfigured,
                "configuring AWS",
                "No region is set. Set region in the provider's block `aws`, or the environment variable AWS_REGION",
            ));
        };
        let mut ec2 = aws_sdk_ec2::config::Builder::from(&config).interceptor(Bounds);
        if let Some(url) = &settings.ec2_endpoint {
            ec2.set_endpoint_url(Some(url.clone()));
        }
        let mut elbv2 =
            aws_sdk_elasticloadbalancingv2::config::Builder::from(&config).interceptor(Bounds);
        if let Some(url) = &settings.elbv2_endpoint {
            elbv2.set_endpoint_url(Some(url.clone()));
        }
        let mut sts = aws_sdk_sts::config::Builder::from(&config).interceptor(Bounds);
        if let Some(url) = &settings.sts_endpoint {
            sts.set_endpoint_url(Some(url.clone()));
        }
        Ok(Self {
            ec2: aws_sdk_ec2::Client::from_conf(ec2.build()),
            elbv2: aws_sdk_elasticloadbalancingv2::Client::from_conf(elbv2.build()),
            sts: aws_sdk_sts::Client::from_conf(sts.build()),
            region,
            token: settings.token.clone(),
            account: OnceCell::new(),
            clock,
            limits: Limits::new(),
            attempts: attempts(settings.max_retries),
            images: Once::default(),
            types: Once::default(),
        })
    }

    /// The region.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }

    /// Where the time comes from.
    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The account that the credentials are of. Asked once.
    ///
    /// # Errors
    /// The credentials are missing or not accepted.
    pub async fn account(&self, stop: &CancellationToken) -> Result<&str, Fault> {
        let account = self.account.get_or_try_init(async || {
            let answer = self
                .ask(stop, "GetCallerIdentity", || {
                    self.sts.get_caller_identity().send()
                })
                .await?;
            answer.account.ok_or_else(|| {
                let message = "The answer names no account";
                Fault::new(Kind::Refused, "GetCallerIdentity", message)
            })
        });
        account.await.map(String::as_str)
    }

    /// Makes a request, again where that may help. `attempt` makes it anew each time.
    pub(super) async fn ask<T, E, F>(
        &self,
        stop: &CancellationToken,
        operation: &'static str,
        attempt: impl Fn() -> F + Send + Sync,
    ) -> Result<T, Fault>
    where
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>> + Send,
        T: Send,
    {
        let mut number = 0;
        retry(&self.clock, stop, self.attempts, || {
            number += 1;
            self.attempt(operation, number, &attempt)
        })
        .await
    }

    async fn attempt<T, E, F>(
        &self,
        operation: &'static str,
        number: u32,
        attempt: &(impl Fn() -> F + Sync),
    ) -> Result<T, Fault>
    where
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>> + Send,
    {
        let hold = self.limits.of(operation).pass(&self.clock).await;
        let answer = attempt().await.map_err(|error| {
            let fault = fault(operation, &error);
            match &self.token {
                Some(token) => fault.without(token.reveal()),
                None => fault,
            }
        });
        drop(hold);
        match &answer {
            Ok(_) => tracing::debug!(operation, attempt = number, "AWS has answered"),
            Err(fault) => tracing::warn!(
                operation,
                attempt = number,
                kind = ?fault.kind,
                code = fault.code.as_deref().unwrap_or_default(),
                request_id = fault.request_id.as_deref().unwrap_or_default(),
                "a request to AWS came to nothing"
            ),
        }
        answer
    }
}

/// Region, credentials and manners, from settings, environment, files and machine.
async fn config(settings: &AwsSettings, clock: &Clock) -> SdkConfig {
    let limit = clock.attempt_limit();
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(limit / 3)
        .operation_attempt_timeout(limit);
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .retry_config(RetryConfig::disabled())
        .timeout_config(timeouts.build());
    if let Ok(name) = AppName::new(env!("CARGO_PKG_NAME")) {
        loader = loader.app_name(name);
    }
    if let Some(region) = &settings.region {
        loader = loader.region(Region::new(region.clone()));
    }
    if let Some(profile) = &settings.profile {
        // what is named here comes before what the environment happens to hold
        let provider = ProfileFileCredentialsProvider::builder().profile_name(profile);
        let provider = provider.configure(&ProviderConfig::with_default_region().await);
        loader = loader
            .profile_name(profile)
            .credentials_provider(provider.build());
    }
    if let (Some(id), Some(key)) = (&settings.access_key, &settings.secret_key) {
        let token = settings
            .token
            .as_ref()
            .map(|token| token.reveal().to_owned());
        let from = "the provider's configuration";
        loader = loader.credentials_provider(Credentials::new(
            id.reveal(),
            key.reveal(),
            token,
            None,
            from,
        ));
    }
    let config = loader.load().await;
    let Some(role) = &settings.assume_role else {
        return config;
    };
    let mut way = config.clone().into_builder();
    way.set_endpoint_url(settings.sts_endpoint.clone());
    let mut provider = AssumeRoleProvider::builder(&role.role_arn).configure(&way.build());
    if let Some(name) = &role.session_name {
        provider = provider.session_name(name);
    }
    if let Some(id) = &role.external_id {
        provider = provider.external_id(id.reveal());
    }
    let role = aws_sdk_ec2::config::SharedCredentialsProvider::new(provider.build().await);
    config.into_builder().credentials_provider(role).build()
}
