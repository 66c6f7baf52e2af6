//! What portraits are put together from, as pieces of SVG. Pieces without colours of their own are lines.

/// The background that the province asks for: the `color` of the whole drawing.
pub(super) const GROUND: &str = "currentColor";
pub(super) const LINE: &str = "#22384f";

/// The frame, and filters over a whole picture.
pub(super) const DEFINITIONS: &str = concat!(
    r#"<clipPath id="frame"><rect width="120" height="160" rx="4"/></clipPath>"#,
    r#"<filter id="blurred"><feGaussianBlur stdDeviation="2.2"/></filter>"#,
    r#"<filter id="soft" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="1.6"/></filter>"#,
    r#"<filter id="grey"><feColorMatrix type="saturate" values="0"/></filter>"#,
    r##"<linearGradient id="fading" x2="1" y2="1"><stop stop-color="currentColor"/><stop offset="1" stop-color="#22384f"/></linearGradient>"##,
    r##"<pattern id="checked" width="11" height="11" patternUnits="userSpaceOnUse" patternTransform="rotate(24)"><path fill="#fff" d="M0 0h11v11H0z"/><path fill="#c8443c" d="M0 0h5v11H0z"/><path fill="#2c6e49" fill-opacity=".75" d="M0 0h11v5H0z"/></pattern>"##,
);

/// On the lower right corner of the frame.
pub(super) const TICK: &str = r##"<g stroke="#fff" transform="translate(103 143)"><circle r="12" fill="#17663a" stroke-width="2.5"/><path d="M-5.5.5l4 4 7-8.5" stroke-width="3.5"/></g>"##;
pub(super) const CROSS: &str = r##"<g stroke="#fff" transform="translate(103 143)"><circle r="12" fill="#a81414" stroke-width="2.5"/><path d="M-4.5-4.5l9 9m0-9l-9 9" stroke-width="3.5"/></g>"##;

pub(super) const NECK: &str = r##"<path fill="#eec3a4" d="M50 94v22q10 12 20 0V94z"/>"##;
pub(super) const FACE: &str =
    r##"<path fill="#f8d8bf" d="M33 56C33 90 46 105 60 105S87 90 87 56C87 36 75 28 60 28S33 36 33 56z"/>"##;
pub(super) const EARS: &str =
    r##"<path fill="#f8d8bf" d="M34 60c-7-4-9 4-6 11 2 6 5 8 8 6zM86 60c7-4 9 4 6 11-2 6-5 8-8 6z"/>"##;
/// Of a head that is turned to the left of the picture.
pub(super) const ONE_EAR: &str = r##"<path fill="#f8d8bf" d="M82 60c7-4 9 4 6 11-2 6-5 8-8 6z"/>"##;
pub(super) const BROWS: &str = r#"<path stroke-width="2.6" d="M42 57q6-4 12-1.5m12 0q6-2.5 12 1.5"/>"#;

pub(super) const BODY: &str = concat!(
    r##"<path fill="#2f4d7d" d="M2 214C2 136 18 124 48 114l12 16 12-16c30 10 46 22 46 100z"/>"##,
    r##"<path fill="#fff" d="M49 110l11 19 11-19 6 5-11 23-6-9-6 9-11-23z"/>"##,
);
pub(super) const BODY_LIKE_GROUND: &str = concat!(
    r##"<path fill="currentColor" d="M2 214C2 136 18 124 48 114l12 16 12-16c30 10 46 22 46 100z"/>"##,
    r##"<path fill="currentColor" d="M49 110l11 19 11-19 6 5-11 23-6-9-6 9-11-23z"/>"##,
);
pub(super) const BODY_CHECKED: &str = concat!(
    r#"<path fill="url(#checked)" d="M2 214C2 136 18 124 48 114l12 16 12-16c30 10 46 22 46 100z"/>"#,
    r##"<path fill="#fff" d="M49 110l11 19 11-19 6 5-11 23-6-9-6 9-11-23z"/>"##,
);

