//! What an administrator changes of a province without touching files or code: parts of its profile, as drafts that are
//! published as versions. A part's text is what its file would hold, and the parser of the files judges it.

mod draft;
mod history;
mod part;
mod publish;
mod references;
mod refresh;
mod rows;
mod store;
mod windows;

pub use draft::{Draft, PartView};
pub use history::Version;
pub use part::Part;
pub use publish::Publication;
pub use references::{Lost, LostReason};
pub(crate) use refresh::{Published, Subject, touch};
pub use rows::{RowEdit, TableFilter, TablePage, TableRowView};
pub use windows::WindowEffect;

use crate::{Caller, Result, staff::Officer};
use shared::{id::Province, problem::ProblemCode, staff::Act};

/// The administrator of a whole province; refused with `request.not_permitted` for anybody else.
fn administrator(caller: &Caller) -> Result<(Officer<'_>, &Province)> {
    whole_province(caller.officer(Act::Administer)?)
}

/// Somebody whose jurisdiction is a whole province.
pub(crate) fn whole_province(officer: Officer<'_>) -> Result<(Officer<'_>, &Province)> {
    let jurisdiction = officer.jurisdiction;
    if jurisdiction.region.is_some() || jurisdiction.institution.is_some() {
        return Err(ProblemCode::NotPermitted.into());
    }
    Ok((officer, &jurisdiction.province))
}
