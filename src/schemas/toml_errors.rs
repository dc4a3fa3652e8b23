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

/// What our own types say of a value, in Dutch already.
const OWN: [&str; 2] = ["geen bestaande ", "is geen veld dat jib kan leveren"];

/// What a parser says of the form of a text, and what that means. The first that occurs counts.
const FORMS: [(&str, &str); 8] = [
    ("unclosed", "een haak is niet gesloten"),
    ("EOF", "het bestand houdt te vroeg op"),
    ("string", "een tekst staat niet goed tussen aanhalingstekens"),
    ("key", "hier hoort `naam = waarde`"),
    ("value", "hier ontbreekt een waarde, of zij staat niet goed"),
    ("comma", "hier ontbreekt een komma, of er staat er een te veel"),
    ("number", "dit getal is te groot of staat niet goed"),
    ("recurs", "de haken staan te diep in elkaar"),
];

/// The fault and its mend. A value is never repeated, only names and words that stand where a name or a word must stand.
pub fn told(message: &str) -> Told {
    // A name that somebody wrote may hold a backtick itself; what the parser expects does not.
    let (named, expected) = message.rsplit_once(", expected ").unwrap_or((message, ""));
    let first =
        named.split_once('`').and_then(|(_, rest)| rest.rsplit_once('`')).map_or("", |(name, _)| name);
    let first = first.replace('`', "'");
    let first = first.as_str();
    let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    let (message, help) = if message.starts_with("unknown field") {
        (format!("onbekende naam `{first}`; hier kan: {}", known.join(", ")), mend(first, &known))
    } else if message.starts_with("unknown variant") {
        (format!("`{first}` kan hier niet; kies uit: {}", known.join(", ")), mend(first, &known))
    } else if OWN.iter().any(|own| message.contains(own)) {
        (message.to_owned(), GENERAL.to_owned())
    } else if message.starts_with("missing field") {
        (format!("`{first}` ontbreekt"), format!("zet in deze sectie een regel `{first} = …`"))
    } else if message.starts_with("duplicate") {
        ("deze naam staat er twee keer".to_owned(), "houd één van de twee regels over".to_owned())
    } else if message.starts_with("invalid type")
        || message.starts_with("invalid value")
        || message.starts_with("invalid length")
    {
        let expected = message.rsplit_once("expected ").map_or("", |(_, expected)| expected);
        (format!("hier hoort {}", kind(expected)), "verbeter deze regel".to_owned())
    } else {
        let form = FORMS.iter().find(|(word, _)| message.contains(word));
        let message = form.map_or("deze regel heeft niet de goede vorm", |(_, meaning)| meaning);
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
        check("unclosed array, expected `]`", "een haak is niet gesloten", GENERAL);
        check("geen bestaande dag; schrijf mm-dd", "geen bestaande dag; schrijf mm-dd", GENERAL);
    }

    /// A value that a parser quotes: it may be anybody's.
    #[test]
    fn a_value_is_not_repeated() {
        for parser in [
            "invalid type: string \"999990019\", expected a sequence",
            "invalid value: integer `999990019`, expected u8",
            "unexpected `999990019`",
        ] {
            let Told { message, help } = told(parser);
            assert!(!message.contains("999990019") && !help.contains("999990019"), "{message}");
        }
    }

    #[test]
    fn a_word_that_is_far_from_every_known_one_is_not_guessed() {
        assert_eq!(nearest("kleur", &["code", "naam", "regio"]), None);
        assert_eq!(nearest("leerplcht", &["leerplicht", "zorg"]), Some("leerplicht"));
    }
}
