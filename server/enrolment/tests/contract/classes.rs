//! Institutions confirm their own classes: what each row comes to, twice, at once and after stopping; and what nobody learns.

use crate::{
    desk::hired,
    engines::{count, whole},
    support::*,
};
use RowOutcome::{Confirmed, Malformed, NotFound, NotReady, Ready, Repeated};
use enrolment::{
    Caller,
    classes::{Headings, RowOutcome},
};
use shared::{
    enrolment::{Item, ItemState},
    id::ClassBatchId,
    problem::ProblemCode,
    review::Role,
    time::Span,
};

const HEADINGS: Headings<'_> = Headings { number: &["number"], name: &["name"], class: &["class"] };

async fn operator(t: &Bench, institution: &str) -> Caller {
    hired(t, &whole(), Role::InstitutionOperator, Some("430100"), Some(institution)).await
}

/// The n-th candidate (张三), with photograph and confirmed card.
async fn ready(t: &Bench, n: u32) -> Caller {
    let caller = t.agreed(n).await;
    t.confirmed(&caller).await;
    t.photo(&caller, b"good photo").await;
    caller
}

fn number(n: u32) -> String {
    document_no(10 * n + 1).expose().to_owned()
}

async fn sent(t: &Bench, operator: &Caller, rows: &[(String, &str)]) -> ClassBatchId {
    let lines: Vec<_> = rows.iter().map(|(number, name)| format!("{number},{name},One")).collect();
    t.service
        .send_class(operator, format!("number,name,class\n{}\n", lines.join("\n")).as_bytes(), HEADINGS)
        .await
        .unwrap()
}

async fn outcomes(t: &Bench, operator: &Caller, batch: ClassBatchId) -> Vec<RowOutcome> {
    t.service.class_list(operator, batch).await.unwrap().rows.iter().map(|row| row.outcome).collect()
}