pub(super) const EYES: &str = concat!(
    r##"<path fill="#fff" stroke-width="1.6" d="M42.5 67q5.5-7 11 0-5.5 5.5-11 0zM66.5 67q5.5-7 11 0-5.5 5.5-11 0z"/>"##,
    r#"<path stroke-width="5.2" d="M48 66.6v.1M72 66.6v.1"/>"#,
);
pub(super) const EYES_CLOSED: &str = r#"<path d="M42.5 66q5.5 5 11 0m13 0q5.5 5 11 0m-34 2.5-1.5 2m6 .5v2.5m4.5-5 1.5 2m13-2-1.5 2m6 .5v2.5m4.5-5 1.5 2"/>"#;
pub(super) const EYES_LAUGHING: &str = r#"<path d="M42.5 68q5.5-6 11 0m13 0q5.5-6 11 0"/>"#;
pub(super) const EYES_RED: &str = concat!(
    r##"<path fill="#fff" stroke-width="1.6" d="M42.5 67q5.5-7 11 0-5.5 5.5-11 0zM66.5 67q5.5-7 11 0-5.5 5.5-11 0z"/>"##,
    r##"<path stroke="#e0261c" stroke-width="6.5" d="M48 66.6v.1M72 66.6v.1"/>"##,
    r##"<path stroke="#ffb0a8" stroke-width="2" d="M48 66.6v.1M72 66.6v.1"/>"##,
);

pub(super) const NOSE: &str = r#"<path stroke-width="1.6" d="M61 69l3 10q-3.5 3-8 .5"/>"#;
pub(super) const NOSE_TURNED: &str = r#"<path stroke-width="1.8" d="M60 67l-8 12q2 4 7 2.5"/>"#;

pub(super) const MOUTH: &str = r##"<path stroke="#b3474a" stroke-width="2.6" d="M53 91q7 3.5 14 0"/>"##;
pub(super) const MOUTH_OPEN: &str = r##"<path fill="#7c2327" d="M53 91q7-5 14 0 1 9-7 9t-7-9z"/><path fill="#fff" stroke="none" d="M55 90.5q5-2.5 10 0v2h-10z"/>"##;
pub(super) const MOUTH_LAUGHING: &str = r##"<path fill="#7c2327" d="M47 86q13 5 26 0-2 14-13 14T47 86z"/><path fill="#fff" stroke="none" d="M49 88q11 4 22 0l-1 4q-10 3-20 0z"/>"##;

pub(super) const HAIR: &str = r##"<path fill="#39404c" d="M32 63C26 34 40 20 60 20s34 14 28 43c-1-8-3-14-6-18-12 1-26-1-35-8-2 6-8 9-11 13-2 4-3 8-4 13z"/>"##;
/// Over brows, eyes and ears.
pub(super) const HAIR_LONG: &str = r##"<path fill="#39404c" d="M25 100C20 40 34 20 60 20s40 20 35 80c-6 2-12 0-14-4 4-10 5-20 4-30-3 4-5 6-8 7l-3-8-5 8-6-9-6 9-6-9-5 9-5-8-6 6c-1 8 1 17 4 25-2 4-8 6-14 4z"/>"##;

