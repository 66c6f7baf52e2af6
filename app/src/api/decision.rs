//! A reviewer's decision as the form sends it, and its reading.

use serde::{Deserialize, Serialize};
use shared::{
    enrolment::Item,
    problem::{Field, Problem, ProblemCode},
    review::{Decision, ItemVerdict, Note, ReasonCode, Ruling},
};
use std::collections::BTreeMap;

/// One form with a button for each decision. Its fields by their names, because their number depends on the province.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct DecisionForm {
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

impl DecisionForm {
    /// The button that was pressed: `approve`, `return`, `escalate` or `refuse`.
    const DECISION: &str = "decision";
    /// For staff alone.
    pub const NOTE: &str = "note";
    pub const REFUSAL: &str = "refuse_reason";
    /// Ticked to make a refusal a deliberate act.
    pub const SURE: &str = "refuse_sure";
    /// Verdict on an item that is accepted.
    pub const ACCEPT: &str = "accept";
    /// Verdict on an item that goes back; the code of the reason follows.
    pub const RETURN: &str = "return:";

    /// Name of the choice for an item: empty, [`Self::ACCEPT`] or [`Self::RETURN`] with a reason.
    pub fn verdict_of(item: Item) -> String {
        format!("verdict_{}", item.as_str())
    }

    /// Name of what is written to the candidate about an item.
    pub fn note_of(item: Item) -> String {
        format!("note_{}", item.as_str())
    }

    pub fn verdict(&self, item: Item) -> &str {
        self.get(&Self::verdict_of(item))
    }

    pub fn note_to_candidate(&self, item: Item) -> &str {
        self.get(&Self::note_of(item))
    }

    pub fn note(&self) -> &str {
        self.get(Self::NOTE)
    }

    pub fn decision(&self) -> &str {
        self.get(Self::DECISION)
    }

    pub fn refusal(&self) -> &str {
        self.get(Self::REFUSAL)
    }

    /// What is kept of it until it is decided: what was said of the items, the notes, a reason for refusing; neither the button
    /// nor the tick.
    pub fn draft(&self) -> Result<String, Problem> {
        let mut kept = self.fields.clone();
        let is_kept = |name: &str| {
            name == Self::NOTE
                || name == Self::REFUSAL
                || Item::ALL.iter().any(|item| name == Self::verdict_of(*item) || name == Self::note_of(*item))
        };
        kept.retain(|name, value| is_kept(name) && !value.is_empty());
        serde_json::to_string(&kept).map_err(|_| ProblemCode::BadRequest.into())
    }

    /// The form as it was kept.
    pub fn of_draft(json: &str) -> Option<Self> {
        Some(Self { fields: serde_json::from_str(json).ok()? })
    }

    /// Refused with `reason.needed` where a refusal has none, with `field.missing` where it is not confirmed, and with
    /// `field.too_long` for a note.
    pub fn ruling(&self) -> Result<Ruling, Problem> {
        let decision = match self.decision() {
            "approve" => Decision::Approve,
            "return" => Decision::Return,
            "escalate" => Decision::Escalate,
            "refuse" if self.refusal().is_empty() => {
                return Err(Problem::at(ProblemCode::ReasonNeeded, Field::Consent));
            }
            "refuse" if self.get(Self::SURE) != "on" => {
                return Err(Problem::at(ProblemCode::FieldMissing, Field::Consent));
            }
            "refuse" => Decision::Refuse(ReasonCode(self.refusal().to_owned())),
            _ => return Err(ProblemCode::BadRequest.into()),
        };
        let mut items = BTreeMap::new();
        for item in Item::ALL {
            items.extend(self.read(*item)?.map(|verdict| (*item, verdict)));
        }
        Ok(Ruling { decision, items, note: Note::parse(self.note())? })
    }

    fn read(&self, item: Item) -> Result<Option<ItemVerdict>, Problem> {
        let chosen = self.verdict(item);
        if chosen == Self::ACCEPT {
            return Ok(Some(ItemVerdict::Accept));
        }
        let Some(reason) = chosen.strip_prefix(Self::RETURN) else { return Ok(None) };
        let note = Note::parse(self.note_to_candidate(item))?;
        Ok(Some(ItemVerdict::Return { reason: ReasonCode(reason.to_owned()), note }))
    }

    fn get(&self, name: &str) -> &str {
        self.fields.get(name).map(String::as_str).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> DecisionForm {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        DecisionForm { fields: fields.collect() }
    }

    #[test]
    fn each_item_is_open_accepted_or_returned_with_its_reason_and_word() {
        let ruling = form(&[
            ("decision", "return"),
            ("verdict_document", "accept"),
            ("verdict_photo", "return:photo.background"),
            ("note_photo", " against the light "),
            ("note_document", "left over"),
            ("verdict_card", ""),
        ]);
        let ruling = ruling.ruling().expect("a ruling");
        let reason = ReasonCode("photo.background".into());
        let note = Note::parse("against the light").expect("short");
        let expected = [(Item::Document, ItemVerdict::Accept), (Item::Photo, ItemVerdict::Return { reason, note })];
        assert_eq!(ruling, Ruling { decision: Decision::Return, items: expected.into(), note: None });
    }

    #[test]
    fn a_refusal_needs_a_reason_and_a_deliberate_act() {
        let bare = form(&[("decision", "refuse")]);
        // at the part of the bar that is about refusing, which opens for it
        assert_eq!(bare.ruling(), Err(Problem::at(ProblemCode::ReasonNeeded, Field::Consent)));
        let unsure = form(&[("decision", "refuse"), ("refuse_reason", "identity")]);
        assert_eq!(unsure.ruling().map_err(|problem| problem.field), Err(Some(Field::Consent)));
        let sure = form(&[("decision", "refuse"), ("refuse_reason", "identity"), ("refuse_sure", "on")]);
        assert_eq!(sure.ruling().map(|ruling| ruling.decision), Ok(Decision::Refuse(ReasonCode("identity".into()))));
    }

    #[test]
    fn a_draft_brings_back_what_was_filled_in_but_no_deliberate_act() {
        let typed =
            form(&[("decision", "refuse"), ("refuse_sure", "on"), ("refuse_reason", "identity"), ("note", "x")]);
        let kept = DecisionForm::of_draft(&typed.draft().expect("JSON")).expect("a form");
        assert_eq!(kept, form(&[("refuse_reason", "identity"), ("note", "x")]));
        assert!(form(&[]).ruling().is_err());
    }
}
