//! Every picture of a case: one large, all in a strip. `app/scripts/case.js` adds zoom, turning, comparing and keys; without it they
//! stand below each other, each a link to the picture itself.

use super::super::frame::Desk;
use crate::{
    components::photo_measures,
    message::{card, record},
    pages::attachments,
    text::{Text, t},
};
use enrolment::{
    Result,
    attachments::{Attachment, Attachments},
    face::PartSeen,
    ports::PartKind,
    review::Case,
};
use leptos::prelude::*;
use shared::{evidence::CardSide, file_kind::FileKind, locale::Locale, photo::CardVerdict, route};

/// One piece of evidence: what it is called, the small picture in the strip, the large one, and the file itself.
struct Piece {
    id: String,
    name: String,
    small: AnyView,
    large: AnyView,
    file: Option<String>,
}

pub(super) fn viewer(desk: &Desk, case: &Case) -> Result<impl IntoView + use<>> {
    let locale = desk.locale;
    let pieces = pieces(desk, case)?;
    let empty = pieces.is_empty().then(|| view! { <p class="lead">{t::console_case::NO_EVIDENCE.get(locale)}</p> });
    let (mut strip, mut panes) = (Vec::new(), Vec::new());
    for piece in pieces {
        let Piece { id, name, small, large, file } = piece;
        let (href, heading) = (format!("#{id}"), name.clone());
        strip.push(view! { <li><a href=href>{small} <span>{name.clone()}</span></a></li> });
        let file = file.map(|file| {
            view! { <a href=file target="_blank" rel="noopener">{t::console_case::FULL_SIZE.get(locale)}</a> }
        });
        panes.push(view! {
            <figure class="viewer__pane" id=id tabindex="0" aria-label=heading>
                <figcaption>{name} " " {file}</figcaption>
                <div class="viewer__window"><div class="viewer__picture">{large}</div></div>
            </figure>
        });
    }
    Ok(view! {
        <div class="viewer" id="viewer">
            {tools(locale)}
            {empty}
            <div class="viewer__stage">{panes}</div>
            <nav aria-label=t::console_case::STRIP.get(locale)>
                <ol class="viewer__strip">{strip}</ol>
            </nav>
        </div>
    })
}

/// Buttons for what the keys do; shown once the script runs.
fn tools(locale: Locale) -> impl IntoView + use<> {
    let tool = |act: &'static str, sign: &'static str, key: &'static str, name: Text| {
        let name = name.get(locale);
        let title = format!("{name} ({key})");
        view! { <button class="tool" type="button" data-act=act title=title aria-label=name aria-keyshortcuts=key>{sign}</button> }
    };
    view! {
        <div class="viewer__tools" role="toolbar" aria-label=t::console_case::TOOLS.get(locale) hidden>
            {tool("previous", "‹", "P", t::console_case::PREVIOUS)}
            {tool("next", "›", "N", t::console_case::NEXT)}
            {tool("out", "−", "-", t::console_case::ZOOM_OUT)}
            {tool("in", "+", "+", t::console_case::ZOOM_IN)}
            {tool("fit", "⤢", "0", t::console_case::FIT)}
            {tool("turn", "↻", "R", t::console_case::TURN)}
            {tool("compare", "◫", "C", t::console_case::COMPARE)}
            {tool("lines", "≡", "L", t::console_case::LINES)}
            {tool("keys", "?", "?", t::console_case::KEYS)}
        </div>
    }
}

fn pieces(desk: &Desk, case: &Case) -> Result<Vec<Piece>> {
    let locale = desk.locale;
    let mut pieces: Vec<Piece> = photo(desk, case)?.into_iter().collect();
    pieces.extend(CardSide::ALL.into_iter().filter_map(|side| card_side(case, side, locale)));
    pieces.extend(portrait(case, locale));
    pieces.extend(face(desk, case));
    pieces.extend(parts(case, locale));
    let files = case.attachments.iter().flat_map(Attachments::files);
    pieces.extend(files.enumerate().map(|(at, file)| attachment(file, at + 1, locale)));
    Ok(pieces)
}

fn photo(desk: &Desk, case: &Case) -> Result<Option<Piece>> {
    let (Some(photo), locale) = (&case.photo, desk.locale) else { return Ok(None) };
    let (file, spec, verdict) = (route::photo_file(photo.photo), &desk.profile()?.photo, &photo.verdict);
    let (width, height) = (verdict.width_px.max(1), verdict.height_px.max(1));
    let finished = (width, height) == (spec.file.width_px, spec.file.height_px);
    let face = verdict.face.as_ref().filter(|_| finished);
    let lines = face.map(|face| {
        let lines = photo_measures::lines(face, spec, locale);
        view! {
            <svg class="measures__lines" viewBox=format!("0 0 {width} {height}") aria-hidden="true" inner_html=lines></svg>
        }
    });
    let large = view! {
        <div class="measures">
            <img class="measures__picture" src=file.clone() width=width height=height alt=t::measures::ALT.get(locale) />
            {lines}
        </div>
    };
    Ok(Some(Piece {
        id: "ev-photo".to_owned(),
        name: t::console::EVIDENCE.get(locale).to_owned(),
        small: thumbnail(file.clone()),
        large: large.into_any(),
        file: Some(file),
    }))
}