pub(super) const GLASSES: &str = concat!(
    r##"<path fill="#fff" fill-opacity=".22" d="M38 60h18q2 0 2 3v5q0 8-10 8t-11-9v-5q0-2 1-2zM64 60h18q1 0 1 2v5q0 9-11 9t-10-8v-5q0-3 2-3z"/>"##,
    r#"<path d="M58 64q2-2 4 0M37 63l-4 1M83 63l4 1"/>"#,
);
pub(super) const GLASSES_TINTED: &str = concat!(
    r##"<path fill="#252b36" fill-opacity=".88" d="M38 60h18q2 0 2 3v5q0 8-10 8t-11-9v-5q0-2 1-2zM64 60h18q1 0 1 2v5q0 9-11 9t-10-8v-5q0-3 2-3z"/>"##,
    r#"<path d="M58 64q2-2 4 0M37 63l-4 1M83 63l4 1"/>"#,
);
/// Slipped down, with a thick rim across the eyes.
pub(super) const GLASSES_LOW: &str = concat!(
    r#"<path stroke-width="5" d="M38 66h18q2 0 2 3v5q0 8-10 8t-11-9v-5q0-2 1-2zM64 66h18q1 0 1 2v5q0 9-11 9t-10-8v-5q0-3 2-3z"/>"#,
    r#"<path stroke-width="4" d="M58 70q2-2 4 0"/><path d="M35 67l-3-1M85 67l3-1"/>"#,
);
pub(super) const GLASSES_REFLECTING: &str = concat!(
    r##"<path fill="#fff" fill-opacity=".22" d="M38 60h18q2 0 2 3v5q0 8-10 8t-11-9v-5q0-2 1-2zM64 60h18q1 0 1 2v5q0 9-11 9t-10-8v-5q0-3 2-3z"/>"##,
    r##"<path fill="#fff" stroke="none" d="M43 62h10l-6 12-6-3zM69 62h10l-6 12-6-3z"/>"##,
    r#"<path d="M58 64q2-2 4 0M37 63l-4 1M83 63l4 1"/>"#,
);

pub(super) const CAP: &str = concat!(
    r##"<path fill="#c9503f" d="M28 50C24 8 96 8 92 50q-32-9-64 0z"/><path fill="#a53d30" d="M28 47q32-9 64 0 8 8 0 8-32-8-64 0-8 0 0-8z"/>"##,
    r##"<path fill="#c9503f" d="M57 17q3-3 6 0z"/>"##,
);
pub(super) const JEWELLERY: &str = r##"<g fill="#f2b92e" stroke-width="1.5"><circle cx="30" cy="83" r="4"/><circle cx="90" cy="83" r="4"/><path fill="none" stroke="#f2b92e" stroke-width="3" d="M49 111q1 22 11 27 10-5 11-27"/><path d="M60 136l5 6-5 6-5-6z"/></g>"##;
/// The right half of the face, away from the light.
pub(super) const DARK_SIDE: &str = r##"<path fill="#22384f" fill-opacity=".55" stroke="none" d="M62 28c14 1 25 10 25 28 0 34-13 49-27 49 6-20 6-50 2-77z"/>"##;
pub(super) const SHINE: &str = r##"<g fill="#fff" stroke="none" filter="url(#soft)"><ellipse cx="66" cy="50" rx="11" ry="5"/><ellipse cx="43" cy="80" rx="6" ry="7"/><ellipse cx="77" cy="80" rx="6" ry="7"/><ellipse cx="60" cy="76" rx="2.5" ry="5"/></g>"##;

pub(super) const SHADOW: &str = r##"<path fill="#0c3556" fill-opacity=".5" stroke="none" filter="url(#soft)" d="M52 50C52 18 108 14 108 56c0 24-8 44-18 52 20 6 30 20 30 60H60z"/>"##;
pub(super) const ROOM: &str = concat!(
    r##"<path fill="#fff3d6" d="M8 12h26v34H8z"/><path stroke-width="1.5" d="M13 40l7-12 5 7 3-4 4 9z"/>"##,
    r##"<path fill="#b5733c" d="M94 96h22l-3 26H97z"/><path fill="#4f9a5b" d="M105 96c-4-14-14-18-16-30 10 4 14 12 16 20 0-16 2-26 10-34 3 14-2 28-8 38z"/>"##,
);

