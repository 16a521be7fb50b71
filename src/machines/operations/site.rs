//! Where the machines of a set are: the way to their cloud, and whether the provider's account is theirs.

use tokio_util::sync::CancellationToken;

use super::told;
use crate::cloud::{Cloud, Connections, Fault, Home, Set, equinix_metal};
use crate::framework::{Diagnostic, Diagnostics, Field, FromValue as _, Value};
use crate::machines::arguments::Arguments;

/// What an operation brings to the cloud.
pub(super) struct Visit<'a> {
    pub(super) connections: &'a Connections,
    pub(super) stop: &'a CancellationToken,
    /// The resource, as it is planned or stored.
    pub(super) arguments: &'a Arguments,
    pub(super) value: &'a Value,
    /// What was stored before, where it changes.
    pub(super) former: Option<(&'a Arguments, &'a Value)>,
    /// The uid of the machines' tags.
    pub(super) uid: &'a str,
}

/// Why there is no way to the cloud.
pub(super) enum Closed {
    /// The cloud is not reached.
    Fault(Fault),
    /// Something else.
    Other(Diagnostic),
}

impl Closed {
    /// What users are told.
    pub(super) fn told(self) -> Diagnostics {
        match self {
            Self::Fault(fault) => told::fault(&fault).into(),
            Self::Other(diagnostic) => diagnostic.into(),
        }
    }
}

impl Visit<'_> {
    /// Opens the way to the cloud.
    pub(super) async fn open(&self) -> Result<Box<dyn Cloud>, Closed> {
        if self.arguments.common.aws.is_null() {
            self.equinix_metal().await
        } else {
            self.aws().await
        }
    }

    #[cfg(feature = "aws")]
    async fn aws(&self) -> Result<Box<dyn Cloud>, Closed> {
        use crate::machines::templates::aws::template;

        // The way to AWS is a large future.
        let connection = Box::pin(self.connections.aws()).await;
        let connection = connection.map_err(Closed::Fault)?;
        let (set, present, former) = self.asked_for(template)?;
        let (stop, uid) = (self.stop.clone(), self.uid.to_owned());
        let machines =
            crate::cloud::aws::Machines::new(connection, stop, set, uid, present, former);
        Ok(Box::new(machines))
    }

    async fn equinix_metal(&self) -> Result<Box<dyn Cloud>, Closed> {
        use crate::machines::templates::equinix_metal::template;

        let connection = self
            .connections
            .equinix_metal()
            .await
            .map_err(Closed::Fault)?;
        let (set, present, former) = self.asked_for(template)?;
        let (stop, uid) = (self.stop.clone(), self.uid.to_owned());
        let machines = equinix_metal::Machines::new(connection, stop, set, uid, present, former);
        Ok(Box::new(machines))
    }

    /// The set, what is asked for now, and what was before.
    fn asked_for<T>(
        &self,
        template: fn(&Arguments, &Value) -> Option<T>,
    ) -> Result<(Set, T, Option<T>), Closed> {
        let present = template(self.arguments, self.value);
        let Some((set, present)) = self.arguments.set().zip(present) else {
            return Err(Closed::Other(Diagnostic::error(
                "What machines are made from is not known",
                "A value that should be known during apply is not. This is a bug in the provider; please report it.",
            )));
        };
        let former = self
            .former
            .and_then(|(arguments, value)| template(arguments, value));
        Ok((set, present, former))
    }

    #[cfg(not(feature = "aws"))]
    #[expect(clippy::unused_async, reason = "with the feature, it asks for the way")]
    async fn aws(&self) -> Result<Box<dyn Cloud>, Closed> {
        Err(Closed::Other(Diagnostic::error(
            "This provider was built without AWS",
            "Build it with the cargo feature aws.",
        )))
    }
}

/// The set of arguments.
///
/// # Errors
/// Its names are not known, which Terraform promises they are.
pub(super) fn set_of(arguments: &Arguments) -> Result<Set, Diagnostics> {
    arguments.set().ok_or_else(|| {
        Diagnostic::error(
            "The names of the machines are not known",
            "cluster_name or pool_name is not known during apply. This is a bug in the provider; please report it.",
        )
        .into()
    })
}

/// Insists that the provider's account is the one that stored machines are in. Another one would not show them, and
/// they would seem to be gone.
pub(super) fn must_be_home(home: &Home, state: &Value) -> Result<(), Diagnostics> {
    let places = [
        ("account", "account_id", &home.account_id),
        ("region", "region", &home.region),
        ("project", "project_id", &home.project_id),
    ];
    for (word, attribute, present) in places {
        let stored = Field::<String>::from_value(state.attribute(attribute));
        let stored = stored.ok().and_then(Field::into_known);
        if let (Some(stored), Some(present)) = (stored, present)
            && stored != *present
        {
            return Err(Diagnostic::error(
                format!("The provider is configured for another {word}"),
                format!(
                    "The machines of this resource are in the {word} {stored}, but the provider's configuration leads \
                     to the {word} {present}, where none of them would be found. Nothing was changed, in the cloud or \
                     in the state. Configure the provider for {stored}."
                ),
            )
            .into());
        }
    }
    Ok(())
}
