//! A simulated Tencent Cloud: checks a call by the published description (signature v3, `SendSms` 2021-01-11), from the bytes
//! that came, and answers in Tencent's words.

use super::vendor::{ACCESS_ID, Book, Call, Desk, Mood, SECRET, Taken, header_lines, hmac, lower_hex, part, sha256};
use serde::Deserialize;

/// Registered texts and the number of their variables.
pub(super) const TEMPLATES: [(&str, usize); 2] = [("100", 2), ("200", 1)];
pub(super) const SIGN_NAME: &str = "湖南省教育考试院";
pub(super) const APP_ID: &str = "1400006666";

pub(super) struct Tencent;

/// As the API describes it; the name of every field counts.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct SendSms {
    phone_number_set: Vec<String>,
    sms_sdk_app_id: String,
    template_id: String,
    sign_name: String,
    template_param_set: Vec<String>,
    session_context: String,
}

impl Desk for Tencent {
    fn examine(&self, call: &Call<'_>, _: &mut Book, now_secs: i64) -> Result<Taken, (u16, String)> {
        authentic(call, now_secs).and_then(|()| message(call)).map_err(|code| (200, refusal(code)))
    }

    fn accepted(&self, taken: &Taken) -> String {
        status("Ok", &taken.phone, &taken.id)
    }

    fn refused(&self, taken: &Taken, mood: Mood) -> String {
        let quota = "LimitExceeded.DeliveryFrequencyLimit";
        let code = if mood == Mood::OverQuota { quota } else { "FailedOperation.PhoneNumberInBlacklist" };
        status(code, &taken.phone, &taken.id)
    }
}

fn refusal(code: &str) -> String {
    serde_json::json!({ "Response": { "Error": { "Code": code, "Message": "refused" }, "RequestId": "a-b" } })
        .to_string()
}

fn status(code: &str, phone: &str, id: &str) -> String {
    let serial = if code == "Ok" { format!("5000:{}", &id[..8]) } else { String::new() };
    let status = serde_json::json!({
        "SerialNo": serial, "PhoneNumber": phone, "Fee": 1, "SessionContext": id, "Code": code, "Message": phone,
        "IsoCode": "CN",
    });
    serde_json::json!({ "Response": { "SendStatusSet": [status], "RequestId": "a-b" } }).to_string()
}

/// The signature, computed anew from what came.
fn authentic(call: &Call<'_>, now_secs: i64) -> Result<(), &'static str> {
    let stamp = call.header("x-tc-timestamp");
    let sent_secs: i64 = stamp.parse().map_err(|_| "AuthFailure.SignatureFailure")?;
    if (now_secs - sent_secs).abs() > 5 * 60 {
        return Err("AuthFailure.SignatureExpire");
    }
    let given = call.header("authorization");
    let credential: Vec<_> = part(given, "Credential").split('/').collect();
    let [id, date, service, end] = credential[..] else { return Err("AuthFailure.SignatureFailure") };
    if id != ACCESS_ID {
        return Err("AuthFailure.SecretIdNotFound");
    }
    let day = jiff::Timestamp::from_second(sent_secs).expect("an instant").strftime("%Y-%m-%d").to_string();
    let names = part(given, "SignedHeaders");
    let complete = ["content-type", "host"].iter().all(|name| names.split(';').any(|signed| signed == *name));
    if (date, service, end) != (&*day, "sms", "tc3_request") || !complete || !given.starts_with("TC3-HMAC-SHA256 ") {
        return Err("AuthFailure.SignatureFailure");
    }
    let query = call.uri.query().unwrap_or_default();
    let lines = header_lines(call, names).to_lowercase();
    let canonical = [call.method.as_str(), call.uri.path(), query, &lines, names, &sha256(call.body)].join("\n");
    let to_sign = format!("TC3-HMAC-SHA256\n{stamp}\n{day}/sms/tc3_request\n{}", sha256(canonical.as_bytes()));
    let mut key = format!("TC3{SECRET}").into_bytes();
    for text in [&*day, "sms", "tc3_request"] {
        key = hmac(&key, text);
    }
    if part(given, "Signature") == lower_hex(&hmac(&key, &to_sign)) {
        Ok(())
    } else {
        Err("AuthFailure.SignatureFailure")
    }
}

/// What `SendSms` asks of its parameters.
fn message(call: &Call<'_>) -> Result<Taken, &'static str> {
    if (call.header("x-tc-action"), call.header("x-tc-version")) != ("SendSms", "2021-01-11") {
        return Err("InvalidAction");
    }
    if call.header("x-tc-region").is_empty() || !call.header("content-type").starts_with("application/json") {
        return Err("MissingParameter");
    }
    let sent: SendSms = serde_json::from_slice(call.body).map_err(|_| "FailedOperation.JsonParseFail")?;
    let [phone] = &sent.phone_number_set[..] else { return Err("LimitExceeded.PhoneNumberCountLimit") };
    let digits = phone.strip_prefix("+86").ok_or("InvalidParameterValue.IncorrectPhoneNumber")?;
    if digits.len() != 11 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("InvalidParameterValue.IncorrectPhoneNumber");
    }
    if sent.sms_sdk_app_id != APP_ID {
        return Err("UnauthorizedOperation.SmsSdkAppIdVerifyFail");
    }
    if sent.sign_name != SIGN_NAME {
        return Err("FailedOperation.SignatureIncorrectOrUnapproved");
    }
    let known = TEMPLATES.iter().find(|(id, _)| *id == sent.template_id);
    let (_, variables) = known.ok_or("FailedOperation.TemplateIncorrectOrUnapproved")?;
    if sent.template_param_set.len() != *variables {
        return Err("FailedOperation.TemplateParamSetNotMatchApprovedTemplate");
    }
    if sent.session_context.len() >= 512 {
        return Err("InvalidParameterValue.SessionContextTooLong");
    }
    let (phone, values) = (digits.to_owned(), sent.template_param_set);
    Ok(Taken { phone, id: sent.session_context, signature: sent.sign_name, values })
}
