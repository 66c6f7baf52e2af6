//! What a reviewer accepted and has to judge again, because the candidate changed an answer that it depends on.

use super::Application;
use crate::{
    Enrolment, Result,
    audit::{Action, Actor, Entry},
    db::Tx,
};
use shared::enrolment::{Item, ItemState, Progress};

impl Application {
    /// Items that were accepted in `before` and no longer are. The signature is none of them: nobody judges it by itself, and every
    /// change makes it due again.
    fn reopened_since(&self, before: &Progress) -> Vec<Item> {
        let accepted = |progress: &Progress, item| progress.items.get(item) == Some(&ItemState::Accepted);
        let items = self.progress.items.keys().filter(|item| **item != Item::Signature);
        items.filter(|item| accepted(before, item) && !accepted(&self.progress, item)).copied().collect()
    }
}

impl Enrolment {
    /// Puts it on the record, and so on the timeline, where something was opened again since `before`.
    pub(crate) async fn record_reopened(
        &self,
        tx: &mut Tx,
        actor: Actor,
        (application, before): (&Application, &Progress),
    ) -> Result<()> {
        let items = application.reopened_since(before);
        if items.is_empty() {
            return Ok(());
        }
        let (province, enrolment) = (Some(&application.province), Some(application.id));
        let detail = serde_json::json!({ "items": items });
        self.record(tx, Entry { actor, action: Action::ItemsReopened, province, enrolment, detail }).await
    }
}
