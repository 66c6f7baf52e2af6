//! Files of existing candidates' records: row by row, twice, broken off, in either encoding.

use crate::{
    engines::count,
    existing::{HEAD, headings, place, row},
    number_plan::meddle,
    support::*,
};
use shared::{
    existing::{Column, ImportState, RowFault},
    problem::ProblemCode,
    review::Role,
};

/// Added, changed, unchanged and refused.
async fn counts(t: &Bench, id: shared::id::ImportId) -> [u64; 4] {
    let import = t.service.import_progress(id).await.unwrap();
    [import.added, import.changed, import.unchanged, import.refused]
}

/// Enough rows for several pages and pieces.
fn many(count: u32) -> String {
    let row = |n: u32| format!("43010{:07},张三,{},430102,,\r\n", 1_000_000 + n, document_no(n % 1000).expose());
    HEAD.to_owned() + &(0..count).map(row).collect::<String>()
}

both! {
    async fn every_row_is_taken_or_refused_with_its_line_and_column(t) {
        let good = row("430102000001", 1, "430102");
        let rows = [
            good.clone(),
            row("430102000001", 1, "430103"),
            row("430102000001", 2, "430102"),
            row("12345", 2, "430102"),
            row("430102000002", 2, "999999"),
            "430102000003,张三,110105194912310021,430102,,\r\n".to_owned(),
            ",张三,11010519491231002X,430102,12,x@\r\n".to_owned(),
            row("430102000004", 1, "430103"),
        ];
        let file = HEAD.to_owned() + &rows.concat();
        let id = t.import(file.as_bytes()).await;
        assert_eq!(counts(t, id).await, [2, 0, 0, 6]);
        let refused = t.service.refused_rows_of(id, 0).await.unwrap();
        let refused: Vec<_> = refused.into_iter().map(|row| (row.line, row.faults)).collect();
        let one = |line, column, fault| (line, vec![(column, fault)]);
        assert_eq!(refused[..5], [
            one(3, Column::Number, RowFault::Repeated),
            one(4, Column::Number, RowFault::OtherDocument),
            one(5, Column::Number, RowFault::Malformed),
            one(6, Column::Region, RowFault::Unknown),
            one(7, Column::DocumentNumber, RowFault::CheckDigit),
        ]);
        let (line, faults) = &refused[5];
        let expected = [(Column::Number, RowFault::Missing), (Column::Phone, RowFault::Malformed), (Column::Email, RowFault::Malformed)];
        assert_eq!((*line, faults.as_slice()), (8, expected.as_slice()), "all that is wrong with it");
        let id = t.import(file.as_bytes()).await;
        assert_eq!(counts(t, id).await, [0, 0, 2, 6], "the same file changes nothing");
        let renewed = file.replacen("430102,1380013", "430103,1380013", 1);
        let id = t.import(renewed.as_bytes()).await;
        assert_eq!(counts(t, id).await, [0, 1, 1, 6]);
    }

    async fn either_encoding_is_read_and_nothing_else(t) {
        let text = HEAD.to_owned() + &row("430102000001", 1, "430102");
        let (gb, ..) = encoding_rs::GB18030.encode(&text);
        let id = t.import(&gb).await;
        assert_eq!(counts(t, id).await, [1, 0, 0, 0]);
        let id = t.import(format!("\u{feff}{text}").as_bytes()).await;
        assert_eq!(counts(t, id).await, [0, 0, 1, 0], "the same words");
        for (bytes, code) in [
            (&b""[..], ProblemCode::FileEmpty),
            (b"\xff\xd8\xff\xe0", ProblemCode::ImportUnreadable),
            (b"number,name\r\n1,2\r\n", ProblemCode::ImportUnreadable),
        ] {
            assert_eq!(refusal(t.send(bytes).await), code);
        }
        let endless = format!("{HEAD}{}\"{}", row("430102000001", 1, "430102"), "x\n".repeat(400_000));
        let id = t.send(endless.as_bytes()).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        let import = t.service.import_progress(id).await.unwrap();
        assert_eq!((import.state, import.unchanged, import.line), (ImportState::Stopped, 1, 3));
    }

    /// Broken off again and again, by turns in two processes; at the end every row was taken in once.
    async fn broken_off_anywhere_it_goes_on_where_it_stood(t) {
        let file = many(2500);
        let id = t.send(file.as_bytes()).await.unwrap();
        let other = t.another_process().await;
        let mut before = 0;
        for round in 0..12_u64 {
            let service = if round % 2 == 0 { t.service.clone() } else { other.clone() };
            if round % 5 == 4 {
                service.import_page(id).await.unwrap();
            }
            let task = tokio::spawn(async move { service.import_page(id).await });
            tokio::time::sleep(std::time::Duration::from_millis(15 * round)).await;
            task.abort();
            drop(task.await);
            let added = t.service.import_progress(id).await.unwrap().added;
            assert!(added >= before, "what was taken in stays");
            before = added;
        }
        while !t.service.import_page(id).await.unwrap() {}
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(counts(t, id).await, [2500, 0, 0, 0]);
        let again = t.import(file.as_bytes()).await;
        assert_eq!(counts(t, again).await, [0, 0, 2500, 0]);
    }

    async fn one_file_at_a_time_and_the_same_one_goes_on(t) {
        let (first, second) = (many(10), many(12));
        let id = t.send(first.as_bytes()).await.unwrap();
        assert_eq!(refusal(t.send(second.as_bytes()).await), ProblemCode::ImportRunning);
        assert_eq!(t.send(first.as_bytes()).await.unwrap(), id, "sent again after a crash");
        t.service.run_due_jobs().await.unwrap();
        t.import(second.as_bytes()).await;
    }

    async fn administrators_of_the_whole_province_import_and_nobody_else(t) {
        let admin = t.officer(&place(), Role::ProvinceAdministrator).await;
        let mut incoming = t.service.begin_import(&admin, "名单.csv").await.unwrap();
        t.service.receive(&mut incoming, many(3).as_bytes()).await.unwrap();
        let id = t.service.finish_import(incoming, &headings()).await.unwrap();
        t.service.run_due_jobs().await.unwrap();
        let imports = t.service.imports(&admin).await.unwrap();
        assert_eq!((imports[0].id, imports[0].added, imports[0].done_bytes), (id, 3, imports[0].size_bytes));
        for role in [Role::DeskOfficer, Role::SeniorReviewer, Role::Auditor, Role::Operator] {
            let other = t.officer(&place(), role).await;
            assert_eq!(refusal(t.service.begin_import(&other, "x").await), ProblemCode::NotPermitted);
            assert_eq!(refusal(t.service.refused_rows(&other, id, 0).await), ProblemCode::NotPermitted);
        }
        let foreign = t.staff(Role::ProvinceAdministrator, None).await;
        assert_eq!(refusal(t.service.refused_rows(&foreign, id, 0).await), ProblemCode::NotFound);
        assert_eq!(refusal(t.service.begin_import(&foreign, "x").await), ProblemCode::NotFound, "it has none here");
    }

    /// Nobody silently has two numbers: who registered as new is told once, and no machine approves them.
    async fn whose_number_comes_after_they_registered_as_new_is_told_and_staff_see_it(t) {
        let guest = t.guest().await;
        let caller = t.register_known(&guest, 1, &document_no(1)).await.unwrap().caller;
        let told = |t: &Bench| t.inbox.messages().iter().filter(|message| message.text.contains("以前的准考证号")).count();
        t.two_numbers().await;
        assert_eq!(told(t), 1, "one message for two numbers");
        let late = t.service.late_numbers(&caller).await.unwrap();
        let masked: Vec<_> = late.iter().map(|number| number.masked.as_str()).collect();
        assert_eq!(masked, ["4301******01", "4301******02"]);
        t.two_numbers().await;
        assert_eq!((told(t), t.service.late_numbers(&caller).await.unwrap().len()), (1, 2), "the same file again");
        assert_eq!(count(t, "SELECT COUNT(*) FROM audit WHERE action = 'existing.late'").await, 2);
        t.photo(&caller, b"good photo").await;
        t.service.submit_application(&caller, "form", consent()).await.unwrap();
        let reviewer = t.officer(&place(), Role::Reviewer).await;
        let id = t.service.take_next_case(&reviewer).await.unwrap();
        assert_eq!(t.service.open_case(&reviewer, id).await.unwrap().late, late);
        let stranger = t.register_known(&t.guest().await, 2, &document_no(2)).await.unwrap().caller;
        assert!(t.service.late_numbers(&stranger).await.unwrap().is_empty());
    }

    async fn who_registered_with_a_number_is_not_told_of_another_one(t) {
        t.import((HEAD.to_owned() + &row("430102000001", 1, "430102")).as_bytes()).await;
        let caller = t.registered_with("430102000001").await;
        t.import((HEAD.to_owned() + &row("430103000002", 1, "430103")).as_bytes()).await;
        assert!(t.service.late_numbers(&caller).await.unwrap().is_empty());
        let others = t.service.numbers(&caller).await.unwrap().unwrap().others;
        assert_eq!(others.len(), 1, "it can be merged");
    }

    /// A record and a registration that do not know of each other, however that came: the check of the night finds them.
    async fn a_number_that_nobody_was_told_of_is_found_at_night(t) {
        let caller = t.register_known(&t.guest().await, 1, &document_no(1)).await.unwrap().caller;
        t.two_numbers().await;
        let operator = t.officer(&place(), Role::Operator).await;
        let found = async || {
            t.service.run_checks(&operator).await.unwrap();
            let results = t.service.checks(&operator).await.unwrap();
            results.into_iter().find(|result| result.code == "existing.untold").unwrap().found
        };
        assert_eq!(found().await, 0);
        meddle(t, "DELETE FROM existing_late").await;
        assert_eq!(found().await, 2);
        drop(caller);
    }
}
