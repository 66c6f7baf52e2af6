//! Which master key a database belongs to. Two processes with different keys on one database would seal what the other cannot open,
//! and would not find each other's candidates by phone or document; so whoever comes first marks the database, and the others
//! are held to that.

mod store;

use crate::{
    Enrolment, Result,
    crypto::Keys,
    db::{Db, Tx},
};

/// What a key is to a database.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyState {
    /// Nothing was sealed yet.
    Unused,
    /// What is there was sealed with this key.
    Own,
    /// What is there was sealed with another key.
    Other,
}

impl Enrolment {
    /// Marks a database that has no mark as one of this process's key, unless what it holds says otherwise. [`KeyState::Own`], or
    /// [`KeyState::Other`] where nothing may be done with it.
    pub async fn claim_database(&self) -> Result<KeyState> {
        let mut tx = self.db().begin().await?;
        store::lock(&mut tx).await?;
        let state = match state_in(&mut tx, Some(self.keys())).await? {
            KeyState::Other => KeyState::Other,
            KeyState::Own | KeyState::Unused => {
                store::mark(&mut tx, &self.keys().mark(), self.now()).await?;
                KeyState::Own
            }
        };
        tx.commit().await?;
        Ok(state)
    }
}

/// Whether a database whose tables are up to date holds anything sealed, and by which key; without `keys` never [`KeyState::Own`].
pub async fn state(db: &Db, keys: Option<&Keys>) -> Result<KeyState> {
    let mut tx = db.read().await?;
    let state = state_in(&mut tx, keys).await?;
    tx.commit().await?;
    Ok(state)
}

async fn state_in(tx: &mut Tx, keys: Option<&Keys>) -> Result<KeyState> {
    if let Some(mark) = store::marked(tx).await? {
        let own = keys.is_some_and(|keys| keys.mark()[..] == mark[..]);
        return Ok(if own { KeyState::Own } else { KeyState::Other });
    }
    // of before marks: a key that opens one of the candidates' keys opens them all
    let Some((candidate, wrapped)) = store::any_wrapped(tx).await? else { return Ok(KeyState::Unused) };
    let opens = keys.is_some_and(|keys| keys.unwrap_key(candidate, &wrapped).is_ok());
    Ok(if opens { KeyState::Own } else { KeyState::Other })
}
