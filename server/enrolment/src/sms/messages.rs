//! The words of text messages, in one place. One message is 70 characters; longer ones are sent and paid twice. The texts
//! that are registered with a gateway are these, with `${name}` or `{1}` where a parameter stands.

use super::Template;

/// Characters of a signature, and of the portal's name, with which every text still fits into one message.
pub const NAME_MAX_CHARS: usize = 15;

/// The text as the candidate reads it, signature first.
pub fn text(template: &Template) -> String {
    match template {
        Template::OneTimeCode { signature, code, lifetime_minutes } => {
            format!(
                "【{signature}】验证码{}，{lifetime_minutes}分钟内有效。工作人员不会索要验证码，请勿告诉他人。",
                code.expose()
            )
        }
        Template::Returned { signature, portal } => {
            format!("【{signature}】您提交的材料需要修改，请登录{portal}查看原因，修改后重新提交。")
        }
        Template::Approved { signature, portal } => {
            format!("【{signature}】您提交的材料已审核通过，请登录{portal}查看后续安排。")
        }
        Template::Refused { signature, portal } => {
            format!("【{signature}】您的申请未通过审核，请登录{portal}查看原因和申诉办法。")
        }
        Template::NumberAllotted { signature, number } => {
            format!("【{signature}】您的准考证号为{}，请妥善保管，参加考试时使用。", number.expose())
        }
        Template::PasswordReset { signature, portal } => {
            format!("【{signature}】您的账号办理了密码重置。如非本人操作，请立即登录{portal}或联系区考办。")
        }
        Template::RegionDecided { signature, portal } => {
            format!("【{signature}】您的考区变更申请已有结果，请登录{portal}查看。")
        }
        Template::ContactChanged { signature, portal } => {
            format!("【{signature}】您在{portal}的手机号或邮箱已更换。如非本人操作，请立即联系区考办。")
        }
        Template::MergeDecided { signature, portal } => {
            format!("【{signature}】您合并准考证号的申请已有结果，请登录{portal}查看。")
        }
        Template::NumberKnown { signature, portal } => {
            format!("【{signature}】查到您以前的准考证号，请登录{portal}查看并联系考办，避免重复。")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{OneTimeCode, TemplateName};
    use super::*;
    use shared::number::AdmissionNumber;

    const SIGNATURE: &str = "湖南省高等教育自学考试新生入籍";
    const PORTAL: &str = "湖南自学考试新生入籍服务平台网";

    fn longest() -> Vec<Template> {
        let (signature, portal) = (SIGNATURE.to_owned(), PORTAL.to_owned());
        let number: AdmissionNumber = "1234567890123456".parse().expect("16 digits");
        vec![
            Template::OneTimeCode {
                signature: signature.clone(),
                code: OneTimeCode("123456".to_owned()),
                lifetime_minutes: 30,
            },
            Template::Returned { signature: signature.clone(), portal: portal.clone() },
            Template::Approved { signature: signature.clone(), portal: portal.clone() },
            Template::Refused { signature: signature.clone(), portal: portal.clone() },
            Template::NumberAllotted { signature: signature.clone(), number },
            Template::PasswordReset { signature: signature.clone(), portal: portal.clone() },
            Template::RegionDecided { signature: signature.clone(), portal: portal.clone() },
            Template::ContactChanged { signature: signature.clone(), portal: portal.clone() },
            Template::MergeDecided { signature: signature.clone(), portal: portal.clone() },
            Template::NumberKnown { signature, portal },
        ]
    }

    #[test]
    fn every_text_fits_into_one_message_with_the_longest_names() {
        assert_eq!([SIGNATURE.chars().count(), PORTAL.chars().count()], [NAME_MAX_CHARS; 2]);
        let templates = longest();
        assert_eq!(templates.iter().map(Template::name).collect::<Vec<_>>(), TemplateName::ALL);
        for template in templates {
            let text = text(&template);
            assert!(text.chars().count() <= 70, "{}: {} characters", template.name().as_str(), text.chars().count());
        }
    }

    #[test]
    fn every_parameter_stands_in_its_text_in_the_order_of_the_list() {
        for template in longest() {
            let text = text(&template);
            assert!(text.starts_with(&format!("【{}】", template.signature())), "{text}");
            let places: Vec<_> = template.parameters().iter().map(|given| text.find(given.expose())).collect();
            assert!(!places.is_empty() && places.iter().all(Option::is_some) && places.is_sorted(), "{text}");
        }
    }

    #[test]
    fn names_are_stable_and_nothing_secret_is_shown() {
        assert_eq!(
            TemplateName::ALL.map(TemplateName::as_str),
            [
                "one_time_code",
                "returned",
                "approved",
                "refused",
                "number_allotted",
                "password_reset",
                "region_decided",
                "contact_changed",
                "merge_decided",
                "number_known"
            ]
        );
        for template in longest() {
            let shown = format!("{template:?} {:?}", template.parameters());
            assert!(!shown.contains("123456"), "{shown}");
        }
    }
}
