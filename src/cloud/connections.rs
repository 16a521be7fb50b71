//! The ways to the clouds as the provider's configuration has them, made when first needed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::Clock;
use crate::secret::Secret;

#[cfg(feature = "aws")]
use super::aws;
use super::{Fault, Kind, equinix_metal};

/// What the configuration says of a cloud.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Setting<T> {
    /// Nothing: the environment says all.
    #[default]
    Absent,
    /// Terraform does not know it yet.
    Unknown,
    /// This.
    Known(T),
}

impl<T: Clone + Default> Setting<T> {
    /// The settings, once all of the provider's block is known.
    fn settled(&self, operation: &'static str, block: &str) -> Result<T, Fault> {
        match self {
            Self::Absent => Ok(T::default()),
            Self::Known(settings) => Ok(settings.clone()),
            Self::Unknown => Err(Fault::new(
                Kind::Unconfigured,
                operation,
                format!(
                    "The provider's block `{block}` has values that are not known before apply"
                ),
            )),
        }
    }
}

/// The block `aws` of the provider. What is not set, the environment, the shared configuration files and the machine
/// say, as for all of AWS's tools.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwsSettings {
    /// The region.
    pub region: Option<String>,
    /// Profile of the shared configuration files.
    pub profile: Option<String>,
    /// Id of the access key.
    pub access_key: Option<Secret>,
    /// The access key itself.
    pub secret_key: Option<Secret>,
    /// Token of a session.
    pub token: Option<Secret>,
    /// A role to take on.
    pub assume_role: Option<AssumedRole>,
    /// Where EC2 is, if not where AWS has it.
    pub ec2_endpoint: Option<String>,
    /// Where Elastic Load Balancing is.
    pub elbv2_endpoint: Option<String>,
    /// Where the Security Token Service is.
    pub sts_endpoint: Option<String>,
    /// How often a request is repeated.
    pub max_retries: Option<u32>,
    /// Tags of all machines.
    pub default_tags: BTreeMap<String, String>,
}

/// The block `equinix_metal` of the provider, with what the environment says in its place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MetalSettings {
    /// The token of a user or a project.
    pub auth_token: Option<Secret>,
    /// Where the API is, if not where Equinix had it.
    pub endpoint: Option<String>,
    /// How often a request is repeated.
    pub max_retries: Option<u32>,
}

/// A role to take on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AssumedRole {
    /// The role.
    pub role_arn: String,
    /// What AWS's logs call the session.
    pub session_name: Option<String>,
    /// What the role's owner wants to hear.
    pub external_id: Option<Secret>,
}

/// The ways to the clouds. In debug mode one process is configured again and again.
#[derive(Debug, Default)]
pub struct Connections {
    clock: Clock,
    configured: Mutex<Arc<Configured>>,
}

#[derive(Debug, Default)]
struct Configured {
    aws: Setting<AwsSettings>,
    metal: Setting<MetalSettings>,
    metal_connection: tokio::sync::OnceCell<Arc<equinix_metal::Connection>>,
    #[cfg(feature = "aws")]
    aws_connection: tokio::sync::OnceCell<Arc<aws::Connection>>,
}

impl Connections {
    /// Takes a configuration over for what follows.
    pub fn configure(&self, aws: Setting<AwsSettings>, metal: Setting<MetalSettings>) {
        let configured = Configured {
            aws,
            metal,
            ..Configured::default()
        };
        *self
            .configured
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(configured);
    }

    /// Where operations take their time from.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// What the configuration says of AWS.
    #[must_use]
    pub fn aws_settings(&self) -> Setting<AwsSettings> {
        self.configured().aws.clone()
    }

    /// The way to AWS.
    ///
    /// # Errors
    /// It is not known how to get there.
    #[cfg(feature = "aws")]
    pub async fn aws(&self) -> Result<Arc<aws::Connection>, Fault> {
        let configured = self.configured();
        let settings = configured.aws.settled("configuring AWS", "aws")?;
        let connection = configured
            .aws_connection
            .get_or_try_init(async || {
                aws::Connection::open(&settings, self.clock.clone())
                    .await
                    .map(Arc::new)
            })
            .await?;
        Ok(Arc::clone(connection))
    }

    /// The way to Equinix Metal.
    ///
    /// # Errors
    /// It is not known how to get there.
    pub async fn equinix_metal(&self) -> Result<Arc<equinix_metal::Connection>, Fault> {
        let configured = self.configured();
        let settings = configured
            .metal
            .settled("configuring Equinix Metal", "equinix_metal")?;
        let connection = configured.metal_connection.get_or_try_init(async || {
            equinix_metal::Connection::open(&settings, self.clock.clone()).map(Arc::new)
        });
        connection.await.map(Arc::clone)
    }

    fn configured(&self) -> Arc<Configured> {
        Arc::clone(
            &self
                .configured
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }
}
