//! `cargo xtask identity-eval`: models and typefaces, then the program that measures (`xtask/identity_eval`), which is compiled only
//! for this.

use anyhow::Result;

use crate::command::Run;
use crate::phases::Phases;
use crate::workshop::Workshop;
use crate::{assets, models, setup};

pub(crate) fn run(shop: &Workshop, arguments: &[String], phases: &mut Phases) -> Result<()> {
    phases.run("models", || models::ensure(&shop.root))?;
    phases.run("identity models", || models::ensure_identity(&shop.root))?;
    let assets = phases.run("assets", || assets::ensure(shop))?;
    phases.run("typefaces", setup::for_cards)?;
    let evaluate = ["run", "--package", "identity_eval", "--"];
    phases.run("identity-eval", || {
        let run = Run::new("cargo").args(evaluate).args(arguments).dir(&shop.root);
        run.env("RUJI_TEST_ASSETS", &assets.folder).env("RUJI_FFMPEG", &assets.ffmpeg).run()
    })
}
