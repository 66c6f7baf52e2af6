//! 入籍信息: place, major with what it demands, education so far, and whether the diploma bears another name or number.

use super::{super::frame::Visit, Shown, leave, look_again, personal};
use crate::{
    api::details_form::{self, Leaving},
    components::{Notice, OptionGroup, SelectField, TextField, Tone, YesOrNo},
    message::{education as words, record},
    pages::register,
    text::t,
};
use leptos::prelude::*;
use shared::{
    education::CheckOutcome,
    person::{CodeTable as _, Education},
    problem::Field,
    profile::{Level, Major, Profile, Word},
};

pub(super) fn fields(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    view! {
        {region(visit, shown)}
        {search(visit, shown)}
        {major(visit, shown)}
        {restrictions(visit, shown)}
        {education(visit, shown)}
        {earlier(visit, shown)}
        {check(visit, shown)}
        {former(visit, shown)}
    }
}

fn region(visit: &Visit, shown: &Shown) -> AnyView {
    let (locale, profile) = (visit.locale, visit.profile());
    if profile.accounts.region_fixed {
        return fixed_region(visit, &shown.basis.region).into_any();
    }
    let gone = (profile.region(&shown.form.region).is_none_or(|region| region.retired)
        && !shown.form.region.is_empty())
    .then(|| t::details::region_gone(locale, &shown.form.region));
    view! {
        {gone.map(|words| view! { <p class="notice notice--warn">{words}</p> })}
        <SelectField
            field=Field::Region
            label=visit.word(Word::Region, t::details::REGION)
            hint=t::details::REGION_HINT
            locale=locale
            groups=register::regions(profile)
            value=shown.form.region.clone()
            problems=shown.problems.clone()
        />
    }
    .into_any()
}

/// Chosen once and for all: shown, sent along, and changed by request.
fn fixed_region(visit: &Visit, code: &str) -> impl IntoView + use<> {
    let locale = visit.locale;
    let name = visit.profile().region(code).map_or_else(|| code.to_owned(), |region| region.name.clone());
    view! {
        <div class="field">
            <p class="field__label">{t::joining::REGION.get(locale)}</p>
            <p class="field__known" lang="zh-CN">{name}</p>
            <p class="field__note">
                {t::joining::REGION_FIXED.get(locale)} " "
                {leave(visit, "link-button", (Leaving::Region, t::region::TITLE))}
            </p>
            <input type="hidden" name="region" value=code.to_owned() />
        </div>
    }
}

/// 前置学历: the diploma that the register is asked about, for bachelor-level majors.
fn earlier(visit: &Visit, shown: &Shown) -> Option<impl IntoView + use<>> {
    let (locale, profile) = (visit.locale, visit.profile());
    let (form, problems) = (shown.form.clone(), shown.problems.clone());
    let (codes, bachelor) = bachelor_majors(profile, &form.major);
    profile.education.is_automatic().then(|| {
        view! {
            <div class="details__grid" data-majors=codes hidden=!bachelor>
                <TextField
                    field=Field::School
                    label=t::joining::SCHOOL
                    hint=t::joining::SCHOOL_HINT
                    locale=locale
                    value=form.school
                    problems=problems.clone()
                    maxlength=120
                />
                <TextField
                    field=Field::Certificate
                    label=t::joining::CERTIFICATE
                    hint=t::joining::CERTIFICATE_HINT
                    locale=locale
                    value=form.certificate
                    problems=problems
                    maxlength=60
                />
            </div>
        }
    })
}

/// Codes of the bachelor-level majors, and whether the chosen one is among them.
fn bachelor_majors(profile: &Profile, chosen: &str) -> (String, bool) {
    let bachelor = profile.major(chosen).is_some_and(|major| major.level == Level::Bachelor);
    let codes =
        profile.offered_majors().filter(|major| major.level == Level::Bachelor).map(|major| major.code.as_str());
    (codes.collect::<Vec<_>>().join(" "), bachelor)
}

/// Searching needs no script: the button shows the page again with fewer majors.
fn search(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let (locale, query) = (visit.locale, shown.form.q.trim().to_owned());
    let count = details_form::majors(visit.profile(), &query).len();
    let found = match (query.is_empty(), count) {
        (true, _) => String::new(),
        (false, 0) => t::details::found_none(locale, &query),
        (false, _) => t::details::found(locale, count),
    };
    view! {
        <div class="field" id="query-field">
            <label class="field__label" for="q">{t::details::QUERY.get(locale)}</label>
            <p class="field__hint" id="q-hint">{t::details::QUERY_HINT.get(locale)}</p>
            <div class="field__row">
                <input
                    class="input"
                    id="q"
                    name="q"
                    value=query
                    maxlength="40"
                    autocomplete="off"
                    aria-describedby="q-hint"
                />
                {look_again(visit, t::details::FIND)}
            </div>
            <p class="field__note" role="status">{found}</p>
        </div>
    }
}

fn major(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let (locale, profile) = (visit.locale, visit.profile());
    let gone = dropped(profile, shown).map(|words| t::details::major_gone(locale, words));
    view! {
        {gone.map(|words| view! { <p class="notice notice--warn">{words}</p> })}
        <SelectField
            field=Field::Major
            label=visit.word(Word::Major, t::details::MAJOR)
            locale=locale
            groups=groups(visit, shown)
            value=shown.form.major.clone()
            problems=shown.problems.clone()
        />
        <p class="details__look">{look_again(visit, t::details::MAJOR_CHOOSE)}</p>
    }
}

