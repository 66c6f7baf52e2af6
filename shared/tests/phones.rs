//! Mobile numbers: what is accepted, what is forgiven, and that they are masked.

use proptest::prelude::*;
use rstest::rstest;
use shared::contact::{CodePolicy, PhoneNumber};

#[rstest]
#[case::plain("13800138000")]
#[case::spaces("138 0013 8000")]
#[case::hyphens("138-0013-8000")]
#[case::prefix("+86 138 0013 8000")]
#[case::long_prefix("0086-13800138000")]
#[case::full_width("１３８００１３８０００")]
#[case::ideographic_space("138\u{3000}00138000")]
fn a_mobile_number_is_read_as_people_write_it(#[case] typed: &str) {
    let phone: PhoneNumber = typed.parse().unwrap();
    assert_eq!((phone.expose(), phone.e164().as_str()), ("13800138000", "+8613800138000"));
}

#[rstest]
#[case::empty("")]
#[case::too_short("1380013800")]
#[case::too_long("138001380000")]
#[case::landline("01082030000")]
#[case::no_mobile_range("12800138000")]
#[case::letters("1380013800O")]
#[case::other_country("+85291234567")]
#[case::other_digits("१३८००१३८०००")]
fn anything_else_is_refused(#[case] typed: &str) {
    assert!(typed.parse::<PhoneNumber>().is_err());
    assert!(serde_json::from_value::<PhoneNumber>(typed.into()).is_err());
}

#[test]
fn debug_shows_a_mask_and_not_the_number() {
    let phone: PhoneNumber = "13800138000".parse().unwrap();
    assert_eq!(phone.masked(), "138****8000");
    assert_eq!(format!("{phone:?}"), "PhoneNumber(138****8000)");
}

#[test]
fn the_usual_limits_stay_below_the_gateways() {
    let CodePolicy { digits, tries, resend_secs, per_phone_hour, per_phone_day, .. } = CodePolicy::default();
    assert!(digits >= 6 && tries <= 5 && resend_secs >= 60 && per_phone_hour <= 5 && per_phone_day <= 10);
    assert_eq!(CodePolicy::default().lifetime(), shared::time::Span::minutes(5));
}

proptest! {
    #[test]
    fn every_mobile_number_keeps_its_digits(number in "1[3-9][0-9]{9}") {
        let phone: PhoneNumber = number.parse().unwrap();
        prop_assert_eq!(phone.expose(), number.as_str());
        let json = serde_json::to_string(&phone).unwrap();
        prop_assert_eq!(serde_json::from_str::<PhoneNumber>(&json).unwrap(), phone);
    }

    #[test]
    fn nothing_that_is_typed_makes_it_panic(typed in "\\PC{0,24}") {
        if let Ok(phone) = typed.parse::<PhoneNumber>() {
            prop_assert_eq!(phone.expose().len(), 11);
        }
    }
}
