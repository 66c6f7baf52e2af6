//! Every rule is drawn, differently right than wrong, as whole XML that loads nothing and holds no prose.

use super::*;
use std::collections::BTreeSet;

const GROUND: Ground = Ground([67, 142, 219]);

/// Walks through the tags; says what is not well-formed. Enough XML for drawings: elements, attributes, text.
fn fault(xml: &str) -> Option<String> {
    let mut open = Vec::new();
    let mut rest = xml;
    while let Some(start) = rest.find('<') {
        if rest[..start].contains('>') || (open.is_empty() && !rest[..start].trim().is_empty()) {
            return Some(format!("text outside of elements before {}", &rest[start..]));
        }
        let end = rest.find('>')?;
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop() != Some(name) {
                return Some(format!("</{name}> closes something else"));
            }
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let (name, closed) = (name.trim_end_matches('/'), tag.ends_with('/'));
        if let Some(odd) = odd_attribute(attributes.trim_end_matches('/')) {
            return Some(format!("<{name}> has {odd}"));
        }
        if !closed {
            open.push(name);
        }
    }
    (!open.is_empty() || !rest.is_empty()).then(|| format!("left over: {open:?} {rest}"))
}

fn odd_attribute(attributes: &str) -> Option<String> {
    let (mut rest, mut seen) = (attributes.trim(), BTreeSet::new());
    while !rest.is_empty() {
        let Some((name, after)) = rest.split_once("=\"") else { return Some(format!("no value in {rest}")) };
        let Some((value, after)) = after.split_once('"') else { return Some(format!("an open value of {name}")) };
        let named = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !named || !seen.insert(name) || value.contains(['<', '&']) {
            return Some(format!("an odd attribute {name}={value}"));
        }
        if !after.is_empty() && !after.starts_with(' ') {
            return Some(format!("no space after {name}"));
        }
        rest = after.trim_start();
    }
    None
}

#[test]
fn every_rule_has_a_drawing_of_its_own_that_is_whole_xml() {
    let mut drawings = BTreeSet::new();
    for rule in Rule::ALL {
        let svg = svg(*rule, GROUND);
        assert_eq!(fault(&svg), None, "{}", rule.code());
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" "), "{}", rule.code());
        assert!(drawings.insert(svg), "{} is drawn like another rule", rule.code());
    }
}

#[test]
fn the_check_for_xml_finds_what_is_broken() {
    for broken in ["<a><b></a></b>", "<a>", "<a b=1/>", "<a b=\"1\"c=\"2\"/>", "<a b=\"1\" b=\"2\"/>", "<a/>x"] {
        assert!(fault(broken).is_some(), "{broken}");
    }
    assert_eq!(fault("<a b=\"1\"><c/>x</a>"), None);
}

#[test]
fn right_and_wrong_differ_and_are_told_apart_by_more_than_colour() {
    for rule in Rule::ALL {
        let Pair { right, wrong } = pair(*rule);
        assert_ne!(right.framed(0, ""), wrong.framed(0, ""), "{}", rule.code());
        let svg = svg(*rule, GROUND);
        assert_eq!((svg.matches(parts::TICK).count(), svg.matches(parts::CROSS).count()), (1, 1), "{}", rule.code());
    }
}

/// The policy of pages forbids styles, and a picture within a picture is not loaded.
#[test]
fn drawings_need_nothing_but_themselves() {
    for rule in Rule::ALL {
        let svg = svg(*rule, GROUND);
        for word in ["style", "href", "<script", "<image", "@import"] {
            assert!(!svg.contains(word), "{word} in {}", rule.code());
        }
        for used in svg.split("url(#").skip(1).filter_map(|after| after.split_once(')')) {
            assert!(svg.contains(&format!("id=\"{}\"", used.0)), "{} in {}", used.0, rule.code());
        }
    }
}

#[test]
fn every_drawing_shows_the_background_that_is_asked_for_and_no_other() {
    for rule in Rule::ALL {
        let (one, other) = (svg(*rule, GROUND), svg(*rule, Ground([100, 197, 255])));
        assert_eq!((one.matches("#438edb").count(), other.matches("#64c5ff").count()), (1, 1), "{}", rule.code());
        assert_eq!(one.replace("#438edb", "#64c5ff"), other, "{}", rule.code());
        assert!(one.contains("currentColor"), "{} shows nobody in front of it", rule.code());
    }
}

#[test]
fn the_address_names_build_background_and_rule() {
    let path = path(Rule::EyesOpen, GROUND);
    let folder = format!("{}-438edb", build_id());
    assert_eq!(path, format!("/assets/drawings/{folder}/eyes.open.svg"));
    assert_eq!(build_id().len(), 16);
    assert_eq!(ground_of(&folder), Some(GROUND));
    for odd in ["", "438edb", "0000000000000000-438edb"] {
        assert_eq!(ground_of(odd), None, "{odd}");
    }
    for odd in ["", "438ed", "438EDB", "+38edb", "438edb0", "蓝色"] {
        assert_eq!(ground_of(&format!("{}-{odd}", build_id())), None, "{odd}");
    }
}
