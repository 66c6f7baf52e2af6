//! A progress bar on the error stream, where that is a terminal and nothing else is written to the same screen.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal as _, stderr, stdout};

/// Steps for which a bar is worth showing.
const WORTH: usize = 2;

/// Shown while it lives.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// `speaks`: lines go to the standard output meanwhile.
    pub(crate) fn over(steps: usize, speaks: bool) -> Self {
        let alone = stderr().is_terminal() && !(speaks && stdout().is_terminal());
        let target = if alone && steps >= WORTH { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template("{wide_bar} {pos}/{len}  {elapsed} + {eta}");
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        Self(ProgressBar::with_draw_target(Some(steps as u64), target).with_style(style))
    }

    pub(crate) fn step(&self) {
        self.0.inc(1);
    }

    pub(crate) fn stand_at(&self, step: u64) {
        self.0.set_position(step);
    }

    /// Leaves the screen as it was.
    pub(crate) fn end(self) {
        self.0.finish_and_clear();
    }
}
