//! Keeps the documentation true. The commands in the README, the reference, the quick start and the how-tos run as written. Every
//! code and file that a page names exists. Every code says what to do and rests on existing articles.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use jib::answers::explain::code::list;
use jib::answers::explain::extract;
use jib::law::library::Library;
use jib::messages::{Lang, Messages};
use jib::model::classification::NietTeWeten;
use jib::model::profile::Axis;
use regex::Regex;

use crate::support::{close, copy, repository, text};

/// A fenced block of a page, with the line before it.
struct Block {
    language: String,
    before: String,
    text: String,
}

/// The blocks of a page, or of one of its sections.
fn blocks(page: &str) -> Vec<Block> {
    let (mut blocks, mut open) = (Vec::<Block>::new(), false);
    let mut before = String::new();
    for line in page.lines() {
        match (line.strip_prefix("```"), open) {
            (Some(language), false) => {
                let before = std::mem::take(&mut before);
                blocks.push(Block { language: language.to_owned(), before, text: String::new() });
                open = true;
            }
            (Some(_), true) => open = false,
            (None, true) => {
                let block = blocks.last_mut().expect("an open block");
                block.text.push_str(line);
                block.text.push('\n');
            }
            // The text before a block may span two lines.
            (None, false) if !line.trim().is_empty() => before = format!("{before} {line}"),
            (None, false) => {
                if before.ends_with(':') {
                    continue;
                }
                before.clear();
            }
        }
    }
    blocks
}

/// A machine with the program and copies of the repository's files.
struct Machine {
    folder: tempfile::TempDir,
    /// The Debian in which the package is installed: commands then run there, as its user.
    package: Option<PathBuf>,
    set: BTreeMap<String, String>,
    ran: usize,
}

impl Machine {
    fn with(folders: &[&str]) -> Machine {
        let folder = crate::support::folder();
        let machine = Machine { folder, package: None, set: BTreeMap::new(), ran: 0 };
        fs::create_dir(machine.at("")).expect("a folder");
        fs::create_dir(machine.folder.path().join("bin")).expect("a folder");
        #[cfg(unix)]
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_jib"), machine.folder.path().join("bin/jib"))
            .expect("the program on the path");
        for folder in folders {
            copy(&repository(folder), &machine.at(folder));
            if *folder == "sample-data" {
                close(&machine.at("sample-data/sleutels"));
            }
        }
        machine
    }

    fn at(&self, path: &str) -> PathBuf {
        let working = self.package.as_ref().map(|root| root.join("etc/jib"));
        working.unwrap_or_else(|| self.folder.path().join("werk")).join(path)
    }

    /// Where the package keeps deliveries and runs.
    fn state(&self) -> PathBuf {
        let installed = self.package.as_ref().map(|root| root.join("var/lib/jib"));
        installed.unwrap_or_else(|| self.folder.path().join("jib"))
    }

    fn shell(&self, line: &str) -> Output {
        if let Some(root) = &self.package {
            return Command::new("chroot")
                .arg("--userspec=jib:jib")
                .arg(root)
                .args(["/usr/bin/env", "-i", "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"])
                .args(["/bin/bash", "-o", "pipefail", "-c", &format!("cd /etc/jib && {line}")])
                .output()
                .expect("chroot starts");
        }
        let bin = self.folder.path().join("bin").display().to_string();
        let path = std::env::var("PATH").unwrap_or_default();
        Command::new("bash")
            .args(["-o", "pipefail", "-c", line])
            .current_dir(self.at(""))
            .env_remove("JIB_SCHEMAS")
            .env("PATH", format!("{bin}:{path}"))
            .envs(&self.set)
            .output()
            .expect("bash starts")
    }

