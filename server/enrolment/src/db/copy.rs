//! A consistent copy of an SQLite database while others use it, and whether a database is sound.

use super::Db;
use crate::{Result, error::Cause};
use std::path::Path;

impl Db {
    /// Writes a copy of the database, as it is at one moment, to a new file. SQLite only: PostgreSQL has tools of its own.
    pub async fn copy_into(&self, path: &Path) -> Result<()> {
        const COPY: &str = "VACUUM INTO $1";
        let Self::Sqlite { readers, .. } = self else { return Err(Cause::Scheme.into()) };
        sqlx::query(COPY).bind(path.to_string_lossy().into_owned()).execute(readers).await?;
        Ok(())
    }

    /// Whether SQLite finds every page and index of the file in order. PostgreSQL is taken at its word.
    pub async fn check_integrity(&self) -> Result<bool> {
        const CHECK: &str = "PRAGMA integrity_check";
        match self {
            Self::Sqlite { readers, .. } => {
                Ok(sqlx::query_scalar::<_, String>(CHECK).fetch_all(readers).await? == ["ok"])
            }
            Self::Postgres(_) => Ok(true),
        }
    }
}
