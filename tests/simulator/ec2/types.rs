//! `DescribeInstanceTypes`.

use super::super::call::{Answer, Call};
use super::super::filter::Filters;
use super::super::instance_type::InstanceType;
use super::super::machine::Tags;
use super::super::paging::Paging;
use super::super::refusal::Refusal;
use super::super::xml::Xml;

/// Lists instance types.
pub(crate) fn describe_instance_types(call: &mut Call<'_>) -> Answer {
    let form = &call.form;
    let names = form.list("InstanceType");
    let filters = Filters::from_form(
        form,
        &["instance-type", "processor-info.supported-architecture"],
    )?;
    let with_names = (!names.is_empty()).then_some("instanceTypes");
    let paging = Paging::from_form(form, 5..=100, with_names)?;
    form.refuse_unread()?;

    let unknown = names.iter().copied();
    let unknown: Vec<&str> = unknown
        .filter(|name| InstanceType::named(name).is_none())
        .collect();
    if !unknown.is_empty() {
        let names = unknown.join(", ");
        let message = format!("The following supplied instance types do not exist: [{names}]");
        return Err(Refusal::new("InvalidInstanceType", message));
    }
    let mut asked: Vec<InstanceType> = InstanceType::all()
        .filter(|kind| {
            let by_name = names.is_empty() || names.contains(&kind.name);
            let values = |name: &str| match name {
                "instance-type" => vec![kind.name.to_owned()],
                _ => vec![kind.architecture.to_owned()],
            };
            by_name && filters.accept(&Tags::new(), values)
        })
        .collect();
    asked.sort_by_key(|kind| kind.name);
    let (page, next) = paging.page(asked, |kind| kind.name.to_owned());
    let mut xml = Xml::new();
    xml.list("instanceTypeSet", page, |xml, kind| {
        let architectures: &[&str] = match kind.architecture {
            "x86_64" if kind.name == "t3.small" => &["i386", "x86_64"],
            "x86_64" => &["x86_64"],
            _ => &["arm64"],
        };
        xml.text("instanceType", kind.name);
        xml.text("currentGeneration", true);
        xml.text("bareMetal", false);
        xml.text("hypervisor", "nitro");
        xml.list("supportedUsageClasses", ["on-demand", "spot"], Xml::content);
        xml.list("supportedVirtualizationTypes", ["hvm"], Xml::content);
        xml.element("processorInfo", |xml| {
            xml.list("supportedArchitectures", architectures, Xml::content);
        });
        xml.element("vCpuInfo", |xml| xml.text("defaultVCpus", kind.vcpus));
        xml.element("memoryInfo", |xml| xml.text("sizeInMiB", kind.memory));
    });
    xml.optional("nextToken", next);
    Ok(xml)
}
