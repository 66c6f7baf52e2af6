//! Which page comes next for a candidate, from the state of the application alone.

use enrolment::submission::Status;
use shared::{
    enrolment::{Item, ItemState},
    id::Province,
    route,
};

/// The page on which an item is provided.
pub fn page_of(routes: route::Candidate<'_>, item: Item) -> String {
    match item {
        Item::Document => routes.document(),
        Item::Photo => routes.photo(),
    }
}

/// The first item that is still to be provided, then the check page; the status page where nothing can be done.
pub fn next_step(routes: route::Candidate<'_>, status: &Status) -> String {
    let undone = |state| matches!(state, ItemState::Missing | ItemState::Returned);
    if !status.open {
        return routes.status();
    }
    let item = status.items.iter().find(|item| item.open && undone(item.state));
    item.map_or_else(|| routes.check_answers(), |item| page_of(routes, item.item))
}

/// Where somebody lands who signed out: the province's first page, or the console's sign-in.
pub fn front_door(province: &str) -> String {
    match province.parse::<Province>() {
        Ok(province) => route::Candidate(&province).home(),
        Err(_) => route::CONSOLE_SIGN_IN.to_owned(),
    }
}
