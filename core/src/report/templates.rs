//! Pages for people: self-contained, without scripts or external resources, autoescaped. A page's own texts come from
//! [`Messages`].

use crate::messages::{Lang, Messages};
use std::sync::OnceLock;

use fluent_bundle::FluentValue;
use minijinja::value::{Kwargs, Serde};
use minijinja::{Environment, Error, ErrorKind, State, UndefinedBehavior, Value, context};
use serde::Serialize;

/// A page that the program can make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The report of a run: counts only.
    Report,
    /// Every profile in a run, with its decision per parcel.
    ProfileReview,
    /// Every recipient, parcel and field with its basis.
    Matrix,
    /// The results of the runs of several municipalities.
    Overview,
}

/// The templates, by the name they include each other with.
const TEMPLATES: [(&str, &str); 17] = [
    ("pagina.html", include_str!("../../../templates/pagina.html")),
    ("stijl.css", include_str!("../../../templates/stijl.css")),
    ("grafiek.html", include_str!("../../../templates/grafiek.html")),
    ("tekens.html", include_str!("../../../templates/tekens.html")),
    ("rapport.html", include_str!("../../../templates/rapport.html")),
    ("rapport/oordeel.html", include_str!("../../../templates/rapport/oordeel.html")),
    ("rapport/kop.html", include_str!("../../../templates/rapport/kop.html")),
    ("rapport/vandaag.html", include_str!("../../../templates/rapport/vandaag.html")),
    ("rapport/stroom.html", include_str!("../../../templates/rapport/stroom.html")),
    ("rapport/partijen.html", include_str!("../../../templates/rapport/partijen.html")),
    ("rapport/jongeren.html", include_str!("../../../templates/rapport/jongeren.html")),
    ("rapport/verloop.html", include_str!("../../../templates/rapport/verloop.html")),
    ("rapport/bevindingen.html", include_str!("../../../templates/rapport/bevindingen.html")),
    ("rapport/slot.html", include_str!("../../../templates/rapport/slot.html")),
    ("profielen.html", include_str!("../../../templates/profielen.html")),
    ("matrix.html", include_str!("../../../templates/matrix.html")),
    ("overzicht.html", include_str!("../../../templates/overzicht.html")),
];

impl Page {
    fn name(self) -> &'static str {
        match self {
            Page::Report => "rapport.html",
            Page::ProfileReview => "profielen.html",
            Page::Matrix => "matrix.html",
            Page::Overview => "overzicht.html",
        }
    }

    /// Renders the page with this content.
    ///
    /// # Errors
    /// A template that does not render.
    pub fn render<T: Serialize>(self, content: &T, lang: Lang) -> Result<String, Error> {
        let taal = lang.code();
        let pagina = self.name().trim_end_matches(".html");
        environment(lang)
            .get_template(self.name())?
            .render(context! { r => Value::from(Serde(content)), taal, pagina })
    }
}

/// The templates of a language. Each is parsed once, when a page first uses it.
fn environment(lang: Lang) -> &'static Environment<'static> {
    static DUTCH: OnceLock<Environment<'static>> = OnceLock::new();
    static ENGLISH: OnceLock<Environment<'static>> = OnceLock::new();
    let own = if lang == Lang::Nl { &DUTCH } else { &ENGLISH };
    own.get_or_init(|| {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
        speak(&mut environment, Messages::of(lang));
        environment.set_loader(|called| Ok(template(called)));
        environment
    })
}

fn template(called: &str) -> Option<&'static str> {
    TEMPLATES.iter().find(|(name, _)| *name == called).map(|(_, text)| *text)
}

/// Adds the functions and filters that templates use for text.
fn speak(environment: &mut Environment<'_>, messages: &'static Messages) {
    let unsaid = |id: &str| Error::new(ErrorKind::UndefinedError, format!("`{id}` cannot be said"));
    environment.add_function("zeg", move |id: String, values: Kwargs| {
        let filled = values.args().map(|name| Ok((name, filled(&values.get(name)?))));
        let filled = filled.collect::<Result<Vec<_>, Error>>()?;
        messages.find(&id, filled).ok_or_else(|| unsaid(&id))
    });
    environment.add_function("woord", move |kind: String, code: String| {
        let id = messages.id_of_code(&kind, &code);
        messages.find(&id, []).ok_or_else(|| unsaid(&id))
    });
    environment.add_filter("getal", move |number: u64| messages.number(number));
    environment.add_filter("dag", move |day: String| messages.day(&day));
    environment.add_filter("dag_kort", move |day: String| messages.day_of_year(&day));
    environment.add_filter("woorden", |code: String| code.replace(['_', '-'], " "));
    environment.add_filter("elk", each);
    environment.add_filter("code", |text: String| Value::from_safe_string(coded(&text)));
}

/// Renders a macro once for each item, so that a page can show the results many times without rendering them again.
fn each(state: &mut State<'_, '_>, things: Value, write: Value) -> Result<Vec<Value>, Error> {
    things.try_iter()?.map(|thing| write.call(state, &[thing])).collect()
}

/// A value for a sentence: a whole number stays a number, anything else becomes text.
fn filled(value: &Value) -> FluentValue<'static> {
    match u64::try_from(value.clone()) {
        Ok(number) if value.is_number() => number.into(),
        _ => value.to_string().into(),
    }
}

/// Escapes text as HTML and turns backticks into `<code>`.
fn coded(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    let mut is_code = false;
    for (at, part) in text.split('`').enumerate() {
        if at > 0 {
            html.push_str(if is_code { "</code>" } else { "<code>" });
            is_code = !is_code;
        }
        for letter in part.chars() {
            match letter {
                '&' => html.push_str("&amp;"),
                '<' => html.push_str("&lt;"),
                '>' => html.push_str("&gt;"),
                '"' => html.push_str("&quot;"),
                other => html.push(other),
            }
        }
    }
    if is_code {
        html.push_str("</code>");
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_in_a_text_is_marked_and_nothing_else_becomes_html() {
        assert_eq!(coded("zet `a<b` & \"c\""), "zet <code>a&lt;b</code> &amp; &quot;c&quot;");
        assert_eq!(coded("een los ` teken"), "een los <code> teken</code>");
    }

    /// The text and attributes of a template that a person reads, without the values filled in.
    fn own_words(template: &str) -> String {
        let filled = regex::Regex::new(r"(?s)\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}").unwrap();
        let text = filled.replace_all(template, "");
        let read = regex::Regex::new(r#"(?:aria-label|title|alt)="([^"]*)""#).unwrap();
        let attributes: String = read.captures_iter(&text).map(|found| found[1].to_owned()).collect();
        let tags = regex::Regex::new(r"(?s)<style>.*?</style>|<code>.*?</code>|<[^>]*>|&[a-z]+;").unwrap();
        format!("{attributes} {}", tags.replace_all(&text, " "))
    }

    #[test]
    fn a_page_says_nothing_that_is_not_a_message() {
        for (name, template) in TEMPLATES.iter().filter(|(name, _)| name.ends_with(".html")) {
            let words = own_words(template);
            let left: Vec<&str> =
                words.split(|letter: char| !letter.is_alphabetic()).filter(|word| word.len() > 1).collect();
            assert!(left.iter().all(|word| *word == "jib"), "{name}: {left:?}");
        }
    }
}
