//! What AWS knows already while Terraform plans: whether what the arguments name is there and fits together.
//!
//! Reading only. What was made a moment ago may not be visible yet, so what seems missing is asked for again before it
//! is called missing.

use std::time::Duration;

use aws_sdk_ec2::types::{ArchitectureType, InstanceType, Subnet};

use super::images::architecture;
use super::list::filter;
use super::machines::Machines;
use super::template::Image;
use crate::cloud::{Fault, Finding, Kind, Role};

/// How often to look again for what seems missing, and after how long.
const LOOKS: (u32, Duration) = (4, Duration::from_secs(5));

impl Machines {
    /// Looks for mistakes in the arguments, for so many machines that are to be made.
    pub(super) async fn findings(&self, new_machines: usize) -> Result<Vec<Finding>, Fault> {
        let subnets = self.known_subnets().await?;
        let mut found = self.missing_subnets(&subnets);
        found.extend(self.room(&subnets, new_machines));
        let network = subnets.first().and_then(|subnet| subnet.vpc_id());
        found.extend(self.security_groups(network).await?);
        found.extend(self.target_groups(network).await?);
        found.extend(self.instance_type().await?);
        match self.flatcar().await {
            Err(fault) if fault.kind == Kind::NotFound => found.push(Finding {
                argument: match &self.template.image {
                    Image::Id(_) => "ami_id",
                    Image::Release { version: None, .. } => "os_channel",
                    Image::Release { .. } => "os_version",
                },
                index: None,
                summary: "There is no such image".to_owned(),
                detail: format!("{}.", fault.message),
            }),
            image => {
                image?;
            }
        }
        Ok(found)
    }

    async fn known_subnets(&self) -> Result<Vec<Subnet>, Fault> {
        let (looks, pause) = LOOKS;
        let mut subnets = self.subnets().await?;
        for _ in 1..looks {
            if self.missing_subnets(&subnets).is_empty() || self.stop.is_cancelled() {
                break;
            }
            self.connection.clock().sleep(pause).await;
            subnets = self.subnets().await?;
        }
        Ok(subnets)
    }

    fn missing_subnets(&self, subnets: &[Subnet]) -> Vec<Finding> {
        let known = |id: &String| subnets.iter().any(|subnet| subnet.subnet_id() == Some(id));
        let ids = self.template.subnet_ids.iter().enumerate();
        ids.filter(|(_, id)| !known(id))
            .map(|(index, id)| Finding {
                argument: "subnet_ids",
                index: Some(index),
                summary: "There is no such subnet".to_owned(),
                detail: format!(
                    "AWS knows no subnet {id} in {} in this account.",
                    self.connection.region()
                ),
            })
            .collect()
    }

    /// Whether the subnets have addresses for new machines, which take them in turn.
    fn room(&self, subnets: &[Subnet], new_machines: usize) -> Vec<Finding> {
        let ids = &self.template.subnet_ids;
        let share = new_machines.div_ceil(ids.len().max(1));
        let full = ids.iter().enumerate().filter_map(|(index, id)| {
            let subnet = subnets
                .iter()
                .find(|subnet| subnet.subnet_id() == Some(id))?;
            let free = usize::try_from(subnet.available_ip_address_count()?).ok()?;
            (free < share).then(|| Finding {
                argument: "subnet_ids",
                index: Some(index),
                summary: "The subnet has too few free addresses".to_owned(),
                detail: format!(
                    "{share} of the new machines would go to {id}, which has {free} free addresses."
                ),
            })
        });
        full.collect()
    }

