//! Evidence of who somebody is, made for a phone: the identity document, what stands on it, the live capture, and the end of
//! what is done on a phone. Every page works with plain forms; the scripts in `app/scripts` add what only a browser can do.

mod capture;
pub mod card;
pub mod confirm;
pub mod done;
mod drawing;
pub mod face;
mod line;
mod side;
pub(super) mod words;

use super::frame::Visit;
use crate::{
    api::GiveConsent,
    components::{Choice, Terms},
    text::Text,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;
use shared::problem::{Field, Problem, ProblemCode};

/// Why the last form was refused: server functions say it whole, the routes for files by code and field in the query.
fn refusal(visit: &Visit, fields: &[Field]) -> Vec<Problem> {
    let query = |name: &str| use_query_map().with_untracked(|query| query.get(name));
    let said = query("problem").as_deref().and_then(ProblemCode::parse).map(|code| {
        let at = query("at");
        let field = fields.iter().copied().find(|field| at.as_deref() == Some(field.as_str()));
        Problem { field, ..Problem::new(code) }
    });
    said.or_else(|| visit.problem.clone()).into_iter().collect()
}

/// A notice that is agreed to by itself before anything is asked for.
fn consent(visit: &Visit, what: &'static str, notice: &str, words: [Text; 3]) -> AnyView {
    let locale = visit.locale;
    let [lead, label, submit] = words;
    let problems: Vec<_> = visit.problem.clone().into_iter().collect();
    let terms = visit.profile().notice(notice).cloned();
    view! {
        <p class="lead">{lead.get(locale)}</p>
        <form class="content--narrow" method="post" action=visit.own(GiveConsent::url())>
            <input type="hidden" name="province" value=visit.province.to_string() />
            <input type="hidden" name="what" value=what />
            {terms.map(|notice| view! { <Terms notice=notice locale=locale open=true /> })}
            <Choice field=Field::Consent label=label locale=locale problems=problems />
            <div class="act">
                <button class="button button--primary">{submit.get(locale)}</button>
            </div>
        </form>
    }
    .into_any()
}
