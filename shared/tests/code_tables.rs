//! The code tables hold what the standards say, and are found by what people type.

use jiff::civil::date;
use rstest::rstest;
use serde::{Serialize, de::DeserializeOwned};
use shared::{
    document::{DocumentNumber, DocumentType},
    locale::Locale,
    person::{
        CodeTable, Education, Ethnicity, Household, Mismatch, Occupation, PoliticalStatus, Sex,
        number::{mismatches, sex},
    },
};
use std::{collections::HashSet, fmt::Debug, hash::Hash};

/// What holds of every table.
fn is_sound<T: CodeTable + Eq + Hash + Debug + Serialize + DeserializeOwned>() {
    let mut codes = HashSet::new();
    let mut names = HashSet::new();
    for entry in T::ALL.iter().copied() {
        assert!(codes.insert(entry.code()), "{entry:?} has the code of another");
        for name in entry.names() {
            assert!(names.insert(name.to_lowercase()) || name == entry.words().en, "{name} names two entries");
            assert_eq!(T::named(name), Some(entry));
            assert_eq!(name, name.trim());
        }
        assert_eq!(T::parse(entry.code()), Some(entry));
        assert!(T::search(entry.words().zh).contains(&entry));
        assert!(T::search(entry.code()).contains(&entry));
        let json = serde_json::to_string(&entry).expect("codes are texts");
        assert_eq!(json, format!("\"{}\"", entry.code()));
        assert_eq!(serde_json::from_str::<T>(&json).ok(), Some(entry));
        assert!(!entry.words().get(Locale::Chinese).is_empty() && entry.words().get(Locale::English).is_ascii());
    }
    assert_eq!(T::search(" ").len(), T::ALL.len());
    assert_eq!(T::named(""), None);
    assert_eq!(T::parse("no such code"), None);
}

#[test]
fn every_table_is_sound() {
    is_sound::<Ethnicity>();
    is_sound::<PoliticalStatus>();
    is_sound::<Sex>();
    is_sound::<Household>();
    is_sound::<Occupation>();
    is_sound::<Education>();
}

#[test]
fn ethnic_groups_are_those_of_the_standard() {
    let codes: Vec<_> = Ethnicity::ALL.iter().map(|group| group.code()).collect();
    let expected: Vec<_> = (1..=56).chain([97, 98]).map(|number| format!("{number:02}")).collect();
    assert_eq!(codes, expected);
    let letters: HashSet<_> = Ethnicity::ALL.iter().filter_map(|group| group.letters()).collect();
    assert_eq!(letters.len(), 56);
    assert!(letters.iter().all(|pair| pair.len() == 2));
    assert_eq!(Ethnicity::ForeignDescent.letters(), None);
}

#[rstest]
#[case::first("01", "HA", "汉族", "Han")]
#[case::tibetan("04", "ZA", "藏族", "Tibetan")]
#[case::uygur("05", "UG", "维吾尔族", "Uygur")]
#[case::miao("06", "MH", "苗族", "Miao")]
#[case::tujia("15", "TJ", "土家族", "Tujia")]
#[case::kirgiz("29", "KG", "柯尔克孜族", "Kirgiz")]
#[case::daur("31", "DU", "达斡尔族", "Daur")]
#[case::gin("49", "GI", "京族", "Gin")]
#[case::tatar("50", "TT", "塔塔尔族", "Tatar")]
#[case::last("56", "JN", "基诺族", "Jino")]
fn an_ethnic_group_has_its_codes(#[case] code: &str, #[case] letters: &str, #[case] zh: &str, #[case] en: &str) {
    let group = Ethnicity::parse(code).unwrap();
    assert_eq!((group.letters(), group.words().zh, group.words().en), (Some(letters), zh, en));
}

#[rstest]
#[case::card("汉", Ethnicity::Han)]
#[case::form(" 汉族 ", Ethnicity::Han)]
#[case::english("uyghur", Ethnicity::Uygur)]
#[case::old_name("崩龙", Ethnicity::Deang)]
#[case::unrecognised("穿青人", Ethnicity::Other)]
fn an_ethnic_group_is_read_from_cards_and_forms(#[case] text: &str, #[case] group: Ethnicity) {
    assert_eq!(Ethnicity::named(text), Some(group));
}

