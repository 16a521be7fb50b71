//! Rendering against parsing alone, in one run: `cargo bench --bench render`.
//!
//! Absolute times depend on the machine; the ratio to the YAML library's own parse of the same text does
//! not, much. Medians of many rounds, both sides in turn.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use lokomotive::butane::NoFiles;
use lokomotive::clc::platform::Platform;
use lokomotive::ignition::envelope::envelope;
use lokomotive::ignition::v3::Version;
use lokomotive::migrate::clc_to_butane;
use lokomotive::render::{Options, Source, Target, render};
use lokomotive::report::Document;

const ROUNDS: usize = 500;

/// Rounds of what takes long.
const FEW_ROUNDS: usize = 7;

fn main() {
    if std::env::args().any(|argument| argument == "--test") {
        return; // `cargo test --benches` only builds us
    }
    let plain = Options::default();
    let converted = Options {
        target: Some(Target::V3(Version::V3_4_0)),
        ..plain
    };
    row("controller config", &[controller(17 * 1024)], plain);
    let snippets = (0..4).map(snippet);
    let documents: Vec<String> = std::iter::once(controller(11 * 1024))
        .chain(snippets)
        .collect();
    row("config with 4 snippets", &documents, plain);
    row("converted to 3.4.0", &[controller(17 * 1024)], converted);
    row("Butane config", &[butane(17 * 1024)], plain);
    let clc = controller(17 * 1024);
    let migrate = || {
        let migrated = clc_to_butane(black_box(&clc), Platform::default());
        assert!(black_box(migrated.0).is_some());
    };
    let migrating = (0..ROUNDS).map(|_| time(migrate));
    let migrating = median(migrating.collect());
    report(&format!(
        "{:<24} {:>6} bytes  write  {migrating:>9.1?}",
        "migrated to Butane",
        clc.len()
    ));
    let (json, _) = render(&sources(&[controller(17 * 1024)]), plain, &NoFiles);
    let json = json.unwrap_or_default();
    let packing = (0..ROUNDS).map(|_| time(|| drop(black_box(envelope(black_box(&json))))));
    let packing = median(packing.collect());
    report(&format!(
        "{:<24} {:>6} bytes  pack   {packing:>9.1?}",
        "gzip envelope",
        json.len()
    ));
    growth("snippets", [500, 5_000], plain, |count| {
        let snippets = (0..count).map(snippet);
        std::iter::once(controller(11 * 1024))
            .chain(snippets)
            .collect()
    });
    growth("snippets, to 3.4.0", [500, 5_000], converted, |count| {
        let snippets = (0..count).map(snippet);
        std::iter::once(butane(11 * 1024)).chain(snippets).collect()
    });
    growth("snippets of one user", [500, 5_000], converted, |count| {
        let snippets = (0..count).map(ssh_key);
        std::iter::once(butane(11 * 1024)).chain(snippets).collect()
    });
    // a document may have 4 MiB, and these are a little larger than asked for
    let large = [390 << 10, 3_900 << 10];
    growth("bytes of many files", large, plain, |size| {
        vec![controller(size)]
    });
    growth("bytes of many in Butane", large, plain, |size| {
        vec![butane(size)]
    });
    growth("bytes of one file", large, plain, |size| {
        vec![one_file(size)]
    });
}

/// How much longer ten times as much takes; ten times as long is what it costs to read it.
fn growth(name: &str, sizes: [usize; 2], options: Options, make: fn(usize) -> Vec<String>) {
    let [small, large] = sizes.map(|size| {
        let documents = make(size);
        let sources = sources(&documents);
        let rendering = (0..FEW_ROUNDS).map(|_| {
            time(|| {
                let (json, report) = render(black_box(&sources), options, &NoFiles);
                assert!(json.is_some(), "{report:?}");
            })
        });
        median(rendering.collect())
    });
    let ratio = large.as_secs_f64() / small.as_secs_f64();
    let [few, many] = sizes;
    report(&format!(
        "{name:<24} {few:>7} render {small:>9.1?}  {many:>8} render {large:>9.1?}  ratio {ratio:.1}"
    ));
}

fn sources(documents: &[String]) -> Vec<Source<'_>> {
    documents
        .iter()
        .enumerate()
        .map(|(index, text)| Source {
            document: match index {
                0 => Document::Content,
                _ => Document::snippet(index - 1),
            },
            text,
        })
        .collect()
}

