//! Questions of a form: label, hint, error and control, tied together by ids. Name and id are the field's.

use crate::{
    message,
    text::{Text, t},
};
use leptos::prelude::*;
use shared::{
    locale::Locale,
    problem::{Field, Problem},
};

/// What a question is called: by the service, or by the province.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Label {
    Words(Text),
    Own(String),
}

impl From<Text> for Label {
    fn from(words: Text) -> Self {
        Self::Words(words)
    }
}

impl From<String> for Label {
    fn from(own: String) -> Self {
        Self::Own(own)
    }
}

impl Label {
    fn get(self, locale: Locale) -> String {
        match self {
            Self::Words(words) => words.get(locale).to_owned(),
            Self::Own(own) => own,
        }
    }
}

/// One line of text.
#[component]
pub fn TextField(
    field: Field,
    label: Text,
    locale: Locale,
    #[prop(optional, into)] value: String,
    #[prop(optional)] hint: Option<Text>,
    /// All problems of the form; those of this field are shown.
    #[prop(optional)]
    problems: Vec<Problem>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default = 64)] maxlength: u16,
    /// Added to the class of the input.
    #[prop(optional)]
    class: &'static str,
    /// Id of a `<datalist>` of proposals.
    #[prop(optional)]
    list: Option<&'static str>,
    /// What the page is for: it takes the focus, unless something is wrong.
    #[prop(optional)]
    autofocus: bool,
    /// Stands beside the input, e.g. a button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let name = field.as_str();
    let frame = Frame::new(field, hint, &problems, locale);
    let input = view! {
        <input
            class=format!("input {class}")
            id=name
            name=name
            type=kind
            value=value
            inputmode=inputmode
            autocomplete=autocomplete
            maxlength=maxlength
            list=list
            autofocus=autofocus
            spellcheck="false"
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
        />
    };
    let control = match children {
        Some(beside) => view! { <div class="field__row">{input} {beside()}</div> }.into_any(),
        None => input.into_any(),
    };
    frame.around(label, control)
}

/// Options under one heading; an empty heading stands for none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OptionGroup {
    pub label: String,
    /// Value and words.
    pub options: Vec<(String, String)>,
}

/// One of several, as a native list.
#[component]
pub fn SelectField(
    field: Field,
    #[prop(into)] label: Label,
    locale: Locale,
    groups: Vec<OptionGroup>,
    #[prop(optional, into)] value: String,
    #[prop(optional)] hint: Option<Text>,
    #[prop(optional)] problems: Vec<Problem>,
) -> impl IntoView {
    let name = field.as_str();
    let frame = Frame::new(field, hint, &problems, locale);
    let groups = groups.into_iter().map(|group| option_group(group, &value)).collect_view();
    let control = view! {
        <select class="input" id=name name=name aria-describedby=frame.described_by() aria-invalid=frame.invalid()>
            <option value="">{t::register::CHOOSE.get(locale)}</option>
            {groups}
        </select>
    };
    frame.around(label, control.into_any())
}

fn option_group(group: OptionGroup, chosen: &str) -> AnyView {
    let option = |(value, words): (String, String)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }
    };
    let options = group.options.into_iter().map(option).collect_view();
    if group.label.is_empty() {
        options.into_any()
    } else {
        view! { <optgroup label=group.label>{options}</optgroup> }.into_any()
    }
}

/// A box to tick.
#[component]
pub fn Choice(
    field: Field,
    #[prop(into)] label: Label,
    locale: Locale,
    #[prop(optional)] checked: bool,
    #[prop(optional)] problems: Vec<Problem>,
) -> impl IntoView {
    let name = field.as_str();
    let frame = Frame::new(field, None, &problems, locale);
    view! {
        <div class=frame.class()>
            {frame.error_line()}
            <label class="choice">
                <input
                    type="checkbox"
                    id=name
                    name=name
                    value="on"
                    checked=checked
                    aria-describedby=frame.described_by()
                    aria-invalid=frame.invalid()
                />
                <span>{label.get(locale)}</span>
            </label>
        </div>
    }
}