fn card_side(case: &Case, side: CardSide, locale: Locale) -> Option<Piece> {
    let receipt = case.card.side(side)?;
    let (file, name) = (route::card_file(receipt.card), card::side(side).get(locale));
    let CardVerdict { width_px, height_px, .. } = receipt.verdict;
    let read = boxes(case, side);
    let lines = (!read.is_empty()).then(|| {
        view! { <svg class="measures__lines" viewBox=format!("0 0 {width_px} {height_px}") aria-hidden="true">{read}</svg> }
    });
    let large = view! {
        <div class="measures">
            <img class="measures__picture" src=file.clone() width=width_px height=height_px alt=name />
            {lines}
        </div>
    };
    Some(Piece {
        id: format!("ev-{}", side.as_str()),
        name: name.to_owned(),
        small: thumbnail(file.clone()),
        large: large.into_any(),
        file: Some(file),
    })
}

/// Where an engine read something.
fn boxes(case: &Case, side: CardSide) -> Vec<AnyView> {
    let fields = case.card.reading.iter().flat_map(|reading| &reading.fields);
    let regions = fields.filter_map(|field| field.region).filter(|(of, _)| *of == side);
    let one = |(_, [x, y, width, height]): (CardSide, [f32; 4])| {
        view! { <rect class="case-box" x=x y=y width=width height=height /> }.into_any()
    };
    regions.map(one).collect()
}

/// The portrait on the document, cut out where an engine found it.
fn portrait(case: &Case, locale: Locale) -> Option<Piece> {
    let receipt = case.card.side(CardSide::Portrait)?;
    let [x, y, width, height] = case.card.reading.as_ref()?.portrait?;
    let (file, view_box) = (route::card_file(receipt.card), format!("{x} {y} {width} {height}"));
    let (whole_width, whole_height) = (receipt.verdict.width_px, receipt.verdict.height_px);
    let name = t::console_case::CARD_PORTRAIT.get(locale);
    let cut = move |name: &'static str| {
        view! {
            <svg class="viewer__cut" viewBox=view_box.clone() role="img" aria-label=name>
                <image href=file.clone() width=whole_width height=whole_height />
            </svg>
        }
        .into_any()
    };
    Some(Piece { id: "ev-cut".to_owned(), name: name.to_owned(), small: cut(""), large: cut(name), file: None })
}

fn face(desk: &Desk, case: &Case) -> Option<Piece> {
    let locale = desk.locale;
    let receipt = case.face.as_ref().map(|face| &face.receipt).filter(|receipt| receipt.has_file)?;
    let (file, name) = (route::face_file(receipt.face), t::console::FACE_VIDEO.get(locale));
    // A film cannot be marked by the server: the page lays the mark over it.
    let mark = format!("{} {}", desk.name, record::moment(desk.context.enrolment.now(), locale));
    let large = view! {
        <video class="case-face" controls preload="metadata" playsinline src=file.clone() aria-label=name></video>
        <span class="viewer__mark" aria-hidden="true">{mark}</span>
    };
    Some(Piece {
        id: "ev-face".to_owned(),
        name: t::console::FACE.get(locale).to_owned(),
        small: view! { <span class="viewer__sign" aria-hidden="true">"▶"</span> }.into_any(),
        large: large.into_any(),
        file: Some(file),
    })
}

/// Stills that an engine looked at, and the sound.
fn parts(case: &Case, locale: Locale) -> Vec<Piece> {
    let parts = case.face.iter().flat_map(|face| &face.parts);
    let piece = |(at, part): (usize, &PartSeen)| {
        let (file, id) = (route::face_part(part.part), format!("ev-face-{}", at + 1));
        match part.kind {
            PartKind::Still => {
                let seconds = format!("{:.1}", f64::from(part.at_ms) / 1000.0);
                let name = t::console_face::still(locale, seconds);
                let large = view! { <img src=file.clone() alt=name.clone() loading="lazy" /> }.into_any();
                Piece { id, name, small: thumbnail(file.clone()), large, file: Some(file) }
            }
            PartKind::Sound => {
                let label = t::console_face::SOUND_LISTEN.get(locale);
                let large = view! { <audio controls preload="none" src=file aria-label=label></audio> }.into_any();
                let small = view! { <span class="viewer__sign" aria-hidden="true">"♪"</span> }.into_any();
                Piece { id, name: t::console_face::SOUND.get(locale).to_owned(), small, large, file: None }
            }
        }
    };
    parts.enumerate().map(piece).collect()
}

fn attachment(file: &Attachment, number: usize, locale: Locale) -> Piece {
    let (href, name) = (route::attachment_file(file.id), attachments::describe(file, number, locale));
    let pdf = file.format == FileKind::Pdf;
    let large = if pdf {
        view! {
            <p><a class="button" href=href.clone() target="_blank" rel="noopener">{t::console_case::OPEN_PDF.get(locale)}</a></p>
        }
        .into_any()
    } else {
        view! { <img src=href.clone() alt=name.clone() loading="lazy" /> }.into_any()
    };
    let small = if file.has_thumbnail {
        thumbnail(route::attachment_thumbnail(file.id))
    } else {
        view! { <span class="viewer__sign" aria-hidden="true">"PDF"</span> }.into_any()
    };
    Piece { id: format!("ev-{number}"), name, small, large, file: (!pdf).then_some(href) }
}

/// Named by the words beside it.
fn thumbnail(file: String) -> AnyView {
    view! { <img src=file alt="" /> }.into_any()
}
