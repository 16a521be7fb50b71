//! AWS as moto imitates it: an independent judge of whether requests are well formed, with ids of its own.
//!
//! It knows no client tokens, no delays and no faults; the simulator keeps the time, and has those.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::aws;
use crate::core::{Core, package};
use crate::simulator::Simulator;
use crate::workspace::Workspace;

/// A running moto; killed when dropped.
pub(crate) struct Moto {
    process: Child,
    url: String,
    clock: Simulator,
}

impl Moto {
    /// Starts one, and waits until it answers.
    pub(crate) fn start() -> Self {
        crate::machines::expect_test_clock();
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let process = Command::new(package().join("tests/setup/moto"))
            .arg(port.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let moto = Self {
            process,
            url: format!("http://127.0.0.1:{port}"),
            clock: Simulator::start(crate::simulator::options::Options::default()),
        };
        let start = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                start.elapsed() < Duration::from_mins(1),
                "moto does not start: run tests/setup/venv"
            );
            std::thread::sleep(Duration::from_millis(100));
        }
        moto
    }

    /// Where it answers.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// A workspace whose provider works with it.
    pub(crate) fn workspace(&self, core: Core, main: &str) -> Workspace {
        let mut workspace = Workspace::new(core, main);
        workspace.set("LOKOMOTIVE_TEST_CLOCK", self.clock.url());
        workspace.write("provider.tf", &aws::provider(&self.url, "us-east-1"));
        workspace
    }

    /// The subnets of its default network.
    pub(crate) fn subnets(&self) -> Vec<String> {
        self.texts("ec2", "2016-11-15", "DescribeSubnets", "subnetId")
    }

    /// The ids of all instances that have not ended.
    pub(crate) fn live(&self) -> Vec<String> {
        let states = "DescribeInstances&Filter.1.Name=instance-state-name&Filter.1.Value.1=pending&Filter.1.Value.2=running";
        self.texts("ec2", "2016-11-15", states, "instanceId")
    }

    /// The texts of all elements of a name in an answer.
    pub(crate) fn texts(
        &self,
        service: &str,
        version: &str,
        action: &str,
        element: &str,
    ) -> Vec<String> {
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=0"
        );
        let body = format!("Action={action}&Version={version}");
        let answer = crate::aws::post(&self.url, &authorization, &body);
        let (open, close) = (format!("<{element}>"), format!("</{element}>"));
        let texts = answer.split(open.as_str()).skip(1);
        texts
            .filter_map(|rest| Some(rest.split_once(close.as_str())?.0.to_owned()))
            .collect()
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
