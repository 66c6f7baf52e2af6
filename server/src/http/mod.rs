//! HTTP: one flat list of routes, the layers around them, and what they share. Use cases are in `enrolment`, pages in `app`.

mod assets;
mod attachments;
mod client_address;
mod cross_site;
mod dev_sms;
mod drawings;
mod health;
mod layers;
mod limits;
mod metrics;
mod pages;
mod photo;
mod photo_form;
mod problem;
mod request_id;
mod security;
mod session;
mod upload;
mod verify_limit;

pub use assets::Assets;
pub use health::probe;

use crate::config::Settings;
use axum::{
    Router,
    extract::FromRef,
    routing::{get, post},
};
use enrolment::{Enrolment, sms::DevInbox};
use leptos::config::LeptosOptions;
use secrecy::SecretString;
use shared::route;
use std::sync::Arc;

/// What every handler may use. Cheap to clone.
#[derive(Clone)]
pub struct Site {
    pub enrolment: Enrolment,
    pub settings: Arc<Settings>,
    pub assets: Arc<Assets>,
    /// Present in development only.
    pub inbox: Option<DevInbox>,
    /// What `/metrics` asks for; without it only loopback clients are answered.
    pub metrics_token: Option<SecretString>,
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
        Self { enrolment, settings: Arc::new(settings), assets: Arc::new(assets), inbox, metrics_token, leptos }
    }
}

impl FromRef<Site> for LeptosOptions {
    fn from_ref(site: &Site) -> Self {
        site.leptos.clone()
    }
}

/// Routes that take files.
const UPLOADS: [&str; 3] = ["/{province}/photo", "/{province}/photo/prepare", "/{province}/attachments"];

/// Every route of the service. Pages and server functions are listed by `app`; the rest stands here.
pub fn router(site: Site) -> Router {
    let people = pages::mount(Router::new(), &site)
        .route("/{province}", get(pages::add_slash))
        .route(UPLOADS[0], post(photo::submit))
        .route(UPLOADS[1], post(photo::prepare))
        .route("/{province}/photo/source", get(photo::source))
        .route("/photo/{id}", get(photo::file))
        .route(UPLOADS[2], post(attachments::submit))
        .route("/evidence/attachment/{id}", get(attachments::file))
        .route("/evidence/attachment/{id}/thumbnail", get(attachments::thumbnail))
        .fallback(pages::not_found);
    let people = layers::for_people(people, &site);

    let mut machines = Router::new()
        .route(route::HEALTH_LIVE, get(health::live))
        .route(route::HEALTH_READY, get(health::ready))
        .route(route::METRICS, get(metrics::show));
    if site.inbox.is_some() && site.settings.service.is_development() {
        machines = machines.route(route::DEV_SMS, get(dev_sms::page)).route(route::DEV_SMS_JSON, get(dev_sms::json));
    }
    let machines = drawings::mount(assets::mount(machines, &site.assets));

    layers::for_all(people.merge(machines), &site).with_state(site)
}
