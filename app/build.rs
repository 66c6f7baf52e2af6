//! Turns `locales/{zh-CN,en}/*.json` into Rust: a module per file, one constant per text, one function per text with
//! `{{ holes }}`. A key or hole that one language lacks stops the build. Browsers get no texts, so `hydrate` skips all this.

use serde_json::{Map, Value};
use std::{env, error::Error, fmt::Write, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=locales");
    if env::var_os("CARGO_FEATURE_SSR").is_none() {
        return Ok(());
    }
    let chinese = read("locales/zh-CN")?;
    let english = read("locales/en")?;
    let mut code = String::new();
    module(&mut code, &chinese, &english, "")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("texts.rs"), code)?;
    Ok(())
}

/// Every file of a folder, under its name.
fn read(folder: &str) -> Result<Map<String, Value>, Box<dyn Error>> {
    let mut sections = Map::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().and_then(|name| name.to_str()).ok_or("a file without a name")?.to_owned();
        let texts = serde_json::from_str(&fs::read_to_string(&path)?);
        sections.insert(name, texts.map_err(|error| format!("{}: {error}", path.display()))?);
    }
    Ok(sections)
}

/// Sections whose texts are found by a name that is known only when the service runs.
const NAMED: [&str; 3] = ["audit_action", "check_code", "face_cue"];

/// A function from keys to texts.
fn lookup(code: &mut String, texts: &Map<String, Value>) -> Result<(), Box<dyn Error>> {
    code.push_str("pub fn named(key: &str) -> Option<crate::text::Text> {\nSome(match key {\n");
    for key in texts.keys() {
        writeln!(code, "{key:?} => {},", key.to_uppercase())?;
    }
    code.push_str("_ => return None,\n})\n}\n");
    Ok(())
}

/// Writes the texts of one JSON object; nested objects become modules.
fn module(
    code: &mut String,
    chinese: &Map<String, Value>,
    english: &Map<String, Value>,
    path: &str,
) -> Result<(), Box<dyn Error>> {
    if let Some(extra) = english.keys().find(|key| !chinese.contains_key(*key)) {
        return Err(format!("locales: `{path}{extra}` stands in English only").into());
    }
    for (key, value) in chinese {
        match (value, english.get(key)) {
            (Value::Object(zh), Some(Value::Object(en))) => {
                writeln!(code, "pub mod {key} {{")?;
                module(code, zh, en, &format!("{path}{key}."))?;
                if NAMED.contains(&key.as_str()) {
                    lookup(code, zh)?;
                }
                code.push_str("}\n");
            }
            (Value::String(zh), Some(Value::String(en))) if !zh.is_empty() && !en.is_empty() => {
                text(code, key, zh, en).map_err(|error| format!("locales: `{path}{key}` {error}"))?;
            }
            _ => return Err(format!("locales: `{path}{key}` is empty or stands in Chinese only").into()),
        }
    }
    Ok(())
}

fn text(code: &mut String, key: &str, zh: &str, en: &str) -> Result<(), Box<dyn Error>> {
    let (holes, mut in_english) = (holes(zh), holes(en));
    in_english.sort();
    let mut in_chinese = holes.clone();
    in_chinese.sort();
    if in_chinese != in_english {
        return Err("has other holes in Chinese than in English".into());
    }
    if holes.is_empty() {
        let name = key.to_uppercase();
        writeln!(code, "pub const {name}: crate::text::Text = crate::text::Text {{ zh: {zh:?}, en: {en:?} }};")?;
        return Ok(());
    }
    let arguments = holes.iter().map(|hole| format!("{hole}: impl std::fmt::Display")).collect::<Vec<_>>().join(", ");
    let (zh, en) = (format_string(zh), format_string(en));
    writeln!(
        code,
        "/// Holes in the order of the Chinese text.\npub fn {key}(locale: shared::locale::Locale, {arguments}) -> String {{\n\
         match locale {{ shared::locale::Locale::Chinese => format!({zh:?}), shared::locale::Locale::English => format!({en:?}) }} }}"
    )?;
    Ok(())
}

/// Names inside `{{ }}`, in order of appearance, each once.
fn holes(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in text.split("{{").skip(1) {
        let name = part.split("}}").next().unwrap_or_default().trim().to_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn format_string(text: &str) -> String {
    holes(text)
        .iter()
        .fold(text.to_owned(), |text, hole| text.replace(&format!("{{{{ {hole} }}}}"), &format!("{{{hole}}}")))
}