    /// Runs the lines of a block in order. A line names its expected exit code if that is not 0.
    fn run(&mut self, block: &str) {
        let exits = Regex::new(r"# .*\bexit(?:code)? (\d)").expect("a pattern");
        for line in block.replace("\\\n", " ").lines().filter(|line| !line.trim().is_empty()) {
            let first = line.split_whitespace().next().unwrap_or_default();
            if let Some((name, value)) = line.strip_prefix("export ").and_then(|set| set.split_once('=')) {
                self.set.insert(name.to_owned(), value.to_owned());
                continue;
            }
            if ["age", "minisign"].contains(&first) && !has(first) {
                eprintln!("skipped, since {first} is not installed here: {line}");
                continue;
            }
            let expected = exits.captures(line);
            let expected: i32 = expected.map_or(0, |found| found[1].parse().expect("a digit"));
            let output = self.shell(line);
            let code = output.status.code();
            // A command described as failing "if there is anything" may also find nothing.
            let conditional = line.contains("if there is anything")
                || line.contains("als er iets is")
                || line.contains("at the first thing wrong")
                || line.contains("if it does not hold");
            assert!(
                code == Some(expected) || conditional && code == Some(0),
                "{line}\ngave {code:?}\n{}{}",
                text(&output.stdout),
                text(&output.stderr)
            );
            self.ran += 1;
        }
    }
}

fn has(program: &str) -> bool {
    let mut asked = Command::new(program);
    asked.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    asked.status().is_ok()
}

fn page(path: &str) -> String {
    fs::read_to_string(repository(path)).expect("a page")
}

/// The text without the eight characters that differ with every run.
fn settled(text: &str) -> String {
    Regex::new(r"(\d{4}-\d{2}-\d{2})_[0-9a-f]{8}")
        .expect("a pattern")
        .replace_all(text, "${1}_x")
        .into_owned()
}

/// The commands of a console block follow a prompt. The lines after a command, if any, are its output.
fn commands(block: &str) -> Vec<(&str, String)> {
    let mut commands: Vec<(&str, String)> = Vec::new();
    for line in block.lines() {
        match line.strip_prefix("$ ") {
            Some(command) => commands.push((command, String::new())),
            None => {
                let (_, shown) = commands.last_mut().expect("a prompt comes first");
                *shown += &format!("{line}\n");
            }
        }
    }
    commands
}

#[test]
fn the_tour_of_the_readme_and_the_commands_of_the_reference_work() {
    let readme = blocks(&page("README.md"));
    let mut machine = Machine::with(&["sample-data", "schemas"]);
    copy(&repository("schemas"), &machine.folder.path().join("schemas-of-the-proposal"));
    let tour: Vec<&Block> = readme.iter().filter(|block| block.language == "console").collect();
    assert_eq!(tour.len(), 1, "the README has one tour");
    for (command, shown) in commands(&tour[0].text) {
        // The folder differs each time: `RUN` is the one that the first command printed.
        if command.starts_with("RUN=") {
            continue;
        }
        if shown.trim().is_empty() {
            machine.run(command);
            continue;
        }
        let output = machine.shell(command);
        let printed = format!("{}{}", text(&output.stdout), text(&output.stderr));
        assert_eq!(
            settled(&printed).trim(),
            settled(&shown).trim(),
            "what the README shows is what is printed"
        );
        machine.set.insert("RUN".to_owned(), text(&output.stdout).trim().to_owned());
        let first = command.replacen("jib", "cargo run --release --", 1);
        assert!(readme[0].text.lines().any(|line| line == first), "the first command is that of the tour");
    }
    for block in blocks(&page("docs/reference.md")) {
        assert_eq!(block.language, "sh", "every block of the reference is run");
        machine.run(&block.text);
    }
    assert!(machine.ran > 25, "tour and reference have {} commands", machine.ran);
}

