//! The education check (学信网校验): two one-time codes side by side, what came of them, and the way on without them.

use super::frame::{Menu, Page, Visit, candidate_page};
use crate::{
    api::{BeginEducationCheck, CheckEducation, GiveUpEducationCheck, details::CodesShown, posting::typed},
    components::{Choice, ErrorSummary, Notice, Terms, Tone},
    islands::qr_symbol::QrSymbol,
    message::{
        education::{CheckWords, check},
        record,
    },
    text::t,
};
use enrolment::education::EducationStatus;
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    education::{Check, CheckKind, CheckOutcome, CheckState},
    enrolment::{Item, Step},
    problem::Field,
    profile::CONSENT_CHSI,
};

#[component]
pub fn EducationPage() -> impl IntoView {
    candidate_page(|visit| async move {
        let status = visit.context.enrolment.education_status(visit.candidate()?).await?;
        let codes: CodesShown = typed(&visit.context, CodesShown::DRAFT).await?;
        let (locale, check) = (visit.locale, status.check);
        let problems: Vec<_> = visit.problem.clone().into_iter().collect();
        let fresh = check == Check { manual: check.manual, ..Check::default() };
        let act = match (status.open, check.outcome()) {
            (_, Some(CheckOutcome::Passed)) => passed(&visit).into_any(),
            (false, _) => not_needed(&visit).into_any(),
            (true, outcome) if visit.profile().education.is_automatic() => {
                by_itself(&visit, &status, outcome).into_any()
            }
            (true, _) if fresh || !status.consented => start(&visit, &status).into_any(),
            (true, outcome) => asking(&visit, &codes, (check, outcome)).into_any(),
        };
        let body = view! {
            <ErrorSummary problems=problems locale=locale />
            {act}
            <p><a href=visit.routes().details()>{t::education::BACK.get(locale)}</a></p>
        };
        let title = words(&visit).title;
        Ok(Page::new(title.get(locale), Menu::Enrol, body).at(&visit, Step::Provide(Item::Details)))
    })
}

fn words(visit: &Visit) -> CheckWords {
    check(visit.profile().education.is_automatic())
}

fn passed(visit: &Visit) -> impl IntoView + use<> {
    let locale = visit.locale;
    view! {
        <Notice title=words(visit).passed.get(locale) tone=Tone::Good>
            <p role="status">{t::education::PASSED_TEXT.get(locale)}</p>
        </Notice>
        <div class="act">
            <a class="button button--primary" href=visit.routes().go_on()>{t::education::NEXT.get(locale)}</a>
        </div>
    }
}

fn not_needed(visit: &Visit) -> impl IntoView + use<> {
    let locale = visit.locale;
    view! {
        <p class="lead">{words(visit).not_needed.get(locale)}</p>
        <div class="act">
            <a class="button button--primary" href=visit.routes().go_on()>{t::education::NEXT.get(locale)}</a>
        </div>
    }
}

/// The register is asked by itself: what it said, or the consent that it takes.
fn by_itself(visit: &Visit, status: &EducationStatus, outcome: Option<CheckOutcome>) -> impl IntoView + use<> {
    let locale = visit.locale;
    if status.check.is_waiting() {
        return view! {
            <Notice title=t::joining::CHECK_WAITING.get(locale)>
                <p role="status">{t::joining::CHECK_WAITING_TEXT.get(locale)}</p>
            </Notice>
            <div class="act">
                <a class="button button--primary" href=visit.routes().education_check()>
                    {t::education::RESULT.get(locale)}
                </a>
                <a class="button" href=visit.routes().go_on()>{t::education::NEXT.get(locale)}</a>
            </div>
        }
        .into_any();
    }
    let problems: Vec<_> = visit.problem.clone().into_iter().collect();
    let failed = (outcome == Some(CheckOutcome::Failed)).then(|| {
        view! {
            <Notice title=t::joining::CHECK_FAILED.get(locale) tone=Tone::Warn>
                <p role="status">{t::joining::CHECK_FAILED_TEXT.get(locale)}</p>
            </Notice>
        }
    });
    let consent = (!status.consented).then(|| {
        let terms = visit.profile().notice(CONSENT_CHSI).cloned();
        view! {
            {terms.map(|notice| view! { <Terms notice=notice locale=locale /> })}
            <Choice field=Field::Consent label=t::education::CONSENT locale=locale problems=problems />
        }
    });
    let ask = (outcome != Some(CheckOutcome::Failed)).then(|| {
        view! {
            <p class="lead">{t::joining::CHECK_LEAD.get(locale)}</p>
            <form method="post" action=visit.own(CheckEducation::url()) novalidate=true>
                <input type="hidden" name="province" value=visit.province.to_string() />
                {consent}
                <div class="act">
                    <button class="button button--primary">{t::joining::CHECK_ASK.get(locale)}</button>
                </div>
            </form>
        }
    });
    view! {
        {failed}
        {ask}
        <div class="act">
            <a class="button" href=visit.routes().go_on()>{t::joining::CHECK_DOCUMENTS.get(locale)}</a>
        </div>
    }
    .into_any()
}

