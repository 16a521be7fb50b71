//! Rules of AWS: ids, disks, prices.

use super::text::{fault, text};
use crate::framework::{AttributePath, Diagnostic, Diagnostics, Fault, Field, Value};
use crate::machines::arguments::{Arguments, Aws};

/// Accepts ids of images.
pub(crate) fn ami(value: &Value) -> Result<(), Fault> {
    text(value, |id| {
        is_id(id, "ami").then_some(()).ok_or_else(|| {
            fault(
                "Not the id of an image",
                "Ids look like \"ami-0123456789abcdef0\".",
            )
        })
    })
}

/// Accepts prices in dollars.
pub(crate) fn price(value: &Value) -> Result<(), Fault> {
    text(value, |price| {
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let (whole, cents) = price.split_once('.').unwrap_or((price, "0"));
        let is_price = !whole.is_empty() && !cents.is_empty() && digits(whole) && digits(cents);
        let is_zero = price.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        (is_price && !is_zero).then_some(()).ok_or_else(|| {
            fault(
                "Not a price",
                "Write dollars for an hour, e.g. \"0.05\"; leave it out for on-demand machines.",
            )
        })
    })
}

/// Lists hold ids of their kind, and there is a subnet.
pub(crate) fn ids(arguments: &Arguments, found: &mut Diagnostics) {
    let Some(aws) = arguments.common.aws.known() else {
        return;
    };
    if aws.subnet_ids.known().is_some_and(Vec::is_empty) {
        found.push(
            Diagnostic::error(
                "No subnet",
                "Name at least one: machines are spread over them in turn.",
            )
            .at(path("subnet_ids")),
        );
    }
    let lists = [
        (
            "subnet_ids",
            &aws.subnet_ids,
            "subnet",
            "a subnet",
            "subnet-0123456789abcdef0",
        ),
        (
            "security_group_ids",
            &aws.security_group_ids,
            "sg",
            "a security group",
            "sg-0123456789abcdef0",
        ),
    ];
    for (name, list, prefix, what, example) in lists {
        each(list, name, found, |id| {
            (!is_id(id, prefix)).then(|| {
                (
                    format!("Not the id of {what}"),
                    format!("Ids look like \"{example}\"."),
                )
            })
        });
    }
    each(&aws.target_group_arns, "target_group_arns", found, |arn| {
        let is_arn = arn.starts_with("arn:") && arn.contains(":targetgroup/");
        (!is_arn).then(|| {
            (
                "Not the ARN of a target group".to_owned(),
                "Write its whole ARN, e.g. aws_lb_target_group.api.arn.".to_owned(),
            )
        })
    });
}

fn each(
    list: &Field<Vec<Field<String>>>,
    name: &str,
    found: &mut Diagnostics,
    fault: impl Fn(&str) -> Option<(String, String)>,
) {
    for (index, id) in list.known().into_iter().flatten().enumerate() {
        let known = match id {
            Field::Unknown => continue,
            Field::Null => "",
            Field::Known(id) => id,
        };
        if let Some((summary, detail)) = fault(known) {
            found.push(Diagnostic::error(summary, detail).at(path(name).index(index)));
        }
    }
}

/// What a type of volume allows.
///
/// Source: AWS's page on Amazon EBS volume types.
struct Volume {
    name: &'static str,
    /// GiB.
    sizes: (i64, i64),
    /// Operations a second; none to choose without them.
    iops: Option<(i64, i64)>,
    /// Whether operations must be said.
    needs_iops: bool,
    /// MiB a second.
    throughput: Option<(i64, i64)>,
}

/// Names of the types, for the schema.
pub(crate) const VOLUME_TYPES: &[&str] = &["gp3", "gp2", "io1", "io2", "standard"];

const VOLUMES: &[Volume] = &[
    volume(
        "gp3",
        (8, 65_536),
        Some((3000, 80_000)),
        false,
        Some((125, 2000)),
    ),
    volume("gp2", (8, 16_384), None, false, None),
    volume("io1", (8, 16_384), Some((100, 64_000)), true, None),
    volume("io2", (8, 65_536), Some((100, 256_000)), true, None),
    volume("standard", (8, 1024), None, false, None),
];

const fn volume(
    name: &'static str,
    sizes: (i64, i64),
    iops: Option<(i64, i64)>,
    needs_iops: bool,
    throughput: Option<(i64, i64)>,
) -> Volume {
    Volume {
        name,
        sizes,
        iops,
        needs_iops,
        throughput,
    }
}

/// The root volume is one that its type allows. Flatcar's images have 8 GiB.
pub(crate) fn disk(arguments: &Arguments, found: &mut Diagnostics) {
    let Some(aws) = arguments.common.aws.known() else {
        return;
    };
    let kind = match &aws.disk_type {
        Field::Unknown => return,
        Field::Null => "gp3",
        Field::Known(kind) => kind,
    };
    // other types break the schema's rule
    if let Some(volume) = VOLUMES.iter().find(|volume| volume.name == kind) {
        volume.check(aws, found);
    }
}

impl Volume {
    fn check(&self, aws: &Aws, found: &mut Diagnostics) {
        self.range("disk_size", &aws.disk_size, Some(self.sizes), "GiB", found);
        self.range(
            "disk_iops",
            &aws.disk_iops,
            self.iops,
            "operations a second",
            found,
        );
        self.range(
            "disk_throughput",
            &aws.disk_throughput,
            self.throughput,
            "MiB a second",
            found,
        );
        if self.needs_iops && aws.disk_iops.is_null() {
            found.push(
                Diagnostic::error(
                    "The volume needs its operations a second",
                    format!(
                        "Volumes of the type {} have what disk_iops says.",
                        self.name
                    ),
                )
                .at(path("disk_iops")),
            );
        }
    }

    fn range(
        &self,
        name: &str,
        value: &Field<i64>,
        range: Option<(i64, i64)>,
        unit: &str,
        found: &mut Diagnostics,
    ) {
        let Some(value) = value.known() else {
            return;
        };
        let detail = match range {
            None => format!(
                "Volumes of the type {} have no choice of it. Leave {name} out.",
                self.name
            ),
            Some((least, most)) if !(least..=most).contains(value) => {
                format!(
                    "Volumes of the type {} have {least} to {most} {unit}.",
                    self.name
                )
            }
            Some(_) => return,
        };
        found.push(Diagnostic::error("No volume has this", detail).at(path(name)));
    }
}

fn path(name: &str) -> AttributePath {
    AttributePath::of("aws").attribute(name)
}

fn is_id(id: &str, prefix: &str) -> bool {
    let number = id
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('-'));
    number.is_some_and(|number| {
        matches!(number.len(), 8 | 17) && number.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}