/// `.ci/package` runs it once more, in the Debian that `JIB_PAKKET` names, as the package was installed there.
#[test]
fn the_quick_start_works_on_an_empty_machine() {
    let mut machine = Machine::with(&[]);
    machine.package = std::env::var_os("JIB_PAKKET").map(PathBuf::from);
    let named = Regex::new(r"als\s+`([a-z_]+\.csv)`").expect("a pattern");
    let key_of = Regex::new("age1[a-z0-9]+").expect("a pattern");
    let manual = page("docs/snel-beginnen.md");
    let (state, is_installed) = (machine.state(), machine.package.is_some());
    fs::create_dir_all(state.join("in")).expect("a folder");
    // The first night is more than a month after the day of the files.
    let installed = |text: &str| {
        let text = text.replace("vandaag", "2026-12-03");
        if is_installed {
            return text;
        }
        text.replace("/etc/jib/jib.toml", "jib.toml").replace("/var/lib/jib", &state.display().to_string())
    };
    let (trial, _) = manual.split_once("\n## 6.").expect("the step to the night");
    let trial = blocks(trial).len();
    let mut tried = 0;
    for (place, block) in blocks(&manual).into_iter().enumerate() {
        if place == trial {
            tried = machine.ran;
        }
        match block.language.as_str() {
            "sh" => machine.run(&installed(&block.text)),
            // As root, and by systemd: `.ci/package` does that.
            "console" => {
                let nightly = machine.ran - tried;
                let told = format!("{tried} opdrachten tot en met stap 5, en nog {nightly} voor de nacht");
                assert!(manual.contains(&told), "docs/snel-beginnen.md does not say: {told}");
            }
            "csv" => {
                let name = &named.captures(&block.before).expect("the name of the file")[1];
                fs::write(machine.at(name), &block.text).expect("a file");
            }
            // A section to add; the recipient's key is the one made a step before.
            _ if block.text.starts_with("[[") => {
                let config = fs::read_to_string(machine.at("jib.toml")).expect("a configuration");
                let identity = fs::read_to_string(machine.at("ontvanger/identiteit.txt")).expect("a key");
                let key = key_of.find(&identity).expect("a key");
                let section = block.text.replace("age1…", key.as_str());
                fs::write(machine.at("jib.toml"), format!("{config}\n{section}")).expect("a configuration");
            }
            _ => fill_in(&machine.at("jib.toml"), &installed(&block.text)),
        }
    }
    assert!(tried >= 14, "the quick start has {tried} commands");
    assert!(!machine.at("proef").exists(), "nothing of the trial is left");
    // What the page says that one sees.
    let opened = machine.shell(&installed(
        "jib open /var/lib/jib/runs/laatste/uitvoer/leerplicht/toezicht.csv.age -i ontvanger/identiteit.txt",
    ));
    let opened = text(&opened.stdout);
    assert!(opened.lines().count() == 2 && opened.contains("20KD"), "{opened}");
    // The nights after it run by themselves: with the same files, with newer ones, and with files that are too old.
    let unit = page("packaging/systemd/jib.service");
    let nightly = unit.lines().find_map(|line| line.strip_prefix("ExecStart=/usr/bin/")).expect("a command");
    let night = |day: &str| {
        let output = machine.shell(&installed(&nightly.replace("vandaag", day)));
        (output.status.code(), text(&output.stderr))
    };
    assert_eq!(night("2026-12-04"), (Some(0), String::new()), "GOED says nothing");
    for name in ["brp_2026-11-01.csv", "duo_inschrijving_20261101.csv"] {
        let arrived = state.join("in").join(name);
        let next = name.replace("2026-11-01", "2026-12-01").replace("20261101", "20261201");
        fs::copy(&arrived, arrived.with_file_name(next)).expect("a file of the next month");
    }
    assert_eq!(night("2026-12-31"), (Some(0), String::new()), "the newest file is taken");
    let (code, said) = night("2027-01-09");
    assert!(code == Some(4) && said.starts_with("NIET GOED: "), "{code:?} {said}");
}

/// Replaces the line for each key in the file by `key = value`, or by the key turned off; after `extract`, in the levering of that name.
fn fill_in(path: &Path, lines: &str) {
    let mut config = fs::read_to_string(path).expect("a configuration");
    let mut from = 0;
    for line in lines.lines() {
        if line.starts_with("extract = ") {
            from = 1 + config.find(&format!("\n{line}")).expect("the levering");
            continue;
        }
        let key = line.trim_start_matches('#').split(" = ").next().expect("a key");
        let own = Regex::new(&format!("(?m)^#?{}( = .*)?$", regex::escape(key))).expect("a pattern");
        let found = own.find_at(&config, from).expect("a line for the key").range();
        assert_ne!(&config[found.clone()], line, "{key} is to be filled in");
        config.replace_range(found, line);
    }
    fs::write(path, config).expect("a configuration");
}

