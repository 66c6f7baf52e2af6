//! Opening either database by its address.

use super::Db;
use crate::{Result, error::Cause};
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions, PgSslMode},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{net::IpAddr, str::FromStr, time::Duration};

/// How long a caller waits for a connection before the service says that it is overloaded.
const ACQUIRE: Duration = Duration::from_secs(5);
/// How long SQLite waits for a lock held by another process (a backup, the command line).
const BUSY: Duration = Duration::from_secs(5);
const SQLITE_READERS: u32 = 8;
const POSTGRES_CONNECTIONS: u32 = 16;
/// A transaction that hangs must not hold up everybody who waits for its locks.
const POSTGRES_TIMEOUTS: [(&str, &str); 2] = [("lock_timeout", "30s"), ("idle_in_transaction_session_timeout", "60s")];
/// `server_version_num` of PostgreSQL 13.
const POSTGRES_OLDEST: i32 = 130_000;

impl Db {
    /// Opens `sqlite:PATH` (made where missing) or `postgres://…`.
    pub async fn connect(url: &str) -> Result<Self> {
        match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => open_sqlite(url).await,
            Some("postgres" | "postgresql") => open_postgres(url).await,
            _ => Err(Cause::Scheme.into()),
        }
    }
}

/// WAL, so that readers do not wait for the writer; `synchronous=FULL`, because with NORMAL a power cut could lose the last
/// commits, and a candidate has been told that they succeeded.
async fn open_sqlite(url: &str) -> Result<Db> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .optimize_on_close(true, None);
    let pool = |connections| SqlitePoolOptions::new().max_connections(connections).acquire_timeout(ACQUIRE);
    let writer = pool(1).connect_with(options.clone()).await?;
    let readers = pool(SQLITE_READERS).connect_with(options.read_only(true)).await?;
    Ok(Db::Sqlite { writer, readers })
}

async fn open_postgres(url: &str) -> Result<Db> {
    let options = encrypted(PgConnectOptions::from_str(url)?);
    let options = options.application_name("ruji").options(POSTGRES_TIMEOUTS);
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(ACQUIRE)
        .connect_with(options)
        .await?;
    check_version(&pool).await?;
    Ok(Db::Postgres(pool))
}

/// A server on another machine is spoken to by TLS: `prefer`, which an address without `sslmode` means, would go on without it where
/// somebody in between says that there is none. Whoever wants that says `sslmode=disable`.
fn encrypted(options: PgConnectOptions) -> PgConnectOptions {
    let lax = matches!(options.get_ssl_mode(), PgSslMode::Prefer | PgSslMode::Allow);
    if lax && !is_here(&options) { options.ssl_mode(PgSslMode::Require) } else { options }
}

/// Whether the server is on this machine: a socket, or a loopback address.
pub(super) fn is_here(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    let loopback = |host: &str| host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    let host = host.trim_start_matches('[').trim_end_matches(']');
    options.get_socket().is_some() || host.starts_with('/') || host == "localhost" || loopback(host)
}

async fn check_version(pool: &PgPool) -> Result<()> {
    const VERSION: &str = "SELECT current_setting('server_version_num')::int";
    let version: i32 = sqlx::query_scalar(VERSION).fetch_one(pool).await?;
    if version < POSTGRES_OLDEST { Err(Cause::OldServer(version / 10_000).into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str) -> PgSslMode {
        encrypted(PgConnectOptions::from_str(url).unwrap()).get_ssl_mode()
    }

    #[test]
    fn another_machine_is_spoken_to_by_tls_unless_the_address_says_otherwise() {
        for url in ["postgres://ruji@db.example/ruji", "postgres://ruji@10.0.0.7/ruji?sslmode=prefer"] {
            assert!(matches!(mode(url), PgSslMode::Require), "{url}");
        }
        assert!(matches!(mode("postgres://ruji@10.0.0.7/ruji?sslmode=allow"), PgSslMode::Require));
        assert!(matches!(mode("postgres://ruji@db.example/ruji?sslmode=disable"), PgSslMode::Disable));
        assert!(matches!(mode("postgres://ruji@db.example/ruji?sslmode=verify-full"), PgSslMode::VerifyFull));
    }

    #[test]
    fn this_machine_may_be_spoken_to_without() {
        for host in ["localhost", "127.0.0.1", "127.1.2.3", "[::1]", "%2Fvar%2Frun%2Fpostgresql"] {
            assert!(matches!(mode(&format!("postgres://ruji@{host}/ruji")), PgSslMode::Prefer), "{host}");
        }
    }
}
