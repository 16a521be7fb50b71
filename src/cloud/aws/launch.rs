//! Making instances: `RunInstances`.
//!
//! Workers that are alike go in one request per subnet; controllers, each with its own config, one by one. Each request
//! has a token, so that repeating it makes no second machine.

use aws_sdk_ec2::types::{
    BlockDeviceMapping, EbsBlockDevice, HttpTokensState, IamInstanceProfileSpecification,
    InstanceInterruptionBehavior, InstanceMarketOptionsRequest, InstanceMetadataOptionsRequest,
    InstanceNetworkInterfaceSpecification, InstanceType, MarketType, ResourceType,
    SpotInstanceType, SpotMarketOptions, Tag as Ec2Tag, TagSpecification, VolumeType,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::future::join_all;

use super::instance::machine;
use super::machines::Machines;
use super::template::Found;
use super::token::Seed;
use crate::cloud::{Config, Fault, Kind, Launched, Machine, Order, Ordinals, Role, State, Tag};

/// Generations to try at most: each stands for a machine that has ended within the last hours.
const GENERATIONS: u32 = 40;

/// Machines that are made with one request.
#[derive(Debug, Clone)]
struct Batch {
    subnet: String,
    ordinals: Ordinals,
    config: Config,
    private_ipv4: Option<String>,
    predecessors: Vec<String>,
}

impl Machines {
    /// Makes machines.
    pub(super) async fn launch_all(&self, orders: &[Order]) -> Launched {
        let prepared = async {
            let image = self.flatcar().await?;
            let account = self.connection.account(&self.stop).await?;
            let batches = self.batches(orders).await?;
            Ok((image, account, batches))
        };
        let (image, account, batches) = match prepared.await {
            Ok(prepared) => prepared,
            Err(fault) => return Launched::failed(fault),
        };
        let requests = batches.iter().map(|batch| self.run(batch, &image, account));
        let mut all = Launched::default();
        for launched in join_all(requests).await {
            all.machines.extend(launched.machines);
            all.fault = Launched::worse(all.fault, launched.fault);
        }
        all
    }

    /// Machines that are alike but for their ordinals share a request.
    async fn batches(&self, orders: &[Order]) -> Result<Vec<Batch>, Fault> {
        let mut batches = Vec::new();
        let mut alike: Vec<(String, Vec<&Order>)> = Vec::new();
        for order in orders {
            let subnet = match &order.private_ipv4 {
                Some(address) => self.subnet_of(address).await?,
                None => self.subnet(order.ordinal),
            };
            let is_alone = self.set.role == Role::Controller || order.private_ipv4.is_some();
            let group = alike.iter_mut().find(|(of_subnet, group)| {
                !is_alone && *of_subnet == subnet && group[0].config == order.config
            });
            match group {
                Some((_, group)) => group.push(order),
                None => alike.push((subnet, vec![order])),
            }
        }
        for (subnet, orders) in alike {
            let ordinals: Vec<u32> = orders.iter().map(|order| order.ordinal).collect();
            batches.extend(Ordinals::batches(&ordinals).into_iter().map(|ordinals| {
                let predecessors = orders
                    .iter()
                    .filter(|order| ordinals.as_slice().contains(&order.ordinal))
                    .filter_map(|order| order.predecessor.clone());
                Batch {
                    subnet: subnet.clone(),
                    predecessors: predecessors.collect(),
                    ordinals,
                    config: orders[0].config.clone(),
                    private_ipv4: orders[0].private_ipv4.clone(),
                }
            }));
        }
        Ok(batches)
    }

    /// The subnet of an ordinal: they are taken in turn.
    fn subnet(&self, ordinal: u32) -> String {
        let subnets = &self.template.subnet_ids;
        let index = usize::try_from(ordinal).unwrap_or(0) % subnets.len().max(1);
        subnets.get(index).cloned().unwrap_or_default()
    }

    /// Makes the machines of one request, or as many of them as there are to be had.
    async fn run(&self, batch: &Batch, image: &Found, account: &str) -> Launched {
        let count = i32::try_from(batch.ordinals.as_slice().len()).unwrap_or(i32::MAX);
        let mut least = count;
        let mut generation = 0;
        loop {
            let seed = Seed {
                account,
                region: self.connection.region(),
                set: &self.set,
                ordinals: &batch.ordinals,
                subnet: &batch.subnet,
                predecessors: &batch.predecessors,
            };
            let token = seed.token(generation);
            let fault = match self.request(batch, image, &token, least, count).await {
                // what somebody has ended is answered for until all of it has ended
                Ok(machines) if is_over(&machines) && generation < GENERATIONS => {
                    generation += 1;
                    continue;
                }
                Ok(machines) => return self.complete(machines, count, batch),
                Err(fault) => fault,
            };
            match fault.kind {
                Kind::EndedBefore if generation < GENERATIONS => generation += 1,
                Kind::OtherBefore if generation < GENERATIONS => {
                    match self.made_before(&token, batch, &fault).await {
                        Ok(None) => generation += 1,
                        Ok(Some(machines)) => return self.complete(machines, count, batch),
                        Err(fault) => return Launched::failed(fault),
                    }
                }
                Kind::NoCapacity if least > 1 => {
                    // another request, so another token
                    least = 1;
                    generation += 1;
                }
                _ => return Launched::failed(fault),
            }
        }
    }

    /// What there is, and a fault when it is less than was asked for.
    fn complete(&self, machines: Vec<Machine>, count: i32, batch: &Batch) -> Launched {
        let missing = usize::try_from(count)
            .unwrap_or(0)
            .saturating_sub(machines.len());
        let fault = (missing > 0).then(|| {
            let message = format!(
                "AWS had only {} of {count} {} machines to give in {}",
                machines.len(),
                self.template.instance_type,
                batch.subnet
            );
            Fault::new(Kind::NoCapacity, "RunInstances", message)
        });
        Launched { machines, fault }
    }

    /// A token that was used for something else. Live machines that are what is asked for are those of a request whose
    /// answer was lost; other live machines are somebody's; and what has ended is in nobody's way: `None`.
    async fn made_before(
        &self,
        token: &str,
        batch: &Batch,
        fault: &Fault,
    ) -> Result<Option<Vec<Machine>>, Fault> {
        let machines = self.by_token(token).await?;
        let live: Vec<Machine> = machines
            .into_iter()
            .filter(|machine| machine.state.is_live())
            .collect();
        if live.is_empty() {
            return Ok(None);
        }
        let is_ours = |machine: &Machine| {
            let config = machine.owner.config_sha256.as_deref();
            machine.is_of(&self.uid) && config == Some(&batch.config.sha256)
        };
        if live.iter().all(is_ours) {
            return Ok(Some(live));
        }
        let ids: Vec<&str> = live.iter().map(|machine| machine.id.as_str()).collect();
        let message = format!(
            "There are live {} already, which another apply made: {}. Nothing was made beside them. Take them in with \
             terraform import, or end them",
            self.set,
            ids.join(", ")
        );
        Err(Fault {
            message,
            ..fault.clone()
        })
    }

    async fn request(
        &self,
        batch: &Batch,
        image: &Found,
        token: &str,
        least: i32,
        most: i32,
    ) -> Result<Vec<Machine>, Fault> {
        let template = &self.template;
        let user_data = STANDARD.encode(batch.config.user_data.reveal());
        let profile = template.instance_profile.as_ref().map(|name| {
            let profile = IamInstanceProfileSpecification::builder();
            profile.name(name).build()
        });
        let metadata = InstanceMetadataOptionsRequest::builder()
            .http_tokens(HttpTokensState::Required)
            .set_http_put_response_hop_limit(template.metadata_hop_limit)
            .build();
        let ask = || {
            let request = self.connection.ec2.run_instances();
            request
                .client_token(token)
                .image_id(&image.id)
                .instance_type(InstanceType::from(template.instance_type.as_str()))
                .min_count(least)
                .max_count(most)
                .user_data(&user_data)
                .set_iam_instance_profile(profile.clone())
                .metadata_options(metadata.clone())
                .block_device_mappings(self.root_volume(image))
                .network_interfaces(self.interface(batch))
                .set_instance_market_options(self.market())
                .set_tag_specifications(Some(self.tag_specifications(batch)))
                .send()
        };
        let answer = self.connection.ask(&self.stop, "RunInstances", ask).await;
        let answer = answer.map_err(|fault| {
            let plain = batch.config.user_data.reveal();
            fault.without(plain).without(&user_data)
        })?;
        Ok(answer.instances().iter().filter_map(machine).collect())
    }

    fn root_volume(&self, image: &Found) -> BlockDeviceMapping {
        let disk = &self.template.disk;
        let volume = EbsBlockDevice::builder()
            .volume_size(disk.size)
            .volume_type(VolumeType::from(disk.volume_type.as_str()))
            .set_iops(disk.iops)
            .set_throughput(disk.throughput)
            .set_kms_key_id(disk.kms_key_id.clone())
            .encrypted(true)
            .delete_on_termination(true);
        BlockDeviceMapping::builder()
            .device_name(&image.root_device)
            .ebs(volume.build())
            .build()
    }

    fn interface(&self, batch: &Batch) -> InstanceNetworkInterfaceSpecification {
        let groups = &self.template.security_group_ids;
        InstanceNetworkInterfaceSpecification::builder()
            .device_index(0)
            .subnet_id(&batch.subnet)
            .set_groups((!groups.is_empty()).then(|| groups.clone()))
            .set_associate_public_ip_address(self.template.public_address)
            .set_private_ip_address(batch.private_ipv4.clone())
            .delete_on_termination(true)
            .build()
    }

    fn market(&self) -> Option<InstanceMarketOptionsRequest> {
        let price = self.template.spot_price.as_ref()?;
        let spot = SpotMarketOptions::builder()
            .max_price(price)
            .spot_instance_type(SpotInstanceType::OneTime)
            .instance_interruption_behavior(InstanceInterruptionBehavior::Terminate);
        let market = InstanceMarketOptionsRequest::builder()
            .market_type(MarketType::Spot)
            .spot_options(spot.build());
        Some(market.build())
    }

    /// The same tags for instances and their volumes.
    fn tag_specifications(&self, batch: &Batch) -> Vec<TagSpecification> {
        let name = match batch.ordinals.as_slice() {
            [ordinal] if self.set.role == Role::Controller => self.set.machine_name(ordinal),
            // a batch has one name: the pool's
            _ => self.set.machine_name("").trim_end_matches('-').to_owned(),
        };
        let ordinals = batch.ordinals.to_string();
        let mut tags: Vec<(&str, &str)> = vec![
            ("Name", &name),
            (Tag::Uid.key(), &self.uid),
            (Tag::Ordinals.key(), &ordinals),
            (Tag::Config.key(), &batch.config.sha256),
        ];
        tags.extend(
            self.set
                .tags()
                .into_iter()
                .map(|(tag, value)| (tag.key(), value)),
        );
        let users = self.template.tags.iter();
        tags.extend(users.map(|(key, value)| (key.as_str(), value.as_str())));
        let tags: Vec<Ec2Tag> = tags
            .into_iter()
            .map(|(key, value)| Ec2Tag::builder().key(key).value(value).build())
            .collect();
        [ResourceType::Instance, ResourceType::Volume]
            .map(|kind| {
                let specification = TagSpecification::builder().resource_type(kind);
                specification.set_tags(Some(tags.clone())).build()
            })
            .into()
    }
}

/// Whether there were machines, and none is left.
fn is_over(machines: &[Machine]) -> bool {
    let mut states = machines.iter().map(|machine| machine.state);
    !machines.is_empty() && !states.any(State::is_live)
}
