//! Docker's settings of the merged config: dockerd refuses to start when one is given both as a flag and in
//! its file, or when the file is no JSON.
//!
//! The base config has the file; a snippet's `docker: flags` become a drop-in. Flags that name a setting of the
//! file are moved into it, and the kubelet's cgroup driver follows Docker's.
//!
//! Source: the flags and keys of Docker's reference of `dockerd`.

use serde_json::{Map, Value};

use super::docker::DAEMON_JSON;
use super::docker_option::{DockerOption, Split};
use super::inline::{self, Inline};
use crate::ignition::at::At;
use crate::ignition::v3::Config;
use crate::ignition::v3::nodes::File;
use crate::ignition::v3::systemd::Dropin;
use crate::report::{Document, Origin, Problem, Report, Severity, Step};

/// The drop-in that the section `docker` of a Container Linux Config becomes, also once it is Butane.
const DROPIN: (&str, &str) = ("docker.service", "20-clct-docker.conf");

/// What stands before and behind the flags in it.
const AROUND: (&str, &str) = ("[Service]\nEnvironment=\"DOCKER_OPTS=", "\"");

/// Where the kubelet reads its settings.
const KUBELET_YAML: &str = "/etc/kubernetes/kubelet.yaml";

/// What Docker takes on today's Flatcar, where systemd keeps a single cgroup tree, when nothing says otherwise.
const DEFAULT_DRIVER: &str = "systemd";

/// Settles Docker's settings in a merged config.
pub(super) fn settle(config: &mut Config, report: &mut Report) {
    let Some(place) = file_at(config, DAEMON_JSON) else {
        return;
    };
    let flags = take_flags(config);
    let file = &mut config.storage.files[place];
    let mut settings = match settings(file) {
        Ok(Some(settings)) => settings,
        Ok(None) => {
            // Fetched at boot: what is in it cannot be known, so no flag may be in question.
            if let Some((_, origin)) = &flags {
                report.add(Severity::Error, Step::Merge, *origin, remote_file());
            }
            return;
        }
        Err(problem) => {
            report.add(Severity::Error, Step::Merge, file.origin, problem);
            return;
        }
    };
    if let Some((flags, origin)) = flags {
        let rest = move_flags(&flags, &mut settings, origin, report);
        inline::write(file, &format!("{:#}\n", Value::Object(settings.clone())));
        put_flags(config, &rest);
    }
    follow_cgroup_driver(config, &settings);
}

fn file_at(config: &Config, path: &str) -> Option<usize> {
    let files = &config.storage.files;
    files.iter().position(|file| file.node.path == path)
}

/// The settings of the file; `None` when it is fetched.
fn settings(file: &At<File>) -> Result<Option<Map<String, Value>>, Problem> {
    match inline::read(file) {
        Inline::Remote => Ok(None),
        Inline::Text(text) => match serde_json::from_str(&text) {
            Ok(Value::Object(settings)) => Ok(Some(settings)),
            _ => Err(not_json()),
        },
        Inline::Unreadable => Err(not_json()),
    }
}

/// The flags of the drop-in, and where they come from.
fn take_flags(config: &Config) -> Option<(String, Origin)> {
    let dropin = dropins(config)?
        .iter()
        .find(|dropin| dropin.name == DROPIN.1)?;
    let contents = dropin.contents.as_deref()?.trim_end();
    let flags = contents.strip_prefix(AROUND.0)?.strip_suffix(AROUND.1)?;
    Some((flags.to_owned(), dropin.origin))
}

fn dropins(config: &Config) -> Option<&Vec<At<Dropin>>> {
    let units = &config.systemd.units;
    let docker = units.iter().find(|unit| unit.name == DROPIN.0)?;
    Some(&docker.dropins)
}

