//! What an examination of a photograph found, as cards, the worst first: what, measured and required, what to do, and a
//! drawing of right and wrong.

use crate::{components::Example, drawings::Ground, message::photo, text::t};
use leptos::prelude::*;
use shared::{
    locale::Locale,
    photo::{Finding, Outcome, Rule, Verdict},
};

#[component]
pub fn Findings(verdict: Verdict, ground: Ground, locale: Locale) -> impl IntoView {
    let mut findings: Vec<_> = verdict.worst_first().into_iter().cloned().collect();
    // nothing else can be mended of a file that cannot be opened
    if findings.iter().any(is_unreadable) {
        findings.retain(is_unreadable);
    }
    let (passed, open): (Vec<_>, Vec<_>) = findings.into_iter().partition(|finding| finding.outcome == Outcome::Pass);
    let count = passed.len();
    let any_open = !open.is_empty();
    let open = open.iter().map(|finding| card(finding, ground, locale)).collect_view();
    let passed = passed.iter().map(|finding| card(finding, ground, locale)).collect_view();
    let passed = (count > 0).then(|| {
        view! {
            <details class="findings-passed">
                <summary>{t::finding::passed(locale, count)}</summary>
                <ul class="findings">{passed}</ul>
            </details>
        }
    });
    view! {
        {any_open.then(|| view! { <ul class="findings">{open}</ul> })}
        {passed}
    }
}

fn is_unreadable(finding: &Finding) -> bool {
    finding.rule == Rule::FileReadable && finding.outcome == Outcome::Fail
}

fn card(finding: &Finding, ground: Ground, locale: Locale) -> impl IntoView + use<> {
    let broken = finding.outcome != Outcome::Pass;
    let (modifier, tone) = match finding.outcome {
        Outcome::Pass => ("pass", "good"),
        Outcome::Advice => ("advice", "warn"),
        Outcome::Fail => ("fail", "bad"),
    };
    let numbers = photo::numbers(finding, locale);
    let detail = photo::detail(finding);
    let what_to_do = broken.then(|| photo::mend(finding).get(locale));
    view! {
        <li class=format!("finding finding--{modifier}") data-rule=finding.rule.code()>
            <h3>{photo::rule_name(finding.rule).get(locale)}</h3>
            <span class=format!("tag tag--{tone}")>{photo::outcome(finding.outcome).get(locale)}</span>
            {numbers.map(|numbers| view! { <p class="finding__numbers">{numbers}</p> })}
            {detail.map(|detail| view! { <p class="finding__detail">{detail.get(locale)}</p> })}
            {what_to_do.map(|words| view! { <p class="finding__do">{words}</p> })}
            {broken.then(|| view! { <Example rule=finding.rule ground=ground locale=locale /> })}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::photo::{Unit, verdict::Limit};

    const GROUND: Ground = Ground([67, 142, 219]);

    fn finding(rule: Rule, outcome: Outcome, measured: f32) -> Finding {
        let limit = Some(Limit::between(50.0, 110.0));
        Finding { rule, outcome, measured: Some(measured), limit, unit: Some(Unit::Px), hint: None, region: None }
    }

    #[test]
    fn every_card_names_measure_and_limit_and_the_worst_comes_first() {
        let verdict = Verdict {
            findings: vec![
                finding(Rule::GeometryEyeLine, Outcome::Pass, 61.0),
                finding(Rule::GeometryCentred, Outcome::Advice, 62.0),
                finding(Rule::GeometryHeadTop, Outcome::Fail, 38.0),
            ],
            ..Verdict::default()
        };
        for (locale, words) in [(Locale::Chinese, "要求 50–110 像素"), (Locale::English, "required 50 to 110 px")]
        {
            let verdict = verdict.clone();
            let html = view! { <Findings verdict=verdict ground=GROUND locale=locale /> }.to_html();
            assert_eq!(html.matches(words).count(), 3);
            let place = |code: &str| html.find(&format!("data-rule=\"{code}\"")).expect("a card for every finding");
            assert!(place("geometry.head_top") < place("geometry.centred"));
            assert!(place("geometry.centred") < place("geometry.eye_line"));
        }
    }

    #[test]
    fn of_a_file_that_cannot_be_opened_nothing_else_is_said() {
        let findings =
            [Rule::FileSize, Rule::FileReadable, Rule::FileDpi].map(|rule| finding(rule, Outcome::Fail, 1.0));
        let verdict = Verdict { findings: findings.to_vec(), ..Verdict::default() };
        let html = view! { <Findings verdict=verdict ground=GROUND locale=Locale::Chinese /> }.to_html();
        assert_eq!(html.matches("data-rule=").count(), 1);
        assert!(html.contains("data-rule=\"file.readable\""));
    }

    #[test]
    fn an_unknown_hint_is_left_out() {
        let mut odd = finding(Rule::FileFormat, Outcome::Fail, 1.0);
        odd.hint = Some("never_heard_of".to_owned());
        let verdict = Verdict { findings: vec![odd], ..Verdict::default() };
        assert!(
            !view! { <Findings verdict=verdict ground=GROUND locale=Locale::Chinese /> }
                .to_html()
                .contains("never_heard_of")
        );
    }
}
