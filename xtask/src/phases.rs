//! Named steps of a longer verb, each with its time, and the table at the end.

use std::time::{Duration, Instant};

use anyhow::Result;

/// What has been done so far, in order.
#[derive(Default)]
pub(crate) struct Phases {
    done: Vec<(String, Duration, bool)>,
}

impl Phases {
    /// Runs a step, says how long it took and hands on its result.
    pub(crate) fn run<T>(&mut self, name: &str, step: impl FnOnce() -> Result<T>) -> Result<T> {
        eprintln!("▶ {name}");
        let started = Instant::now();
        let result = step();
        let took = started.elapsed();
        match &result {
            Ok(_) => eprintln!("✔ {name} ({})", seconds(took)),
            Err(error) => eprintln!("✘ {name} ({}): {error:#}", seconds(took)),
        }
        self.done.push((name.to_owned(), took, result.is_ok()));
        result
    }

    /// How many steps failed.
    pub(crate) fn failed(&self) -> usize {
        self.done.iter().filter(|(_, _, ok)| !ok).count()
    }

    pub(crate) fn print(&self) {
        let total = self.done.iter().map(|(_, took, _)| *took).sum();
        println!("{:<28} {:>10}", "phase", "time");
        for (name, took, ok) in &self.done {
            println!("{name:<28} {:>10}{}", seconds(*took), if *ok { "" } else { "  failed" });
        }
        println!("{:<28} {:>10}", "all", seconds(total));
    }
}

/// `3.4 s` or `2 min 05 s`.
pub(crate) fn seconds(took: Duration) -> String {
    let whole = took.as_secs();
    if whole < 60 { format!("{:.1} s", took.as_secs_f32()) } else { format!("{} min {:02} s", whole / 60, whole % 60) }
}
