//! The unit that applies the manifests, on controller 0.
//!
//! It has `kubectl` of the kubelet's image apply the whole folder, and does so again every ten seconds until nothing
//! fails: what is there already is left alone, and objects of a kind that another manifest defines are taken the next
//! time. After that it is done until the next boot, or `systemctl restart`. It holds up nothing that boots.
//!
//! Objects are applied on the server's side, which keeps who has set which field, and takes fields of ours back.
//!
//! It acts as the administrator. Before the first role is bound nobody else can bind one, and what a user's manifests
//! may need has no bounds; a certificate with less would only be a detour, on the machine that has the authority's key
//! to make any. The certificate is made by that machine, renewed daily when due, and leaves it never.

/// The name of the unit.
pub const UNIT: &str = "cluster-apply.service";

/// Its text.
#[must_use]
pub fn unit() -> &'static str {
    include_str!("../files/apply-manifests.service")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::manifests::FOLDER;

    #[test]
    fn it_applies_the_folder_and_waits_for_it() {
        let unit = unit();
        assert!(unit.contains(&format!("ConditionPathExists={FOLDER}\n")));
        assert!(unit.contains(&format!(" --filename={FOLDER}\n")));
    }

    #[test]
    fn it_tries_again_and_is_done_when_all_holds() {
        let unit = unit();
        assert!(unit.contains("Restart=on-failure\n"));
        // Neither a failed try nor the wait for an API server holds up the boot.
        assert!(!unit.contains("Type=oneshot"));
    }
}
