//! Photographs: keeping, making, refusing, cropping again, replacing, and who may see them.

use crate::support::*;
use enrolment::photo::PhotoOutcome;
use shared::{
    enrolment::{Item, ItemState},
    id::PhotoId,
    problem::ProblemCode,
    review::Role,
    time::Span,
};

/// Files in the store.
fn stored(t: &Bench) -> usize {
    let folders = std::fs::read_dir(t.files()).unwrap();
    folders.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
}

both! {
    async fn a_passing_file_is_kept_as_it_is(t) {
        let caller = t.candidate(1).await;
        let receipt = t.photo(&caller, b"good photo").await;
        assert!(!receipt.prepared);
        assert_eq!(t.service.photo_file(&caller, receipt.photo).await.unwrap(), b"good photo");
        assert_eq!(t.service.current_photo(&caller).await.unwrap(), Some(receipt.clone()));
        assert_eq!(t.service.photo_source(&caller).await.unwrap(), None);
        let status = t.service.status(&caller).await.unwrap();
        assert_eq!(status.photo, Some(receipt.photo));
        assert_eq!(status.items.iter().find(|item| item.item == Item::Photo).unwrap().state, ItemState::Provided);
    }

    async fn places_and_times_in_a_passing_file_are_not_kept(t) {
        let caller = t.candidate(1).await;
        let receipt = t.photo(&caller, b"good photo EXIF 28.2 N 112.9 E").await;
        assert_eq!(t.service.photo_file(&caller, receipt.photo).await.unwrap(), b"good photo");
    }

    async fn the_store_holds_no_readable_picture(t) {
        let caller = t.candidate(1).await;
        t.photo(&caller, b"good photo of somebody").await;
        for folder in std::fs::read_dir(t.files()).unwrap() {
            for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
                let bytes = std::fs::read(file.unwrap().path()).unwrap();
                assert!(!bytes.windows(8).any(|window| window == b"somebody"));
            }
        }
        assert_eq!(stored(t), 1);
    }

    async fn a_raw_picture_is_made_into_a_photograph_and_can_be_cropped_again(t) {
        let caller = t.candidate(1).await;
        let receipt = t.photo(&caller, b"raw picture").await;
        assert!(receipt.prepared);
        assert_eq!(t.service.photo_file(&caller, receipt.photo).await.unwrap(), b"good made from raw picture");
        let source = t.service.photo_source(&caller).await.unwrap().unwrap();
        assert_eq!((source.refusal, source.source_width, source.has_file), (None, 1000, true));
        assert_eq!(t.service.photo_source_file(&caller).await.unwrap(), b"raw picture");
        let crop = [10.0, 20.0, 300.0, 400.0];
        let PhotoOutcome::Kept(cropped) = t.service.recrop_photo(&caller, crop).await.unwrap() else { panic!("refused") };
        assert_ne!(cropped.photo, receipt.photo);
        assert_eq!(t.service.photo_source(&caller).await.unwrap().unwrap().crop, Some(crop));
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(stored(t), 2, "the photograph and its source; the first photograph is gone");
        assert_eq!(refusal(t.service.photo_file(&caller, receipt.photo).await), ProblemCode::NotFound);
    }

    async fn a_refused_picture_waits_for_another_crop_and_expires(t) {
        let caller = t.candidate(1).await;
        let bad = [-1.0, 0.0, 3.0, 4.0];
        let outcome = t.service.submit_photo(&caller, b"raw picture".to_vec(), None, Some(bad)).await.unwrap();
        let PhotoOutcome::Refused(refused) = outcome else { panic!("kept") };
        assert!(!refused.verdict.passes());
        assert_eq!(t.service.photo_source(&caller).await.unwrap().unwrap().refusal, Some(refused));
        assert_eq!(t.service.current_photo(&caller).await.unwrap(), None);
        t.service.recrop_photo(&caller, [0.0, 0.0, 3.0, 4.0]).await.unwrap();
        assert!(t.service.current_photo(&caller).await.unwrap().is_some());
        assert_eq!(stored(t), 2);
        t.advance(Span::hours(24));
        assert_eq!(refusal(t.service.recrop_photo(&caller, bad).await), ProblemCode::NotFound);
        t.service.sweep().await.unwrap();
        assert_eq!(stored(t), 1, "the source is gone, the photograph is not");
        assert_eq!(refusal(t.service.photo_source_file(&caller).await), ProblemCode::NotFound);
    }

    async fn an_unreadable_picture_leaves_its_verdict_and_no_file(t) {
        let caller = t.candidate(1).await;
        let outcome = t.service.submit_photo(&caller, b"noise".to_vec(), None, None).await.unwrap();
        assert!(matches!(outcome, PhotoOutcome::Refused(_)));
        let source = t.service.photo_source(&caller).await.unwrap().unwrap();
        assert!(source.refusal.is_some() && !source.has_file);
        assert_eq!(stored(t), 0);
    }

    async fn a_refused_picture_does_not_touch_the_photograph_that_stands(t) {
        let caller = t.candidate(1).await;
        let receipt = t.photo(&caller, b"good photo").await;
        t.service.submit_photo(&caller, b"bad".to_vec(), None, None).await.unwrap();
        assert_eq!(t.service.current_photo(&caller).await.unwrap(), Some(receipt.clone()));
        assert_eq!(t.service.photo_file(&caller, receipt.photo).await.unwrap(), b"good photo");
    }

    async fn empty_and_oversized_files_are_refused(t) {
        let caller = t.candidate(1).await;
        assert_eq!(refusal(t.service.submit_photo(&caller, vec![], None, None).await), ProblemCode::FileEmpty);
        let large = vec![0; 20 * 1024 * 1024 + 1];
        assert_eq!(refusal(t.service.submit_photo(&caller, large, None, None).await), ProblemCode::FileTooLarge);
    }

    async fn replacing_at_the_same_moment_leaves_one_photograph(t) {
        let caller = t.candidate(1).await;
        let results = at_once(8, |n| {
            let (service, caller) = (t.service.clone(), caller.clone());
            async move { service.submit_photo(&caller, format!("good {n}").into_bytes(), None, None).await }
        }).await;
        assert!(results.iter().all(Result::is_ok));
        t.service.run_due_jobs().await.unwrap();
        assert_eq!(stored(t), 1);
        let current = t.service.current_photo(&caller).await.unwrap().unwrap();
        assert!(t.service.photo_file(&caller, current.photo).await.unwrap().starts_with(b"good"));
    }

    /// The state changes while the engine works: nothing is replaced, and the file that was written goes again.
    async fn a_picture_that_comes_too_late_leaves_nothing_behind(t) {
        let (caller, reviewer) = (t.candidate(1).await, t.reviewer().await);
        let receipt = t.photo(&caller, b"good photo").await;
        let (service, late) = (t.service.clone(), caller.clone());
        let late = tokio::spawn(async move { service.submit_photo(&late, b"good slow".to_vec(), None, None).await });
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        t.service.submit_application(&caller, "form", consent()).await.unwrap();
        t.service.take_next_case(&reviewer).await.unwrap();
        assert_eq!(refusal(late.await.unwrap()), ProblemCode::WrongState);
        assert_eq!(t.service.current_photo(&caller).await.unwrap(), Some(receipt));
        assert_eq!(stored(t), 2);
        t.service.sweep().await.unwrap();
        assert_eq!(stored(t), 2, "a file may still be on its way");
        t.advance(Span::hours(1));
        t.service.sweep().await.unwrap();
        assert_eq!(stored(t), 1);
    }

    async fn nobody_else_sees_a_photograph(t) {
        let (anna, bao) = (t.submitted(1).await, t.candidate(2).await);
        let photo = t.service.current_photo(&anna).await.unwrap().unwrap().photo;
        assert_eq!(refusal(t.service.photo_file(&bao, photo).await), ProblemCode::NotFound);
        assert_eq!(refusal(t.service.photo_file(&t.guest().await, photo).await), ProblemCode::NotFound);
        assert_eq!(refusal(t.service.photo_file(&anna, PhotoId(uuid::Uuid::nil())).await), ProblemCode::NotFound);
        let reviewer = t.reviewer().await;
        assert_eq!(refusal(t.service.photo_file(&reviewer, photo).await), ProblemCode::LeaseLost);
        t.service.take_next_case(&reviewer).await.unwrap();
        assert!(t.service.photo_file(&reviewer, photo).await.unwrap().starts_with(b"good photo"));
        let elsewhere = t.staff(Role::Reviewer, Some("430200")).await;
        assert_eq!(refusal(t.service.photo_file(&elsewhere, photo).await), ProblemCode::NotPermitted);
        t.advance(Span::minutes(15));
        assert_eq!(refusal(t.service.photo_file(&reviewer, photo).await), ProblemCode::LeaseLost);
    }

    async fn an_application_that_a_reviewer_has_taken_takes_no_photograph(t) {
        let caller = t.submitted(1).await;
        let reviewer = t.reviewer().await;
        t.service.take_next_case(&reviewer).await.unwrap();
        let again = t.service.submit_photo(&caller, b"good".to_vec(), None, None).await;
        assert_eq!(refusal(again), ProblemCode::WrongState);
        assert_eq!(stored(t), 1);
    }

    async fn no_photograph_after_the_window(t) {
        let caller = t.candidate(1).await;
        t.clock.set(hunan().windows[1].closes_at);
        let late = t.service.submit_photo(&caller, b"good".to_vec(), None, None).await;
        assert_eq!(refusal(late), ProblemCode::WindowClosed);
    }

    async fn a_guest_hands_in_nothing(t) {
        let guest = t.guest().await;
        let result = t.service.submit_photo(&guest, b"good".to_vec(), None, None).await;
        assert_eq!(refusal(result), ProblemCode::SessionNeeded);
    }
}
