//! Flatcar's images: `DescribeImages`.
//!
//! Flatcar publishes under one owner, as `Flatcar-<channel>-<version>-hvm`, for ARM with `-arm64` before `-hvm`
//! (flatcar.org's page on EC2).

use aws_sdk_ec2::types::Image as Ami;

use super::list::filter;
use super::machines::Machines;
use super::template::{Found, Image};
use crate::cloud::{Fault, Kind};

/// The account that publishes Flatcar.
const FLATCAR: &str = "075585003325";

impl Machines {
    /// Looks the image up, once for all sets that ask for the same one.
    pub(super) async fn flatcar(&self) -> Result<Found, Fault> {
        let image = (self.template.image.clone(), self.template.arch.clone());
        let images = &self.connection.images;
        images.get(image, || self.look_up()).await
    }

    async fn look_up(&self) -> Result<Found, Fault> {
        let images = self.images().await?;
        let version = match &self.template.image {
            Image::Release { version, .. } => version.as_deref(),
            Image::Id(_) => None,
        };
        newest(&images, version).ok_or_else(|| {
            let image = &self.template.image;
            let message = missing(image, &self.template.arch, self.connection.region());
            Fault::new(Kind::NotFound, "DescribeImages", message)
        })
    }

    async fn images(&self) -> Result<Vec<Ami>, Fault> {
        let ask = || {
            let request = self.connection.ec2.describe_images();
            let request = match &self.template.image {
                Image::Id(id) => request.image_ids(id),
                Image::Release { channel, version } => {
                    let version = version.as_deref().unwrap_or_default();
                    request
                        .owners(FLATCAR)
                        .filters(filter("name", [format!("Flatcar-{channel}-{version}*")]))
                        .filters(filter("architecture", [architecture(&self.template.arch)]))
                        .filters(filter("virtualization-type", ["hvm"]))
                        .filters(filter("state", ["available"]))
                }
            };
            request.send()
        };
        let answer = self.connection.ask(&self.stop, "DescribeImages", ask).await;
        match answer {
            Err(fault) if fault.kind == Kind::NotFound => Ok(Vec::new()),
            answer => Ok(answer?.images.unwrap_or_default()),
        }
    }
}

/// The word of AWS for an architecture.
pub(super) fn architecture(arch: &str) -> &'static str {
    match arch {
        "arm64" => "arm64",
        _ => "x86_64",
    }
}

/// The image of a version, or the newest by its date; by its version where dates are equal.
fn newest(images: &[Ami], version: Option<&str>) -> Option<Found> {
    let of_version = images.iter().filter(|image| {
        version.is_none_or(|version| self::version(image).is_none_or(|found| found == version))
    });
    let newest = of_version.max_by_key(|image| {
        let numbers: Vec<u32> = version_numbers(image);
        (
            image.creation_date().unwrap_or_default().to_owned(),
            numbers,
        )
    })?;
    Some(Found {
        id: newest.image_id()?.to_owned(),
        root_device: newest.root_device_name().unwrap_or("/dev/xvda").to_owned(),
    })
}

/// The version in the name of Flatcar's images; the pattern of the request lets `4230.2.30` pass for `4230.2.3`.
fn version(image: &Ami) -> Option<&str> {
    let rest = image.name()?.strip_prefix("Flatcar-")?;
    rest.split('-').nth(1)
}

fn version_numbers(image: &Ami) -> Vec<u32> {
    let numbers = version(image).unwrap_or_default().split('.');
    numbers.filter_map(|number| number.parse().ok()).collect()
}

fn missing(image: &Image, arch: &str, region: &str) -> String {
    match image {
        Image::Id(id) => {
            format!("There is no image {id} in {region}, or it is not shared with this account")
        }
        Image::Release { channel, version } => {
            let release = version
                .as_ref()
                .map_or_else(String::new, |version| format!(" of the release {version}"));
            format!(
                "Flatcar has no {channel} image{release} for {arch} in {region}. Set another os_channel or os_version, \
                 or name an image of your own with ami_id"
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(id: &str, name: &str, date: &str) -> Ami {
        Ami::builder()
            .image_id(id)
            .name(name)
            .creation_date(date)
            .build()
    }

    #[test]
    fn the_newest_image_of_the_release_is_taken() {
        let images = [
            image(
                "ami-1",
                "Flatcar-stable-4230.2.3-hvm",
                "2025-09-01T00:00:00.000Z",
            ),
            image(
                "ami-2",
                "Flatcar-stable-4230.2.30-hvm",
                "2026-03-01T00:00:00.000Z",
            ),
            image(
                "ami-3",
                "Flatcar-stable-4081.3.0-hvm",
                "2024-10-01T00:00:00.000Z",
            ),
        ];
        let id = |version| newest(&images, version).map(|found| found.id);
        assert_eq!(id(None).as_deref(), Some("ami-2"));
        assert_eq!(id(Some("4230.2.3")).as_deref(), Some("ami-1"));
        assert_eq!(id(Some("1.2.3")), None);
        assert_eq!(newest(&[], None), None);
    }

    #[test]
    fn versions_decide_where_dates_do_not() {
        let images = [
            image("ami-1", "Flatcar-stable-4081.3.6-hvm", ""),
            image("ami-2", "Flatcar-stable-4230.2.3-hvm", ""),
            image("ami-3", "Flatcar-stable-999.0.0-hvm", ""),
        ];
        assert_eq!(newest(&images, None).unwrap().id, "ami-2");
    }
}
