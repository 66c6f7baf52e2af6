//! `ruji photo check FOLDER --csv`: the program itself, as a school runs it on a folder of photographs.

use crate::pictures;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// Folder with files good and bad, one of them below it.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, bytes: Vec<u8>| fs::write(folder.path().join(name), bytes).expect("written");
    fs::create_dir(folder.path().join("class 2")).expect("made");
    write("plain.jpg", pictures::jpeg());
    write("class 2/=renamed.jpg", pictures::png());
    write("stump.jpg", pictures::stump());
    write("phone.heic", pictures::heic());
    write("notes.txt", b"not a picture".to_vec());
    folder
}

fn ruji(arguments: &[&str]) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    Command::new(env!("CARGO_BIN_EXE_ruji"))
        .args(["photo", "check", "--profile", "hunan"])
        .args(arguments)
        .env("RUJI_PHOTO__MODELS", root.join("models"))
        .env("RUJI_SERVICE__PROFILES", root.join("shared/profiles"))
        .current_dir(root)
        .output()
        .expect("ruji starts")
}

/// Rows without the head; each file's path without the folder.
fn rows(table: &str, folder: &Path) -> Vec<Vec<String>> {
    let text = table.strip_prefix('\u{feff}').expect("the byte-order mark that Excel needs");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let row = |row: csv::Result<csv::StringRecord>| {
        let row: Vec<String> = row.expect("CSV").iter().map(str::to_owned).collect();
        let below = Path::new(&row[0]).strip_prefix(folder).expect("in the folder").display().to_string();
        std::iter::once(below).chain(row[1..].iter().cloned()).collect()
    };
    reader.records().map(row).collect()
}

#[test]
fn a_folder_becomes_one_row_a_file_with_its_subfolders_and_its_damaged_files() {
    let folder = folder();
    let out: PathBuf = folder.path().join("table.csv");
    let said = ruji(&[&folder.path().display().to_string(), "--csv", &out.display().to_string()]);
    let rows = rows(&fs::read_to_string(&out).expect("a table"), folder.path());
    let of =
        |name: &str| rows.iter().find(|row| row[0] == name).unwrap_or_else(|| panic!("no row of {name}: {rows:?}"));
    assert_eq!(rows.len(), 4, "notes are no picture: {rows:?}");
    assert_eq!(of("class 2/=renamed.jpg")[1], "不合格");
    assert!(of("class 2/=renamed.jpg").last().expect("codes").contains("file.format"));
    assert!(of("plain.jpg").last().expect("codes").contains("subject.count"), "{:?}", of("plain.jpg"));
    assert_eq!([&of("stump.jpg")[1], &of("phone.heic")[1]], ["打不开", "打不开"]);
    assert!(rows.iter().all(|row| !row[row.len() - 2].is_empty()), "each says what to do");
    assert_eq!(said.status.code(), Some(2), "the worst of the files");
    assert!(said.stdout.is_empty(), "what is in the table is not said twice");
    let summary = String::from_utf8(said.stderr).expect("UTF-8");
    assert!(summary.contains("共检查 4 个文件") && summary.contains("2 个打不开"), "{summary}");
}

#[test]
fn the_table_can_go_to_the_standard_output_in_english_and_fails_as_before() {
    let folder = folder();
    let file = folder.path().join("plain.jpg").display().to_string();
    let said = ruji(&[&file, "--csv", "-", "--lang", "en"]);
    let rows = rows(&String::from_utf8(said.stdout).expect("UTF-8"), folder.path());
    assert_eq!((rows.len(), rows[0][1].as_str()), (1, "Not accepted"));
    assert_eq!(said.status.code(), Some(1));
}

#[test]
fn a_missing_file_among_others_is_a_row_and_stops_nothing() {
    let folder = folder();
    let [missing, there] = ["missing.jpg", "plain.jpg"].map(|name| folder.path().join(name).display().to_string());
    let said = ruji(&[&missing, &there, "--csv", "-"]);
    let rows = rows(&String::from_utf8(said.stdout).expect("UTF-8"), folder.path());
    assert_eq!(rows.iter().map(|row| row[1].as_str()).collect::<Vec<_>>(), ["打不开", "不合格"]);
    assert_eq!(said.status.code(), Some(2));
}

#[test]
fn json_stays_as_it_was_beside_a_table_and_does_not_share_its_stream() {
    let folder = folder();
    let file = folder.path().join("plain.jpg").display().to_string();
    let table = folder.path().join("table.csv").display().to_string();
    let said = ruji(&[&file, "--json", "--csv", &table]);
    let line: serde_json::Value = serde_json::from_slice(&said.stdout).expect("one object");
    assert_eq!(line["outcome"], "fail");
    assert!(Path::new(&table).is_file());
    let both = ruji(&[&file, "--json", "--csv", "-"]);
    assert_eq!((both.status.code(), both.stdout.len()), (Some(2), 0));
}
