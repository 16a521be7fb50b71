//! The provider through real Terraform: nothing here imitates Terraform, and every scenario runs on both cores.
//!
//! [`core`] starts a Terraform, [`workspace`] is a directory with a configuration that uses the provider under test,
//! [`run`] is what a command said. A scenario is a function of a core, listed in its file's `on_both_cores!`.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot set its scene should say so and stop"
)]

mod aws;
mod background;
mod clouds;
mod core;
mod equinix_metal;
mod hcl;
#[path = "../machine_cases/mod.rs"]
mod machine_cases;
mod machines;
mod moto;
mod run;
#[path = "../simulator/mod.rs"]
mod simulator;
mod workspace;

mod scenarios {
    //! What a user lives through, a file each.

    mod aws;
    mod boot_check;
    mod equinix_metal;
    mod function;
    mod golden_cases;
    mod ignition_3;
    mod interruptions;
    mod lifecycle;
    mod machine_plans;
    mod machine_rules;
    mod machines;
    mod markdown;
    mod other_providers;
    mod package;
    mod scale;
    mod secrets;
    mod unknowns;
    mod warnings;
    mod wrong_use;
}

/// Makes two tests of each scenario: one per core.
macro_rules! on_both_cores {
    ($($scenario:ident),+ $(,)?) => {
        mod cli {
            $(#[test]
            fn $scenario() {
                super::$scenario($crate::core::Core::Cli);
            })+
        }
        mod lib115 {
            $(#[test]
            fn $scenario() {
                super::$scenario($crate::core::Core::Lib115);
            })+
        }
    };
}
use on_both_cores;

/// Makes four tests of each scenario: one per core and cloud.
macro_rules! on_both_clouds {
    ($($scenario:ident),+ $(,)?) => {
        mod aws {
            $(fn $scenario(core: $crate::core::Core) {
                super::$scenario(core, $crate::clouds::Cloud::Aws);
            })+
            $crate::on_both_cores!($($scenario),+);
        }
        mod equinix_metal {
            $(fn $scenario(core: $crate::core::Core) {
                super::$scenario(core, $crate::clouds::Cloud::EquinixMetal);
            })+
            $crate::on_both_cores!($($scenario),+);
        }
    };
}
use on_both_clouds;
