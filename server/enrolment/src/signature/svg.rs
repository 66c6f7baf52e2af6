//! A drawn signature as SVG: every stroke a smooth line through the middles between its points.

use shared::signature::{HEIGHT, Point, Strokes, WIDTH};
use std::fmt::Write as _;

/// Room around the grid, for the width of the line.
const MARGIN: u16 = 12;

/// The whole picture, in the colour of the text around it. It names nobody: the page gives it a name.
pub(super) fn svg(strokes: &Strokes) -> String {
    let mut path = String::new();
    for stroke in strokes.strokes() {
        draw(&mut path, stroke);
    }
    let (width, height) = (WIDTH + 2 * MARGIN, HEIGHT + 2 * MARGIN);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-{MARGIN} -{MARGIN} {width} {height}\" aria-hidden=\"true\" focusable=\"false\">\
         <path d=\"{path}\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"9\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/></svg>"
    )
}

fn draw(path: &mut String, stroke: &[Point]) {
    let Some((first, rest)) = stroke.split_first() else { return };
    let mut put = |text: std::fmt::Arguments<'_>| path.write_fmt(text).expect("writing to a String succeeds");
    put(format_args!("M{},{}", first.0, first.1));
    match rest {
        // a dot
        [] => put(format_args!("h0.1")),
        [.., last] => {
            for pair in rest.windows(2) {
                let (mid_x, mid_y) = (middle(pair[0].0, pair[1].0), middle(pair[0].1, pair[1].1));
                put(format_args!("Q{},{} {mid_x},{mid_y}", pair[0].0, pair[0].1));
            }
            put(format_args!("L{},{}", last.0, last.1));
        }
    }
}

fn middle(one: u16, other: u16) -> f32 {
    f32::from(one + other) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_become_smooth_lines_and_dots_stay_dots() {
        let mut path = String::new();
        draw(&mut path, &[Point(10, 10, 0), Point(20, 30, 5), Point(40, 30, 9)]);
        assert_eq!(path, "M10,10Q20,30 30,30L40,30");
        let mut dot = String::new();
        draw(&mut dot, &[Point(5, 5, 0)]);
        assert_eq!(dot, "M5,5h0.1");
    }
}
