//! What letters of a card mean: names, groups, days, addresses, in the writing in which they are kept.

use super::page::Mark;
use jiff::civil::Date;
use shared::{
    document::{DocumentNumber, DocumentType},
    evidence::{ADDRESS_MAX, Day},
    person::{CodeTable as _, Ethnicity, PersonName},
};

/// Half-width letters and digits, dashes and dots as they are typed.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '—' | '–' | '―' => '-',
            '〇' | '○' => '0',
            other => other,
        })
        .collect()
}

/// A name as `PersonName` writes it; what is none is not guessed at.
pub(super) fn name(text: &str) -> Option<String> {
    let read: String =
        text.chars().map(|c| if matches!(c, '.' | '。' | '•' | '・' | '-' | '—') { '·' } else { c }).collect();
    read.trim_matches('·')
        .parse::<PersonName>()
        .ok()
        .filter(PersonName::is_chinese)
        .map(|name| name.expose().to_owned())
}

/// Day of birth: three numbers with anything between them.
pub(super) fn day_of(text: &str) -> Option<Date> {
    let digits: String = plain(text)
        .chars()
        .map(|c| match c {
            'O' | 'o' => '0',
            'l' | 'I' | '|' => '1',
            other => other,
        })
        .collect();
    digits.trim_matches(|c: char| !c.is_ascii_digit()).parse::<Day>().ok().map(|day| day.0)
}

/// An address as it stands; one that has no Chinese character is none.
pub(super) fn address(text: &str) -> Option<String> {
    let belongs = |c: &char| !c.is_ascii() || c.is_ascii_alphanumeric() || matches!(c, '-' | '#' | '(' | ')');
    let text: String = plain(text).chars().filter(belongs).collect();
    let sensible = text.chars().filter(|c| !c.is_ascii()).count() >= 4 && text.chars().count() <= ADDRESS_MAX;
    sensible.then_some(text)
}

pub(super) fn issuer(text: &str) -> Option<String> {
    let text = plain(text);
    (text.chars().count() >= 4 && text.ends_with(['局', '厅', '部', '处'])).then_some(text)
}

/// 通行证号码 on a residence permit.
pub(super) fn pass_number(text: &str, kind: DocumentType) -> Option<String> {
    let of = match kind {
        DocumentType::HongKongMacaoResidencePermit => DocumentType::HongKongMacaoTravelPermit,
        DocumentType::TaiwanResidencePermit => DocumentType::TaiwanTravelPermit,
        _ => return None,
    };
    DocumentNumber::parse(of, text).ok().map(|number| number.expose().to_owned())
}

/// Least probability of a character in a column in which it was not among the likelier.
const UNSEEN: f32 = 2e-4;
/// How much likelier a group has to be than the next, as a factor.
const CLEAR: f64 = 6.0;
/// How much less likely than what was read a text may be that is known from elsewhere.
const KNOWN: f64 = 1e-9;

/// Whether a text may stand where another was read.
pub(super) fn may_stand(marks: &[Mark], text: &str, read: &str) -> bool {
    likelihood(marks, text) > KNOWN * likelihood(marks, read)
}

/// The ethnic group that stands there: by its name, else the likeliest of all in the lattice. The second number is how sure.
pub(super) fn ethnicity(marks: &[Mark], text: &str) -> Option<(Ethnicity, f32)> {
    if let Some(group) = Ethnicity::named(text) {
        return Some((group, 1.0));
    }
    if marks.is_empty() {
        return None;
    }
    let mut scored: Vec<(f64, Ethnicity)> =
        Ethnicity::ALL.iter().map(|&group| (likelihood(marks, printed(group)), group)).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let [(best, group), (second, _)] = *scored.first_chunk::<2>()?;
    let seen = printed(group)
        .chars()
        .any(|c| marks.iter().any(|m| m.step.best.iter().any(|&(l, p)| l == Some(c) && p > 0.01)));
    (seen && best > CLEAR * second).then(|| (group, (1.0 - second / best) as f32 * 0.7))
}

/// As cards print it.
fn printed(group: Ethnicity) -> &'static str {
    let full = group.words().zh;
    full.strip_suffix('族').unwrap_or(full)
}

/// Probability of a text in a lattice (the forward algorithm of CTC), relative between texts only.
fn likelihood(marks: &[Mark], text: &str) -> f64 {
    // Blank, character, blank, character, … blank.
    let letters: Vec<char> = text.chars().collect();
    let states = 2 * letters.len() + 1;
    let mut now = vec![0.0_f64; states];
    now[0] = 1.0;
    for mark in marks {
        let of = |wanted: Option<char>| {
            let seen = mark.step.best.iter().find(|(letter, _)| *letter == wanted);
            f64::from(seen.map_or(UNSEEN, |(_, probability)| probability.max(UNSEEN)))
        };
        let mut next = vec![0.0; states];
        for state in 0..states {
            let letter = (state % 2 == 1).then(|| letters[state / 2]);
            let mut from = now[state] + if state > 0 { now[state - 1] } else { 0.0 };
            if state >= 3 && letter.is_some() && letters[state / 2] != letters[state / 2 - 1] {
                from += now[state - 2];
            }
            next[state] = from * of(letter);
        }
        now = next;
    }
    now[states - 1] + now[states - 2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_one_way() {
        assert_eq!(name("阿依古丽.买买提").as_deref(), Some("阿依古丽·买买提"));
        assert_eq!(name("赟"), None);
        assert_eq!(name("LI MING"), None);
    }

    #[test]
    fn days_stand_with_anything_between_their_numbers() {
        assert_eq!(day_of("1990年1月12日"), Date::new(1990, 1, 12).ok());
        assert_eq!(day_of("199O年l月12"), Date::new(1990, 1, 12).ok());
        assert_eq!(day_of("1990年13月12日"), None);
    }

    #[test]
    fn issuers_are_offices() {
        assert_eq!(issuer("武汉市公安局武昌分局").as_deref(), Some("武汉市公安局武昌分局"));
        assert_eq!(issuer("武汉市公"), None);
    }
}
