//! What goes wrong around machines on AWS alone; the table of all situations is in `machines::failures`.

mod changes;
mod endings;
mod launches;
mod requests;
mod sets;
mod waits;

use super::super::machines::{asked, expect_exactly as expect, is_tainted};
use crate::aws::subnets;
use crate::clouds::Cloud;
use crate::machines::{APPLY, DESTROY, POOL, Pool};
use crate::simulator::Simulator;
use crate::simulator::log::Request;
use crate::workspace::Workspace;

/// A pool in one subnet: all its machines are made with one request.
fn in_one_subnet(count: usize) -> Pool {
    Pool {
        subnets: subnets(1),
        ..Pool::of(count)
    }
}

/// The ids that a request names.
fn named(request: &Request) -> Vec<String> {
    Cloud::Aws.named(request)
}

/// The machines in the cloud are those in the state, so many of them.
#[track_caller]
fn expect_exactly(simulator: &Simulator, workspace: &Workspace, count: usize) {
    expect(Cloud::Aws, simulator, workspace, count);
}
