//! A simulated Aliyun: checks a call by the published description (V3 signature, `SendSms` 2017-05-25), from the bytes that
//! came, and answers in Aliyun's words.

use super::vendor::{ACCESS_ID, Book, Call, Desk, Mood, SECRET, Taken, header_lines, hmac, lower_hex, part, sha256};
use std::collections::BTreeMap;

/// Registered texts and their variables.
pub(super) const TEMPLATES: [(&str, &[&str]); 2] = [("SMS_100", &["code", "minutes"]), ("SMS_200", &["portal"])];
pub(super) const SIGN_NAME: &str = "湖南省教育考试院";

pub(super) struct Aliyun;

impl Desk for Aliyun {
    fn examine(&self, call: &Call<'_>, book: &mut Book, now_secs: i64) -> Result<Taken, (u16, String)> {
        let query = call.uri.query().unwrap_or_default();
        authentic(call, query).map_err(|code| refusal(code, 400))?;
        let date = call.header("x-acs-date");
        let sent: jiff::Timestamp = date.parse().map_err(|_| refusal("InvalidTimeStamp.Format", 400))?;
        if date.len() != 20 || (now_secs - sent.as_second()).abs() > 15 * 60 {
            return Err(refusal("InvalidTimeStamp.Expired", 400));
        }
        if (call.header("x-acs-action"), call.header("x-acs-version")) != ("SendSms", "2017-05-25") {
            return Err(refusal("InvalidAction.NotFound", 404));
        }
        let nonce = call.header("x-acs-signature-nonce");
        if nonce.is_empty() || !book.nonces.insert(nonce.to_owned()) {
            return Err(refusal("SignatureNonceUsed", 400));
        }
        message(query).map_err(|code| refusal(code, 200))
    }

    fn accepted(&self, taken: &Taken) -> String {
        format!(
            "{{\"Code\":\"OK\",\"Message\":\"OK\",\"BizId\":\"{}^0\",\"RequestId\":\"F655A8D5-B967\"}}",
            &taken.id[..8]
        )
    }

    fn refused(&self, taken: &Taken, mood: Mood) -> String {
        let code = if mood == Mood::OverQuota { "isv.BUSINESS_LIMIT_CONTROL" } else { "isv.BLACK_LIST_CONTROL" };
        format!("{{\"Code\":\"{code}\",\"Message\":\"{} 触发小时级流控\",\"RequestId\":\"A-1\"}}", taken.phone)
    }
}

fn refusal(code: &str, status: u16) -> (u16, String) {
    (status, format!("{{\"Code\":\"{code}\",\"Message\":\"refused\",\"RequestId\":\"A-2\",\"HostId\":\"sms\"}}"))
}

/// The signature, computed anew from the method, path, query, headers and body that came.
fn authentic(call: &Call<'_>, query: &str) -> Result<(), &'static str> {
    let given = call.header("authorization");
    if !given.starts_with("ACS3-HMAC-SHA256 ") {
        return Err("IncompleteSignature");
    }
    if part(given, "Credential") != ACCESS_ID {
        return Err("InvalidAccessKeyId.NotFound");
    }
    let names = part(given, "SignedHeaders");
    let mut required = ["host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce"].iter();
    if !names.split(';').is_sorted() || !required.all(|name| names.split(';').any(|signed| signed == *name)) {
        return Err("IncompleteSignature");
    }
    let body = sha256(call.body);
    if call.header("x-acs-content-sha256") != body {
        return Err("SignatureDoesNotMatch");
    }
    let pairs: Vec<_> =
        decoded(query).iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    let lines = header_lines(call, names);
    let canonical = [call.method.as_str(), call.uri.path(), &pairs.join("&"), &lines, names, &body].join("\n");
    let to_sign = format!("ACS3-HMAC-SHA256\n{}", sha256(canonical.as_bytes()));
    let expected = lower_hex(&hmac(SECRET.as_bytes(), &to_sign));
    if part(given, "Signature") == expected { Ok(()) } else { Err("SignatureDoesNotMatch") }
}

/// What `SendSms` asks of its parameters.
fn message(query: &str) -> Result<Taken, &'static str> {
    let given = decoded(query);
    let get = |name: &str| given.get(name).map(String::as_str).filter(|value| !value.is_empty());
    let phone = get("PhoneNumbers").ok_or("isv.MOBILE_NUMBER_ILLEGAL")?;
    if phone.len() != 11 || !phone.starts_with('1') || !phone.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("isv.MOBILE_NUMBER_ILLEGAL");
    }
    let signature = get("SignName").filter(|name| *name == SIGN_NAME).ok_or("isv.SMS_SIGNATURE_ILLEGAL")?;
    let code = get("TemplateCode").ok_or("isv.SMS_TEMPLATE_ILLEGAL")?;
    let (_, names) = TEMPLATES.iter().find(|(known, _)| *known == code).ok_or("isv.SMS_TEMPLATE_ILLEGAL")?;
    let values: BTreeMap<String, String> =
        serde_json::from_str(get("TemplateParam").unwrap_or("{}")).map_err(|_| "isv.INVALID_JSON_PARAM")?;
    if !values.keys().map(String::as_str).eq(names.iter().copied()) {
        return Err("isv.TEMPLATE_MISSING_PARAMETERS");
    }
    Ok(Taken {
        phone: phone.to_owned(),
        id: get("OutId").ok_or("isv.INVALID_PARAMETERS")?.to_owned(),
        signature: signature.to_owned(),
        values: values.into_values().collect(),
    })
}

/// Sorted by name; a name that comes twice counts once, and so fails the signature.
fn decoded(query: &str) -> BTreeMap<String, String> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

fn decode(text: &str) -> String {
    let (bytes, mut plain, mut at) = (text.as_bytes(), Vec::new(), 0);
    while at < bytes.len() {
        if bytes[at] == b'%' {
            plain.push(u8::from_str_radix(&text[at + 1..at + 3], 16).expect("two hexadecimal digits"));
            at += 3;
        } else {
            plain.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(plain).expect("UTF-8")
}

fn encode(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(byte);
    let one = |byte: u8| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}
