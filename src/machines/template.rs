//! What AWS is asked for, from the arguments.

use std::collections::BTreeMap;

use super::arguments::{Arguments, Aws, Kind};
use crate::cloud::aws::{Disk, Image, Template};
use crate::framework::{Field, FromValue as _, Value};

/// The template of arguments; `None` when the machines are not on AWS, or something is not known. What is not set,
/// as after an import, is not asked for. `value` is the object that the arguments are of: outputs in it are kept, the
/// image that was found and all tags.
pub(super) fn template(arguments: &Arguments, value: &Value) -> Option<Template> {
    let aws = arguments.common.aws.known()?;
    let instance_type = match arguments.kind {
        Kind::Controller => &aws.controller_type,
        Kind::WorkerPool => &aws.instance_type,
    };
    let tags = Option::<BTreeMap<String, String>>::from_value(value.attribute("tags_all")).ok()?;
    Some(Template {
        instance_type: nullable(instance_type)?.unwrap_or_default(),
        subnet_ids: texts(&aws.subnet_ids)?,
        security_group_ids: texts(&aws.security_group_ids)?,
        target_group_arns: texts(&aws.target_group_arns)?,
        public_address: nullable(&aws.associate_public_ip_address)?,
        instance_profile: nullable(&aws.iam_instance_profile)?,
        image: image(arguments, aws, value)?,
        arch: nullable(&arguments.common.os_arch)?.unwrap_or_default(),
        disk: Disk {
            size: small(&aws.disk_size)?.unwrap_or_default(),
            volume_type: nullable(&aws.disk_type)?.unwrap_or_default(),
            iops: small(&aws.disk_iops)?,
            throughput: small(&aws.disk_throughput)?,
            kms_key_id: nullable(&aws.kms_key_id)?,
        },
        spot_price: nullable(&aws.spot_price)?,
        metadata_hop_limit: small(&aws.metadata_hop_limit)?.unwrap_or_default(),
        tags: tags.unwrap_or_default(),
    })
}

/// The user's own image, else the one that was found at creation, else one to look up.
fn image(arguments: &Arguments, aws: &Aws, value: &Value) -> Option<Image> {
    if let Some(id) = nullable(&aws.ami_id)? {
        return Some(Image::Id(id));
    }
    if let Ok(Field::Known(id)) = Field::<String>::from_value(value.attribute("ami_id")) {
        return Some(Image::Id(id));
    }
    let version = nullable(&arguments.common.os_version)?;
    Some(Image::Release {
        channel: nullable(&arguments.common.os_channel)?.unwrap_or_default(),
        version: version.filter(|version| version != "current"),
    })
}

#[expect(
    clippy::option_option,
    reason = "not known and not set are different answers"
)]
fn nullable<T: Clone>(field: &Field<T>) -> Option<Option<T>> {
    match field {
        Field::Unknown => None,
        Field::Null => Some(None),
        Field::Known(value) => Some(Some(value.clone())),
    }
}

fn texts(list: &Field<Vec<Field<String>>>) -> Option<Vec<String>> {
    let list = nullable(list)?.unwrap_or_default();
    list.into_iter().map(Field::into_known).collect()
}

#[expect(
    clippy::option_option,
    reason = "not known and not set are different answers"
)]
fn small(number: &Field<i64>) -> Option<Option<i32>> {
    match nullable(number)? {
        None => Some(None),
        Some(number) => i32::try_from(number).ok().map(Some),
    }
}
