//! What a set of machines needs of a cloud, and the clouds, a folder each.
//!
//! To add a cloud: a folder here with a type that implements [`Cloud`](crate::cloud::Cloud) for the machines of one
//! set, its settings in the provider's schema, its block in `machines::schema`, and its way from arguments in
//! `machines::clouds`. Only the clouds open sockets.

#[cfg(feature = "aws")]
pub mod aws;
mod causes;
mod connections;
pub mod equinix_metal;
mod fault;
mod finding;
mod limiter;
mod machine;
mod ordinals;
mod said;
mod set;

pub use connections::{AssumedRole, AwsSettings, Connections, MetalSettings, Setting};
pub use fault::{Fault, Kind};
pub use finding::Finding;
pub use limiter::Limiter;
pub use machine::{Drift, Health, Machine, Owner, State, Targets};
pub use ordinals::Ordinals;
pub use set::{Role, Set, Tag};

use std::collections::BTreeMap;

use async_trait::async_trait;

/// The machines of one set in a cloud. Requests are repeated by the implementation where that cannot make a second
/// machine; what it returns is the last word.
#[async_trait]
pub trait Cloud: Send + Sync {
    /// Whose account the provider works in, and where.
    async fn home(&self) -> Result<Home, Fault>;

    /// Looks for mistakes in the arguments, for so many machines that are to be made. Reads only.
    async fn check(&self, new_machines: usize) -> Result<Vec<Finding>, Fault>;

    /// The id of the image that machines are made from, in clouds where the user need not know it.
    async fn image(&self) -> Result<Option<String>, Fault>;

    /// All machines that carry the set's names, whoever made them, but for those that have ended. New machines may be
    /// missing for a while.
    async fn list(&self) -> Result<Vec<Machine>, Fault>;

    /// Machines by id, ended ones too; those that the cloud does not know are missing.
    async fn find(&self, ids: &[String]) -> Result<Vec<Machine>, Fault>;

    /// What a machine boots with, as it was given; `None` when there is nothing.
    async fn user_data(&self, id: &str) -> Result<Option<String>, Fault>;

    /// Makes machines, all at once.
    async fn launch(&self, orders: &[Order]) -> Launched;

    /// Whether machines that run must be changed, by what is asked for now and was before.
    fn has_changes(&self) -> bool;

    /// Gives machines the set's present tags and settings, where they have others.
    async fn update(&self, ids: &[String]) -> Result<(), Fault>;

    /// Installs a machine anew from another config: it keeps its id, its addresses and its reservation. Once this has
    /// returned, the machine is pending until that is done. Clouds that cannot do it are never asked.
    async fn reinstall(&self, id: &str, _order: &Order) -> Result<(), Fault> {
        let message = format!("This cloud cannot install {id} anew");
        Err(Fault::new(Kind::Refused, "installing anew", message))
    }

    /// Ends machines; those that are gone already are none the worse for it.
    async fn terminate(&self, ids: &[String]) -> Result<(), Fault>;

    /// Whether machines are behind load balancers, or were until now.
    fn has_targets(&self) -> bool;

    /// Puts running machines behind the load balancers.
    async fn attach(&self, ids: &[String]) -> Result<(), Fault>;

    /// Takes machines from behind the load balancers; connections may last for a while.
    async fn detach(&self, ids: &[String]) -> Result<(), Fault>;

    /// How machines do, given as the cloud has just shown them, in the cloud's own eyes and in those of the load balancers.
    async fn health(&self, machines: &[&Machine]) -> Result<BTreeMap<String, Health>, Fault>;

    /// Whether machines are behind all their load balancers, by id; cheaper than [`health`](Self::health).
    async fn attached(&self, ids: &[String]) -> Result<BTreeMap<String, bool>, Fault>;
}

/// Where the machines of a set are: what does not apply to a cloud is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Home {
    /// The AWS account.
    pub account_id: Option<String>,
    /// The AWS region.
    pub region: Option<String>,
    /// The Equinix Metal project.
    pub project_id: Option<String>,
}

/// A machine to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Its number in the set.
    pub ordinal: u32,
    /// What it boots with, and the hash of that and all else that makes it what it is.
    pub config: Config,
    /// The private address that it must have.
    pub private_ipv4: Option<String>,
    /// The machine whose place it takes.
    pub predecessor: Option<String>,
}

/// What a machine is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// User data.
    pub user_data: crate::secret::Secret,
    /// Hash of what asks for a new machine.
    pub sha256: String,
}

/// What came of orders. There may be machines and a fault, too.
#[derive(Debug, Default)]
pub struct Launched {
    /// The machines that the cloud has named.
    pub machines: Vec<Machine>,
    /// Why there are no more.
    pub fault: Option<Fault>,
}

impl Launched {
    /// Nothing, and why.
    #[cfg(feature = "aws")]
    fn failed(fault: Fault) -> Self {
        Self {
            machines: Vec::new(),
            fault: Some(fault),
        }
    }

    /// The fault to tell of two: one that leaves open whether there are machines matters more.
    fn worse(one: Option<Fault>, other: Option<Fault>) -> Option<Fault> {
        let is_open = |fault: &Fault| matches!(fault.kind, Kind::Unanswered | Kind::Unavailable);
        match (one, other) {
            (Some(one), Some(other)) if is_open(&other) && !is_open(&one) => Some(other),
            (one, other) => one.or(other),
        }
    }
}
