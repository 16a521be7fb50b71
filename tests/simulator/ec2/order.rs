//! Reading and checking what `RunInstances` asks for.

use std::net::Ipv4Addr;
use std::ops::RangeInclusive;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::call::Call;
use super::super::form::Form;
use super::super::ids::is_id;
use super::super::image::{Image, ROOT_DEVICE, ROOT_SIZE};
use super::super::instance_type::InstanceType;
use super::super::machine::{Disk, Order};
use super::super::network::DEFAULT_GROUP;
use super::super::refusal::Refusal;
use super::tags;

/// Longest user data, before base64.
const USER_DATA_LIMIT: usize = 16_384;

/// How many machines, and of what kind.
pub(crate) fn read(call: &Call<'_>) -> Result<(RangeInclusive<usize>, Order), Refusal> {
    let form = &call.form;
    form.disregard(&["EbsOptimized", "Monitoring.Enabled"]);
    let count = count(form)?;
    let image = image(call)?;
    let kind = instance_type(form, image)?;
    let network = Network::from_form(form)?;
    let subnet = call.world.subnet(network.subnet)?;
    for group in &network.groups {
        call.world.check_group(group)?;
    }
    if network.private_ip.is_some() && *count.end() > 1 {
        let message = "A private IP address can be specified only when launching a single instance";
        return Err(Refusal::new("InvalidParameterCombination", message));
    }
    let spot = spot(form)?;
    let [tags, volume_tags] = tags::specified(form, spot.is_some())?;
    let metadata = form.at("MetadataOptions");
    let order = Order {
        image: image.id.clone(),
        architecture: image.architecture,
        kind: kind.name.to_owned(),
        subnet: subnet.id.clone(),
        zone: subnet.zone.clone(),
        groups: network.groups.iter().map(ToString::to_string).collect(),
        public: network.public.unwrap_or(call.options.map_public_ips),
        private_ip: network.private_ip,
        user_data: user_data(form)?,
        token: token(form)?,
        profile: profile(call)?,
        key_name: form.text("KeyName").map(str::to_owned),
        http_tokens: http_tokens(&metadata)?.unwrap_or("optional").to_owned(),
        hop_limit: hop_limit(&metadata)?.unwrap_or(1),
        spot,
        protected: form.flag("DisableApiTermination")?.unwrap_or_default(),
        tags,
        volume_tags,
        disks: disks(form, image)?,
    };
    Ok((count, order))
}

fn count(form: &Form<'_>) -> Result<RangeInclusive<usize>, Refusal> {
    let (min, max) = (form.required("MinCount")?, form.required("MaxCount")?);
    match (form.number("MinCount")?, form.number("MaxCount")?) {
        (Some(low @ 1..), Some(high)) if low <= high => Ok(low..=high),
        _ => {
            let message = format!("Invalid value for min and max instance count: {min}, {max}");
            Err(Refusal::new("InvalidParameterValue", message))
        }
    }
}

fn image<'w>(call: &'w Call<'_>) -> Result<&'w Image, Refusal> {
    let id = call.form.required("ImageId")?;
    if !is_id("ami", id) {
        let message = format!("Invalid id: \"{id}\" (expecting \"ami-...\")");
        return Err(Refusal::new("InvalidAMIID.Malformed", message));
    }
    let found = call.world.images.iter().find(|image| image.id == id);
    let image = found.ok_or_else(|| {
        let message = format!("The image id '[{id}]' does not exist");
        Refusal::new("InvalidAMIID.NotFound", message)
    })?;
    if image.state != "available" {
        let message = format!("The image id '[{id}]' is not available");
        return Err(Refusal::new("InvalidAMIID.Unavailable", message));
    }
    Ok(image)
}

fn instance_type(form: &Form<'_>, image: &Image) -> Result<InstanceType, Refusal> {
    let name = form.required("InstanceType")?;
    let found = InstanceType::named(name).ok_or_else(|| {
        let message = format!("Invalid value '{name}' for InstanceType.");
        Refusal::new("InvalidParameterValue", message)
    })?;
    if found.architecture != image.architecture {
        let message = format!(
            "The architecture '{}' of the specified instance type does not match the architecture '{}' of the \
             specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. \
             You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the \
             instance type or AMI.",
            found.architecture, image.architecture
        );
        return Err(Refusal::new("InvalidParameterValue", message));
    }
    Ok(found)
}

