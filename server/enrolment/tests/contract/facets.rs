//! Lists of the queue that are narrowed by what few cases have: nothing is lost of them, and the databases do not look at the others.

use crate::support::*;
use enrolment::{
    Caller,
    db::Db,
    review::{Filter, QueueQuery},
};
use shared::{
    id::EnrolmentId,
    profile::Level,
    review::{Role, View},
};
use sqlx::{AssertSqlSafe, Row as _};
use std::{
    collections::BTreeSet,
    fmt,
    sync::{Mutex, Once},
};
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span,
};

/// What statements of a narrowed lane ask for: its cases, and how many there are.
const NARROWED: [&str; 2] = ["e.level = $7 AND e.changed = $8", "e.level = $6 AND e.changed = $7"];
/// Statements of narrowed lanes that were sent so far, by whichever test.
static SENT: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
static LISTENING: Once = Once::new();

/// Hears what sqlx says of its statements.
struct Ear;

struct Statement;

impl Visit for Statement {
    fn record_str(&mut self, field: &Field, value: &str) {
        let text = value.trim();
        if field.name() == "db.statement"
            && text.starts_with("SELECT")
            && NARROWED.iter().any(|part| text.contains(part))
        {
            SENT.lock().unwrap().insert(text.to_owned());
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}

impl Subscriber for Ear {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn event(&self, event: &Event<'_>) {
        event.record(&mut Statement);
    }
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// How the database would find the rows of a statement, with any values.
async fn plan(db: &Db, sql: &str) -> String {
    let rows: Vec<String> = match db {
        Db::Sqlite { readers, .. } => {
            let rows =
                sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"))).fetch_all(readers).await.unwrap();
            rows.iter().map(|row| row.get("detail")).collect()
        }
        Db::Postgres(pool) => {
            let mut connection = pool.acquire().await.unwrap();
            let prepare = format!("SET plan_cache_mode = force_generic_plan; PREPARE asked AS {sql}");
            sqlx::raw_sql(AssertSqlSafe(prepare)).execute(&mut *connection).await.unwrap();
            let values = vec!["NULL"; if sql.contains("$9") { 9 } else { 8 }].join(", ");
            let explain = format!("EXPLAIN (COSTS OFF) EXECUTE asked({values})");
            let rows = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_all(&mut *connection).await.unwrap();
            sqlx::raw_sql("DEALLOCATE asked; RESET plan_cache_mode").execute(&mut *connection).await.unwrap();
            rows.iter().map(|row| row.get(0)).collect()
        }
    };
    rows.join("\n")
}

async fn execute(t: &Bench, sql: &'static str) {
    match t.service.db() {
        Db::Sqlite { writer, .. } => drop(sqlx::query(sql).execute(writer).await.unwrap()),
        Db::Postgres(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
    }
}

/// Waiting cases of a level, sent back before or whether or not, as the tables have them.
async fn there(t: &Bench, level: &str, changed: bool) -> Vec<EnrolmentId> {
    const THERE: &str = "SELECT enrolment.id FROM enrolment LEFT JOIN details ON enrolment_id = enrolment.id \
        WHERE state = 'submitted' AND stage = 'first' AND assignee_staff_id IS NULL AND ($1 = '' OR details.level = $1) \
        AND round >= $2 ORDER BY submitted_at, enrolment.id";
    match t.service.db() {
        Db::Sqlite { readers, .. } => {
            sqlx::query_scalar(THERE).bind(level).bind(i64::from(changed)).fetch_all(readers).await
        }
        Db::Postgres(pool) => sqlx::query_scalar(THERE).bind(level).bind(i64::from(changed)).fetch_all(pool).await,
    }
    .unwrap()
}

/// All pages of a list; as long as it says that it is.
async fn listed(t: &Bench, caller: &Caller, filter: Filter) -> Vec<EnrolmentId> {
    let (mut query, mut all) = (QueueQuery { view: View::Waiting, filter, after: None }, Vec::new());
    loop {
        let page = t.service.queue(caller, &query).await.unwrap();
        all.extend(page.cases.iter().map(|case| case.enrolment));
        query.after = page.next;
        if query.after.is_none() {
            assert_eq!(page.found.unwrap_or(page.counts.waiting), all.len() as u64, "{:?}", query.filter);
            return all;
        }
    }
}

async fn seeded(t: &Bench, enrolments: u64) -> Caller {
    let hunan = "hunan".parse().unwrap();
    t.service.seed_many(&hunan, enrolments, &|_| {}).await.unwrap();
    t.officer(&hunan, Role::SeniorReviewer).await
}

both! {
    async fn a_narrowed_list_has_every_case_of_its_kind_and_no_other(t) {
        let senior = seeded(t, 500).await;
        for sql in [
            "UPDATE details SET level = 'bachelor' WHERE enrolment_id IN (SELECT id FROM enrolment WHERE state = 'submitted' \
                ORDER BY round DESC, id LIMIT 4)",
            "DELETE FROM details WHERE enrolment_id IN (SELECT id FROM enrolment WHERE state = 'submitted' \
                ORDER BY round DESC, id LIMIT 1 OFFSET 3)",
            "UPDATE enrolment SET level = '' WHERE id NOT IN (SELECT enrolment_id FROM details)",
        ] {
            execute(t, sql).await;
        }
        for level in [None, Some(Level::College), Some(Level::Bachelor)] {
            for changed in [false, true] {
                let there = there(t, level.map_or("", Level::as_str), changed).await;
                assert!(!there.is_empty(), "{level:?} {changed}");
                assert_eq!(listed(t, &senior, Filter { level, changed, ..Filter::default() }).await, there);
            }
        }
    }

    async fn the_databases_find_the_cases_of_a_narrowed_lane_without_looking_at_the_others(t) {
        LISTENING.call_once(|| tracing::subscriber::set_global_default(Ear).unwrap());
        let senior = seeded(t, 2000).await;
        for region in [None, Some("430100".to_owned()), Some("430102".to_owned())] {
            let filter = Filter { region, level: Some(Level::Bachelor), ..Filter::default() };
            t.service.queue(&senior, &QueueQuery { filter, ..QueueQuery::default() }).await.unwrap();
        }
        let sent = SENT.lock().unwrap().clone();
        assert_eq!(sent.len(), 3 * (4 + 3), "three kinds of places, three stages and what is assigned: {sent:#?}");
        for sql in sent {
            let place = if sql.contains("substr(") {
                "prefecture"
            } else if sql.contains("e.region = $2") {
                "county"
            } else {
                "province"
            };
            let plan = plan(t.service.db(), &sql).await;
            assert!(plan.contains(&format!("enrolment_facet_{place}")), "{sql}\n{plan}");
            let by_both = |line: &str| line.contains("level") && line.contains("changed");
            let mut sought =
                plan.lines().map(str::trim).filter(|line| line.starts_with("SEARCH e ") || line.starts_with("Index Cond"));
            assert!(sought.any(by_both), "{sql}\n{plan}");
        }
    }
}
