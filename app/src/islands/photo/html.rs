//! What the photo step shows, as HTML: rebuilt as text, since a view of components would weigh more than the whole step.
//! Ids and `data-` attributes are what `step` and `events` hold on to. Texts come from the page, nothing from the picture.

use super::{
    geometry::Crop,
    json::Json,
    overlay::{self, Bands, Face},
    words::{Finding, fill, mend},
};

/// Around everything: what is said to screen readers, what went wrong, and the stage.
#[cfg(feature = "hydrate")]
pub(super) const SHELL: &str = r#"<p id="photo-status" class="visually-hidden" role="status"></p><div id="photo-notice" role="alert"></div><div id="photo-body"></div><div id="photo-live"></div>"#;

/// Ways to a picture: the live camera where the browser has one (`live`), the phone's own camera, the album. The inputs
/// keep focus and keyboard; their labels look like buttons.
pub(super) fn choice(texts: &impl Json, live: bool) -> String {
    let class = if live { "button" } else { "button button--primary" };
    let camera = way("photo-camera", r#" capture="user""#, class, &texts.words("camera"));
    let album = way("photo-album", "", "button", &texts.words("album"));
    let (drop, live) = (escape(&texts.words("drop")), open_camera(texts, live, "button button--primary"));
    format!(r#"<div class="photo-choice">{live}{camera}{album}<p class="photo-choice__drop">{drop}</p></div>"#)
}

/// The button for the live camera, or why there is none.
fn open_camera(texts: &impl Json, live: bool, class: &str) -> String {
    let words = texts.get("live");
    if live {
        let label = escape(&words.words("open"));
        format!(
            r#"<button type="button" id="photo-open-camera" class="{class}" aria-haspopup="dialog">{label}</button>"#
        )
    } else {
        format!(r#"<p class="photo-choice__missing quiet">{}</p>"#, escape(&words.words("missing")))
    }
}

fn way(id: &str, capture: &str, class: &str, label: &str) -> String {
    format!(
        r#"<div class="photo-choice__way"><input id="{id}" class="photo-choice__input" type="file" accept="image/*"{capture}><label for="{id}" class="{class}">{}</label></div>"#,
        escape(label)
    )
}

/// The picture as it was chosen, and how far the work is. `url`: of the browser's own making.
pub(super) fn waiting(url: &str, words: &str) -> String {
    format!(
        r#"<div class="photo-waiting">{}<p id="photo-progress">{}</p><progress id="photo-bar" class="photo-waiting__bar" max="100" aria-labelledby="photo-progress"></progress></div>"#,
        picture(url),
        escape(words)
    )
}

fn picture(url: &str) -> String {
    format!(r#"<img class="photo-waiting__picture" src="{}" alt="">"#, escape(url))
}

/// A picture that cannot become a certificate photograph, why, and the way to another.
pub(super) fn refused(url: &str, verdict: &impl Json, setup: &impl Json, live: bool) -> String {
    let texts = setup.get("texts");
    let title = escape(&texts.words("refused"));
    let (picture, findings, choice) = (picture(url), findings(verdict, &setup.get("words")), choice(&texts, live));
    format!(r#"<div class="photo-waiting">{picture}</div><h2>{title}</h2>{findings}{choice}"#)
}

/// The crop editor. What changes with the crop is filled in by id.
pub(super) fn editor(url: &str, setup: &impl Json, live: bool) -> String {
    let texts = setup.get("texts");
    let text = |key: &str| escape(&texts.words(key));
    let (url, title, help) = (escape(url), text("editor"), text("editor_help"));
    let (allowed, submit, reset) = (text("allowed"), text("submit"), text("reset"));
    let button = |act: &str, key: &str, sign: &str| {
        let name = text(key);
        format!(
            r#"<button type="button" class="button crop__button" data-key="{act}" aria-label="{name}">{sign}</button>"#
        )
    };
    let buttons = button("ArrowLeft", "left", "←")
        + &button("ArrowUp", "up", "↑")
        + &button("ArrowDown", "down", "↓")
        + &button("ArrowRight", "right", "→")
        + &button("-", "smaller", "−")
        + &button("+", "larger", "+");
    let mut other = way("photo-other", "", "button", &texts.words("again"));
    if live {
        other += &open_camera(&texts, live, "button");
    }
    format!(
        r#"<div class="crop"><div class="crop__stage"><div id="crop-frame" class="measures crop__frame" tabindex="0" role="application" aria-label="{title}" aria-describedby="crop-help"><img id="crop-picture" class="crop__picture" src="{url}" alt="" draggable="false"><svg id="crop-lines" class="measures__lines" aria-hidden="true"></svg></div><div class="crop__buttons" role="group" aria-label="{title}">{buttons}<button type="button" class="button crop__reset" data-key="reset">{reset}</button></div></div><div class="crop__side"><p id="crop-help" class="quiet">{help}</p><dl id="crop-key" class="measures-key"></dl><p class="quiet">{allowed}</p><h2 id="crop-verdict"></h2><div id="crop-findings"></div><div class="crop__other">{other}</div></div></div><div class="act"><button type="button" id="photo-submit" class="button button--primary" aria-disabled="true" aria-describedby="photo-blocked">{submit}</button><p id="photo-blocked" class="quiet"></p></div>"#
    )
}

/// Measured and required of the drawn lines, in words.
pub(super) fn key(face: &Face, crop: Crop, bands: &Bands, words: &impl Json) -> String {
    let row = |(_, rule, measure): (&str, &str, super::words::Measure)| {
        let (outcome, tag) = if measure.holds() { ("pass", "good") } else { ("fail", "bad") };
        let name = escape(&words.get("rules").get(rule).words("name"));
        let (numbers, outcome) = (escape(&measure.words(words)), escape(&words.get("outcomes").words(outcome)));
        format!(r#"<dt>{name}</dt><dd>{numbers} · <span class="tag tag--{tag}">{outcome}</span></dd>"#)
    };
    overlay::measures(face, crop, bands).map(row).concat()
}

/// Cards for what fails or could be better, the worst first; then what is right, folded away.
pub(super) fn findings(verdict: &impl Json, words: &impl Json) -> String {
    let mut all: Vec<Finding> = verdict.get("findings").items().iter().map(Finding::read).collect();
    // nothing else can be mended of a file that cannot be opened
    if all.iter().any(Finding::is_unreadable) {
        all.retain(Finding::is_unreadable);
    }
    let cards = |outcome: &str| -> String {
        all.iter().filter(|finding| finding.outcome == outcome).map(|finding| card(finding, words)).collect()
    };
    let right = all.iter().filter(|finding| finding.passes()).count();
    let (fail, advice, pass) = (cards("fail"), cards("advice"), cards("pass"));
    let title = escape(&fill(&words.words("passed"), &[&right.to_string()]));
    let passed = if right == 0 {
        String::new()
    } else {
        format!(
            r#"<details class="findings-passed"><summary>{title}</summary><ul class="findings">{pass}</ul></details>"#
        )
    };
    format!(r#"<ul class="findings">{fail}{advice}</ul>{passed}"#)
}

/// One sentence for a verdict.
pub(super) fn summary(verdict: &impl Json, words: &impl Json) -> String {
    let findings = verdict.get("findings").items();
    match findings.iter().filter(|finding| Finding::read(*finding).fails()).count() {
        0 => words.words("all_passed"),
        failed => fill(&words.words("failed"), &[&failed.to_string()]),
    }
}

/// Fails if any finding fails; one that judged nothing does not pass.
pub(super) fn passes(verdict: &impl Json) -> bool {
    let findings = verdict.get("findings").items();
    !findings.is_empty() && !findings.iter().any(|finding| Finding::read(finding).fails())
}

fn card(finding: &Finding, words: &impl Json) -> String {
    let tone = match finding.outcome.as_str() {
        "fail" => "bad",
        "advice" => "warn",
        _ => "good",
    };
    let rule = words.get("rules").get(&finding.rule);
    let paragraph = |class: &str, text: String| format!(r#"<p class="finding__{class}">{}</p>"#, escape(&text));
    let mut body =
        finding.measure.as_ref().map(|measure| paragraph("numbers", measure.words(words))).unwrap_or_default();
    if !finding.passes() {
        let hint = finding.hint.as_ref().and_then(|hint| words.get("hints").get(hint).text());
        body += &hint.map(|hint| paragraph("numbers", hint)).unwrap_or_default();
        body += &paragraph("do", mend(finding, words));
        // Drawn by the page's own components.
        body += &rule.words("drawing");
    }
    let (name, outcome) = (escape(&rule.words("name")), escape(&words.get("outcomes").words(&finding.outcome)));
    format!(
        r#"<li class="finding finding--{}" data-rule="{}"><h3>{name}</h3><span class="tag tag--{tone}">{outcome}</span>{body}</li>"#,
        escape(&finding.outcome),
        escape(&finding.rule)
    )
}

/// Text and attribute values.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::islands::photo::geometry::{Frame, Size};
    use serde_json::json;

    fn words() -> serde_json::Value {
        json!({
            "rules": { "eyes.open": { "name": "Eyes", "mend": "Open <them>" }, "focus.sharp": { "name": "Focus" } },
            "outcomes": { "fail": "Bad", "pass": "Good" }, "units": { "ratio": "{0}" }, "hints": { "shut": "They are shut" },
            "measured": "measured {0}", "both": "measured {0}, required {1}", "at_least": "at least {0}",
            "passed": "{0} right", "failed": "{0} wrong", "all_passed": "all right",
        })
    }

    fn verdict() -> serde_json::Value {
        json!({ "findings": [
            { "rule": "focus.sharp", "outcome": "pass" },
            { "rule": "eyes.open", "outcome": "fail", "measured": 0.01, "limit": { "min": 0.03 }, "unit": "ratio", "hint": "shut" },
        ] })
    }

    #[test]
    fn the_worst_finding_comes_first_with_numbers_reason_and_what_to_do() {
        let html = findings(&verdict(), &words());
        let (eyes, focus) = (html.find("eyes.open").expect("a card"), html.find("focus.sharp").expect("a card"));
        assert!(eyes < focus);
        for said in ["measured 0.01, required at least 0.03", "They are shut", "Open &lt;them&gt;", "1 right"] {
            assert!(html.contains(said), "{said} in {html}");
        }
        assert_eq!(summary(&verdict(), &words()), "1 wrong");
        assert!(!passes(&verdict()));
    }

    #[test]
    fn of_a_file_that_cannot_be_opened_nothing_else_is_said() {
        let mut verdict = verdict();
        let unreadable = json!({ "rule": "file.readable", "outcome": "fail" });
        verdict["findings"].as_array_mut().expect("a list").push(unreadable);
        let html = findings(&verdict, &words());
        assert_eq!(html.matches("data-rule=").count(), 1, "{html}");
        assert!(html.contains("file.readable"));
    }

    #[test]
    fn every_stage_escapes_what_it_shows_and_has_the_ids_that_scripts_and_labels_hold_on_to() {
        let texts = json!({ "camera": "<b>", "album": "<b>", "editor": "<b>", "submit": "<b>", "refused": "<b>" });
        let setup = json!({ "texts": texts, "words": words() });
        let stages = [
            (choice(&texts, false), "photo-camera photo-album"),
            (choice(&texts, true), "photo-open-camera photo-camera photo-album"),
            (waiting("blob:1", "<b>"), "photo-progress photo-bar"),
            (refused("blob:1", &verdict(), &setup, true), "photo-open-camera photo-camera photo-album"),
            (
                editor("blob:1", &setup, true),
                "photo-open-camera crop-frame crop-picture crop-lines crop-key crop-verdict crop-findings photo-submit",
            ),
        ];
        for (html, ids) in stages {
            assert!(!html.contains("<b>") && html.contains("&lt;b&gt;"), "{html}");
            for id in ids.split(' ') {
                assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
            }
        }
    }

    #[test]
    fn the_drawn_lines_are_said_in_words() {
        let face = json!({
            "left_eye": [190.0, 250.0], "right_eye": [290.0, 250.0], "chin": [240.0, 400.0], "head_top_y": 38.0,
            "cheek_left_x": 130.0, "cheek_right_x": 350.0,
        });
        let bands = json!({
            "width": 480, "height": 640, "head_top": [50, 110], "eye_line": [200, 300], "face_width": [180, 300],
        });
        let frame = Frame { size: Size { width: 480.0, height: 640.0 }, enlargement_max: 1.5 };
        let crop = Crop::new([0.0, 0.0, 480.0, 640.0], frame.size, frame);
        let (face, bands) = (Face::read(&face).expect("a face"), Bands::read(&bands).expect("bands"));
        let mut words = words();
        words["units"]["px"] = "{0} px".into();
        words["between"] = "{0} to {1}".into();
        let said = key(&face, crop, &bands, &words);
        assert!(said.contains("measured 38 px, required 50 to 110 px · <span class=\"tag tag--bad\">Bad"), "{said}");
        assert!(
            said.contains("measured 220 px, required 180 to 300 px · <span class=\"tag tag--good\">Good"),
            "{said}"
        );
    }

    #[test]
    fn an_empty_verdict_does_not_pass() {
        assert!(!passes(&json!({ "findings": [] })));
        assert!(passes(&json!({ "findings": [{ "rule": "eyes.open", "outcome": "advice" }] })));
    }
}