#[test]
fn the_night_runs_as_the_manual_for_administrators_says() {
    let manual = page("docs/beheer.md");
    let mut machine = Machine::with(&["sample-data"]);
    copy(&repository("sample-data"), &machine.at("gemeenten/0599"));
    copy(&repository("sample-data"), &machine.at("gemeenten/0606"));
    let other = machine.at("gemeenten/0606/jib.toml");
    let config = fs::read_to_string(&other).expect("a configuration");
    fs::write(&other, config.replacen("code = \"0599\"", "code = \"0606\"", 1)).expect("a configuration");
    let listed = machine.at("gemeenten/0606/jib_lijst.csv");
    let list = fs::read_to_string(&listed).expect("the list");
    fs::write(&listed, list.replace(",0599", ",0606")).expect("the list");
    let installed = |line: &str| {
        line.replace("/usr/bin/jib", "jib")
            .replace("/etc/jib/jib.toml", "sample-data/jib.toml")
            .replace("/var/lib/jib/", "")
            .replace(
                "--peildatum vandaag --verstrekdatum vandaag",
                "--peildatum 2026-11-01 --verstrekdatum 2026-11-23",
            )
    };
    let mut nightly = 0;
    for block in blocks(&manual) {
        let commands: Vec<String> = match block.language.as_str() {
            "sh" => vec![block.text.clone()],
            "ini" => {
                block.text.lines().filter_map(|line| line.strip_prefix("ExecStart=")).map(installed).collect()
            }
            "cron" => block
                .text
                .lines()
                .map(|line| installed(line.splitn(6, ' ').last().expect("a command")))
                .collect(),
            // A piece of jib.toml, to copy.
            "toml" => Vec::new(),
            other => panic!("a block of {other}"),
        };
        for command in commands {
            let quiet = command.contains("run --quiet");
            nightly += usize::from(quiet);
            if quiet {
                let output = machine.shell(&command);
                assert_eq!(output.status.code(), Some(0), "{command}: {}", text(&output.stderr));
                // The sample has rows set aside, so a quiet night speaks, and cron mails it.
                let said = text(&output.stderr);
                assert!(said.starts_with("LET OP: ") && said.contains("nu doen"), "{said}");
            } else {
                machine.run(&command);
            }
        }
    }
    assert_eq!(nightly, 2, "systemd and cron");
    assert!(machine.at("runs/overzicht.html").is_file());
    let codes = Regex::new(r"(?m)^\| (\d) \|").expect("a pattern");
    assert_eq!(codes.find_iter(&manual).count(), 8, "every exit code is there");
}

