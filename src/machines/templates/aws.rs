//! What AWS is asked for, from the arguments.

use crate::cloud::aws::{Disk, Image, Template};
use crate::framework::{Field, FromValue as _, Value};
use crate::machines::arguments::{Arguments, Aws, Kind};

/// The template of arguments; `None` when the machines are not on AWS, or something is not known. What is not set,
/// as after an import, is not asked for. `value` is the object that the arguments are of: outputs in it are kept, the
/// image that was found and all tags.
pub(in crate::machines) fn template(arguments: &Arguments, value: &Value) -> Option<Template> {
    let aws = arguments.common.aws.known()?;
    let instance_type = match arguments.kind {
        Kind::Controller => &aws.controller_type,
        Kind::WorkerPool => &aws.instance_type,
    };
    Some(Template {
        instance_type: instance_type.nullable()?.cloned().unwrap_or_default(),
        subnet_ids: texts(&aws.subnet_ids)?,
        security_group_ids: texts(&aws.security_group_ids)?,
        target_group_arns: texts(&aws.target_group_arns)?,
        public_address: aws.associate_public_ip_address.nullable()?.copied(),
        instance_profile: aws.iam_instance_profile.nullable()?.cloned(),
        image: image(arguments, aws, value)?,
        arch: arguments
            .common
            .os_arch
            .nullable()?
            .cloned()
            .unwrap_or_default(),
        disk: Disk {
            size: small(&aws.disk_size)?.unwrap_or_default(),
            volume_type: aws.disk_type.nullable()?.cloned().unwrap_or_default(),
            iops: small(&aws.disk_iops)?,
            throughput: small(&aws.disk_throughput)?,
            kms_key_id: aws.kms_key_id.nullable()?.cloned(),
        },
        spot_price: aws.spot_price.nullable()?.cloned(),
        metadata_hop_limit: small(&aws.metadata_hop_limit)?,
        tags: super::tags(value)?,
    })
}

/// The user's own image, else the one that was found at creation, else one to look up.
fn image(arguments: &Arguments, aws: &Aws, value: &Value) -> Option<Image> {
    if let Some(id) = aws.ami_id.nullable()?.cloned() {
        return Some(Image::Id(id));
    }
    if let Ok(Field::Known(id)) = Field::<String>::from_value(value.attribute("ami_id")) {
        return Some(Image::Id(id));
    }
    let version = arguments.common.os_version.nullable()?.cloned();
    Some(Image::Release {
        channel: arguments
            .common
            .os_channel
            .nullable()?
            .cloned()
            .unwrap_or_default(),
        version: version.filter(|version| version != "current"),
    })
}

fn texts(list: &Field<Vec<Field<String>>>) -> Option<Vec<String>> {
    let list = list.nullable()?.into_iter().flatten();
    list.map(|text| text.known().cloned()).collect()
}

#[expect(
    clippy::option_option,
    reason = "not known and not set are different answers"
)]
fn small(number: &Field<i64>) -> Option<Option<i32>> {
    match number.nullable()? {
        None => Some(None),
        Some(number) => i32::try_from(*number).ok().map(Some),
    }
}
