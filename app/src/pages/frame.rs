//! The frame around candidates' pages, and what every such page knows: province, caller, language, last refusal.

use crate::{
    api::{
        Refusal, SetLanguage, SetLargeType,
        posting::{Faults, Unsent},
    },
    components::{Banners, Notice, Tone},
    context::{self, RequestContext},
    journey,
    message::record,
    pages::{begin_again, closed, error},
    text::{Text, t},
};
use enrolment::{Caller, Error, Result, Who, session::Scope};
use leptos::{
    prelude::*,
    server_fn::{ServerFn, error::ServerFnUrlError},
};
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_params_map, use_query_map};
use shared::{
    enrolment::{Item, Step},
    id::Province,
    locale::Locale,
    problem::{Field, Problem, ProblemCode},
    profile::{Profile, Word},
    route,
};

/// One request for a page of one province.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub context: RequestContext,
    pub province: Province,
    pub locale: Locale,
    /// Why the form that was sent from this page was refused.
    pub problem: Option<Problem>,
    /// Path of the server function that refused it.
    refuser: Option<String>,
    /// Path of the page, without a query.
    pub path: String,
}

/// Which menu entry a page belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Menu {
    Home,
    Enrol,
    Record,
    Account,
    None,
}

/// What a page shows inside the frame.
pub(super) struct Page {
    pub title: String,
    pub menu: Menu,
    /// Number of the step in the journey, from 1 on, and how many there are.
    pub step: Option<(usize, usize)>,
    pub body: AnyView,
}

impl Page {
    pub(super) fn new(title: impl Into<String>, menu: Menu, body: impl IntoAny) -> Self {
        Self { title: title.into(), menu, step: None, body: body.into_any() }
    }

    /// Says where in the journey the page stands.
    pub(super) fn at(mut self, visit: &Visit, step: Step) -> Self {
        self.step = journey::place(visit.profile(), step);
        self
    }

    /// The last step: checking the answers and handing in.
    pub(super) fn at_the_end(mut self, visit: &Visit) -> Self {
        let steps = visit.profile().steps.len() + 1;
        self.step = Some((steps, steps));
        self
    }

    /// Sends the browser elsewhere; nothing of this page is shown.
    pub(super) fn redirect(path: &str) -> Self {
        leptos_axum::redirect(path);
        Self::new("", Menu::None, ())
    }
}

impl Visit {
    /// The request at hand; `NotFound` where the path names no province of this server.
    fn of_request() -> Result<Self> {
        let context = context::request();
        // From the path, not from a route: an unknown page of a known province has no route.
        let province = current_path().split('/').nth(1).unwrap_or_default().to_owned();
        let province: Province = province.parse().map_err(|_| Error::NotFound)?;
        context.enrolment.profile(&province)?;
        let locale = context.locale;
        Ok(Self { locale, province, problem: last_refusal(), refuser: refuser(), path: current_path(), context })
    }

    pub(super) fn profile(&self) -> &Profile {
        self.context.enrolment.profile(&self.province).expect("of_request found it")
    }

    /// What the province calls something, or else the service. A mark of what must be filled in stays.
    pub(super) fn word(&self, word: Word, else_: Text) -> String {
        let service = else_.get(self.locale);
        let mark = if service.starts_with("* ") { "* " } else { "" };
        let own = self.profile().words.get(word, self.locale).map(|own| format!("{mark}{own}"));
        own.unwrap_or_else(|| service.to_owned())
    }

    /// What an item of the application is called here.
    pub(super) fn item(&self, item: Item) -> String {
        match item {
            Item::Details => self.word(Word::Details, record::item(item)),
            other => record::item(other).get(self.locale).to_owned(),
        }
    }

