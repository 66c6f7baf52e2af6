//! For a form that is about to be sent after its session has ended: `app/scripts/signed_in.js` asks first, and shows these words beside
//! the button. Without scripts the form is sent, and the page of signing in says why it is there.

use super::frame::Desk;
use crate::text::t;
use enrolment::{Who, staff::Stage};
use leptos::prelude::*;
use shared::route::{self, console};

/// Nothing while somebody is still signing in: those forms are short.
pub(super) fn words(desk: &Desk) -> Option<impl IntoView + use<>> {
    let Who::Staff { staff, stage: Stage::Full, .. } = &desk.caller.who else { return None };
    let (locale, ask) = (desk.locale, format!("{}?staff={staff}", console::SIGNED_IN));
    Some(view! {
        <template id="signed-out" data-ask=ask>
            <p class="signed-out" role="alert">
                <span data-why="401">{t::console_nav::signed_out(locale, desk.name.as_str())}</span>
                <span data-why="409">{t::console_nav::somebody_else(locale, desk.name.as_str())}</span>
                " "
                <a href=route::CONSOLE_SIGN_IN target="_blank">{t::console_nav::SIGN_IN_AGAIN.get(locale)}</a>
            </p>
        </template>
        <script type="module" src=format!("{}signed_in.js", desk.context.scripts)></script>
    })
}
