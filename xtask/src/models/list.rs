//! `models.toml` as data.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
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
    #[serde(rename = "for", default)]
    pub(super) wanted_by: Wanted,
    purpose: String,
    pub(super) origin: String,
    pub(super) registry: Registry,
    pub(super) package: String,
    pub(super) version: String,
    /// Inside the package.
    pub(super) path: String,
    /// What follows in other packages, where one was too small for the file.
    #[serde(default)]
    pub(super) more: Vec<Part>,
    /// The bytes of that file which are the model: from, up to but not including.
    pub(super) range: Option<[usize; 2]>,
    pub(super) bytes: usize,
    pub(super) sha256: String,
    licence: Licence,
    limits: Vec<String>,
    input: String,
    output: String,
    /// What is put into `models/`: either of the two.
    converted: Option<Converted>,
    taken: Option<Taken>,
}

/// Who wants it, and so which folder it lies in.
#[derive(Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Wanted {
    /// Browser and server; `models/` itself.
    #[default]
    Photo,
    /// The server alone; `models/identity/`, so that the photo worker is not built anew when one changes.
    Identity,
}

/// A further piece of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    pub(super) package: String,
    pub(super) version: String,
    pub(super) path: String,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Registry {
    Npm,
    Pypi,
    /// Of the Python registry too, but the archive that a wheel is built from.
    Sdist,
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
    file: String,
    sha256: String,
    /// The half of a model that holds two.
    part: Option<String>,
    #[serde(default)]
    inputs: Vec<String>,
    #[serde(default)]
    outputs: Vec<String>,
    weights: String,
    batch: Option<usize>,
    #[serde(default)]
    exact: Vec<usize>,
    rank: Option<usize>,
    mean: Option<String>,
    operators: Vec<String>,
    cost: String,
}

/// A source that is a runnable model already.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "operators are for readers of the file")]
struct Taken {
    file: String,
    operators: Vec<String>,
}

pub(super) fn read(file: &Path) -> Result<Vec<Model>> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let list: List = toml::from_str(&text).with_context(|| format!("in {}", file.display()))?;
    for model in &list.model {
        ensure!(
            model.converted.is_some() != model.taken.is_some(),
            "model {} is either converted or taken",
            model.name
        );
    }
    Ok(list.model)
}

impl Model {
    /// The environment variable that names a deployer's own file.
    pub(super) fn override_variable(&self) -> String {
        format!("RUJI_MODEL_{}", self.name.to_uppercase())
    }

    /// The finished file's name.
    pub(super) fn file(&self) -> &str {
        match (&self.converted, &self.taken) {
            (Some(converted), _) => &converted.file,
            (None, taken) => taken.as_ref().map_or("", |taken| &taken.file),
        }
    }

    /// The finished file's hash.
    pub(super) fn finished(&self) -> &str {
        self.converted.as_ref().map_or(&self.sha256, |converted| &converted.sha256)
    }

    /// The converter's options, where it has work to do.
    pub(super) fn conversion(&self, root: &Path) -> Option<Vec<String>> {
        self.converted.as_ref().map(|converted| converted.arguments(root))
    }

    /// What the source is called in the cache. Models out of one file share it.
    pub(super) fn kept_as(&self) -> String {
        let name = if self.more.is_empty() { self.name.as_str() } else { self.package.as_str() };
        let extension = Path::new(&self.path).extension().and_then(|extension| extension.to_str());
        let extension = extension.filter(|extension| matches!(*extension, "onnx" | "tflite" | "json"));
        let place = if self.range.is_some() { "tflite" } else { extension.unwrap_or("bin") };
        format!("{name}-{}.{place}", &self.sha256[..16.min(self.sha256.len())])
    }
}

impl Converted {
    fn arguments(&self, root: &Path) -> Vec<String> {
        let mut arguments = Vec::new();
        let mut option = |name: &str, value: String| arguments.extend([format!("--{name}"), value]);
        option("inputs", self.inputs.join(","));
        option("outputs", self.outputs.join(","));
        option("weights", self.weights.clone());
        if let Some(part) = &self.part {
            option("part", part.clone());
        }
        if let Some(batch) = self.batch {
            option("batch", batch.to_string());
        }
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
