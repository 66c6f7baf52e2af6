//! A PostgreSQL database of its own for one test, where `RUJI_TEST_POSTGRES_URL` names a superuser.

use enrolment::{
    clock::{OsRandomness, Randomness as _},
    crypto::hex,
};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};

pub(crate) struct Database {
    admin: String,
    name: String,
    pub(crate) url: String,
}

impl Database {
    /// Nothing where no server is named; in CI that is a failure.
    pub(crate) async fn create() -> Option<Self> {
        let Ok(admin) = std::env::var("RUJI_TEST_POSTGRES_URL") else {
            assert!(std::env::var("CI").is_err(), "RUJI_TEST_POSTGRES_URL is needed: nothing is skipped in CI");
            return None;
        };
        let mut random = [0; 8];
        OsRandomness.fill(&mut random);
        let name = format!("ruji_http_{}", hex(&random));
        execute(&admin, format!("CREATE DATABASE {name}")).await;
        let (server, _) = admin.rsplit_once('/').expect("the URL ends with /database");
        let url = format!("{server}/{name}");
        Some(Self { admin, name, url })
    }

    pub(crate) async fn drop(self) {
        execute(&self.admin, format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}

async fn execute(url: &str, sql: String) {
    let mut connection = PgConnection::connect(url).await.expect("the test cluster answers");
    connection.execute(AssertSqlSafe(sql)).await.expect("the statement succeeds");
    connection.close().await.expect("the connection closes");
}
