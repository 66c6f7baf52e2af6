//! A policy finds everything that is wrong with a password at once, and what everybody would try first.

use proptest::prelude::*;
use rstest::rstest;
use shared::password::{
    CharacterClass, PasswordFault,
    PasswordFault::{Common, Foreign, NoDigit, NoLetter, NoSymbol, Personal, TooLong, TooShort},
    PasswordPolicy,
};

/// Hunan's.
fn policy() -> PasswordPolicy {
    PasswordPolicy {
        min_chars: 8,
        max_chars: 15,
        required: CharacterClass::ALL.to_vec(),
        symbols: "@#$%^*.".to_owned(),
    }
}

#[rstest]
#[case("Kf7wo2#bR")]
#[case("tuv8Rq.92nx")]
#[case("#kd%8*z.1")]
#[case("m4Gx^7Lb")]
#[case("xuebi%Kran71")]
#[case("9hT*w2Qe@5m")]
#[case("yc83.rk46#pw")]
#[case("Vd7#Vk2$Qp9")]
#[case::mostly_symbols("#4%g*.w^2k")]
#[case::mostly_symbols_too("k.7@%x#$2*")]
#[case::one_word_only("tiger9#wk4Zr")]
fn a_good_password_has_no_faults(#[case] password: &str) {
    assert_eq!(policy().check(password, &["13800138000", "11010519491231002X"]), []);
}

#[rstest]
#[case::empty("", &[TooShort, NoDigit, NoLetter, NoSymbol])]
#[case::short("k7#", &[TooShort])]
#[case::long("kf7wo2#brx9tz4qn", &[TooLong])]
#[case::no_digit("kfwo#brxtz", &[NoDigit])]
#[case::no_letter("7294#8150", &[NoLetter])]
#[case::no_symbol("kf7wo2brx9", &[NoSymbol])]
#[case::foreign("kf7wo2#brx!", &[Foreign('!')])]
#[case::foreign_once_each("kf7!wo2# b!r x", &[Foreign('!'), Foreign(' ')])]
#[case::chinese("kf7wo2#密码", &[Foreign('密'), Foreign('码')])]
#[case::full_width("ｋf7wo2#b4", &[Foreign('ｋ')])]
#[case::foreign_symbol_does_not_count("kf7wo2brx9!", &[NoSymbol, Foreign('!')])]
#[case::several("abc", &[TooShort, NoDigit, NoSymbol, Common])]
fn all_faults_are_told_at_once(#[case] password: &str, #[case] faults: &[PasswordFault]) {
    assert_eq!(policy().check(password, &[]), faults);
}

#[rstest]
#[case::eight("kf7wo2#b", &[])]
#[case::fifteen("kf7wo2#brx9tz4q", &[])]
fn the_ends_of_the_range_are_inside(#[case] password: &str, #[case] faults: &[PasswordFault]) {
    assert_eq!(policy().check(password, &[]), faults);
}

#[rstest]
#[case("Aa123456@")]
#[case("a123456.")]
#[case("a123456789@")]
#[case("qwer1234.")]
#[case("1qaz2wsx#")]
#[case("1qaz@WSX")]
#[case("!QAZ2wsx")]
#[case("1q2w3e4r.")]
#[case("woaini1314@")]
#[case("Woaini520.")]
#[case("woaini5201314@")]
#[case("password1@")]
#[case("P@ssw0rd1")]
#[case("p@$$w0rd.1")]
#[case("Admin@123")]
#[case("Admin@2026")]
#[case("admin888.")]
#[case("abc123456@")]
#[case("Abcd1234.")]
#[case("abc@12345")]
#[case("qwe123456.")]
#[case("asd123456.")]
#[case("qwerty123@")]
#[case("asdf1234#")]
#[case("zxcvbnm1.")]
#[case("zxcv1234*")]
#[case("a1111111@")]
#[case("aaaa1111.")]
#[case("qq123456.")]
#[case("hunan2026@")]
#[case("Changsha@2025")]
#[case("zikao2026.")]
#[case("Zhang@1995")]
#[case("zhang19950302@")]
#[case("li@19950302")]
#[case("w950302.w")]
#[case("xiaoming520@")]
#[case("abc.123.abc")]
#[case("a1b2c3d4.")]
#[case("98765432a.")]
#[case("abcabc123.")]
#[case("5201314a@")]
#[case("iloveyou1.")]
#[case("Iloveyou520@")]
#[case("mima1234@")]
#[case("147258369a.")]
#[case("159357qq*")]
#[case("q1w2e3r4.")]
#[case("poiuyt123@")]
#[case("dragon123#")]
#[case("w0aini1314.")]
#[case("love@1314")]
#[case("@@@@a1111")]
fn what_everybody_would_try_is_common(#[case] password: &str) {
    let mut policy = policy();
    policy.symbols.push('!');
    assert_eq!(policy.check(password, &[]), [Common]);
    assert_eq!(policy.check(&password.to_uppercase(), &[]), [Common]);
}

const CONTEXT: &[&str] = &["13974205816", "11010519491231002X"];

#[rstest]
#[case::phone("vk*974205x", &[Personal])]
#[case::parted("vk974.205x", &[Personal])]
#[case::end_of_phone("205816#vkx", &[Personal])]
#[case::document("vkw#051949x", &[Personal])]
#[case::birth_date("q#491231vw", &[Personal])]
#[case::birth_date_and_little_else("q#491231", &[Common, Personal])]
#[case::five_digits("vk*97420xq", &[])]
#[case::other_digits("vk*974206xq", &[])]
#[case::letter_between("vk*974w205x", &[])]
fn the_own_numbers_are_refused(#[case] password: &str, #[case] faults: &[PasswordFault]) {
    assert_eq!(policy().check(password, CONTEXT), faults);
}

#[test]
fn what_a_policy_does_not_require_may_be_missing() {
    let policy = PasswordPolicy { required: vec![CharacterClass::Letter], symbols: String::new(), ..policy() };
    assert_eq!(policy.check("kfwobrxtzq", &[]), []);
    assert_eq!(policy.check("kfwobrx#tzq", &[]), [Foreign('#')]);
}

#[test]
fn faults_are_stored_by_their_code() {
    for fault in [TooShort, TooLong, NoDigit, NoLetter, NoSymbol, Common, Personal] {
        assert_eq!(serde_json::to_string(&fault).unwrap(), format!("\"{}\"", fault.as_str()));
    }
    assert_eq!(serde_json::to_string(&Foreign('!')).unwrap(), "{\"password.foreign\":\"!\"}");
}

proptest! {
    #[test]
    fn any_text_can_be_checked(password in "\\PC{0,40}", context in "\\PC{0,30}") {
        policy().check(&password, &[&context]);
    }

    /// The word list and the rules of habit must not stand in the way of those who let a program choose.
    #[test]
    fn random_passwords_are_not_common(password in "[a-zA-Z0-9]{5}[#@.][a-zA-Z0-9]{5}") {
        prop_assert!(!policy().check(&password, &[]).contains(&Common), "{password}");
    }
}
