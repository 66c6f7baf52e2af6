//! Many rows a statement, on either database.

/// Rows of one statement: `SQLite` takes 32766 values, `PostgreSQL` 65535.
pub(crate) const ROWS: usize = 1000;

/// `INSERT … VALUES (…), (…)` of all rows, `ROWS` at a time, with what follows it, if anything; the text of full statements is
/// prepared once.
macro_rules! insert_all {
    ($tx:expr, $sql:expr, $rows:expr, |$values:ident, $row:ident| $bind:expr) => {
        $crate::db::insert_all!($tx, $sql, $rows, |$values, $row| $bind, "")
    };
    ($tx:expr, $sql:expr, $rows:expr, |$values:ident, $row:ident| $bind:expr, $then:expr) => {
        for rows in $rows.chunks($crate::db::ROWS) {
            let whole = rows.len() == $crate::db::ROWS;
            match &mut *$tx {
                $crate::db::Tx::Sqlite(tx) => {
                    let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new($sql);
                    query.push_values(rows, |mut $values, $row| {
                        $bind;
                    });
                    query.push($then).build().persistent(whole).execute(&mut **tx).await.map(drop)?;
                }
                $crate::db::Tx::Postgres(tx) => {
                    let mut query = sqlx::QueryBuilder::<sqlx::Postgres>::new($sql);
                    query.push_values(rows, |mut $values, $row| {
                        $bind;
                    });
                    query.push($then).build().persistent(whole).execute(&mut **tx).await.map(drop)?;
                }
            }
        }
    };
}
pub(crate) use insert_all;
