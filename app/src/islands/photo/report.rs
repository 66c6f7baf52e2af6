//! The verdict in words, worst finding first. Which words is for `words`; the markup follows `components::findings`.

use super::{step::Step, words::fill};
use leptos::prelude::*;
use shared::photo::{Finding, Outcome, Verdict};

/// One sentence for the verdict on the crop; empty while it is being made.
pub(super) fn summary(step: Step) -> String {
    if step.moved.get() {
        return String::new();
    }
    let failed = step.verdict.with(|verdict| {
        let failed = |finding: &&Finding| finding.outcome == Outcome::Fail;
        verdict.as_ref().map(|verdict| verdict.findings.iter().filter(failed).count())
    });
    step.setup.with_value(|setup| match failed {
        None => String::new(),
        Some(0) => setup.words.all_passed.clone(),
        Some(count) => fill(&setup.words.failed, &[&count.to_string()]),
    })
}

/// Cards for what fails or could be better, then what is right, folded away.
pub(super) fn findings(step: Step, verdict: &Verdict) -> impl IntoView + use<> {
    let (right, wrong): (Vec<_>, Vec<_>) =
        verdict.worst_first().into_iter().partition(|finding| finding.outcome == Outcome::Pass);
    let cards = |findings: &[&Finding]| findings.iter().map(|finding| card(step, finding)).collect_view();
    let passed = (!right.is_empty()).then(|| {
        let title = step.setup.with_value(|setup| fill(&setup.words.passed, &[&right.len().to_string()]));
        view! {
            <details class="findings-passed">
                <summary>{title}</summary>
                <ul class="findings">{cards(&right)}</ul>
            </details>
        }
    });
    view! {
        <ul class="findings">{cards(&wrong)}</ul>
        {passed}
    }
}

fn card(step: Step, finding: &Finding) -> impl IntoView + use<> {
    let (class, tag) = match finding.outcome {
        Outcome::Fail => ("finding finding--fail", "tag tag--bad"),
        Outcome::Advice => ("finding finding--advice", "tag tag--warn"),
        Outcome::Pass => ("finding finding--pass", "tag tag--good"),
    };
    step.setup.with_value(|setup| {
        let words = &setup.words;
        let paragraph = |text: String| view! { <p class="finding__numbers">{text}</p> };
        let broken = finding.outcome != Outcome::Pass;
        let hint = words.hint(finding).filter(|_| broken).map(|hint| paragraph(hint.to_owned()));
        let mend = broken.then(|| view! { <p class="finding__do">{words.mend(finding).to_owned()}</p> });
        view! {
            <li class=class data-rule=finding.rule.code()>
                <h3>{words.rule_name(finding.rule).to_owned()}</h3>
                <span class=tag>{words.outcome(finding.outcome).to_owned()}</span>
                {words.numbers(finding).map(paragraph)}
                {hint}
                {mend}
            </li>
        }
    })
}
