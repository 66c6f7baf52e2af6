//! HTTP: one flat list of routes, the layers around them, and what they share. Use cases are in `enrolment`, pages in `app`.

mod administration;
mod assets;
mod attachments;
mod chsi;
mod classes;
mod client_address;
mod cross_site;
mod desk;
mod dev_chsi;
mod dev_sms;
mod drawings;
mod evidence;
pub mod existing;
mod figures;
mod handoff;
mod health;
mod layers;
mod limits;
mod maintenance;
mod metrics;
mod pages;
mod photo;
mod photo_form;
mod pieces;
mod problem;
mod request_id;
pub mod rules;
mod security;
mod session;
mod upload;
mod uploads;
mod verify_limit;
mod web_app;
mod whose;

pub use assets::Assets;
pub use dev_chsi::Simulator;

use crate::config::Settings;
use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef},
    middleware::from_fn,
    routing::{get, post},
};
use enrolment::{Enrolment, education::signature::SharedSecret, sms::DevInbox};
use leptos::config::LeptosOptions;
use secrecy::{ExposeSecret as _, SecretString};
use shared::route::{self, console};
use std::sync::Arc;

/// What every handler may use. Cheap to clone.
#[derive(Clone)]
pub struct Site {
    pub enrolment: Enrolment,
    pub settings: Arc<Settings>,
    pub assets: Arc<Assets>,
    /// Present in development only.
    pub inbox: Option<DevInbox>,
    /// Plays the register of education; present in development only.
    pub simulator: Option<Simulator>,
    /// What `/metrics` asks for; without it only loopback clients are answered.
    pub metrics_token: Option<SecretString>,
    /// Who follows a phone's work live.
    streams: Arc<handoff::Streams>,
    leptos: LeptosOptions,
}

impl Site {
    pub fn new(
        enrolment: Enrolment,
        settings: Settings,
        inbox: Option<DevInbox>,
        metrics_token: Option<SecretString>,
    ) -> Self {
        let assets = Assets::scan(&settings.assets.directory);
        let leptos = LeptosOptions::builder().output_name("app").site_pkg_dir(assets.package_path()).build();
        let simulator = simulator(&settings);
        Self {
            enrolment,
            settings: Arc::new(settings),
            assets: Arc::new(assets),
            inbox,
            simulator,
            metrics_token,
            streams: Arc::default(),
            leptos,
        }
    }
}

/// In development, unless a register is configured.
fn simulator(settings: &Settings) -> Option<Simulator> {
    if !settings.service.is_development() || !settings.chsi.endpoint.is_empty() {
        return None;
    }
    let secret = settings.chsi.resolved_secret(&settings.service).ok()??;
    Simulator::new(SharedSecret::new(secret.expose_secret().as_bytes()))
}

impl FromRef<Site> for LeptosOptions {
    fn from_ref(site: &Site) -> Self {
        site.leptos.clone()
    }
}

/// Routes that take a file, or a piece of one.
const UPLOADS: [&str; 10] = [
    "/{province}/photo",
    "/{province}/photo/prepare",
    "/{province}/card",
    "/{province}/face",
    "/{province}/uploads/{id}/{place}",
    "/{province}/attachments",
    "/console/desk/{case}/photo",
    "/console/classes",
    "/console/admin/tables/{part}/file",
    "/console/admin/existing",
];

/// Routes that a waiting page asks by itself.
const FOLLOWING: [&str; 4] =
    ["/{province}/handoff/state", "/{province}/handoff/events", "/{province}/evidence/turn", console::SIGNED_IN];

/// Every route of the service. Pages and server functions are listed by `app`; the rest stands here.
pub fn router(site: Site) -> Router {
    let people = pages::mount(Router::new(), &site)
        .route("/{province}", get(pages::add_slash))
        .route(UPLOADS[0], post(photo::submit))
        .route(UPLOADS[1], post(photo::prepare))
        .route("/{province}/photo/source", get(photo::source))
        .route("/photo/{id}", get(photo::file))
        .route("/console/case/{case}/alike/{photo}", get(photo::alike))
        .route(FOLLOWING[0], get(handoff::state))
        .route(FOLLOWING[1], get(handoff::events))
        .route(UPLOADS[2], post(evidence::card))
        .route(UPLOADS[3], post(evidence::face))
        .route("/{province}/face/challenge", post(evidence::challenge))
        .route(FOLLOWING[2], get(evidence::turn))
        .route(FOLLOWING[3], get(session::signed_in))
        .route("/evidence/face-part/{id}", get(evidence::face_part))
        .route("/{province}/uploads", uploads::all())
        .route("/{province}/uploads/{id}", uploads::one())
        .route(UPLOADS[4], uploads::piece().layer(DefaultBodyLimit::max(uploads::CHUNK_MAX + 1)))
        .route(console::AUDIT_CSV, get(figures::audit))
        .route(console::STATISTICS_CSV, get(figures::statistics))
        .route("/evidence/card/{id}", get(evidence::card_file))
        .route("/evidence/face/{id}", get(evidence::face_file))
        .route(UPLOADS[5], post(attachments::submit))
        .route(UPLOADS[6], post(desk::photo))
        .route(UPLOADS[7], post(classes::submit))
        .route("/console/classes/{list}/result.csv", get(classes::result))
        .route("/evidence/attachment/{id}", get(attachments::file))
        .route("/evidence/attachment/{id}/thumbnail", get(attachments::thumbnail))
        .route(UPLOADS[8], get(administration::table).post(administration::import))
        .route("/console/admin/exports/{id}/file", get(administration::export))
        .route(UPLOADS[9], post(existing::submit))
        .route("/console/admin/existing/{import}/refused.csv", get(existing::refused))
        .fallback(pages::not_found);
    let people = layers::for_people(people, &site);

    let mut machines = health_and_metrics()
        .route(route::CHSI_CALLBACK, post(chsi::callback).layer(DefaultBodyLimit::max(chsi::BODY_MAX_BYTES)));
    if site.inbox.is_some() && site.settings.service.is_development() {
        machines = machines
            .route(route::DEV_SMS, get(dev_sms::page).post(dev_sms::switch))
            .route(route::DEV_SMS_JSON, get(dev_sms::json));
    }
    if site.simulator.is_some() {
        machines = dev_chsi::mount(machines);
    }
    let machines = web_app::mount(drawings::mount(machines)).layer(from_fn(rules::enforce));
    let machines = assets::mount(machines, &site.assets);

    layers::for_all(people.merge(machines), &site).with_state(site)
}

fn health_and_metrics() -> Router<Site> {
    Router::new()
        .route(route::HEALTH_LIVE, get(health::live))
        .route(route::HEALTH_READY, get(health::ready))
        .route(route::METRICS, get(metrics::show))
}

/// What a process answers that only does jobs: whether it lives and can work, and its numbers.
pub fn probes(site: Site) -> Router {
    let router = health_and_metrics().layer(from_fn(rules::enforce));
    layers::for_all(router, &site).with_state(site)
}
