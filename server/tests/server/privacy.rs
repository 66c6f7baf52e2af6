//! The privacy page says of each province what it processes and who decides, in both languages.

use crate::world::World;
use axum::http::Method;

async fn page(world: &World, province: &str, language: &str) -> String {
    let headers = [("accept", "text/html"), ("accept-language", language)];
    let page = world.client().send(Method::GET, &format!("/{province}/privacy"), &headers, Vec::new()).await;
    assert_eq!(page.status.as_u16(), 200, "{province}");
    page.text()
}

/// What is said of deciding by people, by the system, and of asking for a person.
const SAID: [(&str, [&str; 3]); 2] = [
    ("zh-CN", ["都由工作人员审核决定，不由机器单独决定", "由系统自动审核通过", "勾选“请工作人员审核我的申请”"]),
    (
        "en",
        ["never a machine alone", "the system approves by itself", "“A member of staff shall review my application”"],
    ),
];

#[tokio::test]
async fn who_decides_is_said_as_the_province_decides() {
    let world = World::new().await;
    for (language, [people, system, person]) in SAID {
        let hunan = page(&world, "hunan", language).await;
        assert!(hunan.contains(people), "{hunan}");
        assert!(!hunan.contains(system) && !hunan.contains(person), "no machine decides in Hunan");
        let hubei = page(&world, "hubei", language).await;
        assert!(hubei.contains(system) && hubei.contains(person), "{hubei}");
        assert!(!hubei.contains(people), "it would not be true");
    }
}

#[tokio::test]
async fn what_only_one_province_asks_for_is_said_there_alone() {
    let world = World::new().await;
    let (hunan, hubei) = (page(&world, "hunan", "zh-CN").await, page(&world, "hubei", "zh-CN").await);
    for only in ["电子邮箱", "安全问题的答案", "朗读的声音", "手写签名"] {
        assert!(hubei.contains(only) && !hunan.contains(only), "{only}");
    }
    assert!(hunan.contains("不录声音"));
    for page in [hunan, hubei] {
        assert!(page.contains("面部视频：审核结束后 30 天") && page.contains("身份证件照片：审核结束后 180 天"));
    }
}
