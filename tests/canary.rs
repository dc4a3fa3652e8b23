//! No personal value appears in any channel that is not sealed. Every column of every extract holds canaries, in good rows and
//! bad ones, and so do the free texts of the configuration. Every command runs, also on its error paths, and everything it prints
//! or leaves unsealed is searched for canaries.

use std::fs;
use std::path::Path;

use crate::support::{Town, files, jib, jib_reading, text};
use jib::schemas::column::Kind;

/// Part of every canary.
const WORD: &str = "KANARIE";

/// An amount and a number of hours that nobody else has.
const AMOUNT: &str = "7418529";
const HOURS: [&str; 2] = ["917,25", "917.25"];

/// Columns that are compared with the configuration. With a canary in every row there would be nothing to release.
const LABELS: [&str; 4] = ["afdeling", "doel", "ontvanger", "velden"];

/// A column where any content refuses the whole extract.
const REFUSES: &str = "mutatie";

/// What was printed or left in a file, and by which command.
struct Heard {
    town: Town,
    all: Vec<(String, String)>,
    numbers: Vec<String>,
}

impl Heard {
    fn new() -> Heard {
        let mut heard = Heard { town: Town::new(250, 40), all: Vec::new(), numbers: Vec::new() };
        let library = crate::support::library();
        for schema in &library.schemas.extracts {
            let name = format!("{}.csv", schema.id);
            if Path::new(&heard.town.path(&name)).is_file() {
                heard.fill(
                    &name,
                    &schema.columns.iter().map(|c| (c.name.clone(), c.kind)).collect::<Vec<_>>(),
                );
            }
        }
        assert!(heard.numbers.len() > 200);
        heard.town.edit("jib.toml", |text| {
            let text = text.replace("max_quarantaine_promille = 50", "max_quarantaine_promille = 1000");
            let text = replaced_values(&text, &["motivering", "besluit", "avg_regeling", "overeenkomst"]);
            format!("# {WORD} in een opmerking\n{text}")
        });
        heard
    }

