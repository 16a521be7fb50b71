//! Taking in machines that exist: those of an apply whose provider died, or of a state that was lost.
//!
//! The tags hold what must not be lost; arguments are recorded by the next apply, which touches no machine.

use super::entries::entry;
use super::site::{Closed, Visit};
use super::stored::{with, with_home, with_machines};
use super::{recovery, told};
use crate::cloud::{self, Connections, Home, Set};
use crate::framework::{Diagnostic, Diagnostics, Field, Import, IntoValue as _, Outcome, Value};
use crate::machines::arguments::{Arguments, Kind};
use crate::machines::machine::Machine;
use crate::machines::schema;

/// The id that imports a set.
pub(super) fn id(set: &Set, home: &Home) -> String {
    let region = home.region.as_deref().unwrap_or("REGION");
    match &home.project_id {
        Some(project) => format!("equinix_metal/{project}/{}", set.import_suffix()),
        None => format!("aws/{region}/{}", set.import_suffix()),
    }
}

/// What an id says.
#[derive(Debug, PartialEq, Eq)]
struct Id<'a> {
    cloud: &'a str,
    place: &'a str,
    cluster: &'a str,
    pool: Option<&'a str>,
}

impl<'a> Id<'a> {
    fn parse(kind: Kind, text: &'a str) -> Option<Self> {
        let parts: Vec<&str> = text.split('/').collect();
        let (names, pool) = match (kind, parts.as_slice()) {
            (Kind::Controller, names) if names.len() == 3 => (names, None),
            (Kind::WorkerPool, [names @ .., pool]) if names.len() == 3 => (names, Some(*pool)),
            _ => return None,
        };
        let [cloud, place, cluster] = *names else {
            return None;
        };
        let is_cloud = matches!(cloud, "aws" | "equinix_metal");
        let is_whole = !place.is_empty() && !cluster.is_empty() && pool != Some("");
        (is_cloud && is_whole).then_some(Self {
            cloud,
            place,
            cluster,
            pool,
        })
    }
}

impl Id<'_> {
    /// The arguments that it says. The cloud's block is there with nothing set in it, so that the next plan is no
    /// replacement.
    fn named(&self, kind: Kind) -> Value {
        let cluster = Value::object([
            ("cluster_name", self.cluster.into_value()),
            (self.cloud, self.block()),
        ]);
        let mut named = match self.pool {
            None => cluster,
            Some(pool) => with(&cluster, [("pool_name", pool.into_value())]),
        };
        schema::arguments(kind).complete(&mut named);
        named
    }

    fn block(&self) -> Value {
        match self.cloud {
            "equinix_metal" => Value::object([("project_id", self.place.into_value())]),
            _ => Value::object::<&str>([]),
        }
    }
}

/// Takes in all machines that an id stands for.
///
/// # Errors
/// There are none, or they are not of one resource.
pub async fn import(
    kind: Kind,
    connections: &Connections,
    request: Import<'_>,
    outcome: &mut Outcome,
) -> Result<(), Diagnostics> {
    let id = Id::parse(kind, request.id).ok_or_else(|| unreadable(kind, request.id))?;
    let written = id.named(kind);
    let arguments = Arguments::read(kind, &written)?;
    let visit = Visit {
        connections,
        stop: &request.stop,
        arguments: &arguments,
        value: &written,
        former: None,
        uid: "",
    };
    let cloud = visit.open().await.map_err(Closed::told)?;
    let home = cloud.home().await.map_err(|fault| told::fault(&fault))?;
    if let Some(region) = home.region.as_deref().filter(|region| *region != id.place) {
        return Err(elsewhere(id.place, region).into());
    }
    let listed = cloud.list().await.map_err(|fault| told::fault(&fault))?;
    let live: Vec<&cloud::Machine> = listed
        .iter()
        .filter(|machine| machine.state.is_live())
        .collect();
    let set = super::site::set_of(&arguments)?;
    let (uid, members) = members(&live, &set, request.id)?;
    let entries: Vec<Machine> = members
        .iter()
        .map(|(ordinal, machine)| entry(&set, *ordinal, machine, None))
        .collect();
    let secrets = match kind {
        Kind::WorkerPool => None,
        Kind::Controller => Some(recovery::secrets(cloud.as_ref(), &set, &members).await?),
    };
    let images: Vec<&String> = live
        .iter()
        .filter_map(|machine| machine.image.as_ref())
        .collect();
    let image = images
        .first()
        .filter(|first| images.iter().all(|image| image == *first));
    let base = with_home(&written, &home, &uid, image.map(|image| (*image).clone()));
    let hash = entries
        .first()
        .map_or(Field::Null, |first| first.config_sha256.clone());
    let base = with(&base, [("config_sha256", hash.into_value())]);
    outcome.state = with_machines(&base, &arguments, entries);
    if let Some(pki) = secrets {
        let kept = [("pki", crate::machines::secrets::written(&pki))];
        outcome.state = with(&outcome.state, kept);
    }
    Ok(())
}

