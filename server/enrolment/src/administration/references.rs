//! What a new text may not take away: codes that something refers to are retired, never deleted.

use super::{Part, PartView, store};
use crate::{Enrolment, Result, db::Tx};
use shared::{
    id::Province,
    profile::{section, table::Table},
    time::{Span, Timestamp},
};

/// Something that the new text lacks, or changed beyond what those who refer to it agreed to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lost {
    pub code: String,
    pub why: LostReason,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LostReason {
    /// So many records refer to it.
    InUse(u64),
    /// It is still offered: retire it first, so that nobody is choosing it while it goes.
    Offered,
    /// It was retired a moment ago: other processes may still offer it.
    JustRetired,
    /// A window that has opened is part of the record.
    Opened,
    /// What the service needs, or somebody agreed to or went to.
    Kept,
    /// A reason that was given concerns another item now.
    OtherItem,
    /// The words differ, but the version was not raised.
    SameVersion,
}

/// Every process has heard of a publication after this time.
const SETTLED: Span = Span::minutes(5);

pub(super) async fn lost(
    enrolment: &Enrolment,
    tx: &mut Tx,
    province: &Province,
    before: &PartView,
    text: &str,
) -> Result<Vec<Lost>> {
    match before.part {
        Part::Windows => windows(enrolment, tx, province, &before.in_force, text).await,
        Part::Notices => Ok(notices(&before.in_force, text)),
        Part::Retention => Ok(Vec::new()),
        _ => table(enrolment, tx, province, before, text).await,
    }
}

async fn windows(
    enrolment: &Enrolment,
    tx: &mut Tx,
    province: &Province,
    before: &str,
    text: &str,
) -> Result<Vec<Lost>> {
    let after = section::windows(text);
    let mut found = Vec::new();
    for gone in section::windows(before).iter().filter(|old| !after.iter().any(|new| new.code == old.code)) {
        let used = store::used_window(tx, province, &gone.code).await?;
        let profile = enrolment.profile(province)?;
        let opened = profile.windows.iter().find(|window| window.code == gone.code).is_some_and(|window| {
            let starts = window.regions.iter().map(|dates| dates.opens_at).fold(window.opens_at, Timestamp::min);
            starts <= enrolment.now()
        });
        let why = if used > 0 {
            LostReason::InUse(used as u64)
        } else if opened {
            LostReason::Opened
        } else {
            continue;
        };
        found.push(Lost { code: gone.code.clone(), why });
    }
    Ok(found)
}

fn notices(before: &str, text: &str) -> Vec<Lost> {
    let after = section::notices(text);
    let lost = |old: &section::NoticeText| {
        let why = match after.iter().find(|new| new.code == old.code) {
            None => LostReason::Kept,
            Some(new) if (&new.title, &new.body) != (&old.title, &old.body) && new.version <= old.version => {
                LostReason::SameVersion
            }
            Some(new) if new.version < old.version => LostReason::SameVersion,
            Some(_) => return None,
        };
        Some(Lost { code: old.code.clone(), why })
    };
    section::notices(before).iter().filter_map(lost).collect()
}

async fn table(
    enrolment: &Enrolment,
    tx: &mut Tx,
    province: &Province,
    before: &PartView,
    text: &str,
) -> Result<Vec<Lost>> {
    // what is no table at all is the parser's to say
    let (Ok(old), Ok(new)) = (Table::read(&before.in_force), Table::read(text)) else { return Ok(Vec::new()) };
    let settled = before.published.as_ref().is_none_or(|(at, _)| *at + SETTLED <= enrolment.now());
    let mut found = Vec::new();
    for row in &old.rows {
        let code = row.code();
        let why = match new.find(code) {
            Some(kept) if before.part == Part::Reasons && new.cell(kept, "item") != old.cell(row, "item") => {
                if store::used(tx, before.part, province, code).await? == 0 {
                    continue;
                }
                LostReason::OtherItem
            }
            Some(_) => continue,
            None if before.part == Part::Offices => LostReason::Kept,
            None => match store::used(tx, before.part, province, code).await? {
                0 if !old.is_retired(row) => LostReason::Offered,
                0 if !settled => LostReason::JustRetired,
                0 => continue,
                count => LostReason::InUse(count as u64),
            },
        };
        found.push(Lost { code: code.to_owned(), why });
    }
    Ok(found)
}
