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
    /// Ended the matter, or sent it back.
    Stopped(Timestamp),
    Now,
    Later,
}

impl StepKind {
    const fn modifier(self) -> &'static str {
        match self {
            Self::Done(_) => "done",
            Self::Stopped(_) => "stopped",
            Self::Now => "now",
            Self::Later => "later",
        }
    }

    /// What the drawn mark means, for those who do not see it.
    const fn words(self) -> Text {
        match self {
            Self::Done(_) | Self::Stopped(_) => t::status::DONE,
            Self::Now => t::status::NOW,
            Self::Later => t::status::LATER,
        }
    }

    const fn at(self) -> Option<Timestamp> {
        match self {
            Self::Done(at) | Self::Stopped(at) => Some(at),
            Self::Now | Self::Later => None,
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
        let current = (step.kind == StepKind::Now).then_some("step");
        view! {
            <li class=format!("timeline__step timeline__step--{}", step.kind.modifier()) aria-current=current>
                <div class="timeline__name">
                    <span class="visually-hidden">{step.kind.words().get(locale)}</span>
                    {step.name.get(locale)}
                </div>
                {time}
            </li>
        }
    });
    view! { <ol class="timeline">{steps.collect_view()}</ol> }
}