    pub(super) fn routes(&self) -> route::Candidate<'_> {
        route::Candidate(&self.province)
    }

    /// The signed-in candidate; refused with `session.needed`.
    pub(super) fn candidate(&self) -> Result<&Caller> {
        self.context.candidate(&self.province).ok_or_else(|| ProblemCode::SessionNeeded.into())
    }

    /// Whether this is a phone that may provide evidence only.
    pub(super) fn limited(&self) -> bool {
        let who = self.context.caller.as_ref().map(|caller| &caller.who);
        matches!(who, Some(Who::Candidate { scope: Scope::Evidence, .. }))
    }

    /// Whether the server function at `path` refused the form.
    pub(super) fn refused_by(&self, path: &str) -> bool {
        self.problem.is_some() && self.refuser.as_deref() == Some(path)
    }

    /// Why the form was refused, with what else is wrong with it.
    pub(super) async fn problems(&self) -> Result<Vec<Problem>> {
        Faults::with(&self.context, self.problem.as_ref(), self.refuser.as_deref()).await
    }

    /// Whose page this is: of the candidate who is signed in, of nobody yet.
    pub(super) fn owner(&self) -> String {
        match self.context.caller.as_ref().map(|caller| &caller.who) {
            Some(Who::Candidate { enrolment, .. }) => enrolment.to_string(),
            _ => String::new(),
        }
    }

    /// Where a form of this page is sent: `path`, and whose page it was (`server/src/http/whose.rs`). So is every form that acts for a
    /// candidate; not those that anybody may send, as signing in and out.
    pub(super) fn own(&self, path: &str) -> String {
        match self.owner() {
            owner if owner.is_empty() => path.to_owned(),
            owner => {
                let joint = if path.contains('?') { '&' } else { '?' };
                format!("{path}{joint}{}={owner}", route::OWNER)
            }
        }
    }

    /// A value of the path.
    pub(super) fn parameter(name: &str) -> String {
        use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default()
    }
}

/// Why the last form was refused: a server function puts the whole problem into the query, the upload of a picture its code, and so
/// does the layer that takes nothing from another candidate's page.
pub(super) fn last_refusal() -> Option<Problem> {
    if let Some(encoded) = query("__err") {
        return Some(ServerFnUrlError::<Refusal>::decode_err(&encoded).0);
    }
    ProblemCode::parse(&query("problem")?).map(|code| match code {
        ProblemCode::PageOfAnother => code.into(),
        code => Problem::at(code, Field::Photo),
    })
}

/// Path of the server function that refused the last form.
pub(super) fn refuser() -> Option<String> {
    query("__path")
}

fn query(name: &str) -> Option<String> {
    use_query_map().with_untracked(|query| query.get(name))
}

pub(super) fn current_path() -> String {
    use_location().pathname.get_untracked()
}

