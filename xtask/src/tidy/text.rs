//! What may stand in which source file: opening lines, lengths, SQL, browser APIs, Chinese prose.

use super::lexer::{Piece, pieces};
use super::{Fault, Source};

const LONGEST_FILE: usize = 400;

/// Where Chinese text may stand in Rust beside `locales/` (which holds none) and tests, and why.
const CHINESE_ALLOWED: [(&str, &str); 14] = [
    ("app/src/message/record.rs", "the pattern of a date"),
    ("shared/src/person/", "names of the national code tables, readings of surnames"),
    ("shared/src/evidence.rs", "what cards say where others have a date"),
    ("server/src/http/dev_chsi.rs", "plays the register's app in development"),
    ("server/enrolment/src/sms/", "the wording of short messages"),
    ("server/enrolment/src/mail/", "the wording of e-mails"),
    ("server/enrolment/src/demo/", "names of invented people"),
    ("server/enrolment/src/demo.rs", "names of invented people"),
    ("server/identity/src/card/", "what is printed on cards"),
    ("server/identity/src/speech/", "digits as they are said"),
    ("xtask/card_maker/", "what stands on drawn cards"),
    ("xtask/voice_maker/", "digits as they are said"),
    ("xtask/identity_eval/", "digits as they are said"),
    ("xtask/src/bench/", "names of invented people"),
];

pub(super) fn check(source: &Source) -> Vec<Fault> {
    let mut faults = Vec::new();
    if !source.text.starts_with("//!") {
        faults.push(source.fault(1, "the file does not open with `//!`: say what lives here"));
    }
    let lines = source.text.lines().count();
    if lines > LONGEST_FILE {
        faults.push(source.fault(lines, &format!("{lines} lines: split it by verb (limit {LONGEST_FILE})")));
    }
    for (index, line) in source.text.lines().enumerate() {
        if line.trim_start().starts_with("#[ignore") {
            faults.push(source.fault(index + 1, "an ignored test: mend it or remove it"));
        }
    }
    if !is_test(&source.name) {
        for piece in pieces(&source.text) {
            faults.extend(check_piece(source, &piece).map(|what| source.fault(piece.line, what)));
        }
    }
    faults
}

fn check_piece(source: &Source, piece: &Piece) -> Option<&'static str> {
    let name = source.name.as_str();
    if piece.is_literal && is_sql(&piece.text) && name.starts_with("server/") && !is_store(name) {
        return Some("SQL outside store.rs");
    }
    if !piece.is_literal && piece.text.contains("web_sys") && !is_browser_edge(name) {
        return Some("web_sys outside app/src/islands/ and app/photo_worker/");
    }
    if piece.text.chars().any(is_chinese) && !CHINESE_ALLOWED.iter().any(|(path, _)| name.starts_with(path)) {
        return Some("Chinese prose in Rust: it belongs in app/locales/ or a profile");
    }
    None
}

/// A statement, not a sentence that happens to begin with such a word.
fn is_sql(literal: &str) -> bool {
    let words: Vec<&str> = literal.split_whitespace().take(40).collect();
    let has = |word: &str| words.contains(&word);
    match words.first() {
        Some(&"SELECT") => words.len() > 1,
        Some(&"INSERT" | &"DELETE") => has("INTO") || has("FROM"),
        Some(&"UPDATE") => has("SET"),
        Some(&"WITH") => has("AS"),
        _ => false,
    }
}

/// `db/` speaks to the database about itself: versions, settings, a ping.
fn is_store(name: &str) -> bool {
    name.ends_with("/store.rs") || name.contains("/store/") || name.starts_with("server/enrolment/src/db/")
}

fn is_browser_edge(name: &str) -> bool {
    name.starts_with("app/src/islands") || name.starts_with("app/photo_worker/")
}

fn is_test(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    name.contains("/tests/") || file == "tests.rs" || file.ends_with("_test.rs") || file.ends_with("_tests.rs")
}

/// Han characters and the full-width punctuation around them.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}

#[cfg(test)]
mod tests {
    use super::{Source, check};

    fn faults(name: &str, text: &str) -> usize {
        check(&Source { name: name.to_owned(), text: format!("//! x\n{text}") }).len()
    }

    #[test]
    fn sql_only_in_store() {
        let code = "const A: &str = \"SELECT id FROM candidate\";";
        assert_eq!(faults("server/enrolment/src/photo/store.rs", code), 0);
        assert_eq!(faults("server/enrolment/src/photo/mod.rs", code), 1);
        assert_eq!(faults("server/src/http/photo.rs", "const A: &str = \"SELECT\"; // SELECT a FROM b"), 0);
    }

    #[test]
    fn chinese_only_in_comments_and_tests() {
        assert_eq!(faults("shared/src/document.rs", "/// 居民身份证\nstruct Card;"), 0);
        assert_eq!(faults("app/src/pages/home.rs", "view! { <p>报名</p> }"), 1);
        assert_eq!(faults("app/src/pages/home.rs", "#[cfg(test)]\nmod tests { const A: &str = \"报名\"; }"), 0);
    }

    #[test]
    fn web_sys_only_at_the_edge() {
        assert_eq!(faults("app/src/islands/photo.rs", "use web_sys::File;"), 0);
        assert_eq!(faults("app/src/pages/photo.rs", "use web_sys::File;"), 1);
    }
}