/// The consent, and the button that makes both codes.
fn start(visit: &Visit, status: &EducationStatus) -> impl IntoView + use<> {
    let locale = visit.locale;
    let problems: Vec<_> = visit.problem.clone().into_iter().collect();
    let go_on = visit.routes().go_on();
    let manual = status.check.manual.then(|| {
        view! {
            <Notice title=t::education::MANUAL_TITLE.get(locale)>
                <p>{t::education::MANUAL_TEXT.get(locale)}</p>
                <p><a href=go_on>{t::education::NEXT.get(locale)}</a></p>
            </Notice>
        }
    });
    let consent = (!status.consented).then(|| {
        let terms = visit.profile().notice(CONSENT_CHSI).cloned();
        view! {
            {terms.map(|notice| view! { <Terms notice=notice locale=locale /> })}
            <Choice field=Field::Consent label=t::education::CONSENT locale=locale problems=problems />
        }
    });
    view! {
        {manual}
        <p class="lead">{t::education::LEAD.get(locale)}</p>
        <form method="post" action=visit.own(BeginEducationCheck::url()) novalidate=true>
            <input type="hidden" name="province" value=visit.province.to_string() />
            {consent}
            <div class="act">
                <button class="button button--primary">{t::education::START.get(locale)}</button>
            </div>
        </form>
        {give_up(visit)}
    }
}

/// Both codes, live: a script asks for news; without one the page comes again by itself.
fn asking(visit: &Visit, codes: &CodesShown, (check, outcome): (Check, Option<CheckOutcome>)) -> impl IntoView + use<> {
    let locale = visit.locale;
    let failed = (outcome == Some(CheckOutcome::Failed)).then(|| {
        view! {
            <Notice title=t::education::FAILED_TITLE.get(locale) tone=Tone::Warn>
                <p role="status">{t::education::FAILED_TEXT.get(locale)}</p>
            </Notice>
        }
    });
    let symbols =
        CheckKind::ALL.iter().map(|kind| code(visit, *kind, (check.of(*kind), codes.of(*kind)))).collect_view();
    let live = check.is_waiting().then(|| {
        let nonce = leptos::nonce::use_nonce();
        view! {
            <p class="quiet">{t::education::LIVE.get(locale)}</p>
            <noscript>
                <meta http-equiv="refresh" content="20" />
            </noscript>
            <script nonce=nonce inner_html=include_str!("education/follow.js")></script>
        }
    });
    view! {
        {failed}
        <p class="lead">{t::education::ADVICE.get(locale)}</p>
        <div class="codes" data-state=format!("{check:?}")>{symbols}</div>
        {live}
        <div class="act">
            <a class="button button--primary" href=visit.routes().education_check()>{t::education::RESULT.get(locale)}</a>
        </div>
        {give_up(visit)}
    }
}

fn code(visit: &Visit, kind: CheckKind, (state, address): (CheckState, &str)) -> impl IntoView + use<> {
    let locale = visit.locale;
    let (title, who) = match kind {
        CheckKind::Enrolment => (t::education::ENROLMENT, t::education::ENROLMENT_WHO),
        CheckKind::Diploma => (t::education::DIPLOMA, t::education::DIPLOMA_WHO),
    };
    let (words, tag) = match state {
        CheckState::Unasked => (t::education::UNASKED, "tag"),
        CheckState::Waiting(until) if until <= visit.context.enrolment.now() => {
            (t::education::EXPIRED, "tag tag--warn")
        }
        CheckState::Waiting(_) => (t::education::WAITING, "tag"),
        CheckState::Expired => (t::education::EXPIRED, "tag tag--warn"),
        CheckState::Answered(CheckOutcome::Passed) => (t::education::PASSED, "tag tag--good"),
        CheckState::Answered(CheckOutcome::Failed) => (t::education::FAILED, "tag tag--bad"),
    };
    let symbol = match state {
        CheckState::Waiting(until) if until > visit.context.enrolment.now() && !address.is_empty() => {
            let name = t::education::symbol(locale, title.get(locale));
            let valid = t::education::valid(locale, record::clock_time(until));
            Some(view! {
                <QrSymbol text=address.to_owned() title=name />
                <p class="quiet">{valid}</p>
                <p><a href=address.to_owned() rel="noreferrer">{t::education::OPEN_HERE.get(locale)}</a></p>
            })
        }
        _ => None,
    };
    view! {
        <section class="codes__one">
            <h2>{title.get(locale)}</h2>
            <p class="quiet">{who.get(locale)}</p>
            {symbol}
            <p role="status"><span class=tag>{words.get(locale)}</span></p>
            <form method="post" action=visit.own(BeginEducationCheck::url())>
                <input type="hidden" name="province" value=visit.province.to_string() />
                <input type="hidden" name="kind" value=kind.as_str() />
                <button class="button" aria-label=format!("{} {}", t::education::REFRESH.get(locale), title.get(locale))>
                    {t::education::REFRESH.get(locale)}
                </button>
            </form>
        </section>
    }
}

fn give_up(visit: &Visit) -> impl IntoView + use<> {
    let locale = visit.locale;
    view! {
        <form class="codes__give-up" method="post" action=visit.own(GiveUpEducationCheck::url())>
            <input type="hidden" name="province" value=visit.province.to_string() />
            <p class="quiet">{t::education::GIVE_UP_NOTE.get(locale)}</p>
            <button class="button">{t::education::GIVE_UP.get(locale)}</button>
        </form>
    }
}
