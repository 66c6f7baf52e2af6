//! The sections of the console, and which of them a role sees. What a role does not see it may not do either: the use cases
//! decide that for themselves.

use crate::text::{Text, t};
use enrolment::{Caller, Who, staff::Stage};
use leptos::prelude::*;
use shared::{
    locale::Locale,
    review::Role,
    route::{self, console},
    staff::Act,
};

/// A section: what it is for, where it begins, its name.
const SECTIONS: &[(&[Act], &str, Text)] = &[
    (&[Act::Review], console::QUEUE, t::console_nav::QUEUE),
    (&[Act::Desk], console::DESK, t::console_nav::DESK),
    (&[Act::Desk], shared::route::existing::MERGES, t::console_nav::MERGES),
    (&[Act::ChangeRegion], console::REGION_CHANGES, t::console_nav::REGIONS),
    (&[Act::Desk], console::RESETS, t::console_nav::RESETS),
    (&[Act::Institution], console::CLASSES, t::console_nav::CLASSES),
    (&[Act::Statistics], console::STATISTICS, t::console_nav::STATISTICS),
    (&[Act::Administer, Act::ManageStaff, Act::Operate], console::ADMINISTRATION, t::console_nav::ADMINISTRATION),
    (&[Act::ReadAudit], console::AUDIT, t::console_nav::AUDIT),
    (&[Act::OwnAccount], console::ACCOUNT, t::console_nav::ACCOUNT),
];

fn of_role(role: Role) -> impl Iterator<Item = &'static (&'static [Act], &'static str, Text)> {
    SECTIONS.iter().filter(move |(acts, ..)| acts.iter().any(|act| role.may(*act)))
}

/// Where somebody of this role begins to work.
fn first(role: Role) -> &'static str {
    of_role(role).next().map_or(console::ACCOUNT, |(_, path, _)| path)
}

/// Where somebody who signs in goes next: the step that is still to be done, else where they begin to work.
pub fn next(caller: &Caller) -> &'static str {
    match &caller.who {
        Who::Staff { stage: Stage::Code, .. } => console::SIGN_IN_CODE,
        Who::Staff { stage: Stage::Password, .. } => console::ACCOUNT_PASSWORD,
        Who::Staff { stage: Stage::SecondFactor, .. } => console::ACCOUNT_FACTOR,
        Who::Staff { role, .. } => first(*role),
        Who::Guest | Who::Candidate { .. } => route::CONSOLE_SIGN_IN,
    }
}

/// The menu, with the section of `path` marked.
pub(super) fn menu(role: Role, path: &str, locale: Locale) -> impl IntoView + use<> {
    let here = of_role(role).map(|(_, start, _)| *start).filter(|start| is_within(path, start)).max_by_key(|s| s.len());
    let links = of_role(role).map(|(_, start, name)| {
        let current = (here == Some(*start)).then_some("page");
        view! { <li><a href=*start aria-current=current>{name.get(locale)}</a></li> }
    });
    view! {
        <nav class="console-menu" aria-label=t::console_nav::LABEL.get(locale)>
            <ul>{links.collect_view()}</ul>
        </nav>
    }
}

fn is_within(path: &str, start: &str) -> bool {
    path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_begins_where_they_work() {
        assert_eq!(first(Role::Reviewer), console::QUEUE);
        assert_eq!(first(Role::DeskOfficer), console::DESK);
        assert_eq!(first(Role::Auditor), console::STATISTICS);
        assert_eq!(first(Role::Operator), console::ADMINISTRATION);
    }
}
