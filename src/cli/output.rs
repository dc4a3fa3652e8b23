//! What a command prints: data on stdout, words for people on stderr, faults as either.

use std::io::{IsTerminal, Write};
use std::path::Path;

use miette::{Diagnostic, GraphicalTheme};
use serde_json::{Value, json};

use super::arguments::{Color, Common};
use crate::model::number::concealed;
use crate::model::shown::{harmless, harmless_in_colours};
use crate::os_fault::cause;
use crate::run::fault::Fault;

/// Shows a fault to people, on stderr.
pub(super) fn show(fault: &Fault, color: Color) {
    let colors = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    };
    // Without our own colours, any mark of a colour came in with a name or a text. Between ours it could not be told apart, so such a
    // message gets no colours at all.
    let plain = fault.shown(GraphicalTheme::unicode_nocolor());
    let text = if colors && !plain.contains('\u{1b}') {
        harmless_in_colours(&fault.shown(GraphicalTheme::unicode()))
    } else {
        harmless(&plain).into_owned()
    };
    // Nothing more can be done if stderr is gone.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A fault as JSON: its first error at the top level, and all errors in `alle`.
pub(super) fn faulty(fault: &Fault) -> Value {
    let mut first = as_data(fault);
    if let Value::Object(first) = &mut first {
        first.insert("alle".to_owned(), fault.all().into_iter().map(as_data).collect());
    }
    first
}

/// One error as JSON: what is wrong, what to do, and the file and line, if any.
fn as_data(fault: &dyn Diagnostic) -> Value {
    let place = fault.labels().and_then(|mut labels| labels.next()).and_then(|label| {
        let contents = fault.source_code()?.read_span(label.inner(), 0, 0).ok()?;
        Some((contents.name().map(str::to_owned), contents.line() + 1))
    });
    json!({
        "melding": concealed(&fault.to_string()),
        "hulp": fault.help().map(|help| concealed(&help.to_string()).into_owned()),
        "bestand": place.as_ref().and_then(|(name, _)| name.as_deref()).map(concealed),
        "regel": place.map(|(_, line)| line),
    })
}

/// Writes data to stdout. A reader that closed the pipe is not an error. A full disk is.
pub(super) fn data(bytes: &[u8]) -> Result<(), Fault> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(reason) if reason.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Fault::Stdout { cause: cause(&reason) })
        }
        _ => Ok(()),
    }
}

/// Writes one JSON value to stdout.
pub(super) fn json_data<T: serde::Serialize + ?Sized>(value: &T) -> Result<(), Fault> {
    let text = serde_json::to_string(value).map_err(|fault| Fault::internal("JSON schrijven")(&fault))?;
    data(format!("{text}\n").as_bytes())
}

/// Writes a line for people to stderr, unless `--quiet`.
pub(super) fn tell(common: &Common, line: &str) {
    if !common.quiet {
        let _ = writeln!(std::io::stderr(), "{}", harmless(line));
    }
}

/// A path as text.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}
