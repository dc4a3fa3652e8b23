//! What the parser says of a fault in a file that people write, in the language of who reads it, with the mend.

/// The most letters that a slip of the pen may change.
const SLIP_MAX: usize = 3;

/// A fault in words.
#[derive(Debug, PartialEq, Eq)]
pub struct Told {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// The fault and its mend. What the parser says that is not known here stays as it is.
pub fn told(message: &str) -> Told {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let first = quoted.first().copied().unwrap_or_default();
    let known = quoted.get(1..).unwrap_or_default();
    let (message, help) = if message.starts_with("unknown field") {
        (format!("onbekende naam `{first}`; hier kan: {}", known.join(", ")), mend(first, known))
    } else if message.starts_with("unknown variant") {
        (format!("`{first}` kan hier niet; kies uit: {}", known.join(", ")), mend(first, known))
    } else if message.starts_with("missing field") {
        (format!("`{first}` ontbreekt"), format!("zet in deze sectie een regel `{first} = …`"))
    } else if message.starts_with("duplicate key") {
        ("deze naam staat er twee keer".to_owned(), "houd één van de twee regels over".to_owned())
    } else if message.starts_with("invalid type") {
        let expected = message.rsplit_once("expected ").map_or("", |(_, expected)| expected);
        (format!("hier hoort {}", kind(expected)), "verbeter deze regel".to_owned())
    } else {
        (message.to_owned(), GENERAL.to_owned())
    };
    Told { message, help }
}

/// The mend when nothing better is known.
const GENERAL: &str =
    "verbeter deze regel; onbekende namen zijn een fout, datums staan tussen aanhalingstekens";

/// The nearest known word, if it is near.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let distances = known
        .iter()
        .map(|other| (strsim::damerau_levenshtein(&word.to_lowercase(), &other.to_lowercase()), *other));
    let near = distances.filter(|(distance, other)| {
        *distance <= SLIP_MAX.min(other.chars().count() / 2) && *distance < word.chars().count()
    });
    near.min().map(|(_, other)| other)
}

fn mend(word: &str, known: &[&str]) -> String {
    nearest(word, known).map_or_else(|| GENERAL.to_owned(), |near| format!("bedoelt u `{near}`?"))
}

fn kind(expected: &str) -> &str {
    match expected {
        "a string" => "een tekst tussen aanhalingstekens",
        "a boolean" => "true of false",
        "a sequence" => "een lijst tussen [ en ]",
        other if other.starts_with(['u', 'i']) => "een geheel getal, zonder aanhalingstekens",
        other if other.starts_with("struct") || other == "a map" => "een sectie of { … }",
        _ => "iets anders",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(parser: &str, message: &str, help: &str) {
        assert_eq!(told(parser), Told { message: message.to_owned(), help: help.to_owned() });
    }

    #[test]
    fn a_fault_of_the_parser_is_told_in_dutch_with_its_mend() {
        check(
            "unknown field `kanaa`, expected one of `partij`, `kanaal`",
            "onbekende naam `kanaa`; hier kan: partij, kanaal",
            "bedoelt u `kanaal`?",
        );
        check(
            "unknown variant `BEVEILIGD`, expected `beveiligd` or `onbeveiligd`",
            "`BEVEILIGD` kan hier niet; kies uit: beveiligd, onbeveiligd",
            "bedoelt u `beveiligd`?",
        );
        check("missing field `naam`", "`naam` ontbreekt", "zet in deze sectie een regel `naam = …`");
        check(
            "invalid type: string \"5\", expected u64",
            "hier hoort een geheel getal, zonder aanhalingstekens",
            "verbeter deze regel",
        );
    }

    #[test]
    fn a_word_that_is_far_from_every_known_one_is_not_guessed() {
        assert_eq!(nearest("kleur", &["code", "naam", "regio"]), None);
        assert_eq!(nearest("leerplcht", &["leerplicht", "zorg"]), Some("leerplicht"));
    }
}
