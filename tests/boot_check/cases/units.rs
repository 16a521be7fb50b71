//! systemd and networkd units.

use super::Case;

pub(super) const CASES: &[Case] = &[
    Case {
        breaks: &["
            systemd:
              units:
                - name: a.service
                  dropins:
                    - {name: x.conf}
                    - {name: x.conf}
                - name: a.service
                  dropins: [{name: x.conf}]
        "],
        found: &["duplicate-dropin content 7"],
        advice: &["
            systemd:
              units:
                - name: a.service
                  dropins:
                    - {name: x.conf}
                    - {name: y.conf}
                - name: a.service
                  dropins: [{name: x.conf}]
        "],
    },
    Case {
        breaks: &["
            systemd:
              units:
                - {name: a.service, contents: \"[Unit]\"}
                - {name: b.service, dropins: [{name: c.conf, contents: \"[Unit]\"}]}
                - {name: d.service, enable: true}
            storage:
              files:
                - {path: /etc/systemd/system/a.service, mode: 0644}
                - {path: /etc/systemd/system/d.service, mode: 0644}
              links:
                - {path: /etc/systemd/system/b.service.d/c.conf, target: /x}
        "],
        found: &["unit-path-taken content 9", "unit-path-taken content 12"],
        advice: &["
            systemd:
              units:
                - {name: a.service, enable: true}
            storage:
              files:
                - {path: /etc/systemd/system/a.service, mode: 0644}
        "],
    },
    Case {
        breaks: &["
            systemd:
              units:
                - {name: locksmithd.service, enabled: false}
                - {name: own.service, enabled: false, contents: \"[Unit]\"}
                - {name: docker.socket, enabled: false}
                - {name: docker.socket, enabled: true}
        "],
        found: &["warning: disable-without-effect content 4"],
        advice: &["
            systemd:
              units:
                - {name: locksmithd.service, enabled: false}
                - {name: locksmithd.service, mask: true}
        "],
    },
    Case {
        breaks: &["
            networkd:
              units:
                - {name: a.network, contents: \"[Match]\"}
                - {name: a.network, contents: \"[Match]\"}
                - {name: b.network, dropins: [{name: x.conf}]}
                - {name: b.network, dropins: [{name: x.conf}]}
                - {name: c.network}
                - {name: c.network}
        "],
        found: &[
            "duplicate-networkd-unit content 5",
            "duplicate-networkd-unit content 7",
        ],
        advice: &["
            networkd:
              units:
                - {name: a.network, contents: \"[Match]\"}
                - {name: a.network, dropins: [{name: x.conf}]}
                - {name: a.network, dropins: [{name: y.conf}]}
        "],
    },
    Case {
        breaks: &["
            networkd:
              units:
                - {name: a.network, contents: \"[Match]\"}
                - {name: b.network, contents: \"[Match]\"}
            storage:
              files:
                - {path: /etc/systemd/network/a.network, mode: 0644}
                - {path: /etc/systemd/network/b.network/c, mode: 0644}
        "],
        found: &["networkd-path-taken content 8", "file-parent content 9"],
        advice: &["
            networkd:
              units:
                - {name: a.network, contents: \"[Match]\"}
        "],
    },
    Case {
        breaks: &["
            networkd:
              units:
                - {name: a.network, contents: \"[Match]\"}
            storage:
              links:
                - {path: /etc/systemd/network, target: /opt/network}
        "],
        found: &["link-parent content 4"],
        advice: &["
            storage:
              links:
                - {path: /etc/systemd/network, target: /opt/network}
              files:
                - {path: /opt/network/a.network, mode: 0644, contents: {inline: \"[Match]\"}}
        "],
    },
];
