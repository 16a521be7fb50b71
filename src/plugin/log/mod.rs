//! Log events as the JSON lines of hclog on stderr, which Terraform takes over into its own log.
//!
//! Nothing is written unless the user asks with `TF_LOG_PROVIDER` or `TF_LOG`. Users post these logs in bug reports:
//! events of our own code carry no values of a configuration, and other crates get through from `warn` up only.

mod fields;
mod line;

use std::io::{self, Write};

use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::{LookupSpan, Scope};
use tracing_subscriber::util::SubscriberInitExt;

use self::fields::Fields;

/// Name of our library crate: the start of the targets of our own events.
const OWN_TARGET: &str = "lokomotive";

/// Starts logging at the level the environment asks for.
pub(super) fn init(env: impl Fn(&str) -> Option<String>) {
    let level = level(env);
    if level == LevelFilter::OFF {
        return;
    }
    let filter = Targets::new()
        .with_target(OWN_TARGET, level)
        .with_default(level.min(LevelFilter::WARN));
    // It fails only if a logger is installed already, and then that one is as good.
    let _ = tracing_subscriber::registry()
        .with(JsonLines.with_filter(filter))
        .try_init();
}

/// `TF_LOG_PROVIDER` before `TF_LOG`, as Terraform reads them: `JSON` and unknown words mean everything.
fn level(env: impl Fn(&str) -> Option<String>) -> LevelFilter {
    let word = ["TF_LOG_PROVIDER", "TF_LOG"]
        .into_iter()
        .find_map(|name| env(name).filter(|word| !word.is_empty()));
    let Some(word) = word else {
        return LevelFilter::OFF;
    };
    match word.to_ascii_uppercase().as_str() {
        "OFF" => LevelFilter::OFF,
        "ERROR" => LevelFilter::ERROR,
        "WARN" => LevelFilter::WARN,
        "INFO" => LevelFilter::INFO,
        "DEBUG" => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    }
}

/// Writes every event with the fields of the spans around it.
struct JsonLines;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for JsonLines {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            let mut fields = Fields::default();
            attributes.record(&mut fields);
            span.extensions_mut().replace(fields);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        for span in context
            .event_scope(event)
            .into_iter()
            .flat_map(Scope::from_root)
        {
            if let Some(outer) = span.extensions().get::<Fields>() {
                fields.extend(outer);
            }
        }
        event.record(&mut fields);
        let line = line::line(event.metadata(), fields, std::time::SystemTime::now());
        // In one piece, so that lines of several threads do not mix; nobody can be told that stderr is closed.
        let _ = io::stderr().lock().write_all(line.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(vars: &[(&str, &str)], expect: LevelFilter) {
        let env = |name: &str| {
            let (_, value) = vars.iter().find(|(var, _)| *var == name)?;
            Some((*value).to_owned())
        };
        assert_eq!(level(env), expect, "{vars:?}");
    }

    #[test]
    fn levels() {
        check(&[], LevelFilter::OFF);
        check(&[("TF_LOG", "")], LevelFilter::OFF);
        check(&[("TF_LOG", "off")], LevelFilter::OFF);
        check(&[("TF_LOG", "info")], LevelFilter::INFO);
        check(&[("TF_LOG", "JSON")], LevelFilter::TRACE);
        check(&[("TF_LOG", "yes")], LevelFilter::TRACE);
        check(&[("TF_LOG_PROVIDER", "WARN")], LevelFilter::WARN);
        check(
            &[("TF_LOG_PROVIDER", "error"), ("TF_LOG", "TRACE")],
            LevelFilter::ERROR,
        );
        check(
            &[("TF_LOG_PROVIDER", ""), ("TF_LOG", "debug")],
            LevelFilter::DEBUG,
        );
    }
}
