//! `cargo xtask`: sets up what is missing on this machine, then runs, tests or measures. Each verb has a file of its own.

fn main() {}
