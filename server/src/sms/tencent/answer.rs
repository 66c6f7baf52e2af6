//! What Tencent's answers mean. Source: error codes of `SendSms` and the common error codes of Tencent Cloud's API 3.0.

use super::super::{Failure, loggable};
use serde::Deserialize;

/// Always status 200: either an error about the call, or one status for each phone. Its prose is never kept.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    response: Response,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    error: Option<Refusal>,
    #[serde(default)]
    send_status_set: Vec<SendStatus>,
    request_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Refusal {
    code: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SendStatus {
    code: String,
    serial_no: Option<String>,
}

/// The message's number at Tencent (`SerialNo`), by which receipts are asked for.
pub(super) fn read(body: &[u8]) -> Result<String, Failure> {
    let Ok(Answer { response }) = serde_json::from_slice::<Answer>(body) else {
        return Err(Failure::Unknown("answer_unreadable"));
    };
    let (code, serial) = match (response.error, response.send_status_set.into_iter().next()) {
        (Some(refusal), _) => (refusal.code, None),
        (None, Some(status)) => (status.code, status.serial_no),
        (None, None) => return Err(Failure::Unknown("answer_unreadable")),
    };
    if code == "Ok" {
        return Ok(serial.unwrap_or_default());
    }
    let failure = failure_of(&code);
    let request = loggable(response.request_id.as_deref().unwrap_or_default());
    let (code, reason) = (loggable(&code), failure.reason());
    tracing::warn!(sms.gateway = "tencent", code, request, reason, "the gateway did not take a text message");
    Err(failure)
}

fn failure_of(code: &str) -> Failure {
    match code {
        "AuthFailure.SignatureFailure" => Failure::Setup("signature_mismatch"),
        "AuthFailure.SignatureExpire" => Failure::Setup("clock_skew"),
        "FailedOperation.PhoneNumberInBlacklist" => Failure::Refused("blacklist"),
        "FailedOperation.ContainSensitiveWord" => Failure::Setup("words_refused"),
        // Tencent's own line behind the interface: it does not know either.
        "InternalError.Timeout" | "InternalError.SendAndRecvFail" => Failure::Unknown("timeout"),
        "FailedOperation.InsufficientBalanceInSmsPackage" => Failure::NotTaken("account_unpaid"),
        "LimitExceeded.AppDailyLimit"
        | "LimitExceeded.AppMainlandChinaDailyLimit"
        | "LimitExceeded.DailyLimit"
        | "LimitExceeded.AppGlobalDailyLimit" => Failure::NotTaken("account_quota"),
        "RequestLimitExceeded" => Failure::NotTaken("throttled"),
        _ => by_family(code),
    }
}

/// Codes that come in families; what is not known is for the operations team, whom the log tells the code.
fn by_family(code: &str) -> Failure {
    match code {
        code if code.contains("IncorrectPhoneNumber") => Failure::Refused("number_illegal"),
        code if code.starts_with("LimitExceeded.PhoneNumberCountLimit") => Failure::Setup("refused"),
        code if code.starts_with("LimitExceeded.") => Failure::Quota("number_quota"),
        code if code.starts_with("RequestLimitExceeded") => Failure::NotTaken("throttled"),
        code if code.starts_with("InternalError") => Failure::NotTaken("server_error"),
        code if code.starts_with("AuthFailure") || code.starts_with("UnauthorizedOperation") => {
            Failure::Setup("keys_refused")
        }
        code if code.contains("Template") => Failure::Setup("template_refused"),
        code if code.contains("Signature") || code.contains("SignName") => Failure::Setup("sign_name_refused"),
        _ => Failure::Setup("refused"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_documented_refusal_has_its_reason() {
        for (code, expected) in [
            ("LimitExceeded.DeliveryFrequencyLimit", Failure::Quota("number_quota")),
            ("LimitExceeded.PhoneNumberDailyLimit", Failure::Quota("number_quota")),
            ("LimitExceeded.AppDailyLimit", Failure::NotTaken("account_quota")),
            ("FailedOperation.PhoneNumberInBlacklist", Failure::Refused("blacklist")),
            ("InvalidParameterValue.IncorrectPhoneNumber", Failure::Refused("number_illegal")),
            ("FailedOperation.SignatureIncorrectOrUnapproved", Failure::Setup("sign_name_refused")),
            ("FailedOperation.TemplateIncorrectOrUnapproved", Failure::Setup("template_refused")),
            ("FailedOperation.TemplateParamSetNotMatchApprovedTemplate", Failure::Setup("template_refused")),
            ("AuthFailure.SecretIdNotFound", Failure::Setup("keys_refused")),
            ("InternalError.OtherError", Failure::NotTaken("server_error")),
            ("InternalError.Timeout", Failure::Unknown("timeout")),
            ("Something.New", Failure::Setup("refused")),
        ] {
            let of_call = format!("{{\"Response\":{{\"Error\":{{\"Code\":\"{code}\"}},\"RequestId\":\"a\"}}}}");
            let of_phone = format!("{{\"Response\":{{\"SendStatusSet\":[{{\"Code\":\"{code}\"}}]}}}}");
            assert_eq!(read(of_call.as_bytes()), Err(expected), "{code}");
            assert_eq!(read(of_phone.as_bytes()), Err(expected), "{code}");
        }
        let taken = b"{\"Response\":{\"SendStatusSet\":[{\"Code\":\"Ok\",\"SerialNo\":\"5:1\"}]}}";
        assert_eq!(read(taken).as_deref(), Ok("5:1"));
        assert_eq!(read(b"{\"Response\":{}}"), Err(Failure::Unknown("answer_unreadable")));
    }
}
