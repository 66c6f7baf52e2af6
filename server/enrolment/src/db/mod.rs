//! The two databases behind one face: SQLite by default, PostgreSQL when one machine is too small. One SQL text serves both;
//! `on!` runs it on whichever is there. Connecting is in `connect`; SQL stands only in `store.rs` files.

mod connect;
mod copy;
mod rows;

pub(crate) use rows::{ROWS, insert_all};

use crate::{Result, error::Cause};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction, postgres::PgSslMode};
use std::fmt;

/// An open database. Cheap to clone. `Debug` tells the kind only.
#[derive(Clone)]
pub enum Db {
    Sqlite {
        /// The one connection that writes: transactions queue here instead of failing with “busy”.
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction; rolled back unless committed.
pub enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// How what is sent to the database is protected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encryption {
    /// It does not leave this machine.
    OnThisMachine,
    /// By TLS; `checked`: with a certificate that was checked, else nobody knows with whom.
    Tls { checked: bool },
    /// Not at all: everybody in between can read it.
    Nothing,
}

/// Runs the same expression on the connection of either database. `$conn` is bound to `&mut SqliteConnection` or
/// `&mut PgConnection`; both arms must give the same type.
macro_rules! on {
    ($tx:expr, $conn:ident => $query:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx) => {
                let $conn = &mut **tx;
                $query
            }
            $crate::db::Tx::Postgres(tx) => {
                let $conn = &mut **tx;
                $query
            }
        }
    };
}
pub(crate) use on;

/// Begins in a task of its own, which nobody cuts off: a request that goes away while the answer is on its way would give the connection
/// back in a transaction that nobody knows of, and whoever gets it next would write into one that only reads.
async fn begun(pool: &PgPool, statement: &'static str) -> Result<Transaction<'static, Postgres>> {
    let pool = pool.clone();
    let begun = tokio::spawn(async move { pool.begin_with(statement).await });
    Ok(begun.await.map_err(Cause::from)??)
}

impl Db {
    /// A transaction that may write. On SQLite it holds the write lock from the start, because a transaction that asks for it
    /// later fails at once whatever the busy timeout is.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(begun(pool, "BEGIN").await?),
        })
    }

    /// A transaction that only reads and sees one state of the database.
    pub async fn read(&self) -> Result<Tx> {
        const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        Ok(match self {
            Self::Sqlite { readers, .. } => Tx::Sqlite(readers.begin().await?),
            Self::Postgres(pool) => Tx::Postgres(begun(pool, SNAPSHOT).await?),
        })
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        const PING: &str = "SELECT 1";
        let mut tx = self.read().await?;
        let _: i32 = on!(&mut tx, conn => sqlx::query_scalar(PING).fetch_one(conn).await)?;
        tx.commit().await
    }

    /// How the connection is protected, as the server says.
    pub async fn encryption(&self) -> Result<Encryption> {
        const BY_TLS: &str = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        let Self::Postgres(pool) = self else { return Ok(Encryption::OnThisMachine) };
        let by_tls: Option<bool> = sqlx::query_scalar(BY_TLS).fetch_optional(pool).await?;
        let options = pool.connect_options();
        let checked = matches!(options.get_ssl_mode(), PgSslMode::VerifyCa | PgSslMode::VerifyFull);
        Ok(if by_tls.unwrap_or_default() {
            Encryption::Tls { checked }
        } else if connect::is_here(&options) {
            Encryption::OnThisMachine
        } else {
            Encryption::Nothing
        })
    }

    /// Brings the tables up to date. Several processes may do it at once on PostgreSQL; on SQLite there is one process.
    pub async fn migrate(&self) -> Result<()> {
        let done = match self {
            Self::Sqlite { writer, .. } => sqlx::migrate!("migrations/sqlite").run(writer).await,
            Self::Postgres(pool) => sqlx::migrate!("migrations/postgres").run(pool).await,
        };
        Ok(done.map_err(Cause::from)?)
    }

    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Gives locks back at once. A transaction that is dropped does so too, but some time later.
    pub async fn rollback(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.rollback().await?,
            Self::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite { .. } => "Db(SQLite)",
            Self::Postgres(_) => "Db(PostgreSQL)",
        })
    }
}
