//! The two schemas are one: same migrations, same tables, same columns. And NULL stays NULL.

use crate::support::*;
use enrolment::db::Db;
use sqlx::Row;
use std::collections::BTreeSet;

const SQLITE_COLUMNS: &str = "SELECT m.name AS t, c.name AS c, c.\"notnull\" AS n FROM sqlite_master m \
    JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> '_sqlx_migrations'";
const POSTGRES_COLUMNS: &str = "SELECT table_name::text AS t, column_name::text AS c, \
    (CASE is_nullable WHEN 'NO' THEN 1 ELSE 0 END)::bigint AS n FROM information_schema.columns \
    WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations'";

/// Table, column and whether it must have a value.
async fn columns(db: &Db) -> BTreeSet<(String, String, i64)> {
    match db {
        Db::Sqlite { readers, .. } => {
            let rows = sqlx::query(SQLITE_COLUMNS).fetch_all(readers).await.unwrap();
            rows.iter().map(|row| (row.get("t"), row.get("c"), row.get("n"))).collect()
        }
        Db::Postgres(pool) => {
            let rows = sqlx::query(POSTGRES_COLUMNS).fetch_all(pool).await.unwrap();
            rows.iter().map(|row| (row.get("t"), row.get("c"), row.get("n"))).collect()
        }
    }
}

fn migrations(database: &str) -> BTreeSet<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(database);
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn both_databases_have_the_same_migrations() {
    assert!(!migrations("sqlite").is_empty());
    assert_eq!(migrations("sqlite"), migrations("postgres"));
}

#[tokio::test(flavor = "multi_thread")]
async fn both_databases_have_the_same_columns() {
    let mut found = Vec::new();
    for on in [On::Sqlite, On::Postgres] {
        run(on, async |t| found.push(columns(t.service.db()).await)).await;
    }
    assert!(found[0].len() > 80, "{} columns", found[0].len());
    if let Some(postgres) = found.get(1) {
        assert_eq!(&found[0], postgres);
    }
}

both! {
    async fn migrating_twice_changes_nothing(t) {
        let before = columns(t.service.db()).await;
        t.service.db().migrate().await.unwrap();
        assert_eq!(columns(t.service.db()).await, before);
        t.service.check_ready().await.unwrap();
    }

    /// sqlx before 0.9 read NULL as empty on SQLite (transact-rs/sqlx#4191).
    async fn null_is_read_as_none(t) {
        const NULLS: &str = "SELECT CAST(NULL AS TEXT) AS a, CAST(NULL AS INTEGER) AS b";
        let (a, b): (Option<String>, Option<i32>) = match t.service.db() {
            Db::Sqlite { readers, .. } => sqlx::query_as(NULLS).fetch_one(readers).await.unwrap(),
            Db::Postgres(pool) => sqlx::query_as(NULLS).fetch_one(pool).await.unwrap(),
        };
        assert_eq!((a, b), (None, None));
    }
}

#[tokio::test]
async fn other_addresses_are_refused() {
    assert!(Db::connect("mysql://localhost/ruji").await.is_err());
    assert!(Db::connect("ruji.db").await.is_err());
}
