//! Rules of the routes that `server` itself adds: files in and out, following, probes, vendors. Static files have no line: they
//! are mounted beside the layer.

use super::{
    Line,
    Rule::{Candidate, CandidateOrStaff, Everybody, Machine, Province, Staff},
    about, line,
};
use shared::{
    route::{self, console},
    staff::Act,
};

/// Evidence is for its candidate and for whoever holds the case.
const EVIDENCE: &[Act] = &[Act::Review];
/// The photograph is compared with the person at the desk too.
const PHOTOGRAPH: &[Act] = &[Act::Review, Act::Desk];

pub(super) const OTHERS: &[Line] = &[
    line("GET", "/{province}", Everybody),
    // The web app
    line("GET", "/{province}/app.webmanifest", Everybody),
    line("GET", "/assets/app/{file}", Everybody),
    line("GET", route::SERVICE_WORKER, Everybody),
    // Files on their way in
    line("POST", "/{province}/photo", Candidate),
    line("POST", "/{province}/photo/prepare", Candidate),
    line("GET", "/{province}/photo/source", Candidate),
    line("POST", "/{province}/card", Candidate),
    line("POST", "/{province}/face", Candidate),
    line("POST", "/{province}/face/challenge", Candidate),
    line("GET", "/{province}/evidence/turn", Candidate),
    line("POST", "/{province}/attachments", Candidate),
    line("POST", "/{province}/uploads", Candidate),
    about(line("GET", "/{province}/uploads/{id}", Candidate)),
    // answers alike whether there was one to forget
    line("DELETE", "/{province}/uploads/{id}", Candidate),
    about(line("PUT", "/{province}/uploads/{id}/{place}", Candidate)),
    about(line("POST", "/{province}/uploads/{id}/{place}", Candidate)),
    about(line("POST", "/console/desk/{case}/photo", Staff(&[Act::Desk]))),
    line("POST", "/console/classes", Staff(&[Act::Institution])),
    line("POST", "/console/admin/tables/{part}/file", Province(&[Act::Administer])),
    line("POST", "/console/admin/existing", Province(&[Act::Administer])),
    // What a phone does, heard by the PC
    line("GET", "/{province}/handoff/state", Candidate),
    line("GET", "/{province}/handoff/events", Candidate),
    // Whether somebody is still signed in
    line("GET", console::SIGNED_IN, Everybody),
    // Files given out
    about(line("GET", "/photo/{id}", CandidateOrStaff(PHOTOGRAPH))),
    about(line("GET", "/evidence/card/{id}", CandidateOrStaff(EVIDENCE))),
    about(line("GET", "/evidence/face/{id}", CandidateOrStaff(EVIDENCE))),
    about(line("GET", "/evidence/face-part/{id}", CandidateOrStaff(EVIDENCE))),
    about(line("GET", "/evidence/attachment/{id}", CandidateOrStaff(EVIDENCE))),
    about(line("GET", "/evidence/attachment/{id}/thumbnail", CandidateOrStaff(EVIDENCE))),
    about(line("GET", "/console/case/{case}/alike/{photo}", Staff(&[Act::Review]))),
    about(line("GET", "/console/classes/{list}/result.csv", Staff(&[Act::Institution]))),
    line("GET", console::AUDIT_CSV, Staff(&[Act::ReadAudit])),
    line("GET", console::STATISTICS_CSV, Staff(&[Act::Statistics])),
    line("GET", "/console/admin/tables/{part}/file", Province(&[Act::Administer])),
    about(line("GET", "/console/admin/exports/{id}/file", Province(&[Act::Administer]))),
    about(line("GET", "/console/admin/existing/{import}/refused.csv", Province(&[Act::Administer]))),
    line("GET", "/assets/drawings/{folder}/{file}", Everybody),
    // Programs
    line("GET", route::HEALTH_LIVE, Machine),
    line("GET", route::HEALTH_READY, Machine),
    line("GET", route::METRICS, Machine),
    line("POST", route::CHSI_CALLBACK, Machine),
    line("GET", route::DEV_SMS, Machine),
    line("POST", route::DEV_SMS, Machine),
    line("GET", route::DEV_SMS_JSON, Machine),
    line("GET", route::DEV_CHSI, Machine),
    line("POST", "/dev/chsi/codes", Machine),
    line("POST", "/dev/chsi/verifications", Machine),
    line("GET", "/dev/chsi/scan/{token}", Machine),
    line("POST", "/dev/chsi/scan/{token}", Machine),
];
