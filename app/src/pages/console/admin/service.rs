//! Banner and maintenance mode.

use super::{civil, input, page, select};
use crate::{
    api::operation::{BannerForm, BeginMaintenance, EndBanner, EndMaintenance, MaintenanceForm, PublishBanner},
    components::{Notice, TextField, Tone, banner::tone},
    message::record,
    pages::console::frame::{Desk, console_page},
    text::{Text, t},
};
use enrolment::board::{Banner, BannerTone, BoardView, Maintenance};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    locale::Locale,
    problem::Field,
    time::{Span, Timestamp},
};

#[component]
pub fn ServicePage() -> impl IntoView {
    console_page(|desk| async move {
        let (locale, now) = (desk.locale, desk.context.enrolment.now());
        let board = desk.context.enrolment.board_view(&desk.caller).await?;
        let form = if desk.refused_by(PublishBanner::url()) {
            desk.refused(PublishBanner::url(), BannerForm::DRAFT).await?
        } else {
            BannerForm { from: civil(now), until: civil(now + Span::days(1)), ..BannerForm::default() }
        };
        let away = desk.refused(BeginMaintenance::url(), MaintenanceForm::DRAFT).await?;
        let body = view! {
            <h2>{t::console_operation::RUNNING.get(locale)}</h2>
            {banners(&board, locale)}
            <details open=desk.refused_by(PublishBanner::url())>
                <summary>{t::console_operation::NEW_BANNER.get(locale)}</summary>
                {banner_form(form, &board, locale)}
            </details>
            <h2>{t::console_operation::MAINTENANCE.get(locale)}</h2>
            <p>{t::console_operation::MAINTENANCE_TEXT.get(locale)}</p>
            {maintenance(&desk, &board, away, now)}
        };
        Ok(page(&desk, t::console_operation::BANNER_TITLE.get(locale).to_owned(), body.into_any()))
    })
}

const fn tone_words(tone: BannerTone) -> Text {
    match tone {
        BannerTone::Plain => t::console_operation::tones::PLAIN,
        BannerTone::Good => t::console_operation::tones::GOOD,
        BannerTone::Warn => t::console_operation::tones::WARN,
        BannerTone::Bad => t::console_operation::tones::BAD,
    }
}

fn banners(board: &BoardView, locale: Locale) -> AnyView {
    if board.banners.is_empty() {
        return view! { <p class="quiet">{t::console_operation::NO_BANNER.get(locale)}</p> }.into_any();
    }
    let line = |banner: &Banner| {
        let reach = match banner.province {
            Some(_) => t::console_operation::REACH_PROVINCE,
            None => t::console_operation::REACH_EVERYWHERE,
        };
        let (from, until) = (record::moment(banner.from, locale), record::moment(banner.until, locale));
        let when = format!("{from} – {until} · {} · {}", reach.get(locale), banner.by);
        let english = banner.text.en.clone();
        let may = banner.province.is_some() || board.may_everywhere;
        let end = may.then(|| {
            view! {
                <form method="post" action=EndBanner::url()>
                    <button class="button" name="banner" value=banner.id.to_string()>
                        {t::console_operation::END.get(locale)}
                    </button>
                </form>
            }
        });
        view! {
            <Notice title=banner.text.zh.clone() tone=tone(banner.tone)>
                <p lang="en">{english}</p>
                <p class="quiet">{when}</p>
                {end}
            </Notice>
        }
    };
    board.banners.iter().map(line).collect_view().into_any()
}