/// The machines of a set by ordinal, and the uid that they share.
type Members<'a> = (String, Vec<(u32, &'a cloud::Machine)>);

/// The machines by ordinal, and the uid that they share.
fn members<'a>(
    live: &[&'a cloud::Machine],
    set: &Set,
    id: &str,
) -> Result<Members<'a>, Diagnostics> {
    let named = || -> String {
        let ids: Vec<&str> = live.iter().map(|machine| machine.id.as_str()).collect();
        ids.join(", ")
    };
    if live.is_empty() {
        return Err(Diagnostic::error(
            "There is nothing to import",
            format!("No {set} run: none carries the tags that {id:?} stands for."),
        )
        .into());
    }
    let mut members: Vec<(u32, &cloud::Machine)> = Vec::new();
    let uid = live.first().and_then(|machine| machine.owner.uid.clone());
    for machine in live {
        let ordinal = machine
            .owner
            .ordinal
            .filter(|_| machine.owner.uid == uid && uid.is_some());
        let Some(ordinal) = ordinal else {
            return Err(Diagnostic::error(
                "These machines are not of one resource",
                format!(
                    "The {set} have no tags, or different ones, of the key lokomotive:uid or lokomotive:ordinals: {}. End \
                     those that are not wanted, or put the tags right.",
                    named()
                ),
            )
            .into());
        };
        if let Some((_, other)) = members.iter().find(|(taken, _)| *taken == ordinal) {
            return Err(Diagnostic::error(
                format!("There are two machines {}", set.machine_name(ordinal)),
                format!(
                    "{} and {} are both that machine. End one of them first.",
                    other.id, machine.id
                ),
            )
            .into());
        }
        members.push((ordinal, machine));
    }
    members.sort_by_key(|(ordinal, _)| *ordinal);
    Ok((uid.unwrap_or_default(), members))
}

fn unreadable(kind: Kind, id: &str) -> Diagnostic {
    let (names, example) = match kind {
        Kind::Controller => ("CLUSTER", "production"),
        Kind::WorkerPool => ("CLUSTER/POOL", "production/general"),
    };
    Diagnostic::error(
        "Not an id to import",
        format!(
            "Write aws/REGION/{names}, e.g. aws/eu-central-1/{example}, or equinix_metal/PROJECT_ID/{names}. {id:?} is of \
             neither form."
        ),
    )
}

fn elsewhere(place: &str, region: &str) -> Diagnostic {
    Diagnostic::error(
        "The provider is configured for another region",
        format!(
            "The machines are to be in {place}, and the provider works in {region}. Configure it for {place}."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_name_a_set() {
        let pool = Id::parse(Kind::WorkerPool, "aws/r/c/p").unwrap();
        assert_eq!((pool.place, pool.cluster, pool.pool), ("r", "c", Some("p")));
        let controllers = Id::parse(Kind::Controller, "equinix_metal/x/c").unwrap();
        assert_eq!(
            (controllers.cloud, controllers.pool),
            ("equinix_metal", None)
        );
        for (kind, text) in [
            (Kind::Controller, "aws/r/c/p"),
            (Kind::WorkerPool, "aws/r/c"),
            (Kind::Controller, "gcp/r/c"),
            (Kind::Controller, "aws//c"),
            (Kind::WorkerPool, "aws/r/c/"),
            (Kind::Controller, "i-1"),
        ] {
            assert_eq!(Id::parse(kind, text), None, "{text}");
        }
    }
}
