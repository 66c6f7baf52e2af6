//! Numbers of identity documents: what is accepted, what is forgiven, and that slips of typing are caught.

use proptest::prelude::*;
use rstest::rstest;
use shared::document::{BadNumber, DocumentNumber, DocumentType};

use BadNumber::{BirthDate, CheckDigit, Form};
use DocumentType::{
    HongKongMacaoResidencePermit as HongKongMacaoPermit, HongKongMacaoTravelPermit as HongKongMacaoTravel,
    ResidentIdCard as Card, TaiwanResidencePermit as TaiwanPermit, TaiwanTravelPermit as TaiwanTravel,
};

/// Appends the check character by the other description in GB 11643: weights and a list of characters.
fn with_check_character(first_17: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = first_17.chars().zip(WEIGHTS).filter_map(|(c, weight)| Some(c.to_digit(10)? * weight)).sum();
    format!("{first_17}{}", char::from(b"10X98765432"[(sum % 11) as usize]))
}

#[rstest]
#[case::standard_x(Card, "11010519491231002X", "11010519491231002X")]
#[case::standard_digit(Card, "440524188001010014", "440524188001010014")]
#[case::lower_case(Card, "11010519491231002x", "11010519491231002X")]
#[case::spaces(Card, " 110105 19491231 002X\t", "11010519491231002X")]
#[case::hyphens(Card, "110105-19491231-002X", "11010519491231002X")]
#[case::full_width(Card, "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X")]
#[case::full_width_lower(Card, "１１０１０５１９４９１２３１００２ｘ", "11010519491231002X")]
#[case::ideographic_space(Card, "110105\u{3000}19491231002X", "11010519491231002X")]
#[case::hong_kong_long(HongKongMacaoTravel, "H1234567800", "H1234567800")]
#[case::hong_kong(HongKongMacaoTravel, "h12345678", "H12345678")]
#[case::macao(HongKongMacaoTravel, "M 1234 5678", "M12345678")]
#[case::taiwan(TaiwanTravel, "12345678", "12345678")]
#[case::taiwan_old(TaiwanTravel, "12345678(01)", "1234567801")]
fn numbers_are_read_as_people_write_them(#[case] kind: DocumentType, #[case] typed: &str, #[case] canonical: &str) {
    let number = DocumentNumber::parse(kind, typed).unwrap();
    assert_eq!((number.kind(), number.expose()), (kind, canonical));
}

#[rstest]
#[case::guide_example(Card, "340102199503021234", CheckDigit)]
#[case::x_for_digit(Card, "44052418800101001X", CheckDigit)]
#[case::x_inside(Card, "1101051949123100X2", Form)]
#[case::old_15_digits(Card, "110105491231002", Form)]
#[case::too_long(Card, "11010519491231002XX", Form)]
#[case::too_short(Card, "11010519491231002", Form)]
#[case::empty(Card, "", Form)]
#[case::leading_zero(Card, "01010519491231002X", Form)]
#[case::other_script(Card, "１１０１０５１９４９１２３１００二Ｘ", Form)]
#[case::card_as_permit(HongKongMacaoPermit, "11010519491231002X", Form)]
#[case::letter_missing(HongKongMacaoTravel, "123456789", Form)]
#[case::other_letter(HongKongMacaoTravel, "T12345678", Form)]
#[case::nine_digits(HongKongMacaoTravel, "H123456789", Form)]
#[case::nine_digits(TaiwanTravel, "123456789", Form)]
#[case::letter(TaiwanTravel, "H12345678", Form)]
fn other_writings_are_refused_with_the_reason(
    #[case] kind: DocumentType,
    #[case] typed: &str,
    #[case] reason: BadNumber,
) {
    assert_eq!(DocumentNumber::parse(kind, typed), Err(reason));
}

#[rstest]
#[case::hong_kong("810000", HongKongMacaoPermit)]
#[case::macao("820000", HongKongMacaoPermit)]
#[case::taiwan("830000", TaiwanPermit)]
fn residence_permits_have_their_own_prefixes(#[case] prefix: &str, #[case] kind: DocumentType) {
    let number = with_check_character(&format!("{prefix}19990101001"));
    for asked in [HongKongMacaoPermit, TaiwanPermit] {
        let expected = if asked == kind { Ok(number.as_str()) } else { Err(Form) };
        let parsed = DocumentNumber::parse(asked, &number);
        assert_eq!(parsed.as_ref().map(DocumentNumber::expose).map_err(|bad| *bad), expected, "{asked:?}");
    }
}