/// A page for candidates: `body` makes it, or says why not.
pub(super) fn candidate_page<Fut>(body: impl FnOnce(Visit) -> Fut + Send + 'static) -> impl IntoView
where
    Fut: Future<Output = Result<Page>> + Send + 'static,
{
    Suspend::new(async move {
        let Ok(visit) = Visit::of_request() else { return error::bare(ProblemCode::NotFound).into_any() };
        let page = match body(visit.clone()).await {
            Ok(page) => page,
            Err(error) => {
                match closed::instead_of(&visit, &error).await.or_else(|| begin_again::instead_of(&visit, &error)) {
                    Some(page) => page,
                    None => error::page(&visit, error).await,
                }
            }
        };
        framed(&visit, page).into_any()
    })
}

/// That a form which came after its session had ended is here again.
pub(super) fn brought_back(visit: &Visit) -> Option<impl IntoView + use<>> {
    let locale = visit.locale;
    let (name, value) = Unsent::BACK;
    let back = visit.problem.is_none() && query(name).as_deref() == Some(value);
    back.then(|| {
        view! {
            <Notice title=t::frame::BROUGHT_BACK.get(locale) tone=Tone::Good>
                <p role="status">{t::frame::BROUGHT_BACK_TEXT.get(locale)}</p>
            </Notice>
        }
    })
}

fn framed(visit: &Visit, page: Page) -> impl IntoView + use<> {
    let locale = visit.locale;
    let title = visit.profile().title.get(locale).to_owned();
    let step = page.step.map(|(step, of)| view! { <p class="steps">{t::frame::step(locale, step, of)}</p> });
    view! {
        <Title text=format!("{} – {title}", page.title) />
        <a class="skip" href="#main">{t::frame::SKIP.get(locale)}</a>
        {bar(visit)}
        <Banners banners=visit.context.enrolment.banners(Some(&visit.province)) locale=locale />
        <div class="layout">
            {(!visit.limited()).then(|| menu(visit, page.menu))}
            <main class="content" id="main">
                {step}
                <h1>{page.title}</h1>
                {page.body}
            </main>
        </div>
        {foot(visit)}
    }
}

fn bar(visit: &Visit) -> impl IntoView + use<> {
    let locale = visit.locale;
    let profile = visit.profile();
    let signed_in = visit.context.candidate(&visit.province).is_some();
    let account = if visit.limited() {
        ().into_any()
    } else if signed_in {
        view! { <a class="button" href=visit.routes().sign_out()>{t::frame::SIGN_OUT.get(locale)}</a> }.into_any()
    } else {
        // 新生入籍 stands at the top right, as the guide says; on phones it is the page's own act.
        view! {
            <a class="button" href=visit.routes().sign_in()>{t::frame::SIGN_IN.get(locale)}</a>
            <a class="button button--primary portal-bar__enrol" href=visit.routes().register()>
                {visit.word(Word::Enrol, t::frame::MENU_ENROL)}
            </a>
        }
        .into_any()
    };
    view! {
        <header class="portal-bar">
            <div class="portal-bar__row">
                <a class="portal-bar__title" href=visit.routes().home()>
                    {profile.title.get(locale).to_owned()}
                    <small>{profile.authority.get(locale).to_owned()}</small>
                </a>
                <div class="portal-bar__tools">{preferences(&visit.context, &visit.path)} {account}</div>
            </div>
        </header>
    }
}

/// Language and type size: small forms, so that they work everywhere and are never prefetched.
pub(super) fn preferences(context: &RequestContext, path: &str) -> impl IntoView + use<> {
    let locale = context.locale;
    let other = if locale == Locale::Chinese { Locale::English } else { Locale::Chinese };
    let (size, on) = if context.large_type { (t::frame::LARGE_OFF, "off") } else { (t::frame::LARGE_ON, "on") };
    view! {
        <form method="post" action=SetLargeType::url()>
            <input type="hidden" name="back" value=path.to_owned() />
            <button class="tool" name="large" value=on>{size.get(locale)}</button>
        </form>
        <form method="post" action=SetLanguage::url()>
            <input type="hidden" name="back" value=path.to_owned() />
            <button class="tool" name="language" value=other.tag() lang=other.tag()>
                {t::frame::OTHER_LANGUAGE.get(locale)}
            </button>
        </form>
    }
}

fn menu(visit: &Visit, current: Menu) -> impl IntoView + use<> {
    let (locale, routes) = (visit.locale, visit.routes());
    let signed_in = visit.context.candidate(&visit.province).is_some();
    let account = if signed_in { routes.account() } else { routes.sign_in() };
    let enrol = if signed_in { routes.go_on() } else { routes.register() };
    let entries = [
        (Menu::Home, routes.home(), t::frame::MENU_HOME.get(locale).to_owned()),
        (Menu::Enrol, enrol, visit.word(Word::Enrol, t::frame::MENU_ENROL)),
        (Menu::Record, routes.status(), t::frame::MENU_RECORD.get(locale).to_owned()),
        (Menu::Account, account, t::frame::MENU_ACCOUNT.get(locale).to_owned()),
    ];
    let entries = entries.map(|(entry, href, words)| {
        let current = (entry == current).then_some("page");
        view! { <li><a href=href aria-current=current>{words}</a></li> }
    });
    // on a phone a guest needs no more than the page's own act
    let class = if signed_in { "menu menu--member" } else { "menu" };
    view! {
        <nav class=class aria-label=t::frame::MENU.get(locale)>
            <ul>{entries.into_iter().collect_view()}</ul>
        </nav>
    }
}

fn foot(visit: &Visit) -> impl IntoView + use<> {
    let (locale, routes) = (visit.locale, visit.routes());
    let inbox = visit.context.development.then(|| {
        view! { <a href=route::DEV_SMS target="_blank" rel="noopener">{t::frame::DEVELOPMENT.get(locale)}</a> }
    });
    view! {
        <footer class="page-foot">
            <div class="page-foot__row">
                <p>{visit.profile().authority.get(locale).to_owned()}</p>
                <a href=routes.privacy()>{t::frame::PRIVACY.get(locale)}</a>
                <a href=routes.accessibility()>{t::frame::ACCESSIBILITY.get(locale)}</a>
                {inbox}
            </div>
        </footer>
    }
}
