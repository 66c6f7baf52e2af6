//! The words of text messages, in one place. One message is 70 characters; longer ones are sent and paid twice.

use super::Template;

/// The text as the candidate reads it, signature first.
pub fn text(template: &Template) -> String {
    match template {
        Template::OneTimeCode { signature, code, lifetime_minutes } => {
            format!(
                "【{signature}】验证码{}，{lifetime_minutes}分钟内有效。工作人员不会索要验证码，请勿告诉他人。",
                code.expose()
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::OneTimeCode;
    use super::*;

    #[test]
    fn a_code_fits_into_one_message() {
        let signature = "湖南省高等教育自学考试新生入籍".to_owned();
        let code = OneTimeCode("123456".to_owned());
        let text = text(&Template::OneTimeCode { signature, code, lifetime_minutes: 30 });
        assert!(text.chars().count() <= 70, "{} characters", text.chars().count());
        assert!(text.contains("123456"));
    }
}