/// Leaves these flags in the drop-in; without any it goes away.
fn put_flags(config: &mut Config, flags: &str) {
    let units = config.systemd.units.iter_mut();
    for unit in units.filter(|unit| unit.name == DROPIN.0) {
        unit.dropins
            .retain(|dropin| !(dropin.name == DROPIN.1 && flags.is_empty()));
        let ours = unit
            .dropins
            .iter_mut()
            .filter(|dropin| dropin.name == DROPIN.1);
        for dropin in ours {
            dropin.contents = Some(format!("{}{flags}{}", AROUND.0, AROUND.1));
        }
    }
}

/// Moves the flags that the file has a setting for; what is left is returned. The first flag of a list or map
/// replaces what the file has, further ones add to it.
fn move_flags(
    flags: &str,
    settings: &mut Map<String, Value>,
    origin: Origin,
    report: &mut Report,
) -> String {
    let had: Vec<String> = settings.keys().cloned().collect();
    let mut moved: Vec<&'static str> = Vec::new();
    let mut rest: Vec<String> = Vec::new();
    for split in DockerOption::split(flags) {
        match split {
            Split::Known { option, value, .. } if had.iter().any(|key| key == option.key) => {
                if !moved.contains(&option.key) {
                    moved.push(option.key);
                    settings.remove(option.key);
                }
                option.put(value, settings);
            }
            Split::Known { text, .. } | Split::Other(text) => rest.push(text),
        }
    }
    for key in moved {
        report.add(Severity::Note, Step::Merge, origin, moved_note(key, origin));
    }
    rest.join(" ")
}

/// The kubelet refuses to start beside a Docker of another cgroup driver. Its own settings are adapted as long
/// as they are the base config's.
fn follow_cgroup_driver(config: &mut Config, settings: &Map<String, Value>) {
    let driver = settings
        .get("exec-opts")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .find_map(|option| option.strip_prefix("native.cgroupdriver="))
        .unwrap_or(DEFAULT_DRIVER);
    let Some(place) = file_at(config, KUBELET_YAML) else {
        return;
    };
    let file = &mut config.storage.files[place];
    if file.origin.document != Document::Base {
        return;
    }
    if let Inline::Text(text) = inline::read(file) {
        let wanted = format!("cgroupDriver: {driver}\n");
        let other = ["cgroupDriver: cgroupfs\n", "cgroupDriver: systemd\n"];
        let adapted = other
            .iter()
            .fold(text.clone(), |text, line| text.replace(line, &wanted));
        if adapted != text {
            inline::write(file, &adapted);
        }
    }
}

fn moved_note(key: &str, origin: Origin) -> Problem {
    Problem::new(
        "docker-flag-moved",
        format!(
            "the docker flags of {} replace {key} in {DAEMON_JSON}",
            origin.document
        ),
        "dockerd takes a setting from its file or from a flag, not from both",
    )
}

fn not_json() -> Problem {
    Problem::new(
        "docker-settings-not-json",
        format!("{DAEMON_JSON} does not hold a JSON object, so dockerd would not start"),
        "Write the whole file, without append: the base config has one, which yours replaces.",
    )
}

