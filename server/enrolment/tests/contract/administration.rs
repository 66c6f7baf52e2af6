//! What administrators publish: in force everywhere, nothing lost between two of them, nothing taken away that is in use.

use crate::support::*;
use enrolment::{
    Caller, Enrolment, Error, Profiles,
    administration::{LostReason, Part, Publication, RowEdit, TableFilter},
    profiles::Sources,
    registration::Registration,
};
use shared::{
    id::Province,
    problem::ProblemCode,
    profile::{Profile, section, table::Table},
    review::Role,
    time::Span,
};
use std::path::Path;

/// A province that begins with Hunan's files, shortened to two steps: what can be edited has files.
pub(crate) fn edited() -> Profiles {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/profiles");
    let mut sources = Sources::new();
    for table in ["majors", "regions", "reasons", "offices", "institutions"] {
        if let Ok(text) = std::fs::read_to_string(folder.join(format!("hunan/{table}.csv"))) {
            sources.insert(format!("edited/{table}.csv"), text);
        }
    }
    let settings = std::fs::read_to_string(folder.join("hunan.toml")).unwrap();
    let steps = settings.lines().find(|line| line.starts_with("steps = ")).unwrap();
    let settings = settings
        .replace("province = \"hunan\"", "province = \"edited\"")
        .replace(steps, "steps = [\"document\", \"photo\"]")
        .replace("reminder_secs = 10", "reminder_secs = 0");
    sources.insert("edited.toml".to_owned(), settings);
    let profile = Profile::parse("edited", &|path| sources.get(path).cloned()).expect("the files are valid");
    Profiles::with_sources([(profile, sources)])
}

pub(crate) fn province() -> Province {
    "edited".parse().unwrap()
}

impl Bench {
    /// The n-th candidate of the province that can be edited.
    pub(crate) async fn in_edited(&self, n: u32, region: &str) -> Result<Caller, Error> {
        let guest = self.guest().await;
        self.service.request_code(&guest, &province(), &phone(n), ADDRESS).await?;
        self.service.run_due_jobs().await?;
        let code = self.inbox.code_for(phone(n).expose()).unwrap();
        let form = Registration { phone: phone(n), code, document: document_no(n), region: region.to_owned() };
        Ok(self.service.register(&guest, &province(), form, consent()).await?.caller)
    }

    pub(crate) async fn administrator(&self) -> Caller {
        self.officer(&province(), Role::ProvinceAdministrator).await
    }

    /// Publishes a draft of the whole part.
    async fn publish(&self, admin: &Caller, part: Part, text: &str) -> Publication {
        let version = self.service.profile_part(admin, part).await.unwrap().version;
        self.service.save_draft_of(admin, part, version, text).await.unwrap();
        self.publish_draft(admin, part).await
    }

    async fn publish_draft(&self, admin: &Caller, part: Part) -> Publication {
        let version = self.service.profile_part(admin, part).await.unwrap().version;
        self.service.publish_part(admin, part, version, "because").await.unwrap()
    }

    async fn seen(&self, admin: &Caller, part: Part, code: &str) -> String {
        self.service.table_row(admin, part, code).await.unwrap().1.map(|row| row.seen).unwrap_or_default()
    }

    async fn retire(&self, admin: &Caller, part: Part, code: &str) {
        let seen = self.seen(admin, part, code).await;
        let edit = RowEdit::Retire { code: code.to_owned(), retired: true, seen };
        self.service.edit_row(admin, part, edit).await.unwrap();
    }

    async fn remove(&self, admin: &Caller, part: Part, code: &str) {
        let seen = self.seen(admin, part, code).await;
        self.service.edit_row(admin, part, RowEdit::Remove { code: code.to_owned(), seen }).await.unwrap();
    }
}

fn lost(publication: Publication) -> Vec<(String, LostReason)> {
    match publication {
        Publication::Refused { lost, faults } => {
            assert!(faults.is_empty(), "{faults:?}");
            lost.into_iter().map(|lost| (lost.code, lost.why)).collect()
        }
        Publication::Published { .. } => panic!("was published"),
    }
}

fn major(service: &Enrolment, code: &str) -> Option<(String, bool)> {
    let profile = service.profile(&province()).unwrap();
    profile.major(code).map(|major| (major.name.clone(), major.retired))
}

