//! The log of this test process, kept for tests that look for what must not stand in it.

use std::{
    io::{self, Write},
    sync::{Arc, LazyLock, Mutex, MutexGuard},
};
use tracing_subscriber::{fmt::MakeWriter, layer::SubscriberExt as _};

/// Everything that any test of this process logs: a subscriber of one thread would miss what other threads log first.
pub(crate) static LOG: LazyLock<Log> = LazyLock::new(|| {
    let log = Log::default();
    let layer = tracing_subscriber::fmt::layer().json().with_writer(log.clone());
    let subscriber = tracing_subscriber::registry().with(server::telemetry::filter("trace")).with(layer);
    tracing::subscriber::set_global_default(subscriber).expect("nobody else sets one");
    log
});

/// Collects log lines.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.lines()).into_owned()
    }

    fn lines(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().expect("no test panics while it writes")
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.lines().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}
