//! What Aliyun's answers mean. Source: error codes of `SendSms` and the common error codes of its API.

use super::super::{Failure, loggable};
use serde::Deserialize;

/// The same shape whether it agrees (status 200) or refuses (200 or 4xx). Its prose may quote the phone: never kept.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    code: String,
    biz_id: Option<String>,
    request_id: Option<String>,
}

/// The message's number at Aliyun (`BizId`), by which receipts are asked for.
pub(super) fn read(body: &[u8]) -> Result<String, Failure> {
    let Ok(answer) = serde_json::from_slice::<Answer>(body) else {
        return Err(Failure::Unknown("answer_unreadable"));
    };
    if answer.code == "OK" {
        return Ok(answer.biz_id.unwrap_or_default());
    }
    let failure = failure_of(&answer.code);
    let request = loggable(answer.request_id.as_deref().unwrap_or_default());
    let (code, reason) = (loggable(&answer.code), failure.reason());
    tracing::warn!(sms.gateway = "aliyun", code, request, reason, "the gateway did not take a text message");
    Err(failure)
}

fn failure_of(code: &str) -> Failure {
    match code {
        "SignatureNonceUsed" => Failure::Repeated,
        "isv.BUSINESS_LIMIT_CONTROL" => Failure::Quota("number_quota"),
        "isv.MOBILE_NUMBER_ILLEGAL" | "isv.MOBILE_COUNT_OVER_LIMIT" => Failure::Refused("number_illegal"),
        "isv.BLACK_KEY_CONTROL_LIMIT" => Failure::Setup("words_refused"),
        "isv.BLACK_LIST_CONTROL" | "isv.MOBILE_BLACK_LIST" | "isv.DENY_IP_RANGE" => Failure::Refused("blacklist"),
        "SignatureDoesNotMatch" | "IncompleteSignature" => Failure::Setup("signature_mismatch"),
        "InvalidTimeStamp.Expired" | "InvalidTimeStamp.Format" => Failure::Setup("clock_skew"),
        "isp.RAM_PERMISSION_DENY" | "isv.ACCOUNT_ABNORMAL" | "isv.ACCOUNT_NOT_EXISTS" => Failure::Setup("keys_refused"),
        "isv.DAY_LIMIT_CONTROL" | "isv.MONTH_LIMIT_CONTROL" => Failure::NotTaken("account_quota"),
        "isv.AMOUNT_NOT_ENOUGH" | "isv.OUT_OF_SERVICE" => Failure::NotTaken("account_unpaid"),
        "ServiceUnavailable" | "InternalError" | "isp.SYSTEM_ERROR" => Failure::NotTaken("server_error"),
        _ => by_family(code),
    }
}

/// Codes that come in families; what is not known is for the operations team, whom the log tells the code.
fn by_family(code: &str) -> Failure {
    match code {
        code if code.starts_with("Throttling") => Failure::NotTaken("throttled"),
        code if code.starts_with("InvalidAccessKeyId") || code.starts_with("Forbidden") => {
            Failure::Setup("keys_refused")
        }
        code if code.starts_with("isv.SMS_SIGN") || code.starts_with("isv.SIGN") || code.contains("SIGNATURE") => {
            Failure::Setup("sign_name_refused")
        }
        code if code.contains("TEMPLATE") || code.contains("PARAM") => Failure::Setup("template_refused"),
        _ => Failure::Setup("refused"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_refusal_has_its_reason() {
        for (code, expected) in [
            ("isv.BUSINESS_LIMIT_CONTROL", Failure::Quota("number_quota")),
            ("isv.MOBILE_NUMBER_ILLEGAL", Failure::Refused("number_illegal")),
            ("isv.SMS_SIGNATURE_ILLEGAL", Failure::Setup("sign_name_refused")),
            ("isv.SMS_TEMPLATE_ILLEGAL", Failure::Setup("template_refused")),
            ("isv.TEMPLATE_MISSING_PARAMETERS", Failure::Setup("template_refused")),
            ("isv.INVALID_PARAMETERS", Failure::Setup("template_refused")),
            ("isv.AMOUNT_NOT_ENOUGH", Failure::NotTaken("account_unpaid")),
            ("InvalidAccessKeyId.NotFound", Failure::Setup("keys_refused")),
            ("Throttling.User", Failure::NotTaken("throttled")),
            ("isv.SOMETHING_NEW", Failure::Setup("refused")),
        ] {
            let body = format!("{{\"Code\":\"{code}\",\"Message\":\"13800138000\",\"RequestId\":\"A-1\"}}");
            assert_eq!(read(body.as_bytes()), Err(expected), "{code}");
        }
        assert_eq!(read(b"{\"Code\":\"OK\",\"BizId\":\"9006^0\"}").as_deref(), Ok("9006^0"));
        assert_eq!(read(b"<html>"), Err(Failure::Unknown("answer_unreadable")));
    }
}
