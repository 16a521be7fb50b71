//! The machines of one set on AWS.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use tokio_util::sync::CancellationToken;

use super::connection::Connection;
use super::template::Template;
use crate::cloud::{Cloud, Fault, Finding, Health, Home, Launched, Machine, Order, Set};

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
        }
    }
}

#[async_trait]
impl Cloud for Machines {
    async fn home(&self) -> Result<Home, Fault> {
        Ok(Home {
            account_id: Some(self.connection.account(&self.stop).await?.to_owned()),
            region: Some(self.connection.region().to_owned()),
            project_id: None,
        })
    }

    async fn check(&self, new_machines: usize) -> Result<Vec<Finding>, Fault> {
        self.findings(new_machines).await
    }

    async fn image(&self) -> Result<Option<String>, Fault> {
        Ok(Some(self.flatcar().await?.id))
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
        former.is_none_or(|former| self.template.changes_running_machines(former))
    }

    async fn update(&self, ids: &[String]) -> Result<(), Fault> {
        self.change(ids).await
    }

    async fn terminate(&self, ids: &[String]) -> Result<(), Fault> {
        self.terminate_all(ids).await
    }

    fn has_targets(&self) -> bool {
        !self.template.target_group_arns.is_empty() || !self.former_groups().is_empty()
    }

    async fn attach(&self, ids: &[String]) -> Result<(), Fault> {
        self.register(&self.template.target_group_arns, ids).await
    }

    async fn detach(&self, ids: &[String]) -> Result<(), Fault> {
        self.deregister(&self.former_groups(), ids).await?;
        self.deregister(&self.template.target_group_arns, ids).await
    }

    async fn health(&self, machines: &[&Machine]) -> Result<BTreeMap<String, Health>, Fault> {
        let ids: Vec<String> = machines.iter().map(|machine| machine.id.clone()).collect();
        self.health_of(&ids).await
    }

    async fn attached(&self, ids: &[String]) -> Result<BTreeMap<String, bool>, Fault> {
        self.attached_of(ids).await
    }
}