/// Name of the major that was saved, where the profile has dropped it.
fn dropped(profile: &Profile, shown: &Shown) -> Option<String> {
    let code = &shown.form.major;
    if code.is_empty() || profile.major(code).is_some_and(|major| !major.retired) {
        return None;
    }
    let saved = shown.basis.saved.as_ref().map(|details| &details.major).filter(|major| major.code == *code);
    Some(saved.map_or_else(|| code.clone(), |major| format!("{} {}", major.code, major.name)))
}

/// Majors by level, those that were searched for and the chosen one; all of them where nothing was found.
fn groups(visit: &Visit, shown: &Shown) -> Vec<OptionGroup> {
    let (locale, profile) = (visit.locale, visit.profile());
    let mut majors = details_form::majors(profile, &shown.form.q);
    if majors.is_empty() {
        majors = profile.offered_majors().collect();
    }
    if let Some(chosen) = profile.major(&shown.form.major).filter(|chosen| !chosen.retired && !majors.contains(chosen))
    {
        majors.push(chosen);
    }
    let words = |major: &Major| {
        let mark = major.restriction.as_ref().map(|_| format!(" [{}]", t::details::RESTRICTED.get(locale)));
        format!("{} {}{}", major.code, major.name, mark.unwrap_or_default())
    };
    let group = |level: &Level| {
        let own = majors.iter().filter(|major| major.level == *level);
        OptionGroup {
            label: record::level(*level).get(locale).to_owned(),
            options: own.map(|major| (major.code.clone(), words(major))).collect(),
        }
    };
    Level::ALL.iter().map(group).filter(|group| !group.options.is_empty()).collect()
}

/// The condition of the chosen major right under it. Those of the others lie ready for the script that follows the choice.
fn restrictions(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let locale = visit.locale;
    let restricted = visit.profile().offered_majors().filter(|major| major.restriction.is_some());
    let clause = |major: &Major| {
        let title = t::details::RESTRICTED_TITLE.get(locale);
        let (clause, proofs) =
            (major.restriction.clone().unwrap_or_default(), major.proofs.join(t::frame::ITEMS.get(locale)));
        let hidden = major.code != shown.form.major;
        view! {
            <div data-major=major.code.clone() hidden=hidden>
                <Notice title=title tone=Tone::Warn>
                    <p>{clause}</p>
                    <p>{t::details::restricted_proofs(locale, proofs)}</p>
                </Notice>
            </div>
        }
    };
    restricted.map(clause).collect_view()
}

fn education(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let options = personal::options(Education::ALL, visit.locale);
    view! {
        <SelectField
            field=Field::Education
            label=t::details::EDUCATION
            hint=t::details::EDUCATION_HINT
            locale=visit.locale
            groups=vec![OptionGroup { label: String::new(), options }]
            value=shown.form.education.clone()
            problems=shown.problems.clone()
        />
    }
}

/// 学信网校验结果, for bachelor-level majors. Its button saves the page first.
fn check(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let (locale, profile) = (visit.locale, visit.profile());
    let (codes, bachelor) = bachelor_majors(profile, &shown.form.major);
    let outcome = shown.basis.check.outcome();
    let own = words::check(profile.education.is_automatic());
    let (words, tone) = match outcome {
        Some(CheckOutcome::Passed) => (t::details::CHECK_PASSED, "tag tag--good"),
        Some(CheckOutcome::Failed) => (t::details::CHECK_FAILED, "tag tag--bad"),
        None if shown.basis.check.manual => (t::details::CHECK_MANUAL, "tag"),
        None => (own.none, "tag"),
    };
    // where the register is asked by itself, saving asks it
    let by_button = !profile.education.is_automatic();
    let begin = (outcome != Some(CheckOutcome::Passed) && by_button).then(|| {
        view! {
            <button class="button" name="then" value="check">{t::details::CHECK_BEGIN.get(locale)}</button>
            <p class="field__note">{t::details::CHECK_NOTE.get(locale)}</p>
        }
    });
    view! {
        <div class="field" data-majors=codes hidden=!bachelor>
            <p class="field__label">{own.result.get(locale)}</p>
            <p class="field__known"><span class=tone>{words.get(locale)}</span></p>
            {begin}
        </div>
    }
}

fn former(visit: &Visit, shown: &Shown) -> impl IntoView + use<> {
    let locale = visit.locale;
    let problems = shown.problems.clone();
    view! {
        <YesOrNo
            field=Field::Changed
            label=t::details::CHANGED
            hint=t::details::CHANGED_HINT
            locale=locale
            words=[t::details::YES, t::details::NO]
            value=shown.form.changed.clone()
            problems=problems.clone()
        />
        <div class="details__former details__grid">
            <TextField
                field=Field::FormerName
                label=t::details::FORMER_NAME
                locale=locale
                value=shown.form.former_name.clone()
                problems=problems.clone()
                maxlength=100
            />
            <TextField
                field=Field::FormerNumber
                label=t::details::FORMER_NUMBER
                hint=t::details::FORMER_NUMBER_HINT
                locale=locale
                value=shown.form.former_number.clone()
                problems=problems
                maxlength=40
            />
        </div>
    }
}
