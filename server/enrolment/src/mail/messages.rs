//! The words of e-mails, in one place: Chinese first, then the same in English.

use super::{Mail, MailText};

pub fn subject(mail: &Mail) -> String {
    let what = match &mail.text {
        MailText::OneTimeCode { .. } => "验证码",
        MailText::PasswordReset { .. } => "密码重置提醒",
        MailText::RegionDecided { .. } => "考区变更结果",
        MailText::MergeDecided { .. } => "准考证号合并结果",
        MailText::NumberKnown { .. } => "查到以前的准考证号",
        MailText::ContactChanged { .. } => "手机号或邮箱更换提醒",
    };
    format!("【{}】{what}", mail.authority)
}

/// Plain text: no markup that could hide where a link leads, and no links at all.
pub fn body(mail: &Mail) -> String {
    let (chinese, english) = match &mail.text {
        MailText::OneTimeCode { code, lifetime_minutes } => (
            format!(
                "您的验证码是 {}，{lifetime_minutes} 分钟内有效。工作人员不会索要验证码，请勿告诉他人。如果不是您本人操作，请忽略本邮件。",
                code.expose()
            ),
            format!(
                "Your code is {}. It is valid for {lifetime_minutes} minutes. Staff never ask for it: tell it to nobody. If you did not ask for it, ignore this message.",
                code.expose()
            ),
        ),
        MailText::PasswordReset { portal } => (
            format!(
                "您的账号正在办理或已经完成密码重置。如果不是您本人操作，请立即登录{portal}修改密码，或联系考籍所在地教育考试机构。"
            ),
            format!(
                "The password of your account at {portal} is being reset or has been reset. If it was not you, change it there at once, or contact the education examination office of your district."
            ),
        ),
        MailText::RegionDecided { portal } => (
            format!("您的考区变更申请已有结果，请登录{portal}查看。"),
            format!("Your request for another district has been decided. Sign in to {portal} to see the result."),
        ),
        MailText::MergeDecided { portal } => (
            format!("您合并准考证号的申请已有结果，请登录{portal}查看。"),
            format!("Your request to merge admission numbers has been decided. Sign in to {portal} to see the result."),
        ),
        MailText::NumberKnown { portal } => (
            format!(
                "您按新生注册后，查到您以前已有准考证号。请登录{portal}查看，并联系报考所在地教育考试机构，避免成绩分在两个准考证号上。"
            ),
            format!(
                "After you registered as new, an admission number of yours from before became known. Sign in to {portal} to see it, and contact the education examination office of your district, so that your results do not stand under two numbers."
            ),
        ),
        MailText::ContactChanged { portal } => (
            format!(
                "您在{portal}登记的手机号码或电子邮箱已更换。如果不是您本人操作，请立即联系考籍所在地教育考试机构。"
            ),
            format!(
                "The phone number or e-mail address of your account at {portal} has been changed. If it was not you, contact the education examination office of your district at once."
            ),
        ),
    };
    format!("{chinese}\n\n{english}\n\n{}\n", mail.authority)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sms::OneTimeCode;
    use shared::id::MailId;

    fn mail(text: MailText) -> Mail {
        let to = "zhang@example.com".parse().expect("an address");
        Mail { id: MailId(uuid::Uuid::nil()), to, authority: "湖北省教育考试院".to_owned(), text }
    }

    #[test]
    fn only_the_code_is_about_a_person_and_only_the_body_has_it() {
        let sent = mail(MailText::OneTimeCode { code: OneTimeCode::of("123456"), lifetime_minutes: 5 });
        assert_eq!(body(&sent).matches("123456").count(), 2, "in both languages");
        assert!(!subject(&sent).contains("123456") && !format!("{sent:?}").contains("123456"));
        for text in [
            MailText::PasswordReset { portal: "湖北自考服务平台".to_owned() },
            MailText::RegionDecided { portal: "湖北自考服务平台".to_owned() },
            MailText::MergeDecided { portal: "湖北自考服务平台".to_owned() },
            MailText::NumberKnown { portal: "湖北自考服务平台".to_owned() },
            MailText::ContactChanged { portal: "湖北自考服务平台".to_owned() },
        ] {
            let sent = mail(text);
            assert_eq!(body(&sent).matches("湖北自考服务平台").count(), 2);
            assert!(!body(&sent).contains("http"), "no links: what looks like one of ours may be anybody's");
        }
    }
}