/// `.ci/package` runs the unit of the package; the manual shows one for whoever writes it by hand. They say the same.
#[test]
fn the_unit_of_the_package_runs_what_the_manual_says_and_is_no_less_strict() {
    let lines = |text: &str| -> BTreeSet<String> {
        let own = text.lines().filter(|line| line.contains('=') && !line.starts_with('#'));
        own.map(str::to_owned).collect()
    };
    let unit = lines(&page("packaging/systemd/jib.service"));
    let manual = blocks(&page("docs/beheer.md"));
    let shown = manual.iter().find(|block| block.text.contains("ExecStart=")).expect("a unit in the manual");
    let own: BTreeSet<String> = lines(&shown.text)
        .into_iter()
        .filter(|line| !line.starts_with("Description=") && !line.starts_with("OnFailure="))
        .collect();
    let missing: Vec<&String> = own.difference(&unit).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn how_to_add_an_extract_a_party_and_an_article_does_just_that() {
    let mut machine = Machine::with(&["schemas", "sample-data"]);
    let named = Regex::new(r"(Create|Append to) `([^`]+)`:$").expect("a pattern");
    let (mut created, mut printed) = (0, String::new());
    for block in blocks(&page("docs/extending.md")) {
        if block.language == "sh" {
            machine.run(&block.text);
            continue;
        }
        let found = named.captures(block.before.trim_end());
        let found = found.unwrap_or_else(|| panic!("which file is it? {}", block.before));
        let path = machine.at(&found[2]);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let before =
            if &found[1] == "Create" { String::new() } else { fs::read_to_string(&path).expect("a file") };
        assert!(!before.is_empty() || !path.exists(), "{} is new", path.display());
        fs::write(&path, format!("{before}\n{}", block.text).trim_start()).expect("a file");
        created += 1;
        let _ = write!(printed, "{} ", &found[2]);
    }
    assert_eq!(created, 7, "{printed}");
    let answer = text(&machine.shell("jib explain Vb-1-kennismaking").stdout);
    assert!(answer.contains("jongerenwerk/kennismaking"), "{answer}");
}

/// `jib explain CODE` is the page of a finding or a rule. It must say what to do and which articles it rests on.
#[test]
fn each_finding_says_what_to_do_and_each_rule_rests_on_articles_that_exist() {
    let library = Library::load(&repository("schemas")).expect("the schemas");
    let all = list(&library, Lang::Nl);
    let articles: BTreeSet<&str> =
        all.iter().filter(|one| one.kind == "artikel").map(|one| one.code.as_str()).collect();
    let (mut findings, mut rules) = (0, 0);
    for one in &all {
        let code = &one.code;
        match one.kind {
            "bevinding" => {
                findings += 1;
                assert!(one.ernst.is_some(), "{code} has a severity");
                assert!(!one.remedy.is_empty(), "{code} says what to do");
                assert!(one.sources.iter().all(|bron| !bron.is_empty()), "{code} names its source");
            }
            "regel" => {
                rules += 1;
                assert!(
                    !one.sources.is_empty() && !one.validity.is_empty(),
                    "{code} has a ground and a period"
                );
                for sources in &one.sources {
                    assert!(articles.contains(sources.as_str()), "{code} rests on {sources}");
                }
                for columns in &one.releases {
                    let basis = columns.rsplit_once(" (").and_then(|(_, basis)| basis.strip_suffix(')'));
                    assert!(basis.is_some_and(|basis| articles.contains(basis)), "{code} gives {columns}");
                }
            }
            _ => {}
        }
    }
    assert!(findings > 80 && rules > 30, "{findings} findings and {rules} rules");
}

/// A supplier is sent these pages, so they say what the schemas say. `JIB_BIJWERKEN=1` writes them again.
#[test]
fn the_pages_for_suppliers_are_those_of_the_schemas() {
    let library = Library::load(&repository("schemas")).expect("the schemas");
    let mut pages = BTreeMap::from([(
        "README.md".to_owned(),
        extract::index(&library, Lang::Nl).expect("a law that holds"),
    )]);
    for schema in &library.schemas.extracts {
        let told = extract::page(&library, &schema.id, Lang::Nl).expect("a law that holds");
        pages.insert(format!("{}.md", schema.id), extract::markdown(&told.expect("an extract"), Lang::Nl));
    }
    let folder = repository("docs/leveringen");
    if std::env::var_os("JIB_BIJWERKEN").is_some() {
        fs::create_dir_all(&folder).expect("a folder");
        for (name, text) in &pages {
            fs::write(folder.join(name), text).expect("a page");
        }
    }
    for (name, text) in &pages {
        let kept = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert_eq!(kept, *text, "docs/leveringen/{name}: JIB_BIJWERKEN=1 just test docs::the_pages");
    }
    let kept = fs::read_dir(&folder).expect("the folder").count();
    assert_eq!(kept, pages.len(), "no page is left of an extract that is gone");
}

/// A supplier is told whom to deliver and in which form, and a municipality which parcels need the file.
#[test]
fn a_page_says_who_belongs_in_the_file_what_needs_it_and_each_form() {
    let library = Library::load(&repository("schemas")).expect("the schemas");
    let index = page("docs/leveringen/README.md");
    let mut forms = 0;
    for schema in &library.schemas.extracts {
        let own = page(&format!("docs/leveringen/{}.md", schema.id));
        assert!(own.contains(&format!("- **Wie hoort erin**: {}", schema.who)), "{}", schema.id);
        let with_pattern = schema.columns.iter().filter(|column| column.pattern.is_some());
        for column in with_pattern {
            let form = column.form_words.as_ref().expect("words for each pattern");
            assert!(own.contains(&form.replace('|', "\\|")), "{}: {form}", schema.id);
            forms += 1;
        }
    }
    assert!(forms >= 20, "{forms}");
    let needed = |extract: &str| {
        let row = index.lines().find(|line| line.contains(&format!("({extract}.md)"))).expect("a row");
        row.rsplit(" | ").next().expect("a cell").trim_end_matches(" |").to_owned()
    };
    assert!(needed("brp").starts_with("elk pakket"));
    assert_eq!(needed("leerresultaat"), "mbo/overstap");
    assert_eq!(needed("contactgegevens"), "doorstroompunt/contact, leerplicht/contact, participatie/contact");
    assert_eq!(needed("ib_vsv"), "doorstroompunt/begeleiding, doorstroompunt/regio");
    assert_eq!(needed("uitsluiting"), "elk pakket met personen");
    let list = "doorstroompunt/jongeren-in-beeld, participatie/contact, participatie/jongeren-in-beeld";
    assert_eq!(needed("jib_lijst"), list);
    // Whoever turns 27 is counted as too old only while the delivery still has them.
    assert!(page("docs/leveringen/brp.md").contains("4 tot en met 27 jaar"));
    assert!(page("docs/snel-beginnen.md").contains("4 tot en met 27 jaar"));
}

/// Every column says what it means, every code what it says, and what a supplier is shown as an example is read without a word.
#[test]
fn the_example_of_each_extract_is_read_as_it_stands() {
    let library = Library::load(&repository("schemas")).expect("the schemas");
    for schema in &library.schemas.extracts {
        assert!(!schema.who.is_empty(), "{} says who belongs in it", schema.id);
        for column in &schema.columns {
            let place = format!("{}.{}", schema.id, column.name);
            assert!(!column.description.is_empty(), "{place} says what it means");
            assert_eq!(column.examples.len(), 3, "{place}");
            let told: BTreeSet<&String> = column.meanings.keys().collect();
            assert_eq!(told, column.codes.iter().collect(), "{place}");
        }
    }
    let machine = Machine::with(&["sample-data"]);
    let sample_of = |extract: &str| {
        let told = extract::page(&library, extract, Lang::Nl).expect("a law that holds");
        told.expect("an extract").sample.join("\n") + "\n"
    };
    for schema in &library.schemas.extracts {
        fs::write(machine.at(&format!("sample-data/{}.csv", schema.id)), sample_of(&schema.id))
            .expect("a file");
    }
    let output = machine.shell(
        "jib check -c sample-data/jib.toml --peildatum 2026-11-01 --out runs --format json 2>/dev/null",
    );
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let deliveries = told["extracten"].as_array().expect("deliveries");
    assert_eq!(deliveries.len(), library.schemas.extracts.len());
    for delivery in deliveries {
        assert_eq!(
            (&delivery["gelezen"], &delivery["quarantaine"]),
            (&serde_json::json!(3), &serde_json::json!(0)),
            "{delivery}"
        );
    }
}

/// Readers look codes up with `jib explain`, so it must know each code that a page names.
#[test]
fn every_code_that_a_page_names_can_be_explained() {
    let library = Library::load(&repository("schemas")).expect("the schemas");
    let known: BTreeSet<String> = list(&library, Lang::Nl).into_iter().map(|one| one.code).collect();
    let named = Regex::new(r"\bR-[A-Z]{3}-\d{3}\b").expect("a pattern");
    let mut checked = 0;
    for path in PAGES {
        for found in named.find_iter(&page(path)) {
            assert!(known.contains(found.as_str()), "{path} names {}", found.as_str());
            checked += 1;
        }
    }
    assert!(checked > 30, "{checked} codes");
}

/// Every page that people read.
const PAGES: [&str; 21] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "docs/beheer.md",
    "docs/bij-de-bron.md",
    "docs/decisions.md",
    "docs/extending.md",
    "docs/installeren.md",
    "docs/json/README.md",
    "docs/keys.md",
    "docs/performance.md",
    "docs/reference.md",
    "docs/snel-beginnen.md",
    "docs/standaarden.md",
    "docs/threat-model.md",
    "docs/wetteksten.md",
    "schemas/README.md",
    "benches/README.md",
    "benches/engines/README.md",
];

