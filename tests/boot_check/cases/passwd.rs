//! Users and groups.

use super::Case;

pub(super) const CASES: &[Case] = &[
    Case {
        breaks: &[
            "passwd: {users: [{name: core, ssh_authorized_keys: [a]}]}",
            "
            passwd:
              users:
                - {name: core, ssh_authorized_keys: [b]}
        ",
        ],
        found: &["duplicate-user snippets[0] 4"],
        advice: &["passwd: {users: [{name: core, ssh_authorized_keys: [a, b]}]}"],
    },
    Case {
        breaks: &["
            passwd:
              groups:
                - {name: g}
                - {name: g, gid: 3000}
        "],
        found: &["duplicate-group content 5"],
        advice: &["
            passwd:
              groups:
                - {name: g, gid: 3000}
        "],
    },
    Case {
        breaks: &["
            passwd:
              users:
                - {name: core, ssh_authorized_keys: [a, b, a, a]}
                - {name: x, ssh_authorized_keys: [a]}
        "],
        found: &["duplicate-ssh-key content 4"],
        advice: &["
            passwd:
              users:
                - {name: core, ssh_authorized_keys: [a, b]}
                - {name: x, ssh_authorized_keys: [a]}
        "],
    },
    Case {
        breaks: &["
            passwd:
              users:
                - {name: x, groups: [sudo, docker, sudo]}
                - {name: y, create: {groups: [sudo, sudo]}}
        "],
        found: &[
            "duplicate-group-of-user content 4",
            "duplicate-group-of-user content 5",
        ],
        advice: &["
            passwd:
              users:
                - {name: x, groups: [sudo, docker]}
                - {name: y, groups: [sudo]}
        "],
    },
    Case {
        breaks: &["
            passwd:
              users:
                - {name: x, create: {uid: 9223372036854775808}}
        "],
        found: &["uid-out-of-range content 4"],
        advice: &["
            passwd:
              users:
                - {name: x, uid: 2000}
        "],
    },
    Case {
        breaks: &["
            passwd:
              users:
                - {name: a, uid: 2000}
                - {name: b, create: {uid: 2000}}
                - {name: c, uid: 500}
                - {name: core, uid: 500}
        "],
        found: &[
            "uid-taken content 5",
            "warning: uid-of-flatcar content 6",
            "uid-taken content 7",
        ],
        advice: &["
            passwd:
              users:
                - {name: a, uid: 2000}
                - {name: b}
                - {name: core, uid: 500}
        "],
    },
    Case {
        breaks: &["
            passwd:
              groups:
                - {name: a, gid: 2000}
                - {name: b, gid: 2000}
                - {name: c, gid: 0}
        "],
        found: &["gid-taken content 5", "warning: gid-of-flatcar content 6"],
        advice: &["
            passwd:
              groups:
                - {name: a, gid: 2000}
                - {name: b}
                - {name: c, gid: 2001}
        "],
    },
    Case {
        breaks: &["
            passwd:
              users:
                - {name: -x}
                - {name: a b}
                - {name: abcdefghijklmnopqrstuvwxyz0123456}
                - uid: 2000
              groups:
                - {name: 'a:b'}
        "],
        found: &[
            "user-name content 4",
            "user-name content 5",
            "user-name content 6",
            "user-name content 7",
            "group-name content 9",
        ],
        advice: &["
            passwd:
              users:
                - {name: abcdefghijklmnopqrstuvwxyz012345}
                - {name: a-b}
                - {name: pc$}
              groups:
                - {name: a_b}
        "],
    },
    Case {
        breaks: &["
            passwd:
              users:
                - {name: x, no_create_home: true, ssh_authorized_keys: [a]}
                - {name: core, no_create_home: true, ssh_authorized_keys: [a]}
                - {name: y, create: {no_create_home: true}, ssh_authorized_keys: [a]}
                - {name: z, no_create_home: true, home_dir: /var/z, ssh_authorized_keys: [a]}
        "],
        found: &["keys-without-home content 4", "keys-without-home content 6"],
        advice: &["
            passwd:
              users:
                - {name: x, ssh_authorized_keys: [a]}
                - {name: y, no_create_home: true}
        "],
    },
];
