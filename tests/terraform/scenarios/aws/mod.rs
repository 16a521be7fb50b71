//! Machines on AWS, through real Terraform: on the simulator, which has delays, tokens and faults, and on moto, which
//! judges the requests.

mod controllers;
mod differences;
mod drift;
mod failures;
mod lifecycle;
mod look_ahead;