#[test]
fn links_between_pages_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)#]*)(?:#([^)]*))?\)").expect("a pattern");
    let mut checked = 0;
    for path in PAGES {
        let folder = repository(path).parent().expect("a folder").to_path_buf();
        for found in link.captures_iter(&page(path)) {
            let file = &found[1];
            if file.contains("://") {
                continue;
            }
            let target = if file.is_empty() { repository(path) } else { folder.join(file) };
            assert!(target.exists(), "{path} links to {file}");
            if let Some(anchor) = found.get(2) {
                let text = fs::read_to_string(&target).expect("a page");
                let heading = |line: &str| line.starts_with('#') && anchor_of(line) == anchor.as_str();
                assert!(text.lines().any(heading), "{path} links to {file}#{}", anchor.as_str());
            }
            checked += 1;
        }
    }
    assert!(checked > 40, "{checked} links");
}

/// The anchor that a code forge gives to a heading.
fn anchor_of(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = words.chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
    kept.collect::<String>().replace(' ', "-")
}

#[test]
fn the_map_says_how_many_axes_a_profile_has() {
    let number = match Axis::ALL.len() {
        19 => "nineteen",
        20 => "twenty",
        21 => "twenty-one",
        other => panic!("write {other} in words, here and in ARCHITECTURE.md"),
    };
    assert!(page("ARCHITECTURE.md").contains(&format!("({number} small axes in one integer)")));
}

