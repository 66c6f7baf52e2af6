//! `cargo xtask run`: the service on this machine, with SQLite, local files, a development SMS inbox and demo people.

use std::process::Stdio;

use anyhow::{Context, Result, bail};

use crate::command::{ends_with_us, wait};
use crate::phases::Phases;
use crate::serving::{self, wait_until_ready};
use crate::workshop::Workshop;
use crate::{build, setup};

/// Builds what is out of date, starts the server and stays until it ends.
pub(crate) fn run(shop: &Workshop, port: u16, phases: &mut Phases) -> Result<()> {
    let tools = setup::for_build(shop, phases)?;
    setup::for_identity(shop, phases)?;
    build::browser(shop, &tools, phases)?;
    build::server(shop, phases)?;
    phases.print();
    let data = shop.root.join("data");
    std::fs::create_dir_all(&data).with_context(|| format!("cannot create {}", data.display()))?;
    let mut child = serving::command(shop, &data, port)
        .args(["serve", "--demo"])
        .env("RUJI_TELEMETRY__LOG_FORMAT", "text")
        .into_command()
        .stdin(Stdio::null())
        .spawn()
        .context("cannot start ruji")?;
    let stop = ends_with_us(&child);
    wait_until_ready(&mut child, port)?;
    stop.defuse();
    introduce(port);
    let status = wait(&mut child)?;
    if status.success() { Ok(()) } else { bail!("ruji ended: {status}") }
}

fn introduce(port: u16) {
    let base = format!("http://127.0.0.1:{port}");
    println!();
    println!("Ruji is running. Ctrl-C ends it; `rm -r data` forgets everybody.");
    println!("  candidates        {base}/hunan/");
    println!("  text messages     {base}/dev/sms");
    println!("  review console    {base}/console");
    println!();
}
