//! `DescribeImages`.

use super::super::call::{Answer, Call};
use super::super::filter::Filters;
use super::super::ids::is_id;
use super::super::image::{Image, ROOT_DEVICE, ROOT_SIZE};
use super::super::machine::Tags;
use super::super::paging::Paging;
use super::super::refusal::Refusal;
use super::super::xml::Xml;

const IMAGE_FILTERS: &[&str] = &[
    "architecture",
    "image-id",
    "is-public",
    "name",
    "owner-id",
    "root-device-type",
    "state",
    "virtualization-type",
];

/// Lists images.
pub(crate) fn describe_images(call: &mut Call<'_>) -> Answer {
    let form = &call.form;
    form.disregard(&["IncludeDeprecated"]);
    let (ids, owners) = (form.list("ImageId"), form.list("Owner"));
    let filters = Filters::from_form(form, IMAGE_FILTERS)?;
    let with_ids = (!ids.is_empty()).then_some("imagesSet");
    let paging = Paging::from_form(form, 1..=1000, with_ids)?;
    form.refuse_unread()?;

    let all = &call.world.images;
    for id in &ids {
        if !is_id("ami", id) {
            let message = format!("Invalid id: \"{id}\" (expecting \"ami-...\")");
            return Err(Refusal::new("InvalidAMIID.Malformed", message));
        }
        if !all.iter().any(|image| image.id == *id) {
            let message = format!("The image id '[{id}]' does not exist");
            return Err(Refusal::new("InvalidAMIID.NotFound", message));
        }
    }
    let asked = all.iter().filter(|image| {
        let by_id = ids.is_empty() || ids.contains(&image.id.as_str());
        let by_owner = owners.is_empty() || owners.contains(&image.owner);
        by_id && by_owner && filters.accept(&Tags::new(), |name| image_values(image, name))
    });
    let (page, next) = paging.page(asked.collect(), |image| image.id.clone());
    let mut xml = Xml::new();
    xml.list("imagesSet", page, write_image);
    xml.optional("nextToken", next);
    Ok(xml)
}

fn image_values(image: &Image, name: &str) -> Vec<String> {
    let value = match name {
        "architecture" => image.architecture,
        "image-id" => &image.id,
        "is-public" => "true",
        "name" => &image.name,
        "owner-id" => image.owner,
        "root-device-type" => "ebs",
        "state" => image.state,
        "virtualization-type" => "hvm",
        _ => return Vec::new(),
    };
    vec![value.to_owned()]
}

fn write_image(xml: &mut Xml, image: &Image) {
    xml.text("imageId", &image.id);
    xml.text("imageLocation", format!("{}/{}", image.owner, image.name));
    xml.text("imageState", image.state);
    xml.text("imageOwnerId", image.owner);
    xml.text("creationDate", &image.created);
    xml.text("isPublic", true);
    xml.text("architecture", image.architecture);
    xml.text("imageType", "machine");
    xml.text("name", &image.name);
    xml.text("rootDeviceType", "ebs");
    xml.text("rootDeviceName", ROOT_DEVICE);
    xml.text("virtualizationType", "hvm");
    xml.text("hypervisor", "xen");
    xml.text("enaSupport", true);
    xml.list("blockDeviceMapping", [image], |xml, image| {
        xml.text("deviceName", ROOT_DEVICE);
        xml.element("ebs", |xml| {
            xml.text("snapshotId", image.snapshot());
            xml.text("volumeSize", ROOT_SIZE);
            xml.text("volumeType", "gp2");
            xml.text("deleteOnTermination", true);
            xml.text("encrypted", false);
        });
    });
}
