//! `models.toml` as data.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    model: Vec<Model>,
}

/// One model. What is only for people to read is required here too, so that no entry goes without.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "purpose, licence and limits are for readers of the file")]
pub(super) struct Model {
    pub(super) name: String,
    purpose: String,
    pub(super) origin: String,
    pub(super) registry: Registry,
    pub(super) package: String,
    pub(super) version: String,
    /// Inside the package.
    pub(super) path: String,
    /// The bytes of that file which are the model: from, up to but not including.
    pub(super) range: Option<[usize; 2]>,
    pub(super) bytes: usize,
    pub(super) sha256: String,
    licence: Licence,
    limits: Vec<String>,
    input: String,
    output: String,
    pub(super) converted: Converted,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Registry {
    Npm,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "for readers of the file")]
struct Licence {
    package: String,
    model: String,
}

/// How the converter is to write the model.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "operators and cost are for readers of the file")]
pub(super) struct Converted {
    pub(super) file: String,
    pub(super) sha256: String,
    inputs: Vec<String>,
    outputs: Vec<String>,
    weights: String,
    #[serde(default)]
    exact: Vec<usize>,
    rank: Option<usize>,
    mean: Option<String>,
    operators: Vec<String>,
    cost: String,
}

pub(super) fn read(file: &Path) -> Result<Vec<Model>> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let list: List = toml::from_str(&text).with_context(|| format!("in {}", file.display()))?;
    Ok(list.model)
}

impl Model {
    /// The environment variable that names a deployer's own file.
    pub(super) fn override_variable(&self) -> String {
        format!("RUJI_MODEL_{}", self.name.to_uppercase())
    }
}

impl Converted {
    /// The converter's options.
    pub(super) fn arguments(&self, root: &Path) -> Vec<String> {
        let mut arguments = vec!["--inputs".to_owned(), self.inputs.join(",")];
        let mut option = |name: &str, value: String| arguments.extend([format!("--{name}"), value]);
        option("outputs", self.outputs.join(","));
        option("weights", self.weights.clone());
        if !self.exact.is_empty() {
            option("exact", self.exact.iter().map(usize::to_string).collect::<Vec<_>>().join(","));
        }
        if let Some(rank) = self.rank {
            option("rank", rank.to_string());
        }
        if let Some(mean) = &self.mean {
            option("mean", root.join(mean).to_string_lossy().into_owned());
        }
        arguments
    }
}
