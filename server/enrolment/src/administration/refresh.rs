//! Every process keeps what is in force in memory, and asks once a second whether something was published elsewhere.

use super::{draft::in_force, part::assemble, store};
use crate::{Enrolment, Result, db::Tx};
use std::{collections::BTreeMap, time::Duration};
use tokio::sync::{Mutex, watch};

/// Which revisions this process has. Held while it reads newer ones, so that an older one never comes after.
#[derive(Default)]
pub(crate) struct Published(Mutex<BTreeMap<String, i64>>);

/// How often the revisions are looked at.
const EVERY: Duration = Duration::from_secs(1);

const BOARD: &str = "board";
const PROFILE: &str = "profile:";

/// What is kept in memory by every process.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Subject<'a> {
    Profile(&'a shared::id::Province),
    Board,
}

impl Subject<'_> {
    fn name(self) -> String {
        match self {
            Self::Profile(province) => format!("{PROFILE}{province}"),
            Self::Board => BOARD.to_owned(),
        }
    }
}

/// Counts a change. Whoever else changes the same subject waits until the transaction ends.
pub(crate) async fn touch(tx: &mut Tx, subject: Subject<'_>) -> Result<()> {
    store::touch(tx, &subject.name()).await
}

impl Enrolment {
    /// Puts in force what was published since this process looked last. Call it before serving, and after publishing.
    pub async fn refresh(&self) -> Result<()> {
        let mut known = self.inner.published.0.lock().await;
        let mut tx = self.db().read().await?;
        for (subject, number) in store::revisions(&mut tx).await? {
            if known.get(&subject) == Some(&number) {
                continue;
            }
            if subject == BOARD {
                self.read_board(&mut tx).await?;
            } else if let Some(province) = subject.strip_prefix(PROFILE).and_then(|name| name.parse().ok()) {
                self.read_profile(&mut tx, &province).await?;
            }
            known.insert(subject, number);
        }
        tx.commit().await
    }

    /// What does not fit to the files (they were changed since) is not put in force; the files are, until it is mended.
    async fn read_profile(&self, tx: &mut Tx, province: &shared::id::Province) -> Result<()> {
        let texts = in_force(tx, province).await?;
        if self.profiles().get(province).is_none() {
            return Ok(());
        }
        match assemble(self.profiles(), province, &texts) {
            Ok(profile) => {
                self.profiles().replace(profile);
            }
            Err(faults) => {
                let faults = faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
                tracing::error!(%province, faults, "what was published does not fit to the files of the profile");
            }
        }
        Ok(())
    }

    /// Refreshes until `stop` turns true.
    pub async fn follow_published(&self, mut stop: watch::Receiver<bool>) {
        let mut failed = false;
        while !*stop.borrow_and_update() {
            match self.refresh().await {
                Ok(()) => failed = false,
                Err(error) if !failed => {
                    tracing::warn!(%error, "what was published elsewhere cannot be read");
                    failed = true;
                }
                Err(_) => {}
            }
            tokio::select! {
                changed = stop.changed() => if changed.is_err() { return },
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }
}