both! {
    async fn what_is_published_is_in_force_here_at_once_and_elsewhere_after_a_look(t) {
        let (admin, other) = (t.administrator().await, t.another_process().await);
        let cells = ["990101", "占星学", "college"].map(str::to_owned).to_vec();
        t.service.edit_row(&admin, Part::Majors, RowEdit::Put { cells, seen: String::new() }).await.unwrap();
        assert_eq!(major(&t.service, "990101"), None, "a draft changes nothing");
        assert!(t.publish_draft(&admin, Part::Majors).await.is_published());
        assert_eq!(major(&t.service, "990101").unwrap().0, "占星学");
        assert_eq!(major(&other, "990101"), None);
        other.refresh().await.unwrap();
        assert_eq!(major(&other, "990101").unwrap().0, "占星学");
        let begun_later = t.another_process().await;
        assert_eq!(major(&begun_later, "990101").unwrap().0, "占星学");
        let history = t.service.part_history(&admin, Part::Majors).await.unwrap();
        let numbers: Vec<_> = history.iter().map(|version| (version.number, version.published.is_some())).collect();
        assert_eq!(numbers, [(1, true), (0, false)]);
        assert_eq!(history[0].note, "because");
    }

    async fn a_faulty_draft_is_kept_with_its_faults_and_not_published(t) {
        let admin = t.administrator().await;
        let cells = ["abc", "", "school"].map(str::to_owned).to_vec();
        t.service.edit_row(&admin, Part::Majors, RowEdit::Put { cells, seen: String::new() }).await.unwrap();
        let Publication::Refused { faults, .. } = t.publish_draft(&admin, Part::Majors).await else { panic!("published") };
        assert_eq!(faults.len(), 3, "{faults:?}");
        let filter = TableFilter { query: "abc".to_owned(), ..TableFilter::default() };
        let page = t.service.table_page(&admin, Part::Majors, &filter).await.unwrap();
        assert_eq!((page.found, page.rows[0].faults.len()), (1, 3), "the faults stand at their row");
        assert_eq!(major(&t.service, "abc"), None);
    }

    async fn of_two_who_save_the_same_draft_one_is_told(t) {
        let admin = t.administrator().await;
        let text = t.service.profile_part(&admin, Part::Windows).await.unwrap().in_force;
        let results = at_once(8, |n| {
            let (service, admin) = (t.service.clone(), admin.clone());
            let mut windows = section::windows(&text);
            windows[2].closes_at = format!("2027-08-{:02}T17:00", 10 + n);
            let text = section::write_windows(&windows);
            async move { service.save_draft_of(&admin, Part::Windows, 0, &text).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::Conflict), 1);
    }

    async fn those_who_change_different_rows_lose_nothing(t) {
        let admin = t.administrator().await;
        let results = at_once(8, |n| {
            let (service, admin) = (t.service.clone(), admin.clone());
            let cells = vec![format!("99010{n}"), format!("专业{n}"), "college".to_owned()];
            async move { service.edit_row(&admin, Part::Majors, RowEdit::Put { cells, seen: String::new() }).await }
        }).await;
        assert_eq!(successes(results, ProblemCode::Conflict), 8);
        let page = t.service.table_page(&admin, Part::Majors, &TableFilter::default()).await.unwrap();
        assert_eq!(page.changes.len(), 8);
        let again = RowEdit::Put { cells: vec!["990101".to_owned()], seen: String::new() };
        assert_eq!(refusal(t.service.edit_row(&admin, Part::Majors, again).await), ProblemCode::Conflict);
    }

    async fn a_draft_is_published_once(t) {
        let admin = t.administrator().await;
        t.retire(&admin, Part::Majors, "440501").await;
        let version = t.service.profile_part(&admin, Part::Majors).await.unwrap().version;
        let results = at_once(6, |_| {
            let (service, admin) = (t.service.clone(), admin.clone());
            async move { service.publish_part(&admin, Part::Majors, version, "").await }
        }).await;
        assert_eq!(successes(results, ProblemCode::Conflict), 1);
        assert!(major(&t.service, "440501").unwrap().1);
    }

    async fn a_region_in_use_is_retired_and_never_deleted(t) {
        let admin = t.administrator().await;
        t.in_edited(1, "430102").await.unwrap();
        t.remove(&admin, Part::Regions, "430102").await;
        assert_eq!(lost(t.publish_draft(&admin, Part::Regions).await), [("430102".to_owned(), LostReason::InUse(1))]);
        let view = t.service.profile_part(&admin, Part::Regions).await.unwrap();
        t.service.drop_draft_of(&admin, Part::Regions, view.version).await.unwrap();
        t.retire(&admin, Part::Regions, "430102").await;
        assert!(t.publish_draft(&admin, Part::Regions).await.is_published());
        assert_eq!(refusal(t.in_edited(2, "430102").await), ProblemCode::RegionUnknown);
        let profile = t.service.profile(&province()).unwrap();
        assert_eq!(profile.region("430102").unwrap().name, "芙蓉区", "who has it still sees its name");
        t.in_edited(3, "430103").await.unwrap();
    }

    async fn what_nobody_uses_goes_in_two_steps(t) {
        let admin = t.administrator().await;
        t.remove(&admin, Part::Majors, "440501").await;
        let offered = [("440501".to_owned(), LostReason::Offered)];
        assert_eq!(lost(t.publish_draft(&admin, Part::Majors).await), offered, "somebody could be choosing it");
        let version = t.service.profile_part(&admin, Part::Majors).await.unwrap().version;
        t.service.drop_draft_of(&admin, Part::Majors, version).await.unwrap();
        t.retire(&admin, Part::Majors, "440501").await;
        assert!(t.publish_draft(&admin, Part::Majors).await.is_published());
        t.remove(&admin, Part::Majors, "440501").await;
        assert_eq!(lost(t.publish_draft(&admin, Part::Majors).await), [("440501".to_owned(), LostReason::JustRetired)]);
        t.advance(Span::minutes(6));
        assert!(t.publish_draft(&admin, Part::Majors).await.is_published());
        assert_eq!(major(&t.service, "440501"), None);
    }

    async fn closing_a_window_says_whom_it_stops_and_stops_them(t) {
        let admin = t.administrator().await;
        for n in 1..=3 {
            t.in_edited(n, "430102").await.unwrap();
        }
        let text = t.service.profile_part(&admin, Part::Windows).await.unwrap().in_force;
        let mut windows = section::windows(&text);
        windows[1].closes_at = "2026-11-30T17:00".to_owned();
        windows[1].grace_minutes = String::new();
        t.service.save_draft_of(&admin, Part::Windows, 0, &section::write_windows(&windows)).await.unwrap();
        let effects = t.service.window_effects(&admin).await.unwrap();
        assert_eq!((effects.len(), effects[0].stopped, effects[0].code.as_str()), (1, 3, "2027-04"));
        assert!(t.publish_draft(&admin, Part::Windows).await.is_published());
        assert_eq!(refusal(t.in_edited(4, "430102").await), ProblemCode::WindowClosed);
        windows.remove(1);
        let gone = t.publish(&admin, Part::Windows, &section::write_windows(&windows)).await;
        assert_eq!(lost(gone), [("2027-04".to_owned(), LostReason::InUse(3))]);
    }

    async fn new_words_of_a_notice_need_a_new_version(t) {
        let admin = t.administrator().await;
        let text = t.service.profile_part(&admin, Part::Notices).await.unwrap().in_force;
        let mut notices = section::notices(&text);
        notices[0].body.zh.push_str("\n\n另行通知。");
        let same = t.publish(&admin, Part::Notices, &section::write_notices(&notices)).await;
        assert_eq!(lost(same), [(notices[0].code.clone(), LostReason::SameVersion)]);
        notices[0].version += 1;
        assert!(t.publish(&admin, Part::Notices, &section::write_notices(&notices)).await.is_published());
        let profile = t.service.profile(&province()).unwrap();
        assert_eq!(profile.notice(&notices[0].code).unwrap().version, notices[0].version);
    }

    async fn an_older_version_comes_back_with_what_was_added_since_retired(t) {
        let admin = t.administrator().await;
        let cells = ["990101", "占星学", "college"].map(str::to_owned).to_vec();
        t.service.edit_row(&admin, Part::Majors, RowEdit::Put { cells, seen: String::new() }).await.unwrap();
        assert!(t.publish_draft(&admin, Part::Majors).await.is_published());
        let version = t.service.profile_part(&admin, Part::Majors).await.unwrap().version;
        t.service.restore_part(&admin, Part::Majors, 0, version).await.unwrap();
        assert!(t.publish_draft(&admin, Part::Majors).await.is_published());
        assert_eq!(major(&t.service, "990101"), Some(("占星学".to_owned(), true)));
        assert!(!major(&t.service, "440501").unwrap().1);
    }

    async fn an_imported_table_is_a_draft_that_shows_what_it_changes(t) {
        let admin = t.administrator().await;
        let exported = t.service.export_table(&admin, Part::Majors).await.unwrap();
        let mut table = Table::read(&exported).unwrap();
        table.put(["440501", "工程造价（新）", "college"].map(str::to_owned).to_vec());
        table.put(["990101", "占星学", "college"].map(str::to_owned).to_vec());
        table.remove("460301");
        t.service.import_table(&admin, Part::Majors, 0, &table.write()).await.unwrap();
        let page = t.service.table_page(&admin, Part::Majors, &TableFilter::default()).await.unwrap();
        assert_eq!(page.changes.len(), 3, "{:?}", page.changes);
        assert!(t.publish_draft(&admin, Part::Majors).await.is_published());
        assert_eq!(major(&t.service, "460301").map(|major| major.1), Some(true), "what the file lacked is retired");
        let damaged = t.service.import_table(&admin, Part::Majors, 99, "code,name\n1,2,3,4\n").await;
        assert_eq!(refusal(damaged), ProblemCode::FileUnreadable);
    }

    async fn only_the_administrator_of_the_whole_province_may(t) {
        for role in [Role::Reviewer, Role::SeniorReviewer, Role::Auditor, Role::Operator, Role::DeskOfficer] {
            let caller = t.officer(&province(), role).await;
            assert_eq!(refusal(t.service.profile_part(&caller, Part::Windows).await), ProblemCode::NotPermitted);
            assert_eq!(refusal(t.service.publish_part(&caller, Part::Windows, 0, "").await), ProblemCode::NotPermitted);
        }
        let of_a_place = t.staff(Role::ProvinceAdministrator, Some("430100")).await;
        assert_eq!(refusal(t.service.profile_part(&of_a_place, Part::Windows).await), ProblemCode::NotPermitted);
        let guest = t.guest().await;
        assert_eq!(refusal(t.service.profile_part(&guest, Part::Windows).await), ProblemCode::SessionNeeded);
    }
}