fn remote_file() -> Problem {
    Problem::new(
        "docker-flags-beside-remote-file",
        format!(
            "{DAEMON_JSON} is fetched at boot, so it cannot be told which docker flags it has as well"
        ),
        "Write the file inline, or put all settings into it and leave out docker: flags.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::butane::NoFiles;
    use crate::render::{self, Options, Source};

    const BASE: &str = r#"
storage:
  files:
    - path: /etc/docker/daemon.json
      filesystem: root
      mode: 0644
      contents: {inline: '{"log-driver":"json-file","log-opts":{"max-size":"1m"},"live-restore":true,"exec-opts":["native.cgroupdriver=cgroupfs"]}'}
    - path: /etc/kubernetes/kubelet.yaml
      filesystem: root
      mode: 0644
      contents: {inline: "cgroupDriver: cgroupfs\n"}
"#;

    /// Daemon settings, flags that are left, cgroup driver, and the rules of what is told.
    fn check(snippet: &str, expect: (&str, &str, &str), rules: &[&str]) {
        let mut seen = (String::new(), String::new(), String::new());
        let sources = [
            (Document::Base, BASE),
            (Document::Snippet("clc_snippets", 0), snippet),
        ];
        let sources = sources.map(|(document, text)| Source { document, text });
        let (_, report) =
            render::compose(&sources, Options::default(), &NoFiles, |config, report| {
                settle(config, report);
                let text = |path| {
                    let place = file_at(config, path).unwrap();
                    match inline::read(&config.storage.files[place]) {
                        Inline::Text(text) => text,
                        _ => "?".to_owned(),
                    }
                };
                let daemon = text(DAEMON_JSON);
                seen.0 = serde_json::from_str::<Value>(&daemon).map_or(daemon, |v| v.to_string());
                seen.1 = take_flags(config).map_or("-".to_owned(), |(flags, _)| flags);
                seen.2 = text(KUBELET_YAML).replace("cgroupDriver: ", "");
            });
        let found: Vec<_> = report.findings().iter().map(|f| f.problem.rule).collect();
        assert_eq!(found, rules, "{report:#?}");
        assert_eq!((seen.0.as_str(), seen.1.as_str(), seen.2.trim()), expect);
    }

    const UNTOUCHED: &str = r#"{"exec-opts":["native.cgroupdriver=cgroupfs"],"live-restore":true,"log-driver":"json-file","log-opts":{"max-size":"1m"}}"#;

    #[test]
    fn flags_without_a_setting_stay() {
        check(
            "docker: {flags: [--debug]}",
            (UNTOUCHED, "--debug", "cgroupfs"),
            &[],
        );
        check("{}", (UNTOUCHED, "-", "cgroupfs"), &[]);
    }

    #[test]
    fn flags_with_a_setting_are_moved() {
        check(
            "docker: {flags: [--log-driver=journald, '--log-opt tag=x', --log-opt=a=b, --live-restore=false, --mtu=1400]}",
            (
                r#"{"exec-opts":["native.cgroupdriver=cgroupfs"],"live-restore":false,"log-driver":"journald","log-opts":{"a":"b","tag":"x"}}"#,
                "--mtu=1400",
                "cgroupfs",
            ),
            &["docker-flag-moved"; 3],
        );
    }

    #[test]
    fn the_drop_in_goes_with_its_last_flag() {
        check(
            "docker: {flags: [--exec-opt=native.cgroupdriver=systemd]}",
            (
                r#"{"exec-opts":["native.cgroupdriver=systemd"],"live-restore":true,"log-driver":"json-file","log-opts":{"max-size":"1m"}}"#,
                "-",
                "systemd",
            ),
            &["docker-flag-moved"],
        );
    }

    fn daemon(contents: &str) -> String {
        format!(
            "storage: {{files: [{{path: {DAEMON_JSON}, filesystem: root, mode: 0644, contents: {contents}}}]}}"
        )
    }

    #[test]
    fn the_kubelet_follows_a_rewritten_file() {
        check(
            &daemon("{inline: '{\"debug\":true}'}"),
            (r#"{"debug":true}"#, "-", "systemd"),
            &["merge-override"],
        );
    }

    #[test]
    fn a_file_that_is_no_json_is_refused() {
        check(
            &daemon("{inline: 'debug: true'}"),
            ("debug: true", "-", "cgroupfs"),
            &["merge-override", "docker-settings-not-json"],
        );
    }

    #[test]
    fn a_fetched_file_and_flags_are_refused() {
        let remote = daemon("{remote: {url: 'https://example.com/daemon.json'}}");
        check(&remote, ("?", "-", "cgroupfs"), &["merge-override"]);
        check(
            &format!("{remote}\ndocker: {{flags: [--debug]}}"),
            ("?", "--debug", "cgroupfs"),
            &["merge-override", "docker-flags-beside-remote-file"],
        );
    }
}
