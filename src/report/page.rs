//! The report as one self-contained page: no script, no external resource, autoescaped.

use minijinja::{Environment, UndefinedBehavior, Value, context, value::Serde};

use super::figures::Figures;

/// Renders the page.
pub fn page(figures: &Figures) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::Html);
    environment.add_filter("woorden", |code: String| code.replace('_', " "));
    environment.add_template("rapport.html", include_str!("../../templates/rapport.html"))?;
    environment.get_template("rapport.html")?.render(context! { r => Value::from(Serde(figures)) })
}
