//! Which texts are names, how they are written in the end, and why others are refused.

use proptest::prelude::*;
use rstest::rstest;
use shared::person::{BadName, BadRomanisedName, PersonName, RomanisedName};
use std::collections::HashSet;

#[rstest]
#[case::plain("姚华", "姚华")]
#[case::padded("\u{3000}张\u{3000}三 ", "张三")]
#[case::middle_dot("买买提·艾力", "买买提·艾力")]
#[case::bullet("买买提•艾力", "买买提·艾力")]
#[case::katakana_dot("买买提・艾力", "买买提·艾力")]
#[case::half_width_dot("买买提･艾力", "买买提·艾力")]
#[case::hyphenation_point("买买提‧艾力", "买买提·艾力")]
#[case::dot_operator("买买提⋅艾力", "买买提·艾力")]
#[case::full_stop("买买提.艾力", "买买提·艾力")]
#[case::full_width_stop("买买提．艾力", "买买提·艾力")]
#[case::spaced_dot("买买提 · 艾力", "买买提·艾力")]
#[case::extension_a("王\u{4dae}", "王\u{4dae}")]
#[case::extension_b("\u{20bb7}田", "\u{20bb7}田")]
#[case::extension_e("李\u{2b8b8}", "李\u{2b8b8}")]
#[case::extension_g("李\u{30edd}", "李\u{30edd}")]
#[case::extension_h("李\u{31350}", "李\u{31350}")]
#[case::added_2014("李\u{9fcd}", "李\u{9fcd}")]
#[case::zero("李〇", "李〇")]
#[case::compatibility("\u{f900}\u{f9d0}", "\u{f900}\u{f9d0}")]
#[case::compatibility_in_plane_2("李\u{2f800}", "李\u{2f800}")]
#[case::traditional("歐陽娜娜", "歐陽娜娜")]
#[case::latin("JOHN SMITH", "JOHN SMITH")]
#[case::latin_spaces("  John   Smith ", "John Smith")]
#[case::full_width_latin("ＪＯＨＮ", "JOHN")]
#[case::composed("Jose\u{301} Nu\u{f1}ez", "José Nuñez")]
#[case::without_composition("M\u{302}ba", "M\u{302}ba")]
#[case::apostrophe("Sean O’Brien", "Sean O'Brien")]
#[case::hyphen("Anne‐Marie", "Anne-Marie")]
#[case::initials("J. R. Smith", "J. R. Smith")]
fn a_name_is_taken(#[case] typed: &str, #[case] name: &str) {
    let parsed: PersonName = typed.parse().unwrap();
    assert_eq!(parsed.expose(), name);
    assert_eq!(parsed.expose().parse(), Ok(parsed.clone()));
}

#[rstest]
#[case::empty("", BadName::TooShort)]
#[case::blank(" \u{3000} ", BadName::TooShort)]
#[case::one("王", BadName::TooShort)]
#[case::digit("张3", BadName::Digit)]
#[case::full_width_digit("张３", BadName::Digit)]
#[case::circled("张①", BadName::Digit)]
#[case::roman("张Ⅷ", BadName::Digit)]
#[case::latin_digit("R2D2", BadName::Digit)]
#[case::emoji("张😀", BadName::Character)]
#[case::only_emoji("😀😀", BadName::Character)]
#[case::star("张*", BadName::Character)]
#[case::brackets("张三（男）", BadName::Character)]
#[case::radical("\u{2f2d}川", BadName::Character)]
#[case::kana("やまだ", BadName::Character)]
#[case::cyrillic("Иван", BadName::Character)]
#[case::times("张×", BadName::Character)]
#[case::accent_alone("\u{301}\u{301}", BadName::Character)]
#[case::heap_of_accents("m\u{302}\u{302}ba", BadName::Character)]
#[case::private_use("张\u{e863}", BadName::PrivateUse)]
#[case::private_plane("张\u{f0000}", BadName::PrivateUse)]
#[case::zero_width("张\u{200b}三", BadName::Invisible)]
#[case::tab("张\t三", BadName::Invisible)]
#[case::line_end("张\n三", BadName::Invisible)]
#[case::line_separator("张\u{2028}三", BadName::Invisible)]
#[case::right_to_left("张\u{202e}三", BadName::Invisible)]
#[case::variation("葛\u{e0100}某", BadName::Invisible)]
#[case::byte_order_mark("张三\u{feff}", BadName::Invisible)]
#[case::dot_first("·艾力", BadName::Mark)]
#[case::dot_last("艾力·", BadName::Mark)]
#[case::two_dots("买买提··艾力", BadName::Mark)]
#[case::hyphen_last("Anne-", BadName::Mark)]
#[case::only_marks("..", BadName::Mark)]
#[case::mixed("张san", BadName::Mixed)]
fn what_is_no_name_is_refused_with_its_reason(#[case] typed: &str, #[case] reason: BadName) {
    assert_eq!(typed.parse::<PersonName>(), Err(reason));
}

