//! The example file is complete: it parses, equals the defaults, and names every setting.

use server::config::Settings;
use std::{collections::BTreeSet, collections::HashMap, path::Path};

fn example() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../config.example.toml"))
}

/// Every setting by its whole path, e.g. `sms.aliyun.endpoint`.
fn keys(table: &toml::Table) -> BTreeSet<String> {
    let below = |(key, value): (&String, &toml::Value)| match value.as_table() {
        Some(table) => keys(table).iter().map(|rest| format!("{key}.{rest}")).collect(),
        None => vec![key.clone()],
    };
    table.iter().flat_map(below).collect()
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
    let files = [
        "# url_file =",
        "# metrics_token_file =",
        "# worker_listen =",
        "# access_key_secret_file =",
        "# secret_key_file =",
        "# secret_file =",
        "# password_file =",
        "# secret_access_key_file =",
    ];
    for optional in files {
        assert!(text.contains(optional), "{optional}");
    }
}