/// Two people, for a picture with more than one.
pub(super) const BESIDE: &str = r##"<g transform="translate(47 34) scale(.72)"><path fill="#eec3a4" d="M50 94v22q10 12 20 0V94z"/><path fill="#a8553d" d="M2 214C2 136 18 124 48 114l12 6 12-6c30 10 46 22 46 100z"/><path fill="#f8d8bf" d="M33 56C33 90 46 105 60 105S87 90 87 56C87 36 75 28 60 28S33 36 33 56z"/><path stroke-width="5" d="M48 66.6v.1M72 66.6v.1"/><path stroke="#b3474a" stroke-width="2.6" d="M53 91q7 3.5 14 0"/><path fill="#6b4a35" d="M24 112C16 40 34 20 60 20s44 20 36 92c-8 2-12-4-12-12 4-20 2-40-6-52-14 0-28-4-34-10-10 14-12 40-8 62 0 8-4 14-12 12z"/></g>"##;

pub(super) const BORDER: &str = r##"<path fill="#fff" fill-rule="evenodd" d="M0 0h120v160H0zM13 13v134h94V13z"/>"##;
pub(super) const TEXT: &str = r##"<g stroke="none" font-family="sans-serif" font-weight="700"><g fill="#fff" fill-opacity=".8" font-size="15" transform="rotate(-30 60 80)"><path d="M-10 92h140v-1h-140z"/><text x="20" y="88" textLength="80">SAMPLE</text></g><text x="8" y="152" fill="#ff8a00" font-size="11">2026 11 21</text></g>"##;
pub(super) const DARK: &str = r##"<path fill="#0a1524" fill-opacity=".68" stroke="none" d="M0 0h120v160H0z"/>"##;
pub(super) const YELLOWED: &str = r##"<path fill="#ff9d00" fill-opacity=".48" stroke="none" d="M0 0h120v160H0z"/>"##;
/// Where too much compression leaves squares.
pub(super) const BLOCKS: &str = concat!(
    r##"<g stroke="none" fill-opacity=".78"><path fill="#fff" fill-opacity=".25" d="M0 0h12v12H0zM24 12h12v12H24zM84 0h12v12H84zM108 24h12v12h-12zM0 60h12v12H0zM12 96h12v12H12zM96 84h12v12H96zM108 108h12v12h-12z"/>"##,
    r##"<path fill="#22384f" fill-opacity=".2" d="M12 24h12v12H12zM96 12h12v12H96zM0 84h12v12H0zM108 60h12v12h-12z"/><path fill="#e9b894" d="M36 72h12v12H36zM60 48h12v12H60zM72 84h12v12H72zM48 96h12v12H48z"/>"##,
    r##"<path fill="#d29a76" d="M72 60h12v12H72zM48 84h12v12H48zM36 48h12v12H36z"/><path fill="#565d69" d="M36 24h12v12H36zM60 24h12v12H60zM72 36h12v12H72zM48 60h12v12H48z"/><path fill="#5672a0" d="M24 132h12v12H24zM72 144h12v12H72zM84 132h12v12H84zM12 144h12v12H12z"/></g>"##,
);

/// From the upper edge down to the hair, from there to the eyes, and from cheek to cheek.
pub(super) const TO_HAIR: &str =
    r##"<g stroke="#a81414" stroke-width="1.5"><path stroke-dasharray="4 3" d="M-60 20h240"/></g>"##;
pub(super) const TO_EYES: &str =
    r##"<g stroke="#a81414" stroke-width="1.5"><path stroke-dasharray="4 3" d="M-60 67h240"/></g>"##;
pub(super) const CHEEKS: &str = r##"<g stroke="#a81414" stroke-width="1.5"><path stroke-dasharray="4 3" d="M33 46v72M87 46v72"/><path d="M37 114h46M41 110l-4 4 4 4m38-8l4 4-4 4"/></g>"##;
/// The bands in which hair and eyes must lie, and the middle of the frame.
pub(super) const HAIR_BAND: &str = r##"<path fill="#fff" fill-opacity=".5" stroke="none" d="M0 12.5h120v15H0z"/>"##;
pub(super) const EYE_BAND: &str = r##"<path fill="#fff" fill-opacity=".5" stroke="none" d="M0 50h120v25H0z"/>"##;
pub(super) const MIDDLE: &str = r##"<path stroke="#a81414" stroke-width="1.5" stroke-dasharray="4 3" d="M60 0v160"/>"##;

