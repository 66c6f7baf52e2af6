//! Exports: complete, safe in a spreadsheet, made piece by piece, audited, gone after their time.

use crate::{engines::count, number_plan::meddle, support::*};
use enrolment::{
    Caller,
    export::{ExportColumn, ExportFilter},
};
use shared::{id::ExportId, problem::ProblemCode, review::Role, time::Span};

const COLUMNS: [ExportColumn; 4] =
    [ExportColumn::Receipt, ExportColumn::Region, ExportColumn::DocumentNumber, ExportColumn::Phone];

async fn made(t: &Bench, admin: &Caller, filter: ExportFilter) -> ExportId {
    let id = t.service.request_export(admin, filter, COLUMNS.to_vec(), "年度核对").await.unwrap();
    t.service.run_due_jobs().await.unwrap();
    id
}

async fn text(t: &Bench, admin: &Caller, id: ExportId) -> String {
    let export = t.service.open_export(admin, id).await.unwrap();
    let mut bytes = Vec::new();
    for place in 0..export.chunks {
        bytes.extend(t.service.read_export(admin, id, place).await.unwrap());
    }
    assert_eq!(bytes.len() as u64, export.size_bytes);
    String::from_utf8(bytes).unwrap()
}

both! {
    async fn an_export_holds_what_the_filter_finds_of_the_own_province(t) {
        let admin = t.administrator().await;
        t.in_edited(1, "430102").await.unwrap();
        t.in_edited(2, "430202").await.unwrap();
        t.candidate(3).await;
        let filter = ExportFilter { region: Some("430100".to_owned()), ..ExportFilter::default() };
        assert_eq!(t.service.count_export(&admin, &filter).await.unwrap(), 1);
        let id = made(t, &admin, filter).await;
        let number = document_no(1);
        let expected = format!(
            "\u{feff}receipt,region,document_number,phone\r\n,430102,\"\t{}\",\"\t{}\"\r\n",
            number.expose(),
            phone(1).expose()
        );
        assert_eq!(text(t, &admin, id).await, expected.replace("\"\t43010220000101001X\"", "43010220000101001X"));
        assert_eq!(text(t, &admin, id).await.lines().count(), 2, "it can be downloaded again");
        assert_eq!(count(t, "SELECT COUNT(*) FROM audit WHERE action = 'export.requested'").await, 1);
        assert_eq!(count(t, "SELECT COUNT(*) FROM audit WHERE action = 'export.read'").await, 2);
        let foreign = t.staff(Role::ProvinceAdministrator, None).await;
        assert_eq!(refusal(t.service.open_export(&foreign, id).await), ProblemCode::NotFound);
        let operator = t.officer(&crate::administration::province(), Role::Operator).await;
        assert_eq!(refusal(t.service.exports(&operator).await), ProblemCode::NotPermitted);
    }

    /// 1 203 rows are three pieces; broken off between them, none is missing and none is double.
    async fn many_rows_are_made_piece_by_piece_and_broken_off_anywhere(t) {
        let admin = t.administrator().await;
        t.in_edited(1, "430102").await.unwrap();
        let id = if matches!(t.service.db(), enrolment::db::Db::Sqlite { .. }) {
            "CAST(printf('%016d', n) AS BLOB)"
        } else {
            "CAST(lpad(CAST(n AS TEXT), 32, '0') AS UUID)"
        };
        meddle(t, &format!(
            "INSERT INTO enrolment (id, candidate_id, province, window_code, region, state, version, created_at, round) \
             WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 1202) \
             SELECT {id}, candidate_id, province, 'w' || n, region, state, version, created_at, round FROM enrolment, many"
        )).await;
        let export = t.service.request_export(&admin, ExportFilter::default(), COLUMNS.to_vec(), "x").await.unwrap();
        for round in 0..8_u64 {
            let service = t.service.clone();
            let task = tokio::spawn(async move { service.run_due_jobs().await });
            tokio::time::sleep(std::time::Duration::from_millis(5 * round)).await;
            task.abort();
            drop(task.await);
            t.advance(Span::minutes(2));
        }
        crate::jobs::finish(t).await;
        let admin = t.administrator().await;
        assert_eq!(text(t, &admin, export).await.lines().count(), 1204);
        let largest = "SELECT MAX(length(bytes_sealed)) FROM export_chunk";
        assert!(count(t, &format!("SELECT CAST(({largest}) AS BIGINT)")).await < 100_000, "a piece stays small");
    }

    async fn it_needs_a_reason_and_columns_and_ends(t) {
        let admin = t.administrator().await;
        let none = t.service.request_export(&admin, ExportFilter::default(), COLUMNS.to_vec(), "  ").await;
        assert_eq!(refusal(none), ProblemCode::FieldMissing);
        let nothing = t.service.request_export(&admin, ExportFilter::default(), Vec::new(), "x").await;
        assert_eq!(refusal(nothing), ProblemCode::FieldMissing);
        let id = made(t, &admin, ExportFilter::default()).await;
        t.advance(Span::days(7));
        let admin = t.administrator().await;
        assert_eq!(refusal(t.service.open_export(&admin, id).await), ProblemCode::NotFound);
        t.service.sweep().await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(count(t, "SELECT COUNT(*) FROM export_chunk").await, 0);
        assert_eq!(t.service.exports(&admin).await.unwrap().len(), 1, "that it was made stays on the record");
    }
}
