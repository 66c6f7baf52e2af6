//! Taking the photograph at the desk: the photo step of candidates, with the officer at the camera.

use super::{super::frame::Desk, case::candidate_page};
use crate::{
    components::{ErrorSummary, Findings, Notice, Tone},
    drawings::Ground,
    islands::photo::PhotoStep,
    pages::photo::setup,
    text::t,
};
use enrolment::{Error, Result, desk::DeskCase};
use leptos::prelude::*;
use shared::{
    id::EnrolmentId,
    problem::{Field, ProblemCode},
    route::console,
};

#[component]
pub fn DeskPhotoPage() -> impl IntoView {
    candidate_page(|desk, case| async move {
        let id = case.enrolment;
        if !case.takes_photo() {
            return Err(case.obstacle.map_or_else(|| ProblemCode::ItemClosed.into(), Error::Refused));
        }
        let locale = desk.locale;
        let problems: Vec<_> = desk.problem.clone().into_iter().collect();
        let (upload, next) = (console::desk_photo(id), console::desk_case(id));
        let setup = setup::setup(desk.profile()?, locale, &upload, &next, &desk.context.photo_assets);
        let body = view! {
            <div class="queue desk-photo">
                <ErrorSummary problems=problems locale=locale />
                <h1>{t::console_desk::PHOTO_TITLE.get(locale)}</h1>
                <p>{t::console_desk::PHOTO_LEAD.get(locale)}</p>
                {refused(&desk, &case)?}
                <PhotoStep setup=setup>{plain_form(&desk, id)}</PhotoStep>
                <p><a href=next>{t::console_desk::BACK.get(locale)}</a></p>
            </div>
        };
        Ok((t::console_desk::PHOTO_TITLE.get(locale).to_owned(), body.into_any()))
    })
}

fn refused(desk: &Desk, case: &DeskCase) -> Result<Option<impl IntoView + use<>>> {
    let (locale, ground) = (desk.locale, Ground::of(&desk.profile()?.photo));
    Ok(case.photo_refusal.as_ref().map(|refusal| {
        let verdict = refusal.verdict.clone();
        view! {
            <Notice title=t::console_desk::PHOTO_REFUSED.get(locale) tone=Tone::Bad>
                <Findings verdict=verdict ground=ground locale=locale />
            </Notice>
        }
    }))
}

/// Works without scripts: the server checks and crops.
fn plain_form(desk: &Desk, id: EnrolmentId) -> impl IntoView + use<> {
    let (locale, name) = (desk.locale, Field::Photo.as_str());
    view! {
        <form method="post" action=console::desk_photo(id) enctype="multipart/form-data">
            <div class="field">
                <label class="field__label" for=name>{t::console_desk::PHOTO_FILE.get(locale)}</label>
                <p class="field__hint" id="photo-hint">{t::console_desk::PHOTO_FILE_HINT.get(locale)}</p>
                <input
                    class="input"
                    id=name
                    name=name
                    type="file"
                    accept="image/jpeg,image/png,image/webp,image/*"
                    required=true
                    aria-describedby="photo-hint"
                />
            </div>
            <button class="button button--primary">{t::console_desk::PHOTO_SUBMIT.get(locale)}</button>
        </form>
    }
}
