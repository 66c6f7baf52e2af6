//! One file per page; this one says which path shows which. Pages are rendered whole, by the server, before they are sent.

pub mod about;
pub mod account;
pub mod amend;
pub mod attachments;
mod begin_again;
pub mod booking;
mod changed;
pub mod check;
mod closed;
pub mod completion;
pub mod confirmation;
pub mod console;
mod contact;
pub mod contact_change;
pub mod details;
pub mod document;
pub mod education;
mod error;
pub mod evidence;
pub mod exam_rules;
pub mod existing;
mod frame;
pub mod go_on;
pub mod hand_in;
pub mod handoff;
pub mod health_report;
pub mod home;
pub mod notice;
pub mod offices;
pub mod offline;
pub mod password;
pub mod photo;
pub mod questions;
pub mod receipt;
pub mod recovery;
pub mod region;
pub mod register;
mod returned;
pub mod root;
pub mod sign_in;
pub mod sign_out;
pub mod signature;
pub mod status;
pub mod verify;
pub mod verify_signature;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode::Async,
    components::{Route, Router, Routes},
    path,
};

/// Every page of the service. The server mounts it as its `App`.
#[component]
pub fn Pages() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Routes fallback=error::unknown_path>
                <Route path=path!("/") view=root::Root ssr=Async />
                <Route path=path!("/console") view=console::queue::QueuePage ssr=Async />
                <Route path=path!("/console/sign-in") view=console::sign_in::StaffSignInPage ssr=Async />
                <Route path=path!("/console/sign-in/code") view=console::account::code::CodePage ssr=Async />
                <Route path=path!("/console/account") view=console::account::OwnAccountPage ssr=Async />
                <Route path=path!("/console/account/password") view=console::account::password::PasswordPage ssr=Async />
                <Route path=path!("/console/account/second-factor") view=console::account::factor::FactorPage ssr=Async />
                <Route path=path!("/console/account/recovery-codes") view=console::account::codes::CodesPage ssr=Async />
                <Route path=path!("/console/admin/staff") view=console::staff::StaffPage ssr=Async />
                <Route path=path!("/console/admin/staff/new") view=console::staff::new::NewStaffPage ssr=Async />
                <Route path=path!("/console/admin/staff/:staff") view=console::staff::member::StaffMemberPage ssr=Async />
                <Route path=path!("/console/case/:case") view=console::case::CasePage ssr=Async />
                <Route path=path!("/console/desk") view=console::desk::DeskPage ssr=Async />
                <Route path=path!("/console/desk/numbers") view=console::desk::numbers::DeskNumbersPage ssr=Async />
                <Route path=path!("/console/merges") view=console::merges::MergesPage ssr=Async />
                <Route path=path!("/console/merges/:merge") view=console::merges::one::MergePage ssr=Async />
                <Route path=path!("/console/admin/existing") view=console::admin::existing::ExistingImportsPage ssr=Async />
                <Route path=path!("/console/desk/:case") view=console::desk::case::DeskCasePage ssr=Async />
                <Route path=path!("/console/desk/:case/photo") view=console::desk::photo::DeskPhotoPage ssr=Async />
                <Route path=path!("/console/desk/:case/slip") view=console::desk::slip::DeskSlipPage ssr=Async />
                <Route path=path!("/console/desk/:case/reset") view=console::desk::reset::DeskResetPage ssr=Async />
                <Route path=path!("/console/resets") view=console::resets::ResetsPage ssr=Async />
                <Route path=path!("/console/regions") view=console::regions::RegionsPage ssr=Async />
                <Route path=path!("/console/classes") view=console::classes::ClassesPage ssr=Async />
                <Route path=path!("/console/classes/:list") view=console::classes::list::ClassListPage ssr=Async />
                <Route path=path!("/console/admin") view=console::admin::AdministrationPage ssr=Async />
                <Route path=path!("/console/admin/windows") view=console::admin::windows::WindowsPage ssr=Async />
                <Route path=path!("/console/admin/notices") view=console::admin::notices::NoticesPage ssr=Async />
                <Route path=path!("/console/admin/tables/:part") view=console::admin::tables::TablesPage ssr=Async />
                <Route path=path!("/console/admin/history/:part") view=console::admin::history::HistoryPage ssr=Async />
                <Route path=path!("/console/admin/service") view=console::admin::service::ServicePage ssr=Async />
                <Route path=path!("/console/admin/numbers") view=console::admin::numbers::NumbersPage ssr=Async />
                <Route path=path!("/console/admin/retention") view=console::admin::retention::RetentionPage ssr=Async />
                <Route path=path!("/console/admin/exports") view=console::admin::exports::ExportsPage ssr=Async />
                <Route path=path!("/console/audit") view=console::audit::AuditPageView ssr=Async />
                <Route path=path!("/console/admin/checks") view=console::checks::ChecksPage ssr=Async />
                <Route path=path!("/console/statistics") view=console::statistics::StatisticsPage ssr=Async />
                <Route path=path!("/verify") view=verify::VerifyPage ssr=Async />
                <Route path=path!("/verify/:receipt") view=verify::VerifiedPage ssr=Async />
                <Route path=path!("/offline") view=offline::OfflinePage ssr=Async />
                <Route path=path!("/:province/") view=home::Home ssr=Async />
                <Route path=path!("/:province/register") view=register::RegisterPage ssr=Async />
                <Route path=path!("/:province/sign-in") view=sign_in::SignInPage ssr=Async />
                <Route path=path!("/:province/existing") view=existing::ExistingPage ssr=Async />
                <Route path=path!("/:province/existing/records") view=existing::records::ExistingRecordsPage ssr=Async />
                <Route path=path!("/:province/existing/confirm") view=existing::confirm::ExistingConfirmPage ssr=Async />
                <Route path=path!("/:province/numbers") view=existing::numbers::NumbersPage ssr=Async />
                <Route path=path!("/:province/document") view=document::DocumentPage ssr=Async />
                <Route path=path!("/:province/photo") view=photo::PhotoPage ssr=Async />
                <Route path=path!("/:province/photo/guide") view=photo::guide::PhotoGuidePage ssr=Async />
                <Route path=path!("/:province/account") view=account::AccountPage ssr=Async />
                <Route path=path!("/:province/account/phone") view=contact_change::ChangePhonePage ssr=Async />
                <Route path=path!("/:province/account/email") view=contact_change::ChangeEmailPage ssr=Async />
                <Route path=path!("/:province/consents") view=account::ConsentsPage ssr=Async />
                <Route path=path!("/:province/notice") view=notice::NoticePage ssr=Async />
                <Route path=path!("/:province/password") view=password::PasswordPage ssr=Async />
                <Route path=path!("/:province/password/reset") view=password::PasswordResetPage ssr=Async />
                <Route path=path!("/:province/questions") view=questions::QuestionsPage ssr=Async />
                <Route path=path!("/:province/recover/questions") view=recovery::RecoverQuestionsPage ssr=Async />
                <Route path=path!("/:province/recover/office") view=recovery::RecoverOfficePage ssr=Async />
                <Route path=path!("/:province/recover/password") view=recovery::RecoverPasswordPage ssr=Async />
                <Route path=path!("/:province/region") view=region::RegionPage ssr=Async />
                <Route path=path!("/:province/details") view=details::DetailsPage ssr=Async />
                <Route path=path!("/:province/education") view=education::EducationPage ssr=Async />
                <Route path=path!("/:province/card") view=evidence::card::CardPage ssr=Async />
                <Route path=path!("/:province/card/confirm") view=evidence::confirm::CardConfirmPage ssr=Async />
                <Route path=path!("/:province/face") view=evidence::face::FacePage ssr=Async />
                <Route path=path!("/:province/evidence-done") view=evidence::done::EvidenceDonePage ssr=Async />
                <Route path=path!("/:province/go-on") view=go_on::GoOnPage ssr=Async />
                <Route path=path!("/:province/check") view=check::CheckPage ssr=Async />
                <Route path=path!("/:province/attachments") view=attachments::AttachmentsPage ssr=Async />
                <Route path=path!("/:province/hand-in") view=hand_in::HandInPage ssr=Async />
                <Route path=path!("/:province/receipt") view=receipt::ReceiptPage ssr=Async />
                <Route path=path!("/:province/amend") view=amend::AmendPage ssr=Async />
                <Route path=path!("/:province/status") view=status::StatusPage ssr=Async />
                <Route path=path!("/:province/offices") view=offices::OfficesPage ssr=Async />
                <Route path=path!("/:province/booking") view=booking::BookingPage ssr=Async />
                <Route path=path!("/:province/booking/slip") view=booking::slip::BookingSlipPage ssr=Async />
                <Route path=path!("/:province/handoff") view=handoff::HandoffPage ssr=Async />
                <Route path=path!("/:province/h/:token") view=handoff::open::HandoffOpenPage ssr=Async />
                <Route path=path!("/:province/confirmation") view=confirmation::ConfirmationPage ssr=Async />
                <Route path=path!("/:province/signature") view=signature::SignaturePage ssr=Async />
                <Route path=path!("/:province/completion") view=completion::CompletionPage ssr=Async />
                <Route path=path!("/:province/verify-signature/:signature") view=verify_signature::VerifySignaturePage ssr=Async />
                <Route path=path!("/:province/exam-rules") view=exam_rules::ExamRulesPage ssr=Async />
                <Route path=path!("/:province/health-report") view=health_report::HealthReportPage ssr=Async />
                <Route path=path!("/:province/sign-out") view=sign_out::SignOutPage ssr=Async />
                <Route path=path!("/:province/privacy") view=about::PrivacyPage ssr=Async />
                <Route path=path!("/:province/accessibility") view=about::AccessibilityPage ssr=Async />
            </Routes>
        </Router>
    }
}
