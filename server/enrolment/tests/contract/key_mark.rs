//! A database belongs to the master key that it was begun with.

use crate::support::*;
use enrolment::{
    crypto::Keys,
    db::Db,
    key_mark::{self, KeyState},
};

/// As a database is that was begun before there were marks.
async fn forget_the_mark(db: &Db) {
    const FORGET: &str = "DELETE FROM key_mark";
    match db {
        Db::Sqlite { writer, .. } => drop(sqlx::query(FORGET).execute(writer).await.unwrap()),
        Db::Postgres(pool) => drop(sqlx::query(FORGET).execute(pool).await.unwrap()),
    }
}

both! {
    async fn the_first_key_stays_the_only_one(t) {
        let db = t.service.db();
        let (own, other) = (Keys::from_master(&[7; 32]), Keys::from_master(&[8; 32]));
        assert_eq!(key_mark::state(db, Some(&other)).await.unwrap(), KeyState::Unused);
        assert_eq!(t.service.claim_database().await.unwrap(), KeyState::Own);
        assert_eq!(t.service.claim_database().await.unwrap(), KeyState::Own);
        assert_eq!(key_mark::state(db, Some(&own)).await.unwrap(), KeyState::Own);
        assert_eq!(key_mark::state(db, Some(&other)).await.unwrap(), KeyState::Other);
        assert_eq!(key_mark::state(db, None).await.unwrap(), KeyState::Other);
    }

    async fn without_a_mark_what_was_sealed_says_whose_key_is_right(t) {
        t.submitted(1).await;
        let db = t.service.db();
        forget_the_mark(db).await;
        assert_eq!(key_mark::state(db, Some(&Keys::from_master(&[7; 32]))).await.unwrap(), KeyState::Own);
        assert_eq!(key_mark::state(db, Some(&Keys::from_master(&[8; 32]))).await.unwrap(), KeyState::Other);
        assert_eq!(key_mark::state(db, None).await.unwrap(), KeyState::Other);
        assert_eq!(t.service.claim_database().await.unwrap(), KeyState::Own);
    }
}
