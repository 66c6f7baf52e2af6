//! What is taken as a drawn signature, and what is not.

use proptest::prelude::*;
use shared::signature::{NotASignature, Strokes};

/// Two strokes across the middle of the pad.
fn drawn() -> String {
    let first: Vec<_> = (0..20).map(|n| format!("{},{},{}", 100 + n * 10, 100 + n * 8, n * 12)).collect();
    let second: Vec<_> = (0..20).map(|n| format!("{},{},{}", 400 + n * 10, 300 - n * 9, 400 + n * 12)).collect();
    format!("{};{}", first.join(" "), second.join(" "))
}

#[test]
fn strokes_are_written_and_read_the_same() {
    let strokes: Strokes = drawn().parse().unwrap();
    assert_eq!(strokes.to_string(), drawn());
    assert_eq!(strokes.strokes().len(), 2);
    assert_eq!(format!("{strokes:?}"), "Strokes(2)", "how somebody writes stays out of logs");
}

#[test]
fn what_is_too_little_to_be_a_name_is_refused() {
    let line: Vec<_> = (0..40).map(|n| format!("{},200,{n}", 100 + n * 10)).collect();
    let dot: Vec<_> = (0..40).map(|n| format!("500,200,{n}")).collect();
    let corner = "100,100,0 200,200,10 300,300,20";
    for text in ["", ";;", "500,200,0", &line.join(" "), &dot.join(" "), corner] {
        assert_eq!(text.parse::<Strokes>(), Err(NotASignature::TooShort), "{text}");
    }
}

#[test]
fn what_is_no_drawing_is_refused() {
    let backwards = drawn().replace(';', ";0,0,0 ");
    let outside = drawn().replace("100,100,0", "1001,100,0");
    let below = drawn().replace("100,100,0", "100,401,0");
    let much = format!("{};{}", drawn(), "1,1,9999 ".repeat(7000));
    for text in [backwards.as_str(), &outside, &below, &much, "a,b,c", "1,2", "1,2,3,4", "-1,2,3", "<svg>"] {
        assert_eq!(text.parse::<Strokes>(), Err(NotASignature::Unreadable), "{}", &text[..text.len().min(40)]);
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "[0-9,; \\-a]{0,200}") {
        if let Ok(strokes) = text.parse::<Strokes>() {
            prop_assert_eq!(strokes.to_string().parse::<Strokes>().unwrap(), strokes);
        }
    }
}
