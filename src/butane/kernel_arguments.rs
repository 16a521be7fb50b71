//! `kernel_arguments`: arguments of the kernel's command line.

use crate::decode::{Findings, List, located, schema};
use crate::ignition::v3::{self, Config};

schema! {
    /// `kernel_arguments`.
    struct KernelArguments {
        should_exist: List<String>,
        should_not_exist: List<String>,
    }
}

pub(super) fn lower(section: KernelArguments, config: &mut Config, findings: &mut Findings) {
    config.kernel_arguments = v3::KernelArguments {
        should_exist: located(section.should_exist, findings),
        should_not_exist: located(section.should_not_exist, findings),
    };
}