    /// Puts canaries in an extract: in every text of some rows, and in every column of a separate row.
    fn fill(&mut self, name: &str, columns: &[(String, Kind)]) {
        let path = self.town.path(name);
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).has_headers(false).from_path(&path).expect("it");
        let rows: Vec<Vec<String>> =
            reader.records().flatten().map(|row| row.iter().map(str::to_owned).collect()).collect();
        let (header, rows) = rows.split_first().expect("a header");
        let kind = |at: usize| columns.iter().find(|(name, _)| *name == header[at]).map(|(_, kind)| *kind);
        let whole: Vec<&Vec<String>> = rows.iter().filter(|row| row.len() == header.len()).collect();
        let mut out =
            vec![[header.clone(), vec!["Jansen 999990019".to_owned(), "opmerking".to_owned()]].concat()];
        for (index, row) in whole.iter().enumerate() {
            let mut row = (*row).clone();
            for at in 0..header.len() {
                let is_label = LABELS.contains(&header[at].as_str());
                match kind(at) {
                    Some(Kind::Bsn | Kind::Persoonsnummer) if row[at].len() == 9 => {
                        self.numbers.push(row[at].clone())
                    }
                    Some(Kind::Text) if index % 3 == 0 && (!is_label || index % 15 == 0) => {
                        row[at] = format!("{WORD}-{}-{index}", header[at]);
                    }
                    Some(Kind::Integer) if index % 3 == 0 => AMOUNT.clone_into(&mut row[at]),
                    Some(Kind::Decimal) if index % 3 == 0 => HOURS[0].clone_into(&mut row[at]),
                    _ => {}
                }
            }
            row.extend([format!("{WORD}-kolom"), format!("{WORD}-opmerking")]);
            out.push(row);
        }
        let first: Vec<String> = whole.first().map(|row| (*row).clone()).unwrap_or_default();
        for at in (0..first.len()).filter(|at| header[*at] != REFUSES) {
            for wrong in
                [format!("{WORD}-{at}"), format!("{WORD}-{at}\u{1}"), format!("{}-{WORD}", first[at])]
            {
                let mut row = first.clone();
                row[at] = wrong;
                row.extend([String::new(), String::new()]);
                out.push(row);
            }
        }
        let mut writer = csv::WriterBuilder::new().from_path(&path).expect("it");
        out.iter().for_each(|row| writer.write_record(row).expect("a row"));
        writer.flush().expect("a file");
        drop(writer);
        let torn = format!("{WORD}\n\"{WORD}-open,{WORD}\n{WORD},{WORD}\n");
        fs::write(&path, format!("{}{torn}", fs::read_to_string(&path).expect("it"))).expect("a file");
    }

    /// Runs a command and records its output. It must exit with one of these codes.
    fn run(&mut self, arguments: &[&str], codes: &[i32]) -> String {
        self.reading(arguments, None, codes)
    }

    fn reading(&mut self, arguments: &[&str], stdin: Option<&str>, codes: &[i32]) -> String {
        let output = match stdin {
            Some(input) => jib_reading(arguments, input),
            None => jib(arguments),
        };
        let shown = arguments.join(" ");
        let (said, told) = (text(&output.stdout), text(&output.stderr));
        let code = output.status.code().expect("an exit code");
        assert!(codes.contains(&code), "{shown}: {code}: {told}");
        self.all.push((format!("stdout of {shown}"), said.clone()));
        self.all.push((format!("stderr of {shown}"), told));
        said
    }

    /// Records every unsealed file under a folder.
    fn folder(&mut self, name: &str) {
        let folder = self.town.path(name);
        let found = files(Path::new(&folder));
        assert!(!found.is_empty(), "{name} holds files");
        for path in found {
            let shown = path.display().to_string();
            self.all.push((format!("the name of {shown}"), shown.clone()));
            if path.extension().is_none_or(|ext| ext != "age") {
                let bytes = fs::read(&path).expect("a file");
                let is_log = path.extension().is_some_and(|ext| ext == "zst");
                let bytes = if is_log { zstd::decode_all(bytes.as_slice()).expect("a log") } else { bytes };
                self.all.push((shown, text(&bytes)));
            }
        }
    }

    /// Fails if anything recorded holds a canary.
    fn holds(&self) {
        assert!(self.all.len() > 100, "{}", self.all.len());
        let mut words: Vec<&str> = vec![WORD, AMOUNT, HOURS[0], HOURS[1], "Voorbeeld-", "Synthetischestraat"];
        words.extend(self.numbers.iter().map(String::as_str));
        words.sort_unstable();
        words.dedup();
        for (place, content) in &self.all {
            let found = words.iter().find(|word| content.contains(**word));
            let shown = |word: &&&str| {
                let at = content.find(**word).unwrap_or(0);
                content
                    .get(at.saturating_sub(80)..(at + 80).min(content.len()))
                    .unwrap_or_default()
                    .to_owned()
            };
            assert!(found.is_none(), "{found:?} stands in {place}: {:?}", found.as_ref().map(shown));
        }
    }
}

/// Replaces the values of these keys in a configuration, each with a canary.
fn replaced_values(text: &str, keys: &[&str]) -> String {
    let line = |line: &str| {
        let key = keys.iter().find(|key| line.starts_with(&format!("{key} = \"")));
        key.map_or_else(|| line.to_owned(), |key| format!("{key} = \"{WORD} {key}\""))
    };
    text.lines().map(|own| line(own) + "\n").collect()
}

const DAYS: [&str; 4] = ["--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23"];

