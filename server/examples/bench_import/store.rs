//! SQL of the benchmark: the rows of an import, and writing them once more.

use anyhow::{Result, bail};
use enrolment::db::Db;
use sqlx::SqlitePool;
use uuid::Uuid;

/// Everything but what says which import it was.
#[derive(sqlx::FromRow)]
pub(crate) struct Row {
    id: Uuid,
    province: String,
    number_index: Vec<u8>,
    document_index: Vec<u8>,
    region: String,
    data_key: Vec<u8>,
    record_sealed: Vec<u8>,
    content_index: Vec<u8>,
    import_id: Uuid,
    line: i64,
    added_at: i64,
}

fn sqlite(db: &Db) -> Result<&SqlitePool> {
    match db {
        Db::Sqlite { writer, .. } => Ok(writer),
        Db::Postgres(_) => bail!("this is measured on SQLite"),
    }
}

const ROWS: &str = "SELECT id, province, number_index, document_index, region, data_key, record_sealed, content_index, import_id, \
                    line, added_at FROM existing_record ORDER BY line";

pub(crate) async fn rows(db: &Db) -> Result<Vec<Row>> {
    Ok(sqlx::query_as(ROWS).fetch_all(sqlite(db)?).await?)
}

const TABLES: [&str; 4] = [
    "CREATE TABLE bare_taken (province TEXT NOT NULL, number_index BLOB NOT NULL, existing_id BLOB, \
     PRIMARY KEY (province, number_index)) STRICT, WITHOUT ROWID",
    "CREATE TABLE bare_record (id BLOB NOT NULL PRIMARY KEY, province TEXT NOT NULL, number_index BLOB NOT NULL, \
     document_index BLOB NOT NULL, region TEXT NOT NULL, data_key BLOB NOT NULL, record_sealed BLOB NOT NULL, \
     content_index BLOB NOT NULL, import_id BLOB NOT NULL, line INTEGER NOT NULL, added_at INTEGER NOT NULL) STRICT",
    "CREATE INDEX bare_record_document ON bare_record (province, document_index)",
    "CREATE INDEX bare_record_region ON bare_record (province, region)",
];

pub(crate) async fn prepare(db: &Db) -> Result<()> {
    for table in TABLES {
        sqlx::query(table).execute(sqlite(db)?).await?;
    }
    Ok(())
}

const TAKEN: &str = "INSERT INTO bare_taken (province, number_index, existing_id) VALUES ($1, $2, $3)";
const RECORD: &str = "INSERT INTO bare_record (id, province, number_index, document_index, region, data_key, record_sealed, \
                      content_index, import_id, line, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

pub(crate) async fn write(db: &Db, rows: &[Row]) -> Result<()> {
    let mut tx = sqlite(db)?.begin_with("BEGIN IMMEDIATE").await?;
    for row in rows {
        sqlx::query(TAKEN).bind(&row.province).bind(&row.number_index).bind(row.id).execute(&mut *tx).await?;
        sqlx::query(RECORD)
            .bind(row.id)
            .bind(&row.province)
            .bind(&row.number_index)
            .bind(&row.document_index)
            .bind(&row.region)
            .bind(&row.data_key)
            .bind(&row.record_sealed)
            .bind(&row.content_index)
            .bind(row.import_id)
            .bind(row.line)
            .bind(row.added_at)
            .execute(&mut *tx)
            .await?;
    }
    Ok(tx.commit().await?)
}
