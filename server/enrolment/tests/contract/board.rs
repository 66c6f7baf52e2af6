//! Banners and maintenance: who may, where they reach, and that every process hears of them.

use crate::{administration, support::*};
use enrolment::board::{BannerTone, NewBanner, Reach};
use shared::{locale::Bilingual, problem::ProblemCode, review::Role, time::Span};

fn banner(t: &Bench, reach: Reach) -> NewBanner {
    let text = Bilingual { zh: "今晚升级".to_owned(), en: "Upgrade tonight".to_owned() };
    let now = t.service.now();
    NewBanner { reach, text, tone: BannerTone::Warn, from: now + Span::hours(1), until: now + Span::hours(2) }
}

both! {
    async fn a_banner_shows_in_its_province_in_its_time_in_every_process(t) {
        let (edited, other) = (administration::province(), t.another_process().await);
        let admin = t.administrator().await;
        let id = t.service.publish_banner(&admin, banner(t, Reach::Province)).await.unwrap();
        other.refresh().await.unwrap();
        assert!(other.banners(Some(&edited)).is_empty(), "not yet");
        t.advance(Span::hours(1));
        assert_eq!(other.banners(Some(&edited)).len(), 1);
        assert!(other.banners(Some(&province())).is_empty() && other.banners(None).is_empty());
        t.advance(Span::hours(1));
        assert!(other.banners(Some(&edited)).is_empty(), "over");
        t.service.end_banner(&admin, id).await.unwrap();
    }

    async fn only_the_operations_team_reaches_every_province(t) {
        let admin = t.administrator().await;
        assert_eq!(refusal(t.service.publish_banner(&admin, banner(t, Reach::Everywhere)).await), ProblemCode::NotPermitted);
        let operator = t.staff(Role::Operator, None).await;
        let id = t.service.publish_banner(&operator, banner(t, Reach::Everywhere)).await.unwrap();
        assert_eq!(refusal(t.service.end_banner(&admin, id).await), ProblemCode::NotFound);
        t.advance(Span::minutes(61));
        assert_eq!((t.service.banners(None).len(), t.service.banners(Some(&province())).len()), (1, 1));
        let reviewer = t.reviewer().await;
        assert_eq!(refusal(t.service.board_view(&reviewer).await), ProblemCode::NotPermitted);
    }

    async fn a_banner_is_complete_and_ends(t) {
        let admin = t.administrator().await;
        let mut mute = banner(t, Reach::Province);
        mute.text.en = " ".to_owned();
        assert_eq!(refusal(t.service.publish_banner(&admin, mute).await), ProblemCode::FieldMissing);
        let mut backwards = banner(t, Reach::Province);
        backwards.until = backwards.from;
        assert_eq!(refusal(t.service.publish_banner(&admin, backwards).await), ProblemCode::FieldInvalid);
    }

    async fn maintenance_is_heard_of_everywhere_and_ends_when_it_is_ended(t) {
        let (edited, other) = (administration::province(), t.another_process().await);
        let admin = t.administrator().await;
        let until = t.service.now() + Span::minutes(30);
        t.service.begin_maintenance(&admin, Reach::Province, until).await.unwrap();
        assert_eq!(t.service.maintenance(&edited).unwrap().until, until);
        other.refresh().await.unwrap();
        assert!(other.maintenance(&edited).is_some() && other.maintenance(&province()).is_none());
        t.advance(Span::minutes(20));
        assert!(other.maintenance(&edited).is_some());
        t.service.end_maintenance(&admin, Reach::Province).await.unwrap();
        other.refresh().await.unwrap();
        assert!(other.maintenance(&edited).is_none());
        let past = t.service.begin_maintenance(&admin, Reach::Province, t.service.now()).await;
        assert_eq!(refusal(past), ProblemCode::FieldInvalid);
    }
}