    async fn security_groups(&self, network: Option<&str>) -> Result<Vec<Finding>, Fault> {
        let ids = &self.template.security_group_ids;
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let filter = filter("group-id", ids.iter().cloned());
        let ask = || {
            let request = self.connection.ec2.describe_security_groups();
            request.filters(filter.clone()).send()
        };
        let (looks, pause) = LOOKS;
        let mut groups = Vec::new();
        for look in 0..looks {
            if look > 0 {
                self.connection.clock().sleep(pause).await;
            }
            let answer = self
                .connection
                .ask(&self.stop, "DescribeSecurityGroups", ask)
                .await?;
            groups = answer.security_groups.unwrap_or_default();
            if groups.len() >= ids.len() || self.stop.is_cancelled() {
                break;
            }
        }
        let fault = |id: &String| {
            let Some(group) = groups.iter().find(|group| group.group_id() == Some(id)) else {
                return Some((
                    "There is no such security group",
                    format!(
                        "AWS knows no security group {id} in {} in this account.",
                        self.connection.region()
                    ),
                ));
            };
            let elsewhere =
                network.is_some() && group.vpc_id().is_some() && group.vpc_id() != network;
            elsewhere.then(|| {
                (
                    "The security group is of another network",
                    format!("{id} is not of the VPC that the subnets are in."),
                )
            })
        };
        let found = ids.iter().enumerate().filter_map(|(index, id)| {
            let (summary, detail) = fault(id)?;
            Some(Finding {
                argument: "security_group_ids",
                index: Some(index),
                summary: summary.to_owned(),
                detail,
            })
        });
        Ok(found.collect())
    }

    async fn target_groups(&self, network: Option<&str>) -> Result<Vec<Finding>, Fault> {
        use aws_sdk_elasticloadbalancingv2::types::TargetTypeEnum;
        let mut found = Vec::new();
        for (index, arn) in self.template.target_group_arns.iter().enumerate() {
            let ask = || {
                let request = self.connection.elbv2.describe_target_groups();
                request.target_group_arns(arn).send()
            };
            let answer = self
                .connection
                .ask(&self.stop, "DescribeTargetGroups", ask)
                .await;
            let fault = match answer {
                Err(fault) if fault.kind == Kind::NotFound => Some((
                    "There is no such target group",
                    format!("AWS knows no target group {arn} in this account."),
                )),
                answer => answer?.target_groups().first().and_then(|group| {
                    let by_instance = group.target_type() == Some(&TargetTypeEnum::Instance);
                    let elsewhere = network.is_some() && group.vpc_id() != network;
                    if !by_instance && group.target_type().is_some() {
                        Some((
                            "The target group does not take instances",
                            "Machines are registered by their id: make the group with target_type = \"instance\".".to_owned(),
                        ))
                    } else if elsewhere {
                        Some((
                            "The target group is of another network",
                            "It is not of the VPC that the subnets are in.".to_owned(),
                        ))
                    } else {
                        None
                    }
                }),
            };
            if let Some((summary, detail)) = fault {
                found.push(Finding {
                    argument: "target_group_arns",
                    index: Some(index),
                    summary: summary.to_owned(),
                    detail,
                });
            }
        }
        Ok(found)
    }

    /// Whether the instance type exists here and is of the machines' architecture.
    async fn instance_type(&self) -> Result<Option<Finding>, Fault> {
        let name = &self.template.instance_type;
        let arch = &self.template.arch;
        let ask = || {
            let request = self.connection.ec2.describe_instance_types();
            request
                .instance_types(InstanceType::from(name.as_str()))
                .send()
        };
        let finding = |summary: &str, detail: String| Finding {
            argument: self.type_argument(),
            index: None,
            summary: summary.to_owned(),
            detail,
        };
        let ask = async || {
            let answer = self
                .connection
                .ask(&self.stop, "DescribeInstanceTypes", ask);
            answer.await.map(|answer| {
                let found = answer.instance_types().first();
                let processor = found.and_then(|found| found.processor_info());
                processor.map_or_else(Vec::new, |processor| {
                    processor.supported_architectures().to_vec()
                })
            })
        };
        let architectures = match self.connection.types.get(name.clone(), ask).await {
            Err(fault) if fault.code.as_deref() == Some("InvalidInstanceType") => {
                let region = self.connection.region();
                let detail = format!("AWS has no instance type {name} in {region}.");
                return Ok(Some(finding("There is no such instance type", detail)));
            }
            architectures => architectures?,
        };
        let wanted = ArchitectureType::from(architecture(arch));
        if architectures.is_empty() || architectures.contains(&wanted) {
            return Ok(None);
        }
        let present: Vec<&str> = architectures.iter().map(ArchitectureType::as_str).collect();
        let detail = format!(
            "{name} is {}, and os_arch is \"{arch}\". Change one of them.",
            present.join(" and ")
        );
        Ok(Some(finding(
            "The instance type is of another architecture",
            detail,
        )))
    }

    fn type_argument(&self) -> &'static str {
        match self.set.role {
            Role::Controller => "controller_type",
            Role::Worker { .. } => "instance_type",
        }
    }
}
