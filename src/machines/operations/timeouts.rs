//! How long operations may take.

use std::time::Duration;

use crate::framework::Field;
use crate::machines::arguments::{Arguments, Timeouts};
use crate::machines::rules::counts::parse_duration;
use crate::pool::Rules;

/// How long AWS may take to make or end machines.
const AWS: Duration = Duration::from_mins(15);

/// How long Equinix Metal may take: servers are installed, some twice, and one that is being made cannot be ended.
const EQUINIX_METAL: Duration = Duration::from_mins(30);

fn usual(arguments: &Arguments) -> Duration {
    if arguments.common.equinix_metal.is_null() {
        AWS
    } else {
        EQUINIX_METAL
    }
}

/// How long all machines may take to be made.
pub(super) fn create(arguments: &Arguments) -> Duration {
    set(arguments, |timeouts| &timeouts.create).unwrap_or_else(|| usual(arguments))
}

/// How long changes may take, when so many machines are replaced, or made one after another: for each turn of them, the
/// time for a create and the time that machines must be ready.
pub(super) fn update(arguments: &Arguments, machines: usize, rules: &Rules) -> Duration {
    set(arguments, |timeouts| &timeouts.update).unwrap_or_else(|| {
        let turns = machines.div_ceil(rules.max_unavailable.max(1)).max(1);
        let turn = create(arguments) + rules.min_ready;
        turn.saturating_mul(u32::try_from(turns).unwrap_or(u32::MAX))
    })
}

/// How long all machines may take to end.
pub(super) fn delete(arguments: &Arguments) -> Duration {
    set(arguments, |timeouts| &timeouts.delete).unwrap_or_else(|| usual(arguments))
}

fn set(arguments: &Arguments, which: fn(&Timeouts) -> &Field<String>) -> Option<Duration> {
    let timeouts = arguments.common.timeouts.known()?;
    let written = which(timeouts).known()?;
    parse_duration(written).map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::{IntoValue as _, Value};
    use crate::machines::arguments::Kind;

    fn rules(max_unavailable: usize, min_ready: u64) -> Rules {
        Rules {
            max_unavailable,
            one_by_one: false,
            min_ready: Duration::from_mins(min_ready),
            has_targets: false,
        }
    }

    fn arguments(timeouts: &[(&str, &str)]) -> Arguments {
        let written = timeouts
            .iter()
            .map(|(name, time)| (*name, (*time).into_value()));
        let written = Value::object(written);
        let value = Value::object([("timeouts", written)]);
        Arguments::read(Kind::WorkerPool, &value).unwrap()
    }

    #[test]
    fn what_is_written_counts() {
        let written = arguments(&[("create", "1h30m"), ("update", "2h"), ("delete", "90s")]);
        assert_eq!(create(&written), Duration::from_mins(90));
        assert_eq!(update(&written, 100, &rules(1, 5)), Duration::from_hours(2));
        assert_eq!(delete(&written), Duration::from_secs(90));
    }

    #[test]
    fn what_is_not_written_is_a_quarter_of_an_hour() {
        let none = Arguments::read(Kind::Controller, &Value::object::<&str>([])).unwrap();
        for silent in [none, arguments(&[])] {
            let times = [
                create(&silent),
                update(&silent, 0, &rules(1, 0)),
                delete(&silent),
            ];
            assert_eq!(times, [Duration::from_mins(15); 3]);
        }
    }

    #[test]
    fn an_update_takes_the_time_of_a_create_for_each_turn() {
        let check = |machines, at_a_time, turns| {
            let hourly = arguments(&[("create", "1h")]);
            for min_ready in [0, 5] {
                let expect = Duration::from_mins(turns * (60 + min_ready));
                let found = update(&hourly, machines, &rules(at_a_time, min_ready));
                assert_eq!(found, expect, "{machines} {at_a_time}");
            }
        };
        check(0, 1, 1);
        check(1, 1, 1);
        check(5, 1, 5);
        check(5, 2, 3);
        check(5, 0, 5);
        check(5, usize::MAX, 1);
    }
}