/// Behind sheets.
pub(super) const PALE: &str = "#e6eef6";
pub(super) const PAPER: &str =
    r##"<path fill="#fff" d="M22 10h60l16 16v128H22z"/><path fill="#d5e0ea" d="M82 10v16h16z"/>"##;
pub(super) const LINES: &str = r#"<path stroke-width="3" stroke-opacity=".45" d="M36 108h48M36 120h48M36 132h26"/>"#;
pub(super) const TORN: &str = concat!(
    r##"<path fill="#aab6c2" d="M36 60l6 6 7-7 6 7 7-6 6 6 8-7 8 6v27H36z"/>"##,
    r#"<path stroke-width="3" stroke-opacity=".45" stroke-dasharray="5 7" d="M36 108h48M36 120h48M36 132h26"/>"#,
);
pub(super) const JPG: &str = r##"<text x="60" y="128" fill="#17663a" stroke="none" font-family="sans-serif" font-size="25" font-weight="700" text-anchor="middle">JPG</text>"##;
pub(super) const PDF: &str = r##"<text x="60" y="128" fill="#a81414" stroke="none" font-family="sans-serif" font-size="25" font-weight="700" text-anchor="middle">PDF</text>"##;
pub(super) const DOT_JPG: &str = r##"<text x="60" y="124" fill="#22384f" stroke="none" font-family="sans-serif" font-size="18" font-weight="700" text-anchor="middle">01<tspan fill="#17663a">.jpg</tspan></text>"##;
pub(super) const DOT_PNG: &str = r##"<text x="60" y="124" fill="#22384f" stroke="none" font-family="sans-serif" font-size="18" font-weight="700" text-anchor="middle">01<tspan fill="#a81414">.png</tspan></text>"##;
/// A scale with the allowed range in its middle, and a pointer.
pub(super) const GAUGE_WITHIN: &str = r##"<path fill="#fff" d="M32 116h56v10H32z"/><path fill="#2f9157" d="M50 116h20v10H50z"/><path fill="#22384f" stroke="none" d="M60 114l-6-9h12z"/>"##;
pub(super) const GAUGE_BEYOND: &str = r##"<path fill="#fff" d="M32 116h56v10H32z"/><path fill="#2f9157" d="M50 116h20v10H50z"/><path fill="#a81414" stroke="none" d="M83 114l-6-9h12z"/>"##;
/// Width and height of the picture.
pub(super) const ARROWS: &str =
    r#"<path stroke-width="1.6" d="M24 14v96m-5-91l5-5 5 5m-10 86l5 5 5-5M38 124h72m-67-5l-5 5 5 5m62-10l5 5-5 5"/>"#;
pub(super) const ARROWS_FLAT: &str = r##"<g stroke-width="1.6"><path stroke="#a81414" d="M24 38v48m-5-43l5-5 5 5m-10 38l5 5 5-5M38 124h72m-67-5l-5 5 5 5m62-10l5 5-5 5"/><path stroke-dasharray="4 4" d="M38 14h72v96H38z"/></g>"##;
/// How densely the points of a print stand.
pub(super) const DOTS_FINE: &str = r#"<path stroke-width="2.4" stroke-dasharray="0 4.8" d="M14 122h90M14 127h90M14 132h72M14 137h72M14 142h72M14 147h72"/>"#;
pub(super) const DOTS_COARSE: &str =
    r#"<path stroke-width="5" stroke-dasharray="0 14.4" d="M17 124h86M17 135h72M17 146h72"/>"#;
