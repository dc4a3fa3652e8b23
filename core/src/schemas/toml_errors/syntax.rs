//! Explains a line that is not TOML. The parser only says where; the explanation comes from the line itself, so we never repeat
//! or interpret the parser's text.

use std::ops::Range;

use super::slip::Slip;

/// Curly quotes, as word processors write them.
const CURLED: [char; 8] = ['“', '”', '„', '‘', '’', '‚', '«', '»'];

/// The longest name that a message repeats, in characters.
const NAME_CHARS_MAX: usize = 40;

/// The advice if we know nothing better.
const GENERAL: &str =
    "schrijf op elke regel naam = waarde; teksten en datums staan tussen rechte aanhalingstekens";

/// One line of a file, split into its parts.
struct SourceLine<'t> {
    /// The line without surrounding white space.
    content: &'t str,
    /// The position of the content.
    span: Range<usize>,
    /// The part before the first `=` outside quotes.
    name: &'t str,
    /// The part after it, without a comment; `None` if there is no `=`.
    value: Option<&'t str>,
    /// Whether a quote on the line is not closed.
    is_quote_open: bool,
}

impl<'t> SourceLine<'t> {
    fn at(text: &'t str, at: usize) -> SourceLine<'t> {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let (before, behind) = text.split_at(at);
        let begin = before.rfind('\n').map_or(0, |newline| newline + 1);
        let end = behind.find('\n').map_or(text.len(), |newline| at + newline);
        let line = text.get(begin..end).unwrap_or_default();
        let content = line.trim();
        let from = begin + (line.len() - line.trim_start().len());
        let mut quote = None;
        let mut escaped = false;
        let (mut equals, mut comment) = (None, content.len());
        for (place, letter) in content.char_indices() {
            match quote {
                Some('"') if escaped => escaped = false,
                Some('"') if letter == '\\' => escaped = true,
                Some(open) if letter == open => quote = None,
                Some(_) => {}
                None if letter == '"' || letter == '\'' => quote = Some(letter),
                None if letter == '=' && equals.is_none() => equals = Some(place),
                None if letter == '#' => {
                    comment = place;
                    break;
                }
                None => {}
            }
        }
        let name = content.get(..equals.unwrap_or(comment)).unwrap_or_default().trim();
        let value = equals.and_then(|equals| content.get(equals + 1..comment)).map(str::trim);
        SourceLine { content, span: from..from + content.len(), name, value, is_quote_open: quote.is_some() }
    }

    /// The name, if it is plain enough to repeat.
    fn shown(&self) -> Option<&'t str> {
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
        let is_shown = !self.name.is_empty()
            && self.name.chars().count() <= NAME_CHARS_MAX
            && self.name.chars().all(is_plain);
        is_shown.then_some(self.name)
    }

    /// Whether it opens a bracket that it does not close.
    fn leaves_open(&self) -> bool {
        let bare = self.bare();
        let more = |open: char, close: char| bare.matches(open).count() > bare.matches(close).count();
        more('[', ']') || more('{', '}')
    }

    /// Whether it is a section heading with as many closing brackets as opening ones.
    fn is_sound_heading(&self) -> bool {
        let heading = self.content.split('#').next().unwrap_or_default().trim();
        self.value.is_none()
            && heading.starts_with('[')
            && heading.ends_with(']')
            && heading.matches('[').count() == heading.matches(']').count()
    }

    /// The line without its quoted parts.
    fn bare(&self) -> String {
        let mut quote = None;
        let mut bare = String::new();
        for letter in self.value.unwrap_or(self.content).chars() {
            match quote {
                Some(open) if letter == open => quote = None,
                Some(_) => continue,
                None if letter == '"' || letter == '\'' => quote = Some(letter),
                None => {}
            }
            bare.push(letter);
        }
        bare
    }
}

/// The slip at the place where the parser points.
pub fn told(text: &str, at: usize) -> Slip {
    let mut line = SourceLine::at(text, at);
    if line.content.is_empty() {
        // An unclosed bracket or quote shows only past its end.
        let before = text.get(..at.min(text.len())).unwrap_or_default();
        line = SourceLine::at(text, before.trim_end().len().saturating_sub(1));
    }
    if let Some(single) = single_among_doubles(text, &line) {
        return single;
    }
    if line.is_sound_heading()
        && twice(text, &line).is_none()
        && let Some(above) = opened_above(text, &line)
    {
        return Slip { message: OPEN.to_owned(), help: OPEN_HELP.to_owned(), span: above };
    }
    let (message, help) = because(text, &line);
    Slip { message, help, span: line.span }
}

