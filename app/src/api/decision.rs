//! A reviewer's decision as the form sends it, and its reading.

use serde::{Deserialize, Serialize};
use shared::{
    enrolment::Item,
    problem::{Field, Problem, ProblemCode},
    review::{Decision, ReasonCode, ReturnedItem},
};

/// One form with three buttons: approve, return, refuse.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionForm {
    /// `approve`, `return` or `refuse`: the button that was pressed.
    pub decision: String,
    /// Reason per item; empty where the item is not sent back.
    pub return_document: String,
    pub return_card: String,
    pub return_photo: String,
    pub return_face: String,
    pub return_details: String,
    pub return_attachments: String,
    pub refuse_reason: String,
    /// Ticked to make a refusal a deliberate act.
    pub refuse_sure: String,
}

impl DecisionForm {
    /// Name of the select that holds the reason for sending `item` back.
    pub const fn select(item: Item) -> &'static str {
        match item {
            Item::Document => "return_document",
            Item::Card => "return_card",
            Item::Photo => "return_photo",
            Item::Face => "return_face",
            Item::Details => "return_details",
            Item::Attachments => "return_attachments",
        }
    }

    /// Refused with `reason.needed` where the act needs a reason, and with `field.missing` where a refusal is not confirmed.
    pub fn decision(&self) -> Result<Decision, Problem> {
        match self.decision.as_str() {
            "approve" => Ok(Decision::Approve),
            "return" => {
                Some(self.returned()).filter(|items| !items.is_empty()).map(Decision::Return).ok_or_else(no_reason)
            }
            "refuse" if self.refuse_reason.is_empty() => Err(no_reason()),
            "refuse" if self.refuse_sure != "on" => Err(Problem::at(ProblemCode::FieldMissing, Field::Consent)),
            "refuse" => Ok(Decision::Refuse(ReasonCode(self.refuse_reason.clone()))),
            _ => Err(ProblemCode::BadRequest.into()),
        }
    }

    fn returned(&self) -> Vec<ReturnedItem> {
        let chosen = Item::ALL.iter().map(|item| (*item, self.reason(*item))).filter(|(_, reason)| !reason.is_empty());
        chosen.map(|(item, reason)| ReturnedItem { item, reason: ReasonCode(reason.to_owned()) }).collect()
    }

    fn reason(&self, item: Item) -> &str {
        match item {
            Item::Document => &self.return_document,
            Item::Card => &self.return_card,
            Item::Photo => &self.return_photo,
            Item::Face => &self.return_face,
            Item::Details => &self.return_details,
            Item::Attachments => &self.return_attachments,
        }
    }
}

const fn no_reason() -> Problem {
    Problem::at(ProblemCode::ReasonNeeded, Field::Reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(decision: &str) -> DecisionForm {
        DecisionForm { decision: decision.to_owned(), ..DecisionForm::default() }
    }

    #[test]
    fn only_items_with_a_reason_go_back_and_at_least_one() {
        assert_eq!(form("return").decision().map_err(|problem| problem.code), Err(ProblemCode::ReasonNeeded));
        let photo = DecisionForm { return_photo: "photo.background".into(), ..form("return") };
        let returned = ReturnedItem { item: Item::Photo, reason: ReasonCode("photo.background".into()) };
        assert_eq!(photo.decision(), Ok(Decision::Return(vec![returned])));
    }

    #[test]
    fn a_refusal_needs_a_reason_and_a_deliberate_act() {
        assert_eq!(form("refuse").decision().map_err(|problem| problem.code), Err(ProblemCode::ReasonNeeded));
        let unsure = DecisionForm { refuse_reason: "identity".into(), ..form("refuse") };
        assert_eq!(unsure.decision().map_err(|problem| problem.field), Err(Some(Field::Consent)));
        let sure = DecisionForm { refuse_sure: "on".into(), ..unsure };
        assert_eq!(sure.decision(), Ok(Decision::Refuse(ReasonCode("identity".into()))));
    }

    #[test]
    fn an_approval_ignores_reasons_left_over() {
        let left_over = DecisionForm { return_photo: "photo.background".into(), ..form("approve") };
        assert_eq!(left_over.decision(), Ok(Decision::Approve));
        assert!(form("").decision().is_err());
    }
}
