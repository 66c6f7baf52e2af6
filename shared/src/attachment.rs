//! Proofs: which of them an application demands (a pure function of the profile and the answers), and what a file that is
//! attached may be, by its content.

use crate::{
    education::CheckOutcome,
    locale::Bilingual,
    profile::{Level, Profile},
};
use serde::{Deserialize, Serialize};

/// Code of the demand that the register's answer makes unnecessary.
pub const EDUCATION: &str = "education";
/// Code of the demand of somebody whose diploma bears another name or number.
pub const IDENTITY_CHANGE: &str = "identity_change";
/// What the codes of demands of a restricted major begin with: `major.100701.1`, … A proof for one major is none for another.
pub const MAJOR: &str = "major";
/// Kind of a file that nothing demands.
pub const OTHER: &str = "other";

/// Greatest file that may be attached, in bytes.
pub const SIZE_MAX: usize = 10 * 1024 * 1024;
/// Most files of one application.
pub const COUNT_MAX: usize = 20;
/// Longest description of a file that nothing demands, in characters.
pub const DESCRIPTION_MAX: usize = 100;

/// One proof that has to be attached.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Demand {
    /// Stable within the application: [`EDUCATION`] (with the code of a named document behind it), [`IDENTITY_CHANGE`], or [`MAJOR`], the major's code and a number from 1 on.
    pub code: String,
    pub reason: Reason,
}

/// Why it is demanded.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 学历证书或学籍证明: a bachelor-level major, and the register did not confirm the education.
    Education,
    /// A document that the province names in the place of the diploma: the register did not confirm the education by itself.
    Document { name: Bilingual },
    /// One of the proofs that a restricted major names.
    Major {
        /// Name of the major.
        name: String,
        /// What has to be proved by this file, in the authority's words.
        proof: String,
        /// The authority's condition.
        clause: String,
    },
    /// Name or number differ from those of the diploma.
    IdentityChange,
}

/// What of the details decides about proofs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Answers<'a> {
    /// Code of the major.
    pub major: &'a str,
    pub level: Level,
    pub identity_changed: bool,
}

/// What proves the education: the documents that the province names, else the diploma.
fn of_education(profile: &Profile) -> Vec<Demand> {
    let named = profile.education.proofs.iter().map(|proof| Demand {
        code: format!("{EDUCATION}.{}", proof.code),
        reason: Reason::Document { name: proof.name.clone() },
    });
    let named: Vec<_> = named.collect();
    if named.is_empty() {
        return vec![Demand { code: EDUCATION.to_owned(), reason: Reason::Education }];
    }
    named
}

/// The proofs that `answers` demand, in the order in which the page asks for them. A major that the profile has dropped demands
/// none of its own.
pub fn demands(profile: &Profile, answers: Answers<'_>, check: Option<CheckOutcome>) -> Vec<Demand> {
    let mut demands = Vec::new();
    if answers.level == Level::Bachelor && check != Some(CheckOutcome::Passed) {
        demands.extend(of_education(profile));
    }
    if let Some(major) = profile.major(answers.major) {
        let clause = major.restriction.clone().unwrap_or_default();
        let proofs = major.proofs.iter().enumerate().map(|(n, proof)| {
            let (name, proof, clause) = (major.name.clone(), proof.clone(), clause.clone());
            Demand { code: format!("{MAJOR}.{}.{}", major.code, n + 1), reason: Reason::Major { name, proof, clause } }
        });
        demands.extend(proofs);
    }
    if answers.identity_changed {
        demands.push(Demand { code: IDENTITY_CHANGE.to_owned(), reason: Reason::IdentityChange });
    }
    demands
}
