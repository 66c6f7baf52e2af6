//! Numbers for Prometheus about text messages. Labels are stable names, never anything about a person.

use super::{Failure, Vendor};
use axum_prometheus::metrics::{counter, gauge};
use enrolment::sms::TemplateName;

pub(super) fn sent(vendor: &dyn Vendor, template: TemplateName) {
    counter!("ruji_sms_sent_total", "gateway" => vendor.name(), "template" => template.as_str()).increment(1);
    counter!("ruji_sms_cost_fen_total", "gateway" => vendor.name()).increment(u64::from(vendor.price_fen()));
}

pub(super) fn failed(vendor: &dyn Vendor, failure: Failure) {
    counter!("ruji_sms_failed_total", "gateway" => vendor.name(), "reason" => failure.reason()).increment(1);
}

pub(super) fn circuit(vendor: &dyn Vendor, open: bool) {
    gauge!("ruji_sms_circuit_open", "gateway" => vendor.name()).set(f64::from(u8::from(open)));
}

pub(super) fn daily_limit_reached(reached: bool) {
    gauge!("ruji_sms_daily_limit_reached").set(f64::from(u8::from(reached)));
}
