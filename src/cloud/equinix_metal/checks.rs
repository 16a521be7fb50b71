//! What Equinix Metal knows already while Terraform plans: whether plan and metro are there.

use super::connection::Ask;
use super::machines::Machines;
use super::template::Place;
use crate::cloud::{Fault, Finding, Role};

impl Machines {
    /// Looks for mistakes in the arguments. Capacity comes and goes, so a lack of it is nothing to refuse a plan for.
    pub(super) async fn findings(&self) -> Result<Vec<Finding>, Fault> {
        let mut found = Vec::new();
        let project = &self.template.project_id;
        let plans = self
            .slugs(
                "findPlansByProject",
                format!("projects/{project}/plans"),
                "plans",
                "slug",
            )
            .await?;
        if !plans.is_empty() && !plans.contains(&self.template.plan) {
            found.push(Finding {
                argument: match self.set.role {
                    Role::Controller => "controller_type",
                    Role::Worker { .. } => "node_type",
                },
                index: None,
                summary: "There is no such type of machine".to_owned(),
                detail: format!("The project has no plan {}.", self.template.plan),
            });
        }
        if let Place::Metro(metro) = &self.template.place {
            let metros = self
                .slugs(
                    "findMetros",
                    "locations/metros".to_owned(),
                    "metros",
                    "code",
                )
                .await?;
            if !metros.is_empty() && !metros.contains(metro) {
                found.push(Finding {
                    argument: "metro",
                    index: None,
                    summary: "There is no such metro".to_owned(),
                    detail: format!(
                        "The metros are {}.",
                        self.connection.told(&metros.join(", "))
                    ),
                });
            }
        }
        Ok(found)
    }

    async fn slugs(
        &self,
        operation: &'static str,
        path: String,
        list: &str,
        name: &str,
    ) -> Result<Vec<String>, Fault> {
        let answer = self
            .connection
            .ask(&self.stop, &Ask::read(operation, path))
            .await?;
        let items = answer[list].as_array().into_iter().flatten();
        Ok(items
            .filter_map(|item| item[name].as_str().map(str::to_owned))
            .collect())
    }
}
