//! Configs and certificates that are fetched.

use super::Case;

pub(super) const CASES: &[Case] = &[
    Case {
        breaks: &["
            ignition:
              config:
                append:
                  - {source: \"\"}
        "],
        found: &["reference-without-source content 5"],
        advice: &["ignition: {config: {append: [{source: \"https://a\"}]}}"],
    },
    Case {
        breaks: &["
            ignition:
              security:
                tls:
                  certificate_authorities:
                    - {source: \"https://a\"}
                    - {source: \"https://a\"}
        "],
        found: &[
            "duplicate-reference content 7",
            "warning: several-references content 7",
        ],
        advice: &[
            "ignition: {security: {tls: {certificate_authorities: [{source: \"https://a\"}]}}}",
        ],
    },
    Case {
        breaks: &["
            ignition:
              config:
                append:
                  - {source: \"https://a\"}
                  - {source: \"https://b\"}
                  - {source: \"https://c\"}
        "],
        found: &["warning: several-references content 6"],
        advice: &[
            "ignition: {config: {append: [{source: \"https://a\"}], replace: {source: \"https://b\"}}}",
        ],
    },
];