#[test]
fn a_name_has_two_to_fifty_characters() {
    assert!("王".repeat(50).parse::<PersonName>().is_ok());
    assert_eq!("王".repeat(51).parse::<PersonName>(), Err(BadName::TooLong));
    assert!("\u{20bb7}".repeat(2).parse::<PersonName>().is_ok());
}

#[rstest]
#[case("姚华", "姚*")]
#[case("欧阳修", "欧**")]
#[case("古力娜扎尔·拜合提亚尔", "古***")]
#[case("John Smith", "J***")]
fn a_mask_hides_all_but_the_first_character(#[case] name: &str, #[case] mask: &str) {
    let name: PersonName = name.parse().unwrap();
    assert_eq!(name.masked(), mask);
    assert_eq!(format!("{name:?}"), format!("PersonName({mask})"));
}

#[test]
fn names_are_checked_when_they_are_read_back() {
    let name: PersonName = serde_json::from_str("\"买买提•艾力\"").unwrap();
    assert_eq!(serde_json::to_string(&name).unwrap(), "\"买买提·艾力\"");
    let refusal = serde_json::from_str::<PersonName>("\"张3\"").unwrap_err().to_string();
    assert!(!refusal.contains('张'), "{refusal}");
    assert!(serde_json::from_str::<RomanisedName>("\"ZH4NG\"").is_err());
}

#[test]
fn reasons_have_codes_of_their_own() {
    let names = BadName::ALL.iter().map(|reason| reason.as_str());
    let codes: HashSet<_> = names.chain(BadRomanisedName::ALL.iter().map(|reason| reason.as_str())).collect();
    assert_eq!(codes.len(), BadName::ALL.len() + BadRomanisedName::ALL.len());
}

#[rstest]
#[case::lower("yao hua", "YAO HUA")]
#[case::spaces("  Zhao   Ping'an ", "ZHAO PING'AN")]
#[case::curly("Zhao Ping’an", "ZHAO PING'AN")]
#[case::double_surname("Zheng-Li Shufang", "ZHENG-LI SHUFANG")]
#[case::tones("Ōuyáng Wén", "OUYANG WEN")]
#[case::umlaut("Lü Lüe", "LYU LYUE")]
#[case::umlaut_and_tone("Lǚ Nǚ", "LYU NYU")]
#[case::umlaut_where_it_is_not_written("Xü Yü", "XU YU")]
#[case::input_method("lv bu", "LV BU")]
#[case::full_width("ＹＡＯ", "YAO")]
fn a_romanised_name_is_taken(#[case] typed: &str, #[case] name: &str) {
    let parsed: RomanisedName = typed.parse().unwrap();
    assert_eq!(parsed.expose(), name);
    assert_eq!(parsed.expose().parse(), Ok(parsed.clone()));
    assert_eq!(format!("{parsed:?}"), format!("RomanisedName({}***)", &name[..1]));
}

#[rstest]
#[case::empty("", BadRomanisedName::TooShort)]
#[case::one("L", BadRomanisedName::TooShort)]
#[case::digits("yao4 hua2", BadRomanisedName::Character)]
#[case::chinese("姚华", BadRomanisedName::Character)]
#[case::comma("YAO, HUA", BadRomanisedName::Character)]
#[case::control("YAO\u{1}HUA", BadRomanisedName::Character)]
#[case::other_letters("ØYVIND", BadRomanisedName::Character)]
#[case::first("'AN", BadRomanisedName::Mark)]
#[case::last("YAO-", BadRomanisedName::Mark)]
#[case::twice("YAO--HUA", BadRomanisedName::Mark)]
#[case::space_and_mark("YAO 'HUA", BadRomanisedName::Mark)]
fn what_is_no_romanised_name_is_refused(#[case] typed: &str, #[case] reason: BadRomanisedName) {
    assert_eq!(typed.parse::<RomanisedName>(), Err(reason));
}

#[test]
fn a_romanised_name_has_two_to_sixty_letters() {
    assert!("A".repeat(60).parse::<RomanisedName>().is_ok());
    assert_eq!("A".repeat(61).parse::<RomanisedName>(), Err(BadRomanisedName::TooLong));
}

proptest! {
    #[test]
    fn reading_a_name_twice_changes_nothing(typed in "\\PC{0,60}") {
        if let Ok(name) = typed.parse::<PersonName>() {
            prop_assert_eq!(name.expose().parse(), Ok(name.clone()));
        }
        if let Ok(name) = typed.parse::<RomanisedName>() {
            prop_assert_eq!(name.expose().parse(), Ok(name.clone()));
        }
    }

    #[test]
    fn a_name_of_letters_and_marks_reads_the_same_twice(typed in "[a-zÀ-ž\u{300}-\u{310}·.' ＡＢ\\-\u{3000}一-丏\u{f900}-\u{f905}]{0,12}") {
        if let Ok(name) = typed.parse::<PersonName>() {
            prop_assert_eq!(name.expose().parse(), Ok(name.clone()));
        }
        if let Ok(name) = typed.parse::<RomanisedName>() {
            prop_assert_eq!(name.expose().parse(), Ok(name.clone()));
        }
    }
}
