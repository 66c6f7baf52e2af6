//! Paths of candidates who have admission numbers already, and of the staff who deal with them.

use super::Candidate;
use crate::id::{ImportId, MergeId};

/// Records of such candidates: imports of them.
pub const ADMIN_EXISTING: &str = "/console/admin/existing";
/// At the office: the numbers of somebody who brings their document.
pub const DESK_EXISTING: &str = "/console/desk/numbers";
/// Requests to merge numbers.
pub const MERGES: &str = "/console/merges";

/// The rows of an import that were refused, as a file.
pub fn import_refusals(id: ImportId) -> String {
    format!("{ADMIN_EXISTING}/{id}/refused.csv")
}

/// One request to merge numbers.
pub fn merge(id: MergeId) -> String {
    format!("{MERGES}/{id}")
}

impl Candidate<'_> {
    /// 查询准考证, 在籍注册: finding the own numbers.
    pub fn existing(self) -> String {
        format!("/{}/existing", self.0)
    }

    /// What was found, once the code was entered; choosing a number.
    pub fn existing_records(self) -> String {
        format!("/{}/existing/records", self.0)
    }

    /// The last look at the number that is chosen for good.
    pub fn existing_confirm(self) -> String {
        format!("/{}/existing/confirm", self.0)
    }

    /// The own numbers of somebody who registered with one; merging the others into it.
    pub fn numbers(self) -> String {
        format!("/{}/numbers", self.0)
    }
}