/// The name in a section heading, and whether it stands between double brackets.
fn heading(content: &str) -> Option<(&str, bool)> {
    let heading = content.split('#').next()?.trim();
    let name = heading.strip_prefix('[')?.strip_suffix(']')?;
    let double = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    Some((double.unwrap_or(name).trim(), double.is_some()))
}

/// Whether the error follows from a repeated section: the line itself is valid, but is in the second copy.
pub fn is_in_repeated_section(text: &str, at: usize) -> bool {
    let line = SourceLine::at(text, at);
    let before = text.get(..line.span.start).unwrap_or_default();
    let headings: Vec<_> = before.lines().map(str::trim).filter_map(heading).collect();
    let Some(((name, is_double), earlier)) = headings.split_last() else { return false };
    let is_repeated =
        earlier.iter().any(|(other, other_double)| other == name && !(*is_double && *other_double));
    is_repeated && heading(line.content).is_none() && toml::de::DeTable::parse(line.content).is_ok()
}

/// A heading in single brackets where every other of that name has double ones: reported once, here, and not at each of the others.
fn single_among_doubles(text: &str, line: &SourceLine<'_>) -> Option<Slip> {
    let (name, _) = heading(line.content)?;
    let mut begin = 0;
    let (mut single, mut doubles) = (None, 0usize);
    for row in text.split_inclusive('\n') {
        match heading(row.trim()) {
            Some((other, true)) if other == name => doubles += 1,
            Some((other, false)) if other == name => {
                let from = begin + (row.len() - row.trim_start().len());
                single = single.or(Some(from..from + row.trim().len()));
            }
            _ => {}
        }
        begin += row.len();
    }
    let span = single.filter(|_| doubles > 0)?;
    let shown = name.chars().take(NAME_CHARS_MAX).collect::<String>().replace('`', "'");
    Some(Slip {
        message: format!("de sectie `{shown}` staat er met enkele én met dubbele haken"),
        help: format!("schrijf overal hetzelfde: [[{shown}]]"),
        span,
    })
}

/// The message for a bracket that is not closed.
const OPEN: &str = "een haak is niet gesloten";

/// The advice for it.
const OPEN_HELP: &str = "bij elke [ hoort een ], bij elke { een }; tussen twee waarden staat een komma";

/// The nearest line above with an unclosed bracket. A heading cannot be inside one.
fn opened_above(text: &str, line: &SourceLine<'_>) -> Option<Range<usize>> {
    let mut end = line.span.start;
    while let Some(newline) = text.get(..end).and_then(|before| before.rfind('\n')) {
        let above = SourceLine::at(text, newline);
        if above.content.starts_with('[') {
            return None;
        }
        if above.value.is_some() && above.leaves_open() {
            return Some(above.span);
        }
        end = newline;
    }
    None
}

fn because(text: &str, line: &SourceLine<'_>) -> (String, String) {
    let name = line.shown();
    let so = |message: &str, help: &str| (message.to_owned(), help.to_owned());
    let example = |value: &str| format!("{} = {value}", name.unwrap_or("naam"));
    if line.content.contains('\0') || line.content.chars().any(|letter| letter.is_control() && letter != '\t')
    {
        return so(
            "in deze regel staat een onzichtbaar teken",
            "typ de regel opnieuw in Kladblok of een andere gewone teksteditor",
        );
    }
    if line.content.contains(CURLED) {
        return so(
            "de aanhalingstekens zijn die van een tekstverwerker (“ ” ‘ ’)",
            "vervang ze door rechte: \" of '; bewerk dit bestand in Kladblok, niet in Word",
        );
    }
    if line.content.contains('\\') && line.content.contains('"') {
        return so(
            "een `\\` heeft tussen dubbele aanhalingstekens een eigen betekenis",
            "gebruik / in paden (\"D:/jib/in\"), of zet de tekst tussen enkele aanhalingstekens ('D:\\jib\\in')",
        );
    }
    if let Some(earlier) = twice(text, line) {
        return earlier;
    }
    if line.content.starts_with('[') && line.value.is_none() {
        return header(line);
    }
    if line.is_quote_open {
        return so(
            "een aanhalingsteken is niet gesloten",
            &format!(
                "zet aan het einde van de tekst hetzelfde aanhalingsteken als aan het begin: {}",
                example("\"…\"")
            ),
        );
    }
    let Some(value) = line.value else {
        return match line.content.split_once(':') {
            Some(_) => {
                so("hier staat een dubbele punt in plaats van `=`", &format!("schrijf: {GENERAL_FORM}"))
            }
            None => so("hier hoort `naam = waarde`", GENERAL),
        };
    };
    if line.name.is_empty() {
        return so("vóór `=` ontbreekt de naam", GENERAL);
    }
    if name.is_none() && line.name.contains(char::is_whitespace) {
        return so("in een naam staat geen spatie", "schrijf een liggend streepje: max_leeftijd_dagen");
    }
    let of = name.map_or_else(|| "`=`".to_owned(), |name| format!("`{name}`"));
    if value.is_empty() {
        return (
            format!("achter {of} ontbreekt de waarde"),
            "vul haar in, of zet een # voor de regel: dan geldt zij niet".to_owned(),
        );
    }
    let bare = line.bare();
    let bare = bare.trim();
    of_value(text, line, &of, bare).unwrap_or_else(|| so("deze regel heeft niet de goede vorm", GENERAL))
}

