//! One line of hclog's JSON format.
//!
//! `@level`, `@message`, `@module` and `@timestamp` are its own keys and must be strings; every other key is a detail.

use std::time::SystemTime;

use prost_types::Timestamp;
use serde_json::{Map, Value};
use tracing::{Level, Metadata};

use super::fields::Fields;

/// The line of an event, with its line feed.
pub(super) fn line(metadata: &Metadata<'_>, mut fields: Fields, now: SystemTime) -> String {
    let message = fields.take_message();
    let mut line: Map<String, Value> = [
        ("@level", level(*metadata.level()).to_owned()),
        ("@message", message),
        ("@module", metadata.target().replace("::", ".")),
        ("@timestamp", timestamp(now)),
    ]
    .map(|(key, value)| (key.to_owned(), value.into()))
    .into_iter()
    .collect();
    line.extend(fields.into_map());
    format!("{}\n", Value::Object(line))
}

fn level(level: Level) -> &'static str {
    match level {
        Level::ERROR => "error",
        Level::WARN => "warn",
        Level::INFO => "info",
        Level::DEBUG => "debug",
        Level::TRACE => "trace",
    }
}

/// RFC 3339 in UTC with exactly six decimals: the host shows a line raw if it cannot read its time.
fn timestamp(time: SystemTime) -> String {
    let Timestamp { seconds, nanos } = time.into();
    // protobuf's time knows the calendar, but writes only as many decimals as there are
    let whole = Timestamp { seconds, nanos: 0 }.to_string();
    let whole = whole.trim_end_matches('Z');
    format!("{whole}.{:06}Z", nanos / 1000)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use tracing::{Event, Subscriber};
    use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

    use super::*;

    /// Keeps the lines of events instead of writing them.
    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<String>>>);

    impl<S: Subscriber> Layer<S> for Kept {
        fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
            let mut fields = Fields::default();
            event.record(&mut fields);
            let line = line(event.metadata(), fields, SystemTime::UNIX_EPOCH);
            self.0.lock().unwrap().push(line);
        }
    }

    fn check(emit: impl FnOnce(), expect: &str) {
        let kept = Kept::default();
        tracing::subscriber::with_default(tracing_subscriber::registry().with(kept.clone()), emit);
        assert_eq!(kept.0.lock().unwrap().join(""), expect);
    }

    #[test]
    fn lines() {
        check(
            || tracing::warn!(target: "lokomotive::plugin", attempt = 2, done = false, "it\n\"fails\""),
            concat!(
                r#"{"@level":"warn","@message":"it\n\"fails\"","@module":"lokomotive.plugin","#,
                r#""@timestamp":"1970-01-01T00:00:00.000000Z","attempt":2,"done":false}"#,
                "\n"
            ),
        );
        check(
            || tracing::trace!(target: "x", name = %'n', "m"),
            concat!(
                r#"{"@level":"trace","@message":"m","@module":"x","#,
                r#""@timestamp":"1970-01-01T00:00:00.000000Z","name":"n"}"#,
                "\n"
            ),
        );
    }

    #[test]
    fn times() {
        let check = |since_1970: Duration, expect: &str| {
            assert_eq!(timestamp(SystemTime::UNIX_EPOCH + since_1970), expect);
        };
        check(Duration::new(951_782_400, 0), "2000-02-29T00:00:00.000000Z");
        check(
            Duration::new(951_782_400, 1_999),
            "2000-02-29T00:00:00.000001Z",
        );
        check(
            Duration::new(1_735_689_599, 999_999_999),
            "2024-12-31T23:59:59.999999Z",
        );
    }
}
