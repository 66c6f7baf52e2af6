//! Postcodes, e-mail and postal addresses: what is taken, how it is written in the end, what is refused.

use proptest::prelude::*;
use rstest::rstest;
use shared::contact::{Address, BadAddress, Email, Postcode};

#[rstest]
#[case("417000", "417000")]
#[case(" 410 005 ", "410005")]
#[case("４１０００５", "410005")]
#[case("010000", "010000")]
fn a_postcode_is_taken(#[case] typed: &str, #[case] postcode: &str) {
    assert_eq!(typed.parse::<Postcode>().unwrap().expose(), postcode);
}

#[rstest]
#[case("")]
#[case("41700")]
#[case("4170000")]
#[case("41700O")]
#[case("000000")]
#[case("四一七零零零")]
fn what_is_no_postcode_is_refused(#[case] typed: &str) {
    assert!(typed.parse::<Postcode>().is_err());
}

#[rstest]
#[case("yaohua@163.com", "yaohua@163.com", "yaohua@163.com")]
#[case(" 12345678@QQ.COM ", "12345678@qq.com", "12345678@qq.com")]
#[case("Yao.Hua+zikao@Mail.Example.org", "Yao.Hua+zikao@mail.example.org", "yao.hua+zikao@mail.example.org")]
#[case("ｙａｏ＠１６３．ｃｏｍ", "yao@163.com", "yao@163.com")]
#[case("a_b-c@xn--fiqs8s.xn--55qx5d", "a_b-c@xn--fiqs8s.xn--55qx5d", "a_b-c@xn--fiqs8s.xn--55qx5d")]
fn an_address_is_taken(#[case] typed: &str, #[case] address: &str, #[case] key: &str) {
    let email: Email = typed.parse().unwrap();
    assert_eq!((email.expose(), email.key().as_str()), (address, key));
}

#[rstest]
#[case::empty("")]
#[case::no_at("yaohua.163.com")]
#[case::no_local("@163.com")]
#[case::no_domain("yaohua@")]
#[case::one_label("yaohua@localhost")]
#[case::space("yao hua@163.com")]
#[case::two_at("yao@hua@163.com")]
#[case::dot_first(".yao@163.com")]
#[case::dot_last("yao.@163.com")]
#[case::two_dots("yao..hua@163.com")]
#[case::domain_dots("yao@163..com")]
#[case::domain_end("yao@163.com.")]
#[case::hyphen("yao@-163.com")]
#[case::machine("yao@127.0.0.1")]
#[case::short_end("yao@163.c")]
#[case::chinese("姚华@163.com")]
#[case::chinese_stop("yao@163。com")]
#[case::quoted("\"yao hua\"@163.com")]
#[case::line_end("yao@163.com\nBcc: all@163.com")]
fn what_is_no_address_is_refused(#[case] typed: &str) {
    assert!(typed.parse::<Email>().is_err());
}

#[test]
fn an_address_has_at_most_254_characters() {
    let label = "a".repeat(63);
    let domain = format!("{label}.{label}.{}.com", "b".repeat(57));
    assert_eq!(domain.len(), 189);
    assert!(format!("{}@{domain}", "x".repeat(64)).parse::<Email>().is_ok());
    assert!(format!("{}@b{domain}", "x".repeat(64)).parse::<Email>().is_err());
    assert!(format!("{}@163.com", "x".repeat(65)).parse::<Email>().is_err());
    assert!(format!("x@{}.com", "b".repeat(64)).parse::<Email>().is_err());
}

#[test]
fn postal_addresses_are_one_line_of_text() {
    let address: Address = "\u{3000}湖南省娄底市娄星区 1 号 ".parse().unwrap();
    assert_eq!(address.expose(), "湖南省娄底市娄星区 1 号");
    assert_eq!(" \u{3000}".parse::<Address>(), Err(BadAddress::Empty));
    assert_eq!("湖南省\n娄底市".parse::<Address>(), Err(BadAddress::Invisible));
    assert_eq!("湖南省\u{202e}娄底市".parse::<Address>(), Err(BadAddress::Invisible));
    assert!("湘".repeat(500).parse::<Address>().is_ok());
    assert_eq!("湘".repeat(501).parse::<Address>(), Err(BadAddress::TooLong));
}

#[test]
fn debug_shows_masks() {
    assert_eq!(format!("{:?}", "417000".parse::<Postcode>().unwrap()), "Postcode(417***)");
    assert_eq!(format!("{:?}", "yaohua@163.com".parse::<Email>().unwrap()), "Email(y***@163.com)");
    assert_eq!(format!("{:?}", "湖南省娄底市".parse::<Address>().unwrap()), "Address(湖南***)");
}

#[test]
fn they_are_checked_when_they_are_read_back() {
    assert_eq!(serde_json::to_string(&"417000".parse::<Postcode>().unwrap()).unwrap(), "\"417000\"");
    assert!(serde_json::from_str::<Postcode>("\"41700\"").is_err());
    assert!(serde_json::from_str::<Email>("\"yaohua\"").is_err());
    assert!(serde_json::from_str::<Address>("\"\"").is_err());
}

proptest! {
    #[test]
    fn reading_twice_changes_nothing(typed in "\\PC{0,40}", local in "[a-zA-Z0-9.+]{1,10}") {
        if let Ok(address) = typed.parse::<Address>() {
            prop_assert_eq!(address.expose().parse(), Ok(address.clone()));
        }
        if let Ok(email) = format!("{local}@{typed}.com").parse::<Email>() {
            prop_assert_eq!(email.expose().parse(), Ok(email.clone()));
        }
    }
}