const GENERAL_FORM: &str = "naam = \"waarde\"";

/// What is wrong with a value, judged by the part outside quotes.
fn of_value(text: &str, line: &SourceLine<'_>, of: &str, bare: &str) -> Option<(String, String)> {
    let name = line.shown().unwrap_or("naam");
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = bare.split(['-', '/', '.']).collect();
    if let [first, second, third] = parts.as_slice()
        && digits(first)
        && digits(second)
        && digits(third)
    {
        return Some((
            format!("de datum achter {of} staat niet goed"),
            format!("schrijf jjjj-mm-dd tussen aanhalingstekens: {name} = \"2026-11-01\""),
        ));
    }
    // Of the value itself, or of a value between { and }: in a list a comma stands between two numbers.
    let is_decimal = |value: &str| {
        let value = value.trim_start().trim_start_matches(['-', '+']);
        let (whole, rest) = value.split_once(',').unwrap_or_default();
        digits(whole) && rest.starts_with(|letter: char| letter.is_ascii_digit())
    };
    if bare.split('=').any(is_decimal) {
        return Some((
            format!("achter {of} staat een getal met een komma"),
            "schrijf een heel getal zonder komma en zonder punt; bedragen staan in hele centen".to_owned(),
        ));
    }
    let words = || bare.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '.');
    if words().any(|word| word.len() > 1 && word.starts_with('0') && digits(word)) {
        return Some((
            format!("achter {of} staat een getal dat met 0 begint"),
            "een code is een tekst: zet haar tussen aanhalingstekens, bijvoorbeeld \"0599\"".to_owned(),
        ));
    }
    if line.leaves_open() || is_inside_open_bracket(text, line) {
        return Some((OPEN.to_owned(), OPEN_HELP.to_owned()));
    }
    let word = bare.to_lowercase();
    if ["ja", "nee", "true", "false", "aan", "uit", "waar", "onwaar", "yes", "no"].contains(&word.as_str()) {
        return Some((
            format!("achter {of} hoort true (ja) of false (nee)"),
            format!("schrijf, in kleine letters en zonder aanhalingstekens: {name} = true"),
        ));
    }
    if bare.starts_with(|letter: char| letter.is_alphabetic() || letter == '/') {
        return Some((
            format!("de tekst achter {of} staat niet tussen aanhalingstekens"),
            format!("schrijf: {name} = \"…\""),
        ));
    }
    let list = bare.starts_with('[') || bare.starts_with('{');
    // Of a value that stands alone only its quotes are left.
    let stands_alone = matches!(bare, "\"\"" | "''");
    if !stands_alone && (bare.contains("\"\"") || bare.contains("''")) {
        return Some(if list {
            (
                "tussen twee waarden ontbreekt een komma".to_owned(),
                "schrijf bijvoorbeeld: [\"0599\", \"0606\"]".to_owned(),
            )
        } else {
            (
                format!("achter de waarde van {of} staat nog iets"),
                "laat één waarde staan; uitleg hoort achter een #".to_owned(),
            )
        });
    }
    None
}

/// A heading that is not closed, or of an unknown form.
fn header(line: &SourceLine<'_>) -> (String, String) {
    let inner = line.content.trim_start_matches('[');
    let opened = line.content.len() - inner.len();
    let closed = inner.matches(']').count();
    let message = if opened == closed {
        "deze kop van een sectie staat niet goed"
    } else {
        "de haken om de naam van deze sectie zijn niet gesloten"
    };
    (
        message.to_owned(),
        "schrijf [gemeente] met enkele haken; wat vaker kan voorkomen met dubbele: [[levering]]".to_owned(),
    )
}