/// One of two, both on show. The first has the field's id, so that the summary of errors leads to it.
#[component]
pub fn YesOrNo(
    field: Field,
    label: Text,
    locale: Locale,
    /// Words of `yes` and of `no`.
    words: [Text; 2],
    /// `yes`, `no` or nothing.
    #[prop(into)]
    value: String,
    #[prop(optional)] hint: Option<Text>,
    #[prop(optional)] problems: Vec<Problem>,
) -> impl IntoView {
    let name = field.as_str();
    let frame = Frame::new(field, hint, &problems, locale);
    let (described_by, invalid) = (frame.described_by(), frame.invalid());
    let choice = |id: &'static str, own: &'static str, words: Text| {
        view! {
            <label class="choice">
                <input type="radio" id=id name=name value=own checked=value == own aria-invalid=invalid />
                <span>{words.get(locale)}</span>
            </label>
        }
    };
    let hint_id = format!("{name}-hint");
    view! {
        <fieldset class=format!("{} field--choices", frame.class()) aria-describedby=described_by>
            <legend class="field__label">{label.get(locale)}</legend>
            {frame.hint.map(|hint| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            {frame.error_line()}
            <div class="field__row">{choice(name, "yes", words[0])} {choice("changed-no", "no", words[1])}</div>
        </fieldset>
    }
}

/// What every kind of field has around its control.
struct Frame {
    name: &'static str,
    hint: Option<&'static str>,
    error: Option<String>,
    locale: Locale,
}

impl Frame {
    fn new(field: Field, hint: Option<Text>, problems: &[Problem], locale: Locale) -> Self {
        let own = problems.iter().find(|problem| problem.field == Some(field));
        Self {
            name: field.as_str(),
            hint: hint.map(|hint| hint.get(locale)),
            error: own.map(|problem| message::sentence(problem, locale)),
            locale,
        }
    }

    fn described_by(&self) -> Option<String> {
        let error = self.error.is_some().then(|| format!("{}-error", self.name));
        let hint = self.hint.map(|_| format!("{}-hint", self.name));
        let ids: Vec<_> = [error, hint].into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn invalid(&self) -> Option<&'static str> {
        self.error.as_ref().map(|_| "true")
    }

    const fn class(&self) -> &'static str {
        if self.error.is_some() { "field field--error" } else { "field" }
    }

    fn error_line(&self) -> Option<impl IntoView + use<>> {
        let prefix = t::frame::ERROR_PREFIX.get(self.locale);
        let id = format!("{}-error", self.name);
        self.error.clone().map(|error| {
            view! {
                <p class="field__error" id=id>
                    <span class="visually-hidden">{prefix}</span>
                    {error}
                </p>
            }
        })
    }

    fn around(self, label: impl Into<Label>, control: AnyView) -> impl IntoView {
        let hint_id = format!("{}-hint", self.name);
        view! {
            <div class=self.class()>
                <label class="field__label" for=self.name>{label.into().get(self.locale)}</label>
                {self.hint.map(|hint| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
                {self.error_line()}
                {control}
            </div>
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::problem::ProblemCode;

    #[test]
    fn the_error_stands_at_its_field_and_is_tied_to_it() {
        let problems = vec![
            Problem::at(ProblemCode::PhoneInvalid, Field::Phone),
            Problem::at(ProblemCode::CodeWrong, Field::Code),
        ];
        let label = t::register::PHONE;
        let html = view! {
            <TextField field=Field::Phone label=label locale=Locale::Chinese value="138" hint=t::register::PHONE_HINT problems=problems />
        }
        .to_html();
        assert!(html.contains("aria-describedby=\"phone-error phone-hint\"") && html.contains("aria-invalid=\"true\""));
        assert!(html.contains("id=\"phone-error\"") && html.contains("11 位手机号码"));
        assert!(html.contains("value=\"138\"") && !html.contains("验证码不对"));
    }

    #[test]
    fn a_select_keeps_what_was_chosen() {
        let groups =
            vec![OptionGroup { label: "长沙市".into(), options: vec![("430102".into(), "芙蓉区".into())] }];
        let html = view! {
            <SelectField field=Field::Region label=t::register::REGION locale=Locale::English groups=groups value="430102" />
        }
        .to_html();
        assert!(html.contains("value=\"430102\" selected") && html.contains("<optgroup label=\"长沙市\">"));
    }
}
