//! The example file is complete: it parses, equals the defaults, and names every setting.

use server::config::Settings;
use std::{collections::BTreeSet, collections::HashMap, path::Path};

fn example() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../config.example.toml"))
}

fn keys(table: &toml::Table) -> BTreeSet<String> {
    let sections = table.iter().filter_map(|(section, value)| Some((section, value.as_table()?)));
    sections.flat_map(|(section, keys)| keys.keys().map(move |key| format!("{section}.{key}"))).collect()
}

#[test]
fn it_equals_the_defaults() {
    let settings = Settings::from_sources(Some(example()), HashMap::new()).expect("the example loads");
    assert_eq!(settings, Settings::default());
}

#[test]
fn it_names_every_setting() {
    let text = std::fs::read_to_string(example()).expect("the example stands at the root of the repository");
    let written = keys(&text.parse().expect("TOML"));
    let known = keys(&toml::Table::try_from(Settings::default()).expect("settings are a table"));
    assert_eq!(written, known);
    for optional in ["# url_file =", "# metrics_token_file =", "# secret_file ="] {
        assert!(text.contains(optional), "{optional}");
    }
}
