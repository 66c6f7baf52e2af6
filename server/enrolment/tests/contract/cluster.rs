//! A database on PostgreSQL for one test.

use enrolment::{
    clock::{OsRandomness, Randomness},
    crypto::hex,
};
use sqlx::AssertSqlSafe;

/// A database of a test's own.
pub(crate) struct Database {
    admin: String,
    name: String,
    pub(crate) url: String,
}

/// Makes a database, or says why there is none. In CI there must be one.
#[expect(clippy::print_stderr, reason = "a skipped test must say so")]
pub(crate) async fn postgres() -> Option<Database> {
    let Ok(admin) = std::env::var("RUJI_TEST_POSTGRES_URL") else {
        assert!(
            std::env::var("CI").is_err(),
            "RUJI_TEST_POSTGRES_URL must name a PostgreSQL superuser: tests on PostgreSQL are not skipped in CI"
        );
        eprintln!("skipped on PostgreSQL: RUJI_TEST_POSTGRES_URL is not set");
        return None;
    };
    let mut random = [0; 8];
    OsRandomness.fill(&mut random);
    let name = format!("ruji_test_{}", hex(&random));
    execute(&admin, format!("CREATE DATABASE {name}")).await;
    let (server, _) = admin.rsplit_once('/').expect("the URL ends with /database");
    let url = format!("{server}/{name}");
    Some(Database { admin, name, url })
}

impl Database {
    pub(crate) async fn drop(self) {
        execute(&self.admin, format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}

async fn execute(url: &str, sql: String) {
    use sqlx::{Connection, Executor};
    let mut connection = sqlx::PgConnection::connect(url).await.expect("the test cluster answers");
    connection.execute(AssertSqlSafe(sql)).await.expect("the statement succeeds");
    connection.close().await.expect("the connection closes");
}