fn row(name: &str, documents: &[String], options: Options) {
    let sources = sources(documents);
    let mut rendering = Vec::with_capacity(ROUNDS);
    let mut parsing = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        rendering.push(time(|| {
            let (json, report) = render(black_box(&sources), options, &NoFiles);
            assert!(json.is_some(), "{report:?}");
        }));
        parsing.push(time(|| {
            for source in black_box(&sources) {
                let events = granit_parser::Parser::new_from_str(source.text);
                assert!(events.map(|event| event.is_ok()).all(black_box));
            }
        }));
    }
    let (rendering, parsing) = (median(rendering), median(parsing));
    let bytes: usize = documents.iter().map(String::len).sum();
    let ratio = rendering.as_secs_f64() / parsing.as_secs_f64();
    report(&format!(
        "{name:<24} {bytes:>6} bytes  render {rendering:>9.1?}  parse alone {parsing:>9.1?}  ratio {ratio:.2}"
    ));
}

#[expect(clippy::print_stdout, reason = "a benchmark prints its result")]
fn report(line: &str) {
    println!("{line}");
}

fn time(run: impl FnOnce()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// A config like a controller's, of about the given size: units with texts, drop-ins, files, users.
fn controller(size: usize) -> String {
    let mut text = String::from(
        "passwd:\n  users:\n    - name: core\n      ssh_authorized_keys:\n        - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBenchmark ops@example\n\
         etcd:\n  version: 3.3.10\n  name: controller-0\n  data_dir: /var/lib/etcd\n\
         locksmith:\n  reboot_strategy: \"off\"\n\
         systemd:\n  units:\n",
    );
    let mut number = 0;
    while text.len() < size / 2 {
        number += 1;
        let _ = write!(text, "{}", unit(number));
    }
    text.push_str("storage:\n  files:\n");
    while text.len() < size {
        number += 1;
        let _ = write!(text, "{}", file(number));
    }
    text
}

/// A Butane config of units and files, of about the given size.
fn butane(size: usize) -> String {
    let mut text = String::from("variant: flatcar\nversion: 1.1.0\nsystemd:\n  units:\n");
    let mut number = 0;
    while text.len() < size / 2 {
        number += 1;
        text.push_str(&unit(number).replace("enable: true", "enabled: true"));
    }
    text.push_str("storage:\n  files:\n");
    while text.len() < size {
        number += 1;
        text.push_str(&file(number).replace("      filesystem: root\n", ""));
    }
    text
}

fn unit(number: usize) -> String {
    format!(
        "    - name: task-{number}.service\n      enable: true\n      contents: |\n        [Unit]\n        Description=Task {number}\n        After=network-online.target\n        \
         Wants=network-online.target\n        [Service]\n        Type=oneshot\n        RemainAfterExit=yes\n        ExecStart=/opt/bin/task --number={number} \\\n          --log-level=info\n        \
         Restart=on-failure\n        [Install]\n        WantedBy=multi-user.target\n      dropins:\n        - name: 10-limits.conf\n          contents: |\n            [Service]\n            LimitNOFILE=65536\n"
    )
}

fn file(number: usize) -> String {
    format!(
        "    - path: /etc/kubernetes/config-{number}.yaml\n      filesystem: root\n      mode: 0644\n      contents:\n        inline: |\n          apiVersion: v1\n          kind: ConfigMap\n          \
         metadata:\n            name: config-{number}\n            namespace: kube-system\n          data:\n            endpoint: \"https://10.0.0.{number}:6443/?a=1&b=2\"\n            note: 100% plain\n"
    )
}

fn snippet(number: usize) -> String {
    format!(
        "systemd:\n  units:\n    - name: snippet-{number}.service\n      enable: true\n      contents: |\n        [Service]\n        ExecStart=/bin/true\n        [Install]\n        WantedBy=multi-user.target\n\
         storage:\n  files:\n    - path: /etc/snippet-{number}\n      mode: 0600\n      contents:\n        inline: snippet {number}\n"
    )
}

/// A snippet that gives a user another key.
fn ssh_key(number: usize) -> String {
    format!(
        "passwd:\n  users:\n    - name: core\n      ssh_authorized_keys:\n        - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBenchmark{number:010} ops@example\n"
    )
}

/// A config with one file of the given size.
fn one_file(size: usize) -> String {
    let line = format!("          {}\n", "0123456789".repeat(10));
    let head = "storage:\n  files:\n    - path: /etc/large\n      filesystem: root\n      mode: 0644\n      contents:\n        inline: |\n";
    format!("{head}{}", line.repeat(size / line.len()))
}
