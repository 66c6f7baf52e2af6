//! Retention: what each rule would delete now, deleting it, what was deleted lately, and the rules' days.

use super::{changes, draft_bar, page};
use crate::{
    api::{
        administration::{RETENTION_DRAFT, SaveRetention, read_days},
        operation::ApplyRetention,
    },
    message::{profile::retention as words, record},
    pages::console::{
        frame::console_page,
        table::{self, cell, lead},
    },
    text::t,
};
use enrolment::{
    administration::{Part, PartView},
    retention::{RetentionRun, RuleView},
};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{locale::Locale, problem::Field, profile::RetentionRule};

#[component]
pub fn RetentionPage() -> impl IntoView {
    console_page(|desk| async move {
        let (locale, enrolment) = (desk.locale, &desk.context.enrolment);
        let (rules, runs) = enrolment.retention(&desk.caller).await?;
        let part = enrolment.profile_part(&desk.caller, Part::Retention).await?;
        let differences = part.draft.as_ref().map(|draft| changes::of_lines(&part.in_force, &draft.text));
        let typed = desk.refused(SaveRetention::url(), RETENTION_DRAFT).await?;
        let bar = draft_bar(&desk, &part, differences.into_any()).await?;
        let body = view! {
            <p>{t::console_operation::RETENTION_TEXT.get(locale)}</p>
            {rule_table(&rules, locale)}
            <h2>{t::console_operation::RUNS.get(locale)}</h2>
            {run_table(&runs, locale)}
            <h2>{t::console_operation::EDIT_RULES.get(locale)}</h2>
            {bar}
            {days_form(&part, typed, locale)}
        };
        Ok(page(&desk, t::console_operation::RETENTION_TITLE.get(locale).to_owned(), body.into_any()))
    })
}

fn rule_table(rules: &[RuleView], locale: Locale) -> impl IntoView + use<> {
    use t::console_operation as own;
    let row = |view: &RuleView| {
        let days = view.days.map_or_else(|| own::KEEP.get(locale).to_owned(), |days| own::days(locale, days));
        let act = if view.running {
            view! { <span class="tag">{own::RUNNING_NOW.get(locale)}</span> }.into_any()
        } else if view.due > 0 {
            apply(view, locale).into_any()
        } else {
            ().into_any()
        };
        vec![lead(words(view.rule).get(locale)), cell(days), cell(view.due), cell(act)]
    };
    let heads = [own::RULE, own::KEPT_FOR, own::DUE_NOW, t::console_admin::ACTIONS];
    table::framed(own::RETENTION_TITLE, &heads, rules.iter().map(row), locale)
}

/// The count goes with the confirmation: it is refused when it is no longer what was shown.
fn apply(view: &RuleView, locale: Locale) -> impl IntoView + use<> {
    view! {
        <form method="post" action=ApplyRetention::url() class="admin__acts">
            <input type="hidden" name="rule" value=view.rule.as_str() />
            <input type="hidden" name="count" value=view.due.to_string() />
            <label class="choice">
                <input type="checkbox" name="consent" value="on" required=true />
                <span>{t::console_operation::apply_sure(locale, view.due)}</span>
            </label>
            <button class="button button--danger">{t::console_operation::APPLY.get(locale)}</button>
        </form>
    }
}

fn run_table(runs: &[RetentionRun], locale: Locale) -> AnyView {
    use t::console_operation as own;
    let row = |run: &RetentionRun| {
        let finished = run.finished_at.map_or_else(String::new, |at| record::moment(at, locale));
        let by = run.by.clone().unwrap_or_else(|| own::DAILY.get(locale).to_owned());
        vec![
            lead(words(run.rule).get(locale)),
            cell(record::moment(run.started_at, locale)),
            cell(run.expected),
            cell(run.deleted),
            cell(finished),
            cell(by),
        ]
    };
    if runs.is_empty() {
        return view! { <p class="quiet">{own::NO_RUNS.get(locale)}</p> }.into_any();
    }
    let heads = [own::RULE, own::STARTED, own::EXPECTED, own::DELETED, own::FINISHED, own::BY];
    table::framed(own::RUNS, &heads, runs.iter().map(row), locale)
}

/// `typed`: what was refused, in the order of the rules; empty where nothing was.
fn days_form(part: &PartView, typed: Vec<String>, locale: Locale) -> impl IntoView + use<> {
    let text = part.text().to_owned();
    let days = |rule: RetentionRule| {
        let line = text.lines().find_map(|line| line.strip_prefix(&rule.key())?.trim().strip_prefix('='));
        line.map(|days| days.trim().to_owned()).unwrap_or_default()
    };
    let wrong = typed.iter().position(|days| read_days(days).is_none());
    let fields = RetentionRule::ALL.iter().enumerate();
    let fields = fields.map(|(n, rule)| {
        let value = typed.get(n).cloned().unwrap_or_else(|| days(*rule));
        days_field(n, *rule, value, wrong == Some(n), locale)
    });
    view! {
        <form method="post" action=SaveRetention::url() class="admin__form">
            <input type="hidden" name="version" value=part.version.to_string() />
            {fields.collect_view()}
            <div class="act"><button class="button">{t::console_operation::SAVE_RULES.get(locale)}</button></div>
        </form>
    }
}

/// The summary of errors leads to the first wrong one. Not `type="number"`: that would not show again what is no number.
fn days_field(n: usize, rule: RetentionRule, value: String, wrong: bool, locale: Locale) -> impl IntoView + use<> {
    let id = if wrong { Field::Days.as_str().to_owned() } else { format!("days-{n}") };
    let error = wrong.then(|| view! { <p class="field__error">{t::console_operation::DAYS_WRONG.get(locale)}</p> });
    view! {
        <div class=if wrong { "field field--error" } else { "field" }>
            <label class="field__label" for=id.clone()>{words(rule).get(locale)}</label>
            {error}
            <input
                class="input"
                id=id
                name=format!("days[{n}]")
                value=value
                inputmode="numeric"
                maxlength="12"
                autocomplete="off"
                aria-invalid=wrong.then_some("true")
            />
        </div>
    }
}
