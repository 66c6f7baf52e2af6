//! Short words for what reviewers do in tests.

use crate::support::*;
use enrolment::{
    Caller, Error, Who,
    review::{Case, Counts, Queue, QueueQuery},
};
use shared::{
    enrolment::Item,
    id::{EnrolmentId, StaffId},
    profile::Profile,
    review::{ReasonCode, Ruling, View},
};

pub(crate) fn staff_id(caller: &Caller) -> StaffId {
    match caller.who {
        Who::Staff { staff, .. } => staff,
        _ => panic!("no staff"),
    }
}

pub(crate) fn items(case: &Case) -> Vec<Item> {
    case.items.iter().map(|item| item.item).collect()
}

pub(crate) fn approval(case: &Case) -> Ruling {
    Ruling::approve(items(case))
}

pub(crate) fn back(case: &Case, item: Item, reason: &str) -> Ruling {
    Ruling::send_back(items(case), [(item, ReasonCode(reason.to_owned()))])
}

impl Bench {
    /// From now on every approval is checked a second time: there is somebody who could.
    pub(crate) async fn check_twice(&self) {
        self.reviewer().await;
        self.check_all();
    }

    /// The same where nobody else may be there.
    pub(crate) fn check_all(&self) {
        self.service.profiles().replace(Profile { second_check_share: 1.0, ..short() });
    }

    /// Takes the case and decides it.
    pub(crate) async fn rule(
        &self,
        reviewer: &Caller,
        id: EnrolmentId,
        ruling: impl FnOnce(&Case) -> Ruling,
    ) -> Result<(), Error> {
        self.service.take_case(reviewer, id).await?;
        let case = self.service.open_case(reviewer, id).await?;
        self.service.decide_case(reviewer, id, case.version, ruling(&case)).await
    }

    pub(crate) async fn approve(&self, reviewer: &Caller, id: EnrolmentId) -> Result<(), Error> {
        self.rule(reviewer, id, approval).await
    }

    pub(crate) async fn send_back(
        &self,
        reviewer: &Caller,
        id: EnrolmentId,
        item: Item,
        reason: &str,
    ) -> Result<(), Error> {
        self.rule(reviewer, id, |case| back(case, item, reason)).await
    }

    /// The first page of everything.
    pub(crate) async fn queue(&self, caller: &Caller) -> Queue {
        self.service.queue(caller, &QueueQuery::default()).await.unwrap()
    }

    /// One list, whole; it must be as long as its count says.
    pub(crate) async fn listed(&self, caller: &Caller, view: View) -> Vec<EnrolmentId> {
        let mut query = QueueQuery { view, ..QueueQuery::default() };
        let mut listed = Vec::new();
        loop {
            let queue = self.service.queue(caller, &query).await.unwrap();
            listed.extend(queue.cases.iter().map(|case| case.enrolment));
            query.after = queue.next;
            if query.after.is_none() {
                assert_eq!(queue.counts.of(view), listed.len() as u64, "{view:?}");
                return listed;
            }
        }
    }

    pub(crate) async fn counts(&self, caller: &Caller) -> Counts {
        self.queue(caller).await.counts
    }
}
