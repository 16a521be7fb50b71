//! `locksmith`: when machines reboot for an update.

use super::duration::is_duration;
use super::problems;
use super::quote::quote;
use crate::decode::{Field, Findings, schema};
use crate::report::{Mark, Problem, Severity};

schema! {
    /// `locksmith`.
    struct Locksmith {
        reboot_strategy: Option<String>,
        window_start: Option<String>,
        window_length: Option<String>,
        group: Option<String>,
        etcd_endpoints: Option<String>,
        etcd_cafile: Option<String>,
        etcd_certfile: Option<String>,
        etcd_keyfile: Option<String>,
    }
}

/// Checks the section, and returns its lines of `update.conf`.
pub(super) fn lines(locksmith: &Locksmith, mark: Mark, findings: &mut Findings) -> Vec<String> {
    let is_set = |key: &Field<Option<String>>| key.as_deref().is_some_and(|text| !text.is_empty());
    if is_set(&locksmith.window_start) != is_set(&locksmith.window_length) {
        findings.parse(Severity::Error, mark, problems::window_incomplete());
    }
    check(&locksmith.reboot_strategy, strategy, findings);
    check(&locksmith.window_start, window_start, findings);
    check(&locksmith.window_length, window_length, findings);
    let variables = [
        ("REBOOT_STRATEGY", &locksmith.reboot_strategy),
        ("LOCKSMITHD_REBOOT_WINDOW_START", &locksmith.window_start),
        ("LOCKSMITHD_REBOOT_WINDOW_LENGTH", &locksmith.window_length),
        ("LOCKSMITHD_GROUP", &locksmith.group),
        ("LOCKSMITHD_ENDPOINT", &locksmith.etcd_endpoints),
        ("LOCKSMITHD_ETCD_CAFILE", &locksmith.etcd_cafile),
        ("LOCKSMITHD_ETCD_CERTFILE", &locksmith.etcd_certfile),
        ("LOCKSMITHD_ETCD_KEYFILE", &locksmith.etcd_keyfile),
    ];
    variables
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", quote(value.as_deref()?))))
        .collect()
}

fn check(key: &Field<Option<String>>, rule: fn(&str) -> Option<Problem>, findings: &mut Findings) {
    if let Some(problem) = key.as_deref().and_then(rule) {
        findings.parse(Severity::Error, key.mark, problem);
    }
}

fn strategy(strategy: &str) -> Option<Problem> {
    let is_known = matches!(
        strategy.to_lowercase().as_str(),
        "reboot" | "etcd-lock" | "off"
    );
    (!is_known).then(|| problems::reboot_strategy_unknown(strategy))
}

/// `[day ]H:MM`; two words on the first line are a day and a time, anything else must be a time.
fn window_start(start: &str) -> Option<Problem> {
    if start.is_empty() {
        return None;
    }
    let mut words = start
        .split('\n')
        .next()
        .unwrap_or_default()
        .split_whitespace();
    let (day, time) = match (words.next(), words.next()) {
        (Some(day), Some(time)) => (Some(day), time),
        _ => (None, start),
    };
    let is_day = |day: &str| {
        let days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
        days.contains(&day.to_lowercase().as_str())
    };
    if !day.is_none_or(is_day) {
        Some(problems::window_day(start))
    } else if !is_time(time) {
        Some(problems::window_time(start))
    } else {
        None
    }
}

/// `H:MM` or `HH:MM`.
fn is_time(time: &str) -> bool {
    let number = |digits: &str| -> Option<u8> {
        let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| digits.parse().ok())?
    };
    time.split_once(':').is_some_and(|(hour, minute)| {
        hour.len() <= 2
            && minute.len() == 2
            && number(hour).is_some_and(|hour| hour < 24)
            && number(minute).is_some_and(|minute| minute < 60)
    })
}

fn window_length(length: &str) -> Option<Problem> {
    (!length.is_empty() && !is_duration(length)).then(|| problems::window_length(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(start: &str, expect: Option<&str>) {
        assert_eq!(
            window_start(start).map(|problem| problem.rule),
            expect,
            "{start:?}"
        );
    }

    #[test]
    fn window_starts() {
        const DAY: Option<&str> = Some("window-day");
        const TIME: Option<&str> = Some("window-time");
        check("", None);
        check("4:00", None);
        check("04:00", None);
        check("Thu 04:00", None);
        check("  SAT\t23:59 whatever", None);
        check("Monday 4am", DAY);
        check("4:00 x", DAY);
        check("Thu 4", TIME);
        check("Thu", TIME);
        check(" 4:00", TIME);
        check("24:00", TIME);
        check("4:60", TIME);
        check("4:0", TIME);
        check("004:00", TIME);
        check(":00", TIME);
        check("+4:00", TIME);
        check("Thu\n04:00", TIME);
    }
}
