//! Whole documents: what is found where, and that nothing breaks the compiler.

use super::*;
use crate::ignition::v2_3::Config;

fn compiled(source: &str, platform: &str, strict: bool) -> (Config, Vec<String>) {
    let platform = Platform::parse(platform).unwrap();
    let (config, report) = compile(source, Document::Content, &Options { platform, strict });
    let shown = report.findings().iter().map(|finding| {
        let severity = match finding.severity {
            Severity::Error => "",
            Severity::Warning => "warning ",
            Severity::Note => "note ",
        };
        let mark = finding.mark.map_or(String::from("-"), |mark| {
            format!("{}:{}", mark.line, mark.column)
        });
        format!("{severity}{mark} {}", finding.problem.rule)
    });
    (config, shown.collect())
}

fn check(source: &str, expect: &[&str]) {
    assert_eq!(compiled(source, "", false).1, expect, "{source}");
}

#[test]
fn documents() {
    check("", &["warning - empty-config"]);
    check("# nothing", &["warning - empty-config"]);
    check("{}", &[]);
    check("---", &[]);
    check("~", &[]);
    check("- a", &["1:1 wrong-type"]);
    check("version: 1", &["1:10 config-version"]);
    check("a: b: c", &["1:5 yaml-colon"]);
    check("update: {group: beta}\nupdate: {}", &["2:1 repeated-key"]);
    check(
        "update: {group: beta}\n---\nx: [",
        &["warning 2:1 second-document"],
    );
    check("variant: flatcar\nversion: 1.0.0", &["2:10 butane"]);
    check("variant: flatcar", &["1:10 butane"]);
    check("variant: ''", &["warning 1:1 unknown-key"]);
}