/// Where machines are connected: said at the top, or in the only network interface.
struct Network<'a> {
    subnet: &'a str,
    groups: Vec<&'a str>,
    public: Option<bool>,
    private_ip: Option<Ipv4Addr>,
}

impl<'a> Network<'a> {
    fn from_form(form: &Form<'a>) -> Result<Self, Refusal> {
        let mut interfaces = form.each("NetworkInterface");
        let place = match interfaces.len() {
            0 => form.clone(),
            1 => interfaces.remove(0),
            _ => {
                let message = "The simulator knows machines with one network interface only";
                return Err(Refusal::new("Unsupported", message));
            }
        };
        let at_the_top =
            form.text("SubnetId").is_some() || !form.list("SecurityGroupId").is_empty();
        let has_interface = form.at("NetworkInterface").is_present();
        if has_interface && at_the_top {
            let message = "Network interfaces and an instance-level subnet ID or security groups may not be \
                           specified on the same request";
            return Err(Refusal::new("InvalidParameterCombination", message));
        }
        if has_interface {
            place.disregard(&["DeleteOnTermination"]);
            if place.number("DeviceIndex")? != Some(0) {
                let message =
                    "Each network interface requires a device index, the first of which is 0.";
                return Err(Refusal::new("InvalidParameterValue", message));
            }
        }
        let subnet = place.text("SubnetId").ok_or_else(|| {
            let message = "No subnets found for the default VPC. Please specify a subnet.";
            Refusal::new("MissingInput", message)
        })?;
        let mut groups = place.list("SecurityGroupId");
        if groups.is_empty() {
            groups.push(DEFAULT_GROUP);
        }
        Ok(Self {
            subnet,
            groups,
            public: if has_interface {
                place.flag("AssociatePublicIpAddress")?
            } else {
                None
            },
            private_ip: place.number("PrivateIpAddress")?,
        })
    }
}

fn user_data(form: &Form<'_>) -> Result<Vec<u8>, Refusal> {
    let code = "InvalidUserData.Malformed";
    let text = form.text("UserData").unwrap_or_default();
    let bytes = STANDARD.decode(text);
    let bytes = bytes.map_err(|_| Refusal::new(code, "Invalid BASE64 encoding of user data."))?;
    if bytes.len() > USER_DATA_LIMIT {
        let message = format!("User data is limited to {USER_DATA_LIMIT} bytes");
        return Err(Refusal::new(code, message));
    }
    Ok(bytes)
}

fn token(form: &Form<'_>) -> Result<Option<String>, Refusal> {
    let token = form.text("ClientToken");
    if let Some(token) = token.filter(|token| token.len() > 64 || !token.is_ascii()) {
        let why = "It is longer than 64 ASCII characters.";
        return Err(Refusal::value("ClientToken", token, why));
    }
    Ok(token.map(str::to_owned))
}

fn profile(call: &Call<'_>) -> Result<Option<String>, Refusal> {
    let Some(name) = call.form.at("IamInstanceProfile").text("Name") else {
        return Ok(None);
    };
    if call.options.unknown_profiles.contains(name) {
        let why = "Invalid IAM Instance Profile name";
        return Err(Refusal::value("iamInstanceProfile.name", name, why));
    }
    Ok(Some(name.to_owned()))
}

/// `HttpTokens`, checked.
pub(crate) fn http_tokens<'a>(form: &Form<'a>) -> Result<Option<&'a str>, Refusal> {
    if let Some(endpoint) = form.text("HttpEndpoint").filter(|text| *text != "enabled") {
        let why = "The simulator's machines always have a metadata service.";
        return Err(Refusal::value("HttpEndpoint", endpoint, why));
    }
    let tokens = form.text("HttpTokens");
    match tokens {
        None | Some("optional" | "required") => Ok(tokens),
        Some(other) => Err(Refusal::value("HttpTokens", other, "")),
    }
}

/// `HttpPutResponseHopLimit`, checked.
pub(crate) fn hop_limit(form: &Form<'_>) -> Result<Option<u8>, Refusal> {
    let limit: Option<u8> = form.number("HttpPutResponseHopLimit")?;
    match limit {
        None | Some(1..=64) => Ok(limit),
        Some(other) => {
            let why = "It must be between 1 and 64.";
            Err(Refusal::value(
                "HttpPutResponseHopLimit",
                &other.to_string(),
                why,
            ))
        }
    }
}

