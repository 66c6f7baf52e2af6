//! What has happened to an application, and what comes next.

use crate::{
    message::record,
    text::{Text, t},
};
use leptos::prelude::*;
use shared::{locale::Locale, time::Timestamp};

/// One step of the timeline.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TimelineStep {
    pub name: Text,
    pub kind: StepKind,
}

/// Whether a step lies behind, is going on, or lies ahead.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepKind {
    Done(Timestamp),
    /// Lies behind; when, is not said.
    Given,
    /// Ended the matter, or sent it back.
    Stopped(Timestamp),
    Now,
    Later,
    /// Promised by then.
    NowUntil(Timestamp),
    /// Cannot be before then.
    NowAfter(Timestamp),
    LaterUntil(Timestamp),
    LaterAfter(Timestamp),
}

impl StepKind {
    const fn modifier(self) -> &'static str {
        match self {
            Self::Done(_) | Self::Given => "done",
            Self::Stopped(_) => "stopped",
            Self::Now | Self::NowUntil(_) | Self::NowAfter(_) => "now",
            Self::Later | Self::LaterUntil(_) | Self::LaterAfter(_) => "later",
        }
    }

    /// What the drawn mark means, for those who do not see it.
    const fn words(self) -> Text {
        match self {
            Self::Done(_) | Self::Given | Self::Stopped(_) => t::status::DONE,
            Self::Now | Self::NowUntil(_) | Self::NowAfter(_) => t::status::NOW,
            Self::Later | Self::LaterUntil(_) | Self::LaterAfter(_) => t::status::LATER,
        }
    }

    const fn at(self) -> Option<Timestamp> {
        match self {
            Self::Done(at) | Self::Stopped(at) => Some(at),
            _ => None,
        }
    }

    /// When it is promised.
    fn promise(self, locale: Locale) -> Option<String> {
        match self {
            Self::NowUntil(at) | Self::LaterUntil(at) => Some(t::status::by(locale, record::beijing(at, locale))),
            Self::NowAfter(at) | Self::LaterAfter(at) => Some(t::status::after(locale, record::beijing(at, locale))),
            _ => None,
        }
    }
}

#[component]
pub fn Timeline(steps: Vec<TimelineStep>, locale: Locale) -> impl IntoView {
    let steps = steps.into_iter().map(|step| {
        let time = step.kind.at().map(|at| {
            view! {
                <time class="timeline__time" datetime=record::machine_time(at)>{record::beijing(at, locale)}</time>
            }
        });
        let promise = step.kind.promise(locale).map(|words| view! { <div class="timeline__time">{words}</div> });
        let current = (step.kind.modifier() == "now").then_some("step");
        view! {
            <li class=format!("timeline__step timeline__step--{}", step.kind.modifier()) aria-current=current>
                <div class="timeline__name">
                    <span class="visually-hidden">{step.kind.words().get(locale)}</span>
                    {step.name.get(locale)}
                </div>
                {time}
                {promise}
            </li>
        }
    });
    view! { <ol class="timeline">{steps.collect_view()}</ol> }
}