/// A name or section that was already used.
fn twice(text: &str, line: &SourceLine<'_>) -> Option<(String, String)> {
    let before = text.get(..line.span.start)?;
    if line.content.starts_with('[') {
        let (own, _) = heading(line.content)?;
        before.lines().map(str::trim).filter_map(heading).find(|(other, _)| *other == own)?;
        let shown = own.chars().take(NAME_CHARS_MAX).collect::<String>().replace('`', "'");
        return Some((
            format!("de sectie `{shown}` staat er twee keer"),
            "voeg de twee samen; wat vaker mag voorkomen, zoals levering, staat tussen dubbele haken: [[levering]]".to_owned(),
        ));
    }
    let name = line.shown()?;
    // The name is to blame only if the line is valid by itself.
    toml::de::DeTable::parse(line.content).ok()?;
    let section = before.lines().rev().map(str::trim).take_while(|other| !other.starts_with('['));
    let is_same =
        |other: &str| other.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='));
    section.into_iter().find(|other| is_same(other))?;
    Some((
        format!("`{name}` staat er twee keer in deze sectie"),
        "houd één van de twee regels over".to_owned(),
    ))
}

/// Whether the line is valid by itself, so that the unclosed bracket is above it.
fn is_inside_open_bracket(text: &str, line: &SourceLine<'_>) -> bool {
    let above = text.get(..line.span.start).unwrap_or_default();
    let rows = above.lines().rev().map(str::trim).find(|row| !row.is_empty() && !row.starts_with('#'));
    rows.is_some_and(|row| row.ends_with(['[', '{', ','])) && toml::de::DeTable::parse(line.content).is_ok()
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::*;

    /// The message for the first fault of a text.
    fn said(text: &str) -> String {
        let (_, faults) = DeTable::parse_recoverable(text);
        let fault = faults.first().unwrap_or_else(|| panic!("no fault in {text:?}"));
        let slip = told(text, fault.span().map_or(0, |span| span.start));
        format!("{} | {}", slip.message, slip.help)
    }

    /// Each common slip is named for what it is, on its own line.
    #[test]
    fn each_kind_of_slip_is_told_as_what_it_is() {
        for (line, says) in [
            ("naam = \"Rotterdam", "aanhalingsteken is niet gesloten"),
            ("naam = 'Rotterdam", "aanhalingsteken is niet gesloten"),
            ("naam = “Rotterdam”", "tekstverwerker"),
            ("naam =", "achter `naam` ontbreekt de waarde"),
            ("naam = # Rotterdam", "achter `naam` ontbreekt de waarde"),
            ("naam", "hier hoort `naam = waarde`"),
            ("naam: \"Rotterdam\"", "dubbele punt"),
            ("= \"Rotterdam\"", "ontbreekt de naam"),
            ("max leeftijd = 3", "geen spatie"),
            ("code = 0355", "begint"),
            ("regio = [0599, 0606]", "een code is een tekst"),
            ("pad = \"D:\\jib\\in\"", "gebruik / in paden"),
            ("pad = \"C:\\Users\\jib\"", "gebruik / in paden"),
            ("waarde = 473,00", "getal met een komma"),
            ("lijst = [{ vanaf = \"2019-01-01\", waarde = 473,00 }]", "getal met een komma"),
            ("vanaf = 01-11-2026", "jjjj-mm-dd tussen aanhalingstekens"),
            ("vanaf = 2026-13-01", "jjjj-mm-dd tussen aanhalingstekens"),
            ("aan = ja", "true (ja) of false (nee)"),
            ("aan = True", "true (ja) of false (nee)"),
            ("kanaal = beveiligd", "niet tussen aanhalingstekens"),
            ("regio = [\"0599\", \"0606\"", "haak is niet gesloten"),
            ("regio = [\"0599\" \"0606\"]", "ontbreekt een komma"),
            ("naam = \"a\" \"b\"", "staat nog iets"),
            ("naam = \"a\u{0}b\"", "onzichtbaar teken"),
            ("naam = \"a\"\nnaam = \"b\"", "`naam` staat er twee keer"),
            ("[levering", "haken om de naam"),
            ("[x]", "`x` staat er twee keer"),
        ] {
            for text in [format!("[x]\n{line}\n\n[y]\nz = 1\n"), format!("[x]\n{line}")] {
                let said = said(&text);
                assert!(said.contains(says), "{line:?}: {said}");
            }
        }
    }
}
