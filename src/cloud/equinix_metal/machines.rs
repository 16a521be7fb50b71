//! The machines of one set on Equinix Metal.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use super::connection::Connection;
use super::template::Template;
use crate::cloud::{
    Cloud, Fault, Finding, Health, Home, Launched, Machine, Order, Set, State, Targets,
};

/// The machines of one set, as long as one operation takes.
#[derive(Debug)]
pub struct Machines {
    pub(super) connection: Arc<Connection>,
    pub(super) stop: CancellationToken,
    pub(super) set: Set,
    /// Whose machines are made: the uid in their tags.
    pub(super) uid: String,
    pub(super) template: Template,
    /// What was asked for before this operation, where it changes something.
    pub(super) former: Option<Template>,
    /// Devices that were asked to be installed anew, until they have been seen at it, with the events they had before.
    installing: Mutex<BTreeMap<String, BTreeSet<String>>>,
}

impl Machines {
    /// The machines of a set. Waiting ends when `stop` is cancelled.
    #[must_use]
    pub fn new(
        connection: Arc<Connection>,
        stop: CancellationToken,
        set: Set,
        uid: String,
        template: Template,
        former: Option<Template>,
    ) -> Self {
        Self {
            connection,
            stop,
            set,
            uid,
            template,
            former,
            installing: Mutex::default(),
        }
    }

    pub(super) fn installing(&self) -> MutexGuard<'_, BTreeMap<String, BTreeSet<String>>> {
        self.installing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Cloud for Machines {
    async fn home(&self) -> Result<Home, Fault> {
        self.project().await?;
        Ok(Home {
            project_id: Some(self.template.project_id.clone()),
            ..Home::default()
        })
    }

    async fn check(&self, _new_machines: usize) -> Result<Vec<Finding>, Fault> {
        self.findings().await
    }

    async fn image(&self) -> Result<Option<String>, Fault> {
        Ok(None)
    }

    async fn list(&self) -> Result<Vec<Machine>, Fault> {
        self.list_live().await
    }

    async fn find(&self, ids: &[String]) -> Result<Vec<Machine>, Fault> {
        self.find_by_id(ids).await
    }

    async fn user_data(&self, id: &str) -> Result<Option<String>, Fault> {
        self.user_data_of(id).await
    }

    async fn launch(&self, orders: &[Order]) -> Launched {
        self.launch_all(orders).await
    }

    fn has_changes(&self) -> bool {
        let former = self.former.as_ref();
        former.is_none_or(|former| {
            let template = &self.template;
            former.tags != template.tags
                || former.billing_cycle != template.billing_cycle
                || former.bgp_session != template.bgp_session
        })
    }

    async fn update(&self, ids: &[String]) -> Result<(), Fault> {
        self.change(ids).await?;
        let former = self.former.as_ref();
        let had_session = former.is_some_and(|former| former.bgp_session);
        match (had_session, self.template.bgp_session) {
            (false, true) => self.begin_sessions(ids).await,
            (true, false) => self.end_sessions(ids).await,
            _ => Ok(()),
        }
    }

    async fn reinstall(&self, id: &str, order: &Order) -> Result<(), Fault> {
        self.install_anew(id, order).await
    }

    async fn terminate(&self, ids: &[String]) -> Result<(), Fault> {
        self.terminate_all(ids).await
    }

    fn has_targets(&self) -> bool {
        self.template.bgp_session
    }

    async fn attach(&self, ids: &[String]) -> Result<(), Fault> {
        self.begin_sessions(ids).await
    }

    async fn detach(&self, _ids: &[String]) -> Result<(), Fault> {
        Ok(())
    }

    /// The service has no checks of its own: a device that is active has told it that it is up.
    async fn health(&self, machines: &[&Machine]) -> Result<BTreeMap<String, Health>, Fault> {
        let health = |machine: &Machine| Health {
            checks_passed: machine.state == State::Running,
            targets: Targets::Healthy,
            is_drained: true,
        };
        let machines = machines.iter();
        Ok(machines
            .map(|machine| (machine.id.clone(), health(machine)))
            .collect())
    }

    async fn attached(&self, ids: &[String]) -> Result<BTreeMap<String, bool>, Fault> {
        let present = self.sessions().await?;
        Ok(ids
            .iter()
            .map(|id| (id.clone(), present.contains_key(id)))
            .collect())
    }
}
