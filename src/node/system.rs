//! Settings of the operating system.

use super::base::Base;
use super::mode::Mode;
use super::settings::Node;

/// Kubelets and log collectors watch more files than the kernel's default allows.
const WATCHES: &str = "fs.inotify.max_user_watches=16184\n";

/// Has packets between pods of one machine pass iptables, which is how services work. Docker no longer loads it by
/// itself (moby/moby#48492), and Flannel ends without it.
const MODULES: &str = "br_netfilter\n";

/// Lets the kubelet hold up a shutdown for as long as its `shutdownGracePeriod` says.
const SHUTDOWN: &str = "[Login]\nInhibitDelayMaxSec=45s\n";

pub(super) fn add(node: &Node, base: &mut Base) {
    base.file("/etc/sysctl.d/max-user-watches.conf", Mode::Public, WATCHES);
    base.file("/etc/modules-load.d/kubernetes.conf", Mode::Public, MODULES);
    base.file(
        "/etc/systemd/logind.conf.d/shutdown.conf",
        Mode::Public,
        SHUTDOWN,
    );
    // Machines do not reboot by themselves: something in the cluster is to drain them first.
    base.mask("locksmithd.service");
    if !node.is_controller() {
        base.dropin(
            "iscsid.service",
            "00-iscsid.conf",
            include_str!("files/iscsid.conf"),
        );
    }
}
