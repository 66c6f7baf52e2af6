//! A progress bar on the error stream, where that is a terminal and nothing else is written to the same screen.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal as _, stderr, stdout};

/// Files for which a bar is worth showing.
const WORTH: usize = 2;

/// Shown while it lives.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// `speaks`: lines go to the standard output meanwhile.
    pub(super) fn over(files: usize, speaks: bool) -> Self {
        let alone = stderr().is_terminal() && !(speaks && stdout().is_terminal());
        let target = if alone && files >= WORTH { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template("{wide_bar} {pos}/{len}  {elapsed} + {eta}");
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        Self(ProgressBar::with_draw_target(Some(files as u64), target).with_style(style))
    }

    pub(super) fn step(&self) {
        self.0.inc(1);
    }

    /// Leaves the screen as it was.
    pub(super) fn end(self) {
        self.0.finish_and_clear();
    }
}
