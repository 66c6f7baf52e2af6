//! Notices: the list with the draft, and one notice's words with a preview in both languages.

use super::{area, changes, draft_bar, input, page, query};
use crate::{
    api::{
        administration::{NOTICE_DRAFT, NoticeForm, SaveNotice},
        posting::typed,
    },
    components::Terms,
    pages::console::{
        frame::{Desk, console_page},
        table::{self, Cell, cell, lead},
    },
    text::t,
};
use enrolment::{
    Error, Result,
    administration::{Part, PartView},
};
use leptos::{prelude::*, server_fn::ServerFn};
use shared::{
    locale::Locale,
    profile::{
        self,
        section::{self, NoticeText},
    },
    route::console,
};

#[component]
pub fn NoticesPage() -> impl IntoView {
    let edit = query("edit");
    console_page(move |desk| async move {
        let part = desk.context.enrolment.profile_part(&desk.caller, Part::Notices).await?;
        match edit {
            Some(code) => form(&desk, &part, &code).await,
            None => list(&desk, &part).await,
        }
    })
}

async fn list(desk: &Desk, part: &PartView) -> Result<(String, AnyView)> {
    let locale = desk.locale;
    let (old, new) = (section::notices(&part.in_force), section::notices(part.text()));
    let differing = new.iter().filter_map(|notice| {
        let before = old.iter().find(|before| before.code == notice.code)?;
        (before != notice).then(|| {
            let lines = [
                changes::of_lines(&before.title.zh, &notice.title.zh),
                changes::of_lines(&before.body.zh, &notice.body.zh),
                changes::of_lines(&before.title.en, &notice.title.en),
                changes::of_lines(&before.body.en, &notice.body.en),
            ];
            view! { <h3>{notice.code.clone()}</h3> {lines.into_iter().collect_view()} }
        })
    });
    let bar = draft_bar(desk, part, differing.collect_view().into_any()).await?;
    let heads = [
        t::console_admin::col::CODE,
        t::console_admin::NOTICE_NAME,
        t::console_admin::NOTICE_NO,
        t::console_admin::ACTIONS,
    ];
    let rows = new.iter().map(|notice| row(notice, locale));
    let body = view! { {bar} {table::framed(t::console_admin::part::NOTICES, &heads, rows, locale)} };
    Ok(page(desk, t::console_admin::part::NOTICES.get(locale).to_owned(), body.into_any()))
}

fn row(notice: &NoticeText, locale: Locale) -> Vec<Cell> {
    let edit = format!("{}?edit={}", console::ADMIN_NOTICES, notice.code);
    vec![
        lead(notice.code.clone()),
        cell(notice.title.get(locale).to_owned()),
        cell(notice.version),
        cell(view! { <a class="button" href=edit>{t::console_admin::EDIT.get(locale)}</a> }),
    ]
}

async fn form(desk: &Desk, part: &PartView, code: &str) -> Result<(String, AnyView)> {
    let locale = desk.locale;
    let notices = section::notices(part.text());
    let notice = notices.into_iter().find(|notice| notice.code == code).ok_or(Error::NotFound)?;
    let mut form = NoticeForm {
        code: notice.code.clone(),
        title_zh: notice.title.zh.clone(),
        title_en: notice.title.en.clone(),
        body_zh: notice.body.zh.trim().to_owned(),
        body_en: notice.body.en.trim().to_owned(),
    };
    if desk.problem.is_some() {
        let kept: NoticeForm = typed(&desk.context, NOTICE_DRAFT).await?;
        if kept.code == form.code {
            form = kept;
        }
    }
    let shown =
        profile::Notice { code: notice.code.clone(), version: notice.version, title: notice.title, body: notice.body };
    let body = view! {
        <p class="quiet">
            {t::console_admin::notice_version(locale, notice.version)} " · " {t::console_admin::NOTICE_RAISE.get(locale)}
        </p>
        {fields(form, part.version, locale)}
        {preview(&shown, locale)}
    };
    Ok(page(desk, t::console_admin::notice_title(locale, code), body.into_any()))
}

fn fields(form: NoticeForm, version: i64, locale: Locale) -> impl IntoView + use<> {
    view! {
        <form method="post" action=SaveNotice::url() class="admin__form admin__form--wide">
            <input type="hidden" name="version" value=version.to_string() />
            <input type="hidden" name="form[code]" value=form.code />
            <div class="admin__columns">
                <div>
                    {input("form[title_zh]", t::console_admin::TITLE_ZH.get(locale), form.title_zh, "text")}
                    {area("form[body_zh]", t::console_admin::BODY_ZH, form.body_zh, 14, locale)}
                </div>
                <div>
                    {input("form[title_en]", t::console_admin::TITLE_EN.get(locale), form.title_en, "text")}
                    {area("form[body_en]", t::console_admin::BODY_EN, form.body_en, 14, locale)}
                </div>
            </div>
            <p class="quiet">{t::console_admin::BODY_HINT.get(locale)}</p>
            <div class="act">
                <button class="button button--primary">{t::console_admin::NOTICE_SAVE.get(locale)}</button>
                <a class="button" href=console::ADMIN_NOTICES>{t::console_admin::CANCEL.get(locale)}</a>
            </div>
        </form>
    }
}

/// As candidates see it, in both languages.
fn preview(shown: &profile::Notice, locale: Locale) -> impl IntoView + use<> {
    let both = [(Locale::Chinese, t::console_admin::PREVIEW_ZH), (Locale::English, t::console_admin::PREVIEW_EN)];
    let both = both.map(|(own, label)| {
        view! {
            <section lang=own.tag()>
                <h2>{label.get(locale)}</h2>
                <Terms notice=shown.clone() locale=own />
            </section>
        }
    });
    view! { <div class="admin__columns">{both.into_iter().collect_view()}</div> }
}