both! {
    async fn every_row_is_told_before_and_after(t) {
        let (here, bare) = (ready(t, 1).await, t.agreed(2).await);
        t.confirmed(&bare).await;
        let operator = operator(t, "xiangjiang").await;
        let rows = [
            (number(1), "张三"),
            (number(1), "张三"),
            (number(2), "张三"),
            (number(7), "张三"),
            ("12345".to_owned(), "张三"),
            (number(1).to_lowercase() + " ", "李四"),
        ];
        let batch = sent(t, &operator, &rows).await;
        assert_eq!(outcomes(t, &operator, batch).await, [Ready, Repeated, NotReady, NotFound, Malformed, Repeated]);
        assert_eq!(count(t, "SELECT COUNT(*) FROM desk_check").await, 0, "looking changes nothing");
        t.service.confirm_class(&operator, batch).await.unwrap();
        assert_eq!(outcomes(t, &operator, batch).await, [Confirmed, Repeated, NotReady, NotFound, Malformed, Repeated]);
        let status = t.service.status(&here).await.unwrap();
        let face = status.items.iter().find(|item| item.item == Item::Face).unwrap();
        assert_eq!(face.state, ItemState::Provided);
        let record = t.service.in_person(&here).await.unwrap().record.unwrap();
        assert_eq!(record.institution.as_deref(), Some("xiangjiang"));
        let again = sent(t, &operator, &rows[..1]).await;
        assert_eq!(outcomes(t, &operator, again).await, [RowOutcome::Already]);
    }

    async fn a_wrong_name_is_answered_as_an_unknown_number(t) {
        ready(t, 1).await;
        let operator = operator(t, "xiangjiang").await;
        let batch = sent(t, &operator, &[(number(1), "李四"), (number(7), "李四")]).await;
        let list = t.service.class_list(&operator, batch).await.unwrap();
        assert_eq!(list.rows[0].outcome, RowOutcome::NotFound);
        assert_eq!(list.rows[0].outcome, list.rows[1].outcome);
    }

    async fn others_candidates_and_lists_stay_theirs(t) {
        let caller = ready(t, 1).await;
        let (first, second) = (operator(t, "xiangjiang").await, operator(t, "yuelu").await);
        let batch = sent(t, &first, &[(number(1), "张三")]).await;
        let competing = sent(t, &second, &[(number(1), "张三")]).await;
        t.service.confirm_class(&first, batch).await.unwrap();
        t.service.confirm_class(&second, competing).await.unwrap();
        assert_eq!(outcomes(t, &second, competing).await, [RowOutcome::NotYours]);
        assert_eq!(count(t, "SELECT COUNT(*) FROM class_member").await, 1);
        assert_eq!(refusal(t.service.class_list(&second, batch).await), ProblemCode::NotFound);
        assert_eq!(refusal(t.service.confirm_class(&second, batch).await), ProblemCode::NotFound);
        assert!(t.service.class_lists(&second).await.unwrap().iter().all(|list| list.batch != batch));
        let far = hired(t, &whole(), Role::InstitutionOperator, Some("430600"), Some("dongting")).await;
        let elsewhere = sent(t, &far, &[(number(1), "张三")]).await;
        assert_eq!(outcomes(t, &far, elsewhere).await, [RowOutcome::NotYours]);
        let nowhere = hired(t, &whole(), Role::InstitutionOperator, Some("430100"), None).await;
        assert_eq!(refusal(t.service.class_lists(&nowhere).await), ProblemCode::NotPermitted);
        for stranger in [caller, t.reviewer().await] {
            assert!(t.service.class_list(&stranger, batch).await.is_err());
            assert!(t.service.send_class(&stranger, b"number,name\n1,a\n", HEADINGS).await.is_err());
        }
    }

    async fn confirmed_at_once_from_two_windows_and_lists_everybody_is_confirmed_once(t) {
        let mut rows = Vec::new();
        for n in 1..=4 {
            ready(t, n).await;
            rows.push((number(n), "张三"));
        }
        let operator = operator(t, "xiangjiang").await;
        let lists = [sent(t, &operator, &rows).await, sent(t, &operator, &rows).await];
        let results = at_once(4, |n| {
            let (service, operator, batch) = (t.service.clone(), operator.clone(), lists[n as usize % 2]);
            async move { service.confirm_class(&operator, batch).await }
        })
        .await;
        assert_eq!(successes(results, ProblemCode::Conflict), 4);
        for table in ["desk_check", "class_member"] {
            assert_eq!(count(t, &format!("SELECT COUNT(*) FROM {table}")).await, 4, "{table}");
        }
        let left = "SELECT COUNT(*) FROM class_row WHERE outcome NOT IN ('confirmed', 'already')";
        assert_eq!(count(t, left).await, 0);
        assert_eq!(count(t, "SELECT COUNT(*) FROM class_row WHERE outcome = 'confirmed'").await, 4);
    }

    async fn a_list_goes_on_where_it_was_cut_off(t) {
        let mut rows = Vec::new();
        for n in 1..=3 {
            ready(t, n).await;
            rows.push((number(n), "张三"));
        }
        let operator = operator(t, "xiangjiang").await;
        let batch = sent(t, &operator, &rows).await;
        let (service, caller) = (t.service.clone(), operator.clone());
        let cut_off = tokio::spawn(async move { service.confirm_class(&caller, batch).await });
        while count(t, "SELECT COUNT(*) FROM class_row WHERE outcome = 'confirmed'").await == 0 {
            tokio::task::yield_now().await;
        }
        cut_off.abort();
        cut_off.await.ok();
        t.service.confirm_class(&operator, batch).await.unwrap();
        assert_eq!(outcomes(t, &operator, batch).await, [RowOutcome::Confirmed; 3]);
        assert_eq!(count(t, "SELECT COUNT(*) FROM desk_check").await, 3, "each once");
    }

    async fn what_was_told_stays_and_is_gone_in_time(t) {
        ready(t, 1).await;
        let operator = operator(t, "xiangjiang").await;
        let batch = sent(t, &operator, &[(number(1), "张三"), (number(2), "张三")]).await;
        t.service.confirm_class(&operator, batch).await.unwrap();
        ready(t, 2).await;
        t.service.confirm_class(&operator, batch).await.unwrap();
        let expected = [RowOutcome::Confirmed, RowOutcome::NotFound];
        assert_eq!(outcomes(t, &operator, batch).await, expected, "what was told stays; a new list is sent for the rest");
        let entered = "SELECT COUNT(*) FROM entered";
        assert_eq!(count(t, entered).await, 1);
        assert_eq!(t.service.class_lists(&operator).await.unwrap()[0].confirmed, 1);
        t.advance(Span::days(15));
        t.service.sweep().await.unwrap();
        assert_eq!(count(t, "SELECT COUNT(*) FROM class_row").await, 0);
    }

    async fn nothing_that_was_sent_is_kept_in_the_clear(t) {
        let operator = operator(t, "xiangjiang").await;
        let bytes = format!("number,name\n{},张三\n", number(1));
        t.service.send_class(&operator, bytes.as_bytes(), HEADINGS).await.unwrap();
        let everything = "SELECT COUNT(*) FROM audit WHERE detail LIKE '%430102%' OR detail LIKE '%张三%'";
        assert_eq!(count(t, everything).await, 0);
    }
}
