//! QR symbols: a reader that is not ours reads back what was written.
#![cfg(feature = "qr")]

use proptest::prelude::*;
use shared::qr;
use std::collections::HashSet;

/// Pixels a module has in the test picture.
const SCALE: usize = 4;

/// Draws the modules of the SVG into a grey picture and lets `rqrr` read it.
fn read_back(svg: &str) -> String {
    let after = |marker: &str| svg.split_once(marker).expect("the SVG has this part").1;
    let side: usize = after("viewBox=\"0 0 ").split(' ').next().expect("a side").parse().expect("a number");
    let modules = after("<path d=\"").split('"').next().expect("the path ends");
    let dark: HashSet<(usize, usize)> = modules
        .split_terminator("h1v1h-1z")
        .map(|module| {
            let (x, y) = module.trim_start_matches('M').split_once(',').expect("two coordinates");
            (x.parse().expect("x is a number"), y.parse().expect("y is a number"))
        })
        .collect();
    let shade = |x: usize, y: usize| if dark.contains(&(x / SCALE, y / SCALE)) { 0 } else { 255 };
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side * SCALE, side * SCALE, shade);
    let grids = picture.detect_grids();
    assert_eq!(grids.len(), 1, "one symbol is found");
    grids[0].decode().expect("the symbol is readable").1
}

#[test]
fn a_hand_off_address_is_read_back() {
    let address = "https://nzkks.example.cn/hunan/h/q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA";
    assert_eq!(read_back(&qr::svg(address, "二维码").unwrap()), address);
}

#[test]
fn the_title_is_escaped_and_the_quiet_zone_is_four_modules() {
    let svg = qr::svg("x", "</title><script>\"&'").unwrap();
    assert!(svg.contains("<title>&lt;/title>&lt;script>\"&amp;'</title>"), "{svg}");
    assert!(svg.contains("viewBox=\"0 0 29 29\""), "{svg}");
    assert!(svg.contains("M4,4h1v1h-1z") && !svg.contains("M3,"), "{svg}");
}

#[test]
fn a_text_too_long_for_any_symbol_is_refused() {
    assert_eq!(qr::svg(&"x".repeat(4000), "t"), Err(qr::TooLong));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_address_is_read_back(path in "[a-zA-Z0-9/_.-]{1,200}") {
        let address = format!("https://example.cn/{path}");
        prop_assert_eq!(read_back(&qr::svg(&address, "t").unwrap()), address);
    }
}
