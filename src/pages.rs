//! Pages for people: self-contained, no script, no external resource, autoescaped.

use minijinja::{Environment, UndefinedBehavior, Value, context, value::Serde};
use serde::Serialize;

/// A page that the program can make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The report of a run: counts only.
    Rapport,
    /// Every profile that occurs, with its decision per parcel.
    Profielen,
    /// Every recipient, parcel and field with its basis.
    Matrix,
    /// What became of the runs of several municipalities.
    Overzicht,
}

impl Page {
    fn name(self) -> &'static str {
        match self {
            Page::Rapport => "rapport.html",
            Page::Profielen => "profielen.html",
            Page::Matrix => "matrix.html",
            Page::Overzicht => "overzicht.html",
        }
    }

    /// The page with this content.
    pub fn render<T: Serialize>(self, content: &T) -> Result<String, minijinja::Error> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
        environment.add_filter("woorden", |code: String| code.replace('_', " "));
        environment.add_template("pagina.html", include_str!("../templates/pagina.html"))?;
        environment.add_template("stijl.css", include_str!("../templates/stijl.css"))?;
        environment.add_template("rapport.html", include_str!("../templates/rapport.html"))?;
        environment.add_template("profielen.html", include_str!("../templates/profielen.html"))?;
        environment.add_template("matrix.html", include_str!("../templates/matrix.html"))?;
        environment.add_template("overzicht.html", include_str!("../templates/overzicht.html"))?;
        environment.get_template(self.name())?.render(context! { r => Value::from(Serde(content)) })
    }
}
