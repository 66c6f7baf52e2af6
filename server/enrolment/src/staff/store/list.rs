//! SQL of the list of accounts.

use super::{Row, columns};
use crate::{
    Result,
    db::{Tx, on},
};
use shared::id::Province;

/// Which accounts; empty texts stand for all.
pub(in crate::staff) struct Wanted<'a> {
    pub(in crate::staff) province: &'a Province,
    /// What the codes of their regions begin with.
    pub(in crate::staff) region: &'a str,
    pub(in crate::staff) institution: &'a str,
    /// Part of the login or the name, for `LIKE`, `!` before what is meant literally.
    pub(in crate::staff) text: &'a str,
    pub(in crate::staff) role: &'a str,
    /// `active`, `disabled` or empty.
    pub(in crate::staff) state: &'a str,
    /// Login after which the page begins.
    pub(in crate::staff) after: &'a str,
}

const PAGE: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM staff WHERE province = $1 AND ($2 = '' OR region LIKE $2 || '%') AND ($3 = '' OR institution = $3) \
     AND ($4 = '' OR login LIKE '%' || $4 || '%' ESCAPE '!' OR LOWER(name) LIKE '%' || $4 || '%' ESCAPE '!') \
     AND ($5 = '' OR role = $5) AND ($6 = '' OR ($6 = 'active') = (disabled_at IS NULL)) \
     AND login > $7 ORDER BY login LIMIT $8"
);

/// In the order of their logins.
pub(in crate::staff) async fn page(tx: &mut Tx, wanted: &Wanted<'_>, limit: i64) -> Result<Vec<Row>> {
    Ok(on!(tx, conn => sqlx::query_as(PAGE).bind(wanted.province).bind(wanted.region).bind(wanted.institution)
        .bind(wanted.text).bind(wanted.role).bind(wanted.state).bind(wanted.after).bind(limit).fetch_all(conn).await)?)
}

const LOGINS: &str = "SELECT login FROM staff WHERE disabled_at IS NULL ORDER BY login";

/// Every login that can be used.
pub(in crate::staff) async fn logins(tx: &mut Tx) -> Result<Vec<String>> {
    Ok(on!(tx, conn => sqlx::query_scalar(LOGINS).fetch_all(conn).await)?)
}