#[rstest]
#[case::february("19990229")]
#[case::month("19991301")]
#[case::day("19990100")]
#[case::century("09990101")]
fn an_impossible_date_of_birth_is_refused(#[case] date: &str) {
    let number = with_check_character(&format!("110105{date}002"));
    assert_eq!(DocumentNumber::parse(Card, &number), Err(BirthDate));
}

#[test]
fn the_date_of_birth_is_read_from_18_digits_only() {
    let birth_date = |kind, number| DocumentNumber::parse(kind, number).unwrap().birth_date();
    assert_eq!(birth_date(Card, "11010519491231002X"), Some(jiff::civil::date(1949, 12, 31)));
    assert_eq!(birth_date(TaiwanTravel, "19491231"), None);
}

#[rstest]
#[case(Card, "11010519491231002X", "1101**********002X")]
#[case(HongKongMacaoTravel, "H12345678", "H1*****78")]
#[case(TaiwanTravel, "12345678", "12****78")]
fn debug_shows_a_mask_and_not_the_number(#[case] kind: DocumentType, #[case] typed: &str, #[case] mask: &str) {
    let number = DocumentNumber::parse(kind, typed).unwrap();
    assert_eq!(number.masked(), mask);
    assert_eq!(format!("{number:?}"), format!("DocumentNumber({}, {mask})", kind.as_str()));
    assert!(!format!("{number:#?}").contains(typed));
}

#[test]
fn a_number_from_outside_is_checked_too() {
    let number = DocumentNumber::parse(Card, "11010519491231002X").unwrap();
    let json = serde_json::to_string(&number).unwrap();
    assert_eq!(serde_json::from_str::<DocumentNumber>(&json).unwrap(), number);
    for forged in [json.replace("002X", "003X"), json.replace("11010519491231002X", "1")] {
        assert!(serde_json::from_str::<DocumentNumber>(&forged).is_err(), "{forged}");
    }
}

#[test]
fn types_are_told_apart_by_their_codes() {
    for kind in DocumentType::ALL {
        assert_eq!(DocumentType::parse(kind.as_str()), Some(*kind));
        assert_eq!(serde_json::to_string(kind).unwrap(), format!("\"{}\"", kind.as_str()));
    }
    assert_eq!(DocumentType::parse("passport"), None);
}

prop_compose! {
    fn valid_number()(
        region in 110_000_u32..660_000, year in 1900_u32..2026, month in 1_u32..=12, day in 1_u32..=28, order in 0_u32..1000,
    ) -> String {
        with_check_character(&format!("{region}{year}{month:02}{day:02}{order:03}"))
    }
}

proptest! {
    #[test]
    fn every_number_with_its_check_character_is_accepted(number in valid_number()) {
        let parsed = DocumentNumber::parse(Card, &number);
        prop_assert_eq!(parsed.as_ref().map(DocumentNumber::expose), Ok(number.as_str()));
        let birth_date = parsed.unwrap().birth_date().unwrap();
        prop_assert_eq!(birth_date.strftime("%Y%m%d").to_string(), &number[6..14]);
    }

    #[test]
    fn every_changed_digit_is_caught(number in valid_number(), at in 0_usize..18, other in prop::sample::select(b"0123456789X".to_vec())) {
        let mut bytes = number.clone().into_bytes();
        prop_assume!(bytes[at] != other);
        bytes[at] = other;
        let typed = String::from_utf8(bytes).unwrap();
        let error = DocumentNumber::parse(Card, &typed).unwrap_err();
        prop_assert!(matches!(error, CheckDigit | Form), "{error:?}");
    }

    #[test]
    fn every_swap_of_neighbours_is_caught(number in valid_number(), at in 0_usize..17) {
        let mut bytes = number.clone().into_bytes();
        prop_assume!(bytes[at] != bytes[at + 1]);
        bytes.swap(at, at + 1);
        let typed = String::from_utf8(bytes).unwrap();
        let error = DocumentNumber::parse(Card, &typed).unwrap_err();
        prop_assert!(matches!(error, CheckDigit | Form), "{error:?}");
    }

    #[test]
    fn nothing_that_is_typed_makes_it_panic(typed in "\\PC{0,24}", kind in prop::sample::select(DocumentType::ALL.to_vec())) {
        if let Ok(number) = DocumentNumber::parse(kind, &typed) {
            prop_assert!(number.masked().contains('*'));
        }
    }
}