/// No command prints a value or leaves it unsealed, whether it succeeds or fails.
#[test]
fn no_command_betrays_a_value() {
    let mut heard = Heard::new();
    let at = |heard: &Heard, name: &str| heard.town.path(name);
    let (config, runs, own) =
        (at(&heard, "jib.toml"), at(&heard, "runs"), at(&heard, "sleutels/identiteit.txt"));
    let run = [&["run", "-c", &config, "--out", &runs], &DAYS[..]].concat();
    let folder = heard.run(&run, &[0]).trim().to_owned();
    heard.run(&[&run[..], &["--format", "json", "--lang", "en"]].concat(), &[0]);
    heard.run(&[&run[..], &["--dry-run"]].concat(), &[0]);
    heard.run(&[&run[..], &["--dry-run", "--format", "json"]].concat(), &[0]);
    heard.run(&["check", "-c", &config, "--peildatum", "2026-11-01", "--out", &runs], &[0]);
    let public = at(&heard, "sleutels/ondertekening.pub");
    heard.run(&["verify", &folder, "-p", &public, "-c", &config, "-i", &own], &[0]);
    heard.run(&["verify", &folder, "-p", &public, "--format", "json"], &[0]);
    heard.run(&["doctor", "-c", &config, "--out", &runs, "--datum", "2028-01-01"], &[6]);
    heard.run(&["prune", "-c", &config, "--out", &runs, "--datum", "2028-01-01", "--dry-run"], &[0]);
    let (from, to) = (["--from", "2025-12-31"], ["--to", "2026-01-01"]);
    heard.run(&[&["policy", "diff", "-c", &config], &from[..], &to[..]].concat(), &[0]);
    heard.run(&[&["policy", "diff", "-c", &config, "--format", "json"], &from[..], &to[..]].concat(), &[0]);

    // A person may see facts, but never a name, a number, an address or an amount.
    let numbers: Vec<String> = heard.numbers.iter().step_by(37).take(12).cloned().collect();
    for number in &numbers {
        for format in ["text", "json"] {
            let asked = ["explain", "-c", &config, "--bsn", "-", "--out", &runs, "--format", format];
            heard.reading(&[&asked[..], &DAYS[..]].concat(), Some(number), &[0, 2]);
            heard.reading(
                &["inzage", "--bsn", "-", "-c", &config, &runs, "--format", format],
                Some(number),
                &[0],
            );
        }
    }
    heard.reading(
        &[&["explain", "-c", &config, "--bsn", "-"], &DAYS[..]].concat(),
        Some("KANARIE 999990019x"),
        &[2],
    );

    // Error paths.
    let sealed = format!("{folder}/uitvoer/leerplicht/toezicht.csv.age");
    heard.run(&["open", &sealed, "-i", &own], &[2]);
    heard.run(&["open", &at(&heard, "brp.csv"), "-i", &own], &[2]);
    heard.run(&["open", &sealed, "-i", &at(&heard, "brp.csv")], &[2]);
    heard.run(&["verify", &at(&heard, "sleutels")], &[6]);
    for name in ["brp.csv", "sleutels/identiteit.txt", "toestemming.csv"] {
        heard.run(&["check", "-c", &at(&heard, name), "--peildatum", "2026-11-01", "--out", &runs], &[2]);
        heard.run(&["inzage", "--bsn", "-", "-c", &at(&heard, name), &runs, "--format", "json"], &[2]);
        heard.run(&["policy", "lint", "--schemas", &at(&heard, name)], &[2]);
    }
    heard.run(&["run", "--peildatum=999990019"], &[2]);
    heard.folder("runs");

    // A refused extract, too many rows set aside, and several municipalities at once.
    heard.town.edit("jib.toml", |text| {
        text.replace("max_quarantaine_promille = 1000", "max_quarantaine_promille = 0")
    });
    let (strict, several) = (at(&heard, "streng"), at(&heard, "samen"));
    heard.run(&[&["run", "-c", &config, "--out", &strict], &DAYS[..]].concat(), &[5]);
    heard.town.edit("jib_lijst.csv", |text| text.replace(",0599", ",0344"));
    heard.town.edit("duo_inschrijving.csv", |text| {
        let at = text.lines().next().and_then(|line| line.split(',').position(|name| name == REFUSES));
        let at = at.expect("the column");
        let mut cells: Vec<&str> = text.lines().nth(1).expect("a row").split(',').collect();
        cells[at] = WORD;
        format!("{text}{}\n", cells.join(","))
    });
    heard.run(&[&["run", "-c", &config, "--out", &strict], &DAYS[..]].concat(), &[4]);
    let second = at(&heard, "tweede.toml");
    let own_text = fs::read_to_string(&config).expect("a configuration");
    fs::write(&second, own_text.replace("code = \"0599\"", "code = \"0606\"")).expect("a configuration");
    let nowhere = at(&heard, "brp.csv");
    let all = ["run", "-c", &config, "-c", &second, "-c", &nowhere, "--out", &several];
    heard.run(&[&all[..], &DAYS[..]].concat(), &[4]);
    heard.folder("streng");
    heard.folder("samen");
    heard.town.edit("jib.toml", |text| text.replacen("pad = \"brp.csv\"", "pad = \"999990019.csv\"", 1));
    heard.run(&["check", "-c", &config, "--peildatum", "2026-11-01", "--out", &runs], &[2]);
    heard.run(
        &["check", "-c", &config, "--peildatum", "2026-11-01", "--out", &runs, "--format", "json"],
        &[2],
    );
    heard.numbers.push("999990019".to_owned());
    heard.holds();
}
