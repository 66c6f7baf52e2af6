//! Romanised names are proposed as GB/T 28039-2011 spells them, with surnames read as surnames.
#![cfg(feature = "pinyin")]

use proptest::prelude::*;
use rstest::rstest;
use shared::person::{PersonName, pinyin::propose};

fn proposals(name: &str) -> Vec<String> {
    let name: PersonName = name.parse().expect("the tests write names");
    propose(&name).iter().map(|proposal| proposal.expose().to_owned()).collect()
}

#[rstest]
#[case::guide("姚华", "YAO HUA")]
#[case::standard_1("王芳", "WANG FANG")]
#[case::standard_2("杨为民", "YANG WEIMIN")]
#[case::standard_3("马本斋", "MA BENZHAI")]
#[case::standard_4("罗常培", "LUO CHANGPEI")]
#[case::standard_5("欧阳文", "OUYANG WEN")]
#[case::standard_6("司马相南", "SIMA XIANGNAN")]
#[case::standard_7("吕略", "LYU LYUE")]
#[case::standard_8("赵平安", "ZHAO PING'AN")]
#[case::vowel_first_of_a_word("王安", "WANG AN")]
#[case::vowel_of_a_compound("王亚鹅", "WANG YA'E")]
#[case::u_after_y("于雨", "YU YU")]
#[case::woman("张女", "ZHANG NYU")]
fn the_standard_is_followed(#[case] name: &str, #[case] best: &str) {
    assert_eq!(proposals(name)[0], best);
}

#[rstest]
#[case("单", "SHAN")]
#[case("單", "SHAN")]
#[case("仇", "QIU")]
#[case("解", "XIE")]
#[case("曾", "ZENG")]
#[case("区", "OU")]
#[case("朴", "PIAO")]
#[case("查", "ZHA")]
#[case("盖", "GE")]
#[case("乐", "YUE")]
#[case("任", "REN")]
#[case("宁", "NING")]
#[case("覃", "QIN")]
#[case("纪", "JI")]
#[case("华", "HUA")]
#[case("燕", "YAN")]
#[case("翟", "ZHAI")]
#[case("缪", "MIAO")]
#[case("冼", "XIAN")]
#[case("洗", "XIAN")]
#[case("员", "YUN")]
#[case("黑", "HE")]
#[case("折", "SHE")]
#[case("种", "CHONG")]
#[case("秘", "BI")]
#[case("逄", "PANG")]
#[case("乜", "NIE")]
#[case("召", "SHAO")]
#[case("么", "YAO")]
#[case("卜", "BU")]
#[case("车", "CHE")]
#[case("贾", "JIA")]
#[case("阚", "KAN")]
#[case("沈", "SHEN")]
#[case("褚", "CHU")]
#[case("牟", "MOU")]
#[case("尹", "YIN")]
#[case("尉", "WEI")]
#[case("佘", "SHE")]
#[case("瞿", "QU")]
#[case("谌", "CHEN")]
#[case("呙", "GUO")]
#[case("\u{20bb7}", "JI")]
fn surnames_are_read_as_surnames(#[case] surname: &str, #[case] reading: &str) {
    assert_eq!(proposals(&format!("{surname}明"))[0], format!("{reading} MING"));
}

#[rstest]
#[case("尉迟恭", "YUCHI GONG")]
#[case("万俟明", "MOQI MING")]
#[case("诸葛亮", "ZHUGE LIANG")]
#[case("上官婉儿", "SHANGGUAN WAN'ER")]
#[case("夏侯惇", "XIAHOU DUN")]
#[case("令狐冲", "LINGHU CHONG")]
#[case("单于明", "CHANYU MING")]
#[case("长孙无忌", "ZHANGSUN WUJI")]
#[case("闾丘明", "LYUQIU MING")]
#[case("歐陽明", "OUYANG MING")]
#[case("爱新觉罗明", "AIXINJUELUO MING")]
fn compound_surnames_are_one_word(#[case] name: &str, #[case] best: &str) {
    assert_eq!(proposals(name)[0], best);
}

#[test]
fn a_name_of_two_characters_has_a_surname_of_one() {
    assert_eq!(proposals("欧阳"), ["OU YANG"]);
    assert_eq!(proposals("万俟")[0], "WAN QI");
}

#[test]
fn another_way_to_part_the_name_comes_last() {
    let proposals = proposals("欧阳修");
    assert_eq!(proposals.first().map(String::as_str), Some("OUYANG XIU"));
    assert_eq!(proposals.last().map(String::as_str), Some("OU YANGXIU"));
}

#[test]
fn other_readings_are_proposed_too() {
    assert_eq!(proposals("覃明")[..2], ["QIN MING", "TAN MING"]);
    assert_eq!(proposals("乐明")[..2], ["YUE MING", "LE MING"]);
    assert_eq!(proposals("王偲")[0], "WANG SI");
    assert_eq!(proposals("王茜")[..2], ["WANG QIAN", "WANG XI"]);
    assert_eq!(proposals("王晟")[..2], ["WANG SHENG", "WANG CHENG"]);
    assert_eq!(proposals("王乐乐")[..3], ["WANG LELE", "WANG YUELE", "WANG LEYUE"]);
}

#[test]
fn a_surname_with_one_reading_has_no_others() {
    assert!(proposals("单明").iter().all(|proposal| proposal.starts_with("SHAN ")));
    assert!(proposals("任明").iter().all(|proposal| proposal.starts_with("REN ")));
}

#[test]
fn parts_between_dots_are_words() {
    assert_eq!(proposals("买买提·艾力")[0], "MAIMAITI AILI");
    assert_eq!(proposals("古丽·阿依古丽")[0], "GULI AYIGULI");
}

#[test]
fn latin_names_are_their_own_proposal() {
    assert_eq!(proposals("José Nuñez"), ["JOSE NUNEZ"]);
    assert_eq!(proposals("J. R. Smith"), ["J R SMITH"]);
    assert!(proposals("Øyvind").is_empty());
}

#[test]
fn a_character_without_a_reading_leaves_it_to_the_candidate() {
    assert!(proposals("王\u{323af}").is_empty());
}

#[test]
fn a_compatibility_ideograph_is_read_like_its_twin() {
    assert_eq!(proposals("王\u{f9d1}")[0], proposals("王六")[0]);
}

proptest! {
    #[test]
    fn there_are_at_most_six_and_none_twice(name in "[一-龥]{2,8}(·[一-龥]{1,6})?") {
        let proposals = proposals(&name);
        prop_assert!(proposals.len() <= 6);
        let mut distinct = proposals.clone();
        distinct.sort();
        distinct.dedup();
        prop_assert_eq!(distinct.len(), proposals.len());
    }
}