#[test]
fn what_begins_with_the_query_is_found_first() {
    assert_eq!(Ethnicity::search("土"), [Ethnicity::Tujia, Ethnicity::Tu]);
    assert_eq!(Ethnicity::search("Tu"), [Ethnicity::Tujia, Ethnicity::Tu]);
    assert_eq!(Ethnicity::search("15"), [Ethnicity::Tujia]);
    assert_eq!(Ethnicity::search("龙"), [Ethnicity::Deang, Ethnicity::Derung]);
}

#[test]
fn political_status_and_sex_have_the_codes_of_their_standards() {
    let codes: Vec<_> = PoliticalStatus::ALL.iter().map(|status| status.code()).collect();
    assert_eq!(codes, (1..=13).map(|number| format!("{number:02}")).collect::<Vec<_>>());
    assert_eq!(PoliticalStatus::named("群众"), PoliticalStatus::parse("13"));
    assert_eq!(PoliticalStatus::named("共青团员"), PoliticalStatus::parse("03"));
    let codes: Vec<_> = Sex::ALL.iter().map(|sex| sex.code()).collect();
    assert_eq!(codes, ["0", "1", "2", "9"]);
}

#[test]
fn the_form_of_the_guide_is_found_again() {
    assert_eq!(Occupation::named("其他不便分类"), Some(Occupation::Other));
    assert_eq!(Education::named("专科"), Some(Education::College));
    assert_eq!(Household::named("农业户口"), Some(Household::Agricultural));
}

#[test]
fn education_knows_what_is_higher() {
    use Education::{Bachelor, College, Graduate, HighSchool, JuniorHighOrBelow, Other, SpecialisedSecondary};
    let enough: Vec<_> = Education::ALL.iter().copied().filter(|education| education.at_least(College)).collect();
    assert_eq!(enough, [Graduate, Bachelor, College]);
    assert_eq!(Education::from_level_up(College).collect::<Vec<_>>(), enough);
    assert!(HighSchool.at_least(SpecialisedSecondary) && SpecialisedSecondary.at_least(HighSchool));
    assert!(!JuniorHighOrBelow.at_least(HighSchool));
    assert!(!Other.at_least(JuniorHighOrBelow));
}

fn card(number: &str) -> DocumentNumber {
    DocumentNumber::parse(DocumentType::ResidentIdCard, number).expect("the tests write valid numbers")
}

#[rstest]
#[case::woman(DocumentType::ResidentIdCard, "11010519491231002X", Some(Sex::Female))]
#[case::man(DocumentType::ResidentIdCard, "440524188001010014", Some(Sex::Male))]
#[case::permit_without_sex(DocumentType::HongKongMacaoTravelPermit, "H12345678", None)]
#[case::other_permit_without_sex(DocumentType::TaiwanTravelPermit, "1234567890", None)]
fn the_number_tells_the_sex(#[case] kind: DocumentType, #[case] number: &str, #[case] expected: Option<Sex>) {
    assert_eq!(sex(&DocumentNumber::parse(kind, number).unwrap()), expected);
}

#[rstest]
#[case::all_right(Some(date(1949, 12, 31)), Some(Sex::Female), &[])]
#[case::nothing_typed(None, None, &[])]
#[case::other_day(Some(date(1949, 12, 30)), Some(Sex::Female), &[Mismatch::BirthDate])]
#[case::other_sex(Some(date(1949, 12, 31)), Some(Sex::Male), &[Mismatch::Sex])]
#[case::both(Some(date(1995, 3, 2)), Some(Sex::Male), &[Mismatch::BirthDate, Mismatch::Sex])]
#[case::unstated(None, Some(Sex::NotStated), &[])]
fn what_was_typed_is_compared_with_the_number(
    #[case] birth_date: Option<jiff::civil::Date>,
    #[case] typed_sex: Option<Sex>,
    #[case] expected: &[Mismatch],
) {
    assert_eq!(mismatches(&card("11010519491231002X"), birth_date, typed_sex), expected);
}

#[test]
fn a_number_without_particulars_contradicts_nothing() {
    let permit = DocumentNumber::parse(DocumentType::HongKongMacaoTravelPermit, "M12345678").unwrap();
    assert_eq!(mismatches(&permit, Some(date(1990, 1, 1)), Some(Sex::Male)), []);
}

#[test]
fn mismatches_are_stored_by_their_code() {
    for mismatch in Mismatch::ALL {
        assert_eq!(serde_json::to_string(mismatch).unwrap(), format!("\"{}\"", mismatch.as_str()));
    }
}