fn banner_form(form: BannerForm, board: &BoardView, locale: Locale) -> impl IntoView + use<> {
    let tones = BannerTone::ALL.iter();
    let tones = tones.map(|tone| (tone.as_str().to_owned(), tone_words(*tone).get(locale).to_owned())).collect();
    let mut reaches = vec![("province".to_owned(), t::console_operation::REACH_PROVINCE.get(locale).to_owned())];
    if board.may_everywhere {
        reaches.push(("everywhere".to_owned(), t::console_operation::REACH_EVERYWHERE.get(locale).to_owned()));
    }
    view! {
        <form method="post" action=PublishBanner::url() class="admin__form">
            {input("form[text_zh]", t::console_operation::TEXT_ZH.get(locale), form.text_zh, "text")}
            {input("form[text_en]", t::console_operation::TEXT_EN.get(locale), form.text_en, "text")}
            <div class="admin__row">
                {select("form[tone]", t::console_operation::TONE, tones, &form.tone, locale)}
                {input("form[from]", t::console_operation::FROM.get(locale), form.from, "datetime-local")}
                {input("form[until]", t::console_operation::UNTIL.get(locale), form.until, "datetime-local")}
                {select("form[reach]", t::console_operation::REACH, reaches, &form.reach, locale)}
            </div>
            <div class="act">
                <button class="button button--primary">{t::console_operation::PUBLISH.get(locale)}</button>
            </div>
        </form>
    }
}

/// Where it is on, with one button to end it; where it is not, a form to begin it.
fn maintenance(desk: &Desk, board: &BoardView, form: MaintenanceForm, now: Timestamp) -> impl IntoView + use<> {
    let locale = desk.locale;
    let mut places = vec![("province", t::console_operation::REACH_PROVINCE, board.province)];
    if board.may_everywhere {
        places.push(("everywhere", t::console_operation::REACH_EVERYWHERE, board.everywhere));
    }
    let state = |(reach, name, state): &(&'static str, Text, Option<Maintenance>)| match state {
        Some(state) => running(reach, name.get(locale), *state, locale).into_any(),
        None => view! {
            <p><strong>{name.get(locale)}</strong> ": " {t::console_operation::MAINTENANCE_OFF.get(locale)}</p>
        }
        .into_any(),
    };
    let states = places.iter().map(state).collect_view();
    let off: Vec<_> = places.iter().filter(|(.., state)| state.is_none()).collect();
    let off = off.into_iter().map(|(reach, name, _)| ((*reach).to_owned(), name.get(locale).to_owned())).collect();
    view! { {states} {beginning(desk, off, form, now)} }
}

fn running(reach: &'static str, name: &'static str, state: Maintenance, locale: Locale) -> impl IntoView {
    let (since, until) = (record::moment(state.since, locale), record::moment(state.until, locale));
    view! {
        <Notice title=name tone=Tone::Warn>
            <p>{t::console_operation::maintenance_on(locale, since, until)}</p>
            <form method="post" action=EndMaintenance::url()>
                <button class="button button--primary" name="reach" value=reach>
                    {t::console_operation::MAINTENANCE_END.get(locale)}
                </button>
            </form>
        </Notice>
    }
}

/// A deliberate act: what was typed comes back when it is refused, the tick does not.
fn beginning(
    desk: &Desk,
    places: Vec<(String, String)>,
    form: MaintenanceForm,
    now: Timestamp,
) -> Option<impl IntoView + use<>> {
    let locale = desk.locale;
    if places.is_empty() {
        return None;
    }
    let problems: Vec<_> = desk.problem.clone().into_iter().collect();
    let refused = desk.refused_by(BeginMaintenance::url());
    let back_at = if refused { form.back_at } else { civil(now + Span::hours(1)) };
    Some(view! {
        <form method="post" action=BeginMaintenance::url() class="admin__form">
            <div class="admin__row">
                {select("reach", t::console_operation::REACH, places, &form.reach, locale)}
                <TextField
                    field=Field::BackAt
                    label=t::console_operation::MAINTENANCE_UNTIL
                    locale=locale
                    value=back_at
                    problems=problems
                    kind="datetime-local"
                />
            </div>
            <label class="choice">
                <input type="checkbox" id=Field::Item.as_str() name="consent" value="on" required=true />
                <span>{t::console_operation::SURE.get(locale)}</span>
            </label>
            <div class="act">
                <button class="button button--danger">{t::console_operation::MAINTENANCE_BEGIN.get(locale)}</button>
            </div>
        </form>
    })
}