/// The files and folders of the repository that the map and the guides name in backticks.
#[test]
fn every_path_that_a_guide_names_exists() {
    let named = Regex::new(r"`((?:src|tests|benches|docs|schemas|templates|\.ci|\.cargo)/[\w./-]*)`")
        .expect("a pattern");
    let mut checked = 0;
    for path in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "docs/reference.md",
        "docs/extending.md",
    ] {
        for found in named.captures_iter(&page(path)) {
            assert!(repository(&found[1]).exists(), "{path} names {}", &found[1]);
            checked += 1;
        }
    }
    assert!(checked > 30, "{checked} paths");
}

#[test]
fn the_shell_and_the_manual_know_every_command() {
    let machine = Machine::with(&[]);
    let help = text(&machine.shell("jib --help").stdout);
    let listed =
        help.split("Opdrachten:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("commands");
    let names = listed.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let names: Vec<&str> = names.filter(|name| !name.is_empty() && *name != "help").collect();
    assert!(names.len() >= 12, "{names:?}");
    let written = text(&machine.shell("jib man --out man").stdout);
    for name in &names {
        assert!(written.contains(&format!("man/jib-{name}.1\n")), "a page for {name}: {written}");
    }
    assert!(written.contains("man/jib-policy-lint.1"), "and for what stands under it: {written}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = text(&machine.shell(&format!("jib completions {shell}")).stdout);
        for name in &names {
            assert!(script.contains(name), "{shell} completes {name}");
        }
        assert!(!script.contains("For people"), "{shell} tells values in English");
    }
    let checked = machine.shell("jib completions bash | bash -n");
    assert!(checked.status.success(), "{}", text(&checked.stderr));
}

#[test]
fn progress_is_for_a_terminal_only() {
    let machine = Machine::with(&["sample-data"]);
    let run = "jib run -c sample-data/jib.toml --peildatum 2026-11-01 --verstrekdatum 2026-11-23";
    let piped = machine.shell(&format!("{run} --out runs"));
    assert!(!text(&piped.stderr).contains("verzegelen"), "{}", text(&piped.stderr));
    if !has("script") {
        eprintln!("skipped: without `script` there is no terminal to look at");
        return;
    }
    let shown = text(&machine.shell(&format!("script -qec '{run} --out runs2' /dev/null")).stdout);
    for stage in ["lezen", "beoordelen", "beslissen", "verzegelen"] {
        assert!(shown.contains(stage), "the stage {stage} is shown");
    }
    assert!(shown.contains("/s) nog "), "with rate and time left");
    let quiet = text(&machine.shell(&format!("script -qec '{run} --quiet --out runs3' /dev/null")).stdout);
    assert!(!quiet.contains("verzegelen"), "not with --quiet");
}

/// What cannot be known is said in one voice: the manual has the words that `explain` and the report say.
#[test]
fn what_cannot_be_known_is_said_in_the_same_words_everywhere() {
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let manual = joined(&fs::read_to_string(repository("docs/beheer.md")).expect("the manual"));
    let library = crate::support::library();
    for what in NietTeWeten::ALL {
        for part in ["titel", "betekenis", "doen"] {
            let words = Messages::of(Lang::Nl).text_of_code("niet_te_weten", what.word(), part);
            assert!(manual.contains(words.as_ref()), "docs/beheer.md does not say: {words}");
        }
    }
    let priority = library.glossary.column("ib_prioriteit").and_then(|own| own.recipient_note.as_ref());
    assert!(manual.contains(priority.expect("what a recipient must know").as_str()));
}
