//! Log lines and panics. What never stands in a log: phone, name, date of birth, document number, code, token, picture, body.

use crate::config::{LogFormat, Telemetry};
use tracing_subscriber::{EnvFilter, Layer as _, layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// Installs the log of the process; a second call in one process changes nothing.
pub fn install(telemetry: &Telemetry) {
    let filter = filter(&telemetry.log_filter);
    let layer = match telemetry.log_format {
        LogFormat::Json => {
            tracing_subscriber::fmt::layer().json().flatten_event(true).with_writer(std::io::stderr).boxed()
        }
        LogFormat::Text => tracing_subscriber::fmt::layer().with_writer(std::io::stderr).boxed(),
    };
    if tracing_subscriber::registry().with(layer).with(filter).try_init().is_ok() {
        std::panic::set_hook(Box::new(log_panic));
    }
}

/// What is logged. Where `wanted` cannot be read, `info` holds. `tower_http` traces whole paths, which hold tokens and ids,
/// and the HTTP client may trace those of SMS gateways, which hold phone numbers and codes: never below `info`, whatever is
/// wanted.
pub fn filter(wanted: &str) -> EnvFilter {
    let filter = EnvFilter::try_new(wanted).unwrap_or_else(|_| EnvFilter::new("info"));
    ["tower_http=info", "reqwest=info", "hyper=info", "hyper_util=info", "rustls=info"]
        .iter()
        .fold(filter, |filter, rule| filter.add_directive(rule.parse().expect("a target and a level are a directive")))
}

/// Where it happened, never what was said: a panic message may quote the value at hand.
fn log_panic(panic: &std::panic::PanicHookInfo<'_>) {
    let at = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(at, "a panic: this is a fault in the program");
}
