//! A database for one test, on PostgreSQL or in a file: a copy of one that was migrated once, as migrating takes longer than most tests.

use enrolment::{
    clock::{OsRandomness, Randomness},
    crypto::hex,
    db::Db,
};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::path::{Path, PathBuf};
use tokio::sync::OnceCell;

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
    let template = TEMPLATE.get_or_init(|| template(&admin)).await;
    let name = format!("ruji_test_{}", lot());
    execute(&admin, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    let url = beside(&admin, &name);
    Some(Database { admin, name, url })
}

/// Migrated once in a process.
static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static FILE: OnceCell<Vec<u8>> = OnceCell::const_new();

fn lot() -> String {
    let mut random = [0; 8];
    OsRandomness.fill(&mut random);
    hex(&random)
}

fn beside(admin: &str, name: &str) -> String {
    let (server, _) = admin.rsplit_once('/').expect("the URL ends with /database");
    format!("{server}/{name}")
}

/// The migrated database of a cluster: named by its migrations, so that the next run finds it.
async fn template(admin: &str) -> String {
    let name = format!("ruji_template_{}", migrations());
    let mut connection = PgConnection::connect(admin).await.expect("the test cluster answers");
    // processes make it one after the other; the lock ends with the connection
    connection.execute("SELECT pg_advisory_lock(7283)").await.unwrap();
    let there = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1").bind(&name);
    if there.fetch_optional(&mut connection).await.unwrap().is_none() {
        let unfinished = format!("ruji_test_{}", lot());
        execute(admin, format!("CREATE DATABASE {unfinished}")).await;
        migrated(&beside(admin, &unfinished)).await.close().await;
        execute(admin, format!("ALTER DATABASE {unfinished} RENAME TO {name}")).await;
    }
    name
}

fn migrations() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/postgres");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let all = files.iter().fold(Sha256::new(), |all, file| all.chain_update(std::fs::read(file).unwrap()));
    hex(&all.finalize()[..8])
}

async fn migrated(url: &str) -> Db {
    let db = Db::connect(url).await.unwrap();
    db.migrate().await.unwrap();
    db
}

/// A migrated database in a file.
pub(crate) async fn sqlite(file: &Path) {
    let template = FILE.get_or_init(|| async {
        let folder = tempfile::tempdir().unwrap();
        let [made, whole] = ["made.db", "whole.db"].map(|name| folder.path().join(name));
        let db = migrated(&format!("sqlite:{}", made.display())).await;
        let Db::Sqlite { writer, .. } = &db else { unreachable!("the URL says so") };
        // what is written may still be in the log beside the file
        sqlx::query("VACUUM INTO $1").bind(whole.to_str().unwrap()).execute(writer).await.unwrap();
        db.close().await;
        std::fs::read(whole).unwrap()
    });
    std::fs::write(file, template.await).unwrap();
}

impl Database {
    pub(crate) async fn drop(self) {
        execute(&self.admin, format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }
}

async fn execute(url: &str, sql: String) {
    let mut connection = PgConnection::connect(url).await.expect("the test cluster answers");
    connection.execute(AssertSqlSafe(sql)).await.expect("the statement succeeds");
    connection.close().await.expect("the connection closes");
}
