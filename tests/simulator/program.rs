//! The simulator as a program, for demonstrations and for playing by hand: it serves until it is killed.

#[path = "mod.rs"]
mod simulator;

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use simulator::Simulator;
use simulator::metal;
use simulator::options::Options;

const USAGE: &str = "\
simulator [OPTION VALUE]...: AWS and Equinix Metal on 127.0.0.1, as much of them as the provider uses
  --port N                  where to listen; 0 is any (default)
  --real-time BOOL          let real time pass on the simulator's clock too (default: false)
  --visibility-delay SECS   from a launch until machines are listed
  --start-delay SECS        from pending to running
  --stop-delay SECS         from shutting-down to terminated
  --status-delay SECS       from running until both status checks are ok
  --healthy-delay SECS      from registered until a target is healthy
  --drain-delay SECS        from deregistered until a target is gone
  --public-ips BOOL         subnets give public addresses (default: false)
  --instance-quota N        machines an account may have in a region
  --vcpu-quota N            virtual CPUs an account may have in a region
  --bad-key KEY             an access key, or a token, that nobody knows
Equinix Metal is at /metal/v1, and has more options:
  --project ID              a project, beside the usual 5afe0000-0000-4000-a000-00000000c0de
  --queue-delay SECS        from queued to provisioning
  --provision-delay SECS    from provisioning to active
  --address-delay SECS      from a creation until devices have addresses
  --reinstall-delay SECS    from reinstalling to active
  --deprovision-delay SECS  from deprovisioning to gone
  --reclaim-delay SECS      from then until a reservation can be used again
  --omit-nulls BOOL         leave out fields without a value instead of null (default: false)
The clock is at /clock, the controls are below /control/: ask for /control/help.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(options) = options(&arguments) else {
        let _ = io::stderr().write_all(USAGE.as_bytes());
        return ExitCode::FAILURE;
    };
    let simulator = Simulator::start(options);
    let line = format!("listening on {}\n", simulator.url());
    let mut out = io::stdout().lock();
    // Whoever started it waits for this line; if nobody reads it, nobody waits.
    let _ = out.write_all(line.as_bytes()).and_then(|()| out.flush());
    loop {
        std::thread::park();
    }
}

fn options(arguments: &[String]) -> Option<Options> {
    let mut options = Options::default();
    for pair in arguments.chunks(2) {
        let [name, value] = pair else {
            return None;
        };
        let seconds = || {
            value
                .parse()
                .ok()
                .and_then(|secs| Duration::try_from_secs_f64(secs).ok())
        };
        match name.as_str() {
            "--port" => options.port = value.parse().ok()?,
            "--real-time" => options.real_time = value.parse().ok()?,
            "--visibility-delay" => options.visibility_delay = seconds()?,
            "--start-delay" => options.start_delay = seconds()?,
            "--stop-delay" => options.stop_delay = seconds()?,
            "--status-delay" => options.status_delay = seconds()?,
            "--healthy-delay" => options.healthy_delay = seconds()?,
            "--drain-delay" => options.drain_delay = seconds()?,
            "--public-ips" => options.map_public_ips = value.parse().ok()?,
            "--instance-quota" => options.instance_quota = Some(value.parse().ok()?),
            "--vcpu-quota" => options.vcpu_quota = Some(value.parse().ok()?),
            "--bad-key" => {
                options.bad_keys.insert(value.clone());
            }
            _ => metal(&mut options.metal, name, value, seconds)?,
        }
    }
    Some(options)
}

/// The options of Equinix Metal.
fn metal(
    options: &mut metal::Options,
    name: &str,
    value: &str,
    seconds: impl Fn() -> Option<Duration>,
) -> Option<()> {
    match name {
        "--project" => {
            options.projects.insert(value.to_owned());
        }
        "--queue-delay" => options.queue_delay = seconds()?,
        "--provision-delay" => options.provision_delay = seconds()?,
        "--address-delay" => options.address_delay = seconds()?,
        "--reinstall-delay" => options.reinstall_delay = seconds()?,
        "--deprovision-delay" => options.deprovision_delay = seconds()?,
        "--reclaim-delay" => options.reclaim_delay = seconds()?,
        "--omit-nulls" => options.omits_nulls = value.parse().ok()?,
        _ => return None,
    }
    Some(())
}