/// The highest price of spot instances, empty if none is said; nothing for other instances.
fn spot(form: &Form<'_>) -> Result<Option<String>, Refusal> {
    let market = form.at("InstanceMarketOptions");
    if !market.is_present() {
        return Ok(None);
    }
    let kind = market.text("MarketType");
    if kind != Some("spot") {
        return Err(Refusal::value("MarketType", kind.unwrap_or_default(), ""));
    }
    let options = market.at("SpotOptions");
    options.disregard(&["SpotInstanceType", "InstanceInterruptionBehavior"]);
    let price = options.text("MaxPrice").unwrap_or_default();
    if !price.is_empty() && price.parse::<f64>().is_err() {
        return Err(Refusal::value("MaxPrice", price, "It is not a price."));
    }
    Ok(Some(price.to_owned()))
}

fn disks(form: &Form<'_>, image: &Image) -> Result<Vec<Disk>, Refusal> {
    let root = Disk {
        device: ROOT_DEVICE.to_owned(),
        size: ROOT_SIZE,
        kind: "gp2".to_owned(),
        iops: None,
        throughput: None,
        encrypted: false,
        kms_key: None,
        goes_with_machine: true,
        snapshot: Some(image.snapshot()),
    };
    let mut disks = vec![root];
    for mapping in form.each("BlockDeviceMapping") {
        let device = mapping.required("DeviceName")?;
        let known = disks.iter().position(|disk| disk.device == device);
        let start = match known {
            Some(place) => disks.remove(place),
            None => Disk {
                device: device.to_owned(),
                snapshot: None,
                ..disks[0].clone()
            },
        };
        let disk = disk(&mapping.at("Ebs"), start)?;
        disks.insert(known.unwrap_or(disks.len()), disk);
    }
    Ok(disks)
}

fn disk(ebs: &Form<'_>, start: Disk) -> Result<Disk, Refusal> {
    let size = ebs.number("VolumeSize")?.unwrap_or(start.size);
    if let Some(snapshot) = start.snapshot.as_ref().filter(|_| size < start.size) {
        let message = format!(
            "Volume of size {size}GB is smaller than snapshot '{snapshot}', expect size>= {}GB",
            start.size
        );
        return Err(Refusal::new("InvalidBlockDeviceMapping", message));
    }
    let kind = ebs.text("VolumeType").unwrap_or(&start.kind);
    if !["gp2", "gp3", "io1", "io2", "st1", "sc1", "standard"].contains(&kind) {
        let message = format!("Invalid volume type: {kind}");
        return Err(Refusal::new("InvalidParameterValue", message));
    }
    let iops = limited(ebs, "Iops", kind, &["gp3", "io1", "io2"], 100, 80_000)?;
    let throughput = limited(ebs, "Throughput", kind, &["gp3"], 125, 2000)?;
    let is_gp3 = kind == "gp3";
    let encrypted = ebs.flag("Encrypted")?.unwrap_or_default();
    let kms_key = ebs.text("KmsKeyId");
    if kms_key.is_some() && !encrypted {
        let message = "The parameter KmsKeyId requires the parameter Encrypted to be set.";
        return Err(Refusal::new("InvalidParameterDependency", message));
    }
    let goes_with_machine = ebs.flag("DeleteOnTermination")?;
    Ok(Disk {
        size,
        kind: kind.to_owned(),
        iops: iops.or(is_gp3.then_some(3000)),
        throughput: throughput.or(is_gp3.then_some(125)),
        encrypted,
        kms_key: kms_key.map(str::to_owned),
        goes_with_machine: goes_with_machine.unwrap_or(true),
        ..start
    })
}

/// A number that only some types of volume have.
fn limited(
    ebs: &Form<'_>,
    name: &str,
    kind: &str,
    kinds: &[&str],
    least: u32,
    most: u32,
) -> Result<Option<u32>, Refusal> {
    let Some(number) = ebs.number(name)? else {
        return Ok(None);
    };
    if !kinds.contains(&kind) {
        let message = format!("The parameter {name} is not supported for {kind} volumes.");
        return Err(Refusal::new("InvalidParameterCombination", message));
    }
    let least = if kind == "gp3" && name == "Iops" {
        3000
    } else {
        least
    };
    if !(least..=most).contains(&number) {
        let message = format!("Volume {name} of {number} is not between {least} and {most}.");
        return Err(Refusal::new("InvalidParameterValue", message));
    }
    Ok(Some(number))
}
