//! Documentation that cannot rot: the commands of the README, the quick start and the how-tos are run as they are written,
//! and the page of each code is what the registers and the law files say. `JIB_DOCS=write` writes those pages anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use jib::answers::explain::code::{CodeMeaning, list};
use jib::law::library::Library;
use jib::schemas::catalogue::Lang;
use regex::Regex;

use crate::support::{copy, repository, text};

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
            // What announces a block may run over two lines.
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

/// A machine with the program, and copies of what lies in the repository.
struct Machine {
    folder: tempfile::TempDir,
    set: BTreeMap<String, String>,
    ran: usize,
}

impl Machine {
    fn with(folders: &[&str]) -> Machine {
        let machine =
            Machine { folder: tempfile::tempdir().expect("a folder"), set: BTreeMap::new(), ran: 0 };
        fs::create_dir(machine.at("")).expect("a folder");
        fs::create_dir(machine.folder.path().join("bin")).expect("a folder");
        #[cfg(unix)]
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_jib"), machine.folder.path().join("bin/jib"))
            .expect("the program on the path");
        for folder in folders {
            copy(&repository(folder), &machine.at(folder));
        }
        machine
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join("werk").join(path)
    }

    fn shell(&self, line: &str) -> Output {
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

    /// Runs the lines of a block, one after another. A line says which exit code it expects if that is not 0.
    fn run(&mut self, block: &str) {
        let exits = Regex::new(r"# .*\bexit (\d)").expect("a pattern");
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
            // What is said to fail if there is something may also find nothing.
            let conditional = line.contains("if there is anything")
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

/// Without the eight characters that differ with every run.
fn settled(text: &str) -> String {
    Regex::new(r"(\d{4}-\d{2}-\d{2})_[0-9a-f]{8}")
        .expect("a pattern")
        .replace_all(text, "${1}_x")
        .into_owned()
}

#[test]
fn the_tour_of_the_readme_can_be_walked() {
    let readme = page("README.md");
    let tour = readme.split("## Five-minute tour").nth(1).and_then(|rest| rest.split("\n## ").next());
    let blocks = blocks(tour.expect("the tour"));
    let mut machine = Machine::with(&["sample-data", "schemas"]);
    copy(&repository("schemas"), &machine.folder.path().join("schemas-of-the-proposal"));
    for block in &blocks {
        if block.language == "console" {
            let (command, shown) = block.text.split_once('\n').expect("a command and what it prints");
            let output = machine.shell(command.strip_prefix("$ ").expect("a prompt"));
            let printed = format!("{}{}", text(&output.stdout), text(&output.stderr));
            assert_eq!(settled(&printed), settled(shown), "what the README shows is what is printed");
            machine.set.insert("RUN".to_owned(), text(&output.stdout).trim().to_owned());
        } else {
            machine.run(&block.text);
        }
    }
    assert!(machine.ran > 20, "the tour has {} commands", machine.ran);
}

#[test]
fn the_quick_start_works_on_an_empty_machine() {
    let mut machine = Machine::with(&[]);
    for block in blocks(&page("docs/snel-beginnen.md")) {
        match block.language.as_str() {
            "sh" => machine.run(&block.text),
            _ => fill_in(&machine.at("jib.toml"), &block.text),
        }
    }
    assert!(machine.ran >= 8, "the quick start has {} commands", machine.ran);
}

/// Writes each `key = value` in place of the line that the file has for that key.
fn fill_in(path: &Path, lines: &str) {
    let mut config = fs::read_to_string(path).expect("a configuration");
    for line in lines.lines() {
        let key = line.split(" = ").next().expect("a key");
        let own = Regex::new(&format!("(?m)^{key} = .*$")).expect("a pattern");
        let filled = own.replace(&config, line).into_owned();
        assert_ne!(filled, config, "{key} is to be filled in");
        config = filled;
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
        line.replace("/usr/local/bin/jib", "jib")
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
                .filter_map(|line| line.strip_prefix("30 3 * * * "))
                .map(installed)
                .collect(),
            other => panic!("a block of {other}"),
        };
        for command in commands {
            let quiet = command.contains("--quiet");
            nightly += usize::from(quiet);
            if quiet {
                let output = machine.shell(&command);
                assert_eq!(output.status.code(), Some(0), "{command}: {}", text(&output.stderr));
                assert!(output.stderr.is_empty(), "a good night is silent: {}", text(&output.stderr));
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

/// The page of a code, or of everything that goes by it.
fn page_of(meanings: &[&CodeMeaning]) -> String {
    let mut page = format!("# {}\n", meanings.first().map_or("", |meaning| &meaning.code));
    for meaning in meanings {
        let kind = meaning
            .ernst
            .map_or_else(|| meaning.kind.to_owned(), |ernst| format!("{} · {ernst}", meaning.kind));
        // Writing into a string cannot fail.
        let _ = write!(page, "\n**{}** ({kind})\n", meaning.title);
        for (name, text) in
            [("Betekenis", &meaning.meaning), ("Nodig", &meaning.needed), ("Wat u doet", &meaning.remedy)]
        {
            if !text.is_empty() {
                let _ = write!(page, "\n## {name}\n\n{}\n", text.replace('\n', "  \n"));
            }
        }
        for (name, lines) in [
            ("Kolommen", &meaning.levert),
            ("Bron", &meaning.sources),
            ("Geldigheid", &meaning.geldigheid),
            ("Vragen", &meaning.vragen),
        ] {
            if !lines.is_empty() {
                let _ = write!(page, "\n## {name}\n\n");
                for line in lines {
                    let _ = writeln!(page, "- {line}");
                }
            }
        }
    }
    page
}

/// Every page, by its file name.
fn pages() -> BTreeMap<String, String> {
    let library = Library::load(Some(&repository("schemas"))).expect("the schemas");
    let all = list(&library, Lang::Nl);
    let with_page: Vec<&CodeMeaning> =
        all.iter().filter(|meaning| ["bevinding", "regel"].contains(&meaning.kind)).collect();
    let mut pages = BTreeMap::new();
    let mut index = String::from(
        "# Elke bevinding en elke regel\n\nGemaakt uit `schemas/`: dezelfde tekst als `jib explain CODE`. Wijzig niet hier, maar daar.\n",
    );
    for (soort, title) in
        [("bevinding", "Bevindingen"), ("regel", "Regels: wie wat ontvangt, en op welk artikel")]
    {
        let _ = write!(index, "\n## {title}\n\n| code | wat |\n|---|---|\n");
        for meaning in with_page.iter().filter(|meaning| meaning.kind == soort) {
            let own: Vec<&CodeMeaning> =
                with_page.iter().copied().filter(|other| other.code == meaning.code).collect();
            pages.insert(format!("{}.md", meaning.code), page_of(&own));
            let ernst = meaning.ernst.map(|ernst| format!("{ernst}: ")).unwrap_or_default();
            let _ = writeln!(index, "| [{0}]({0}.md) | {ernst}{1} |", meaning.code, meaning.title);
        }
    }
    pages.insert("README.md".to_owned(), index);
    pages
}

#[test]
fn each_code_has_a_page_that_says_what_the_registers_say() {
    let folder = repository("docs/codes");
    let pages = pages();
    if std::env::var_os("JIB_DOCS").is_some_and(|wanted| wanted == "write") {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder");
        for (name, text) in &pages {
            fs::write(folder.join(name), text).expect("a page");
        }
    }
    let there = fs::read_dir(&folder).expect("the pages").flatten();
    let there: BTreeMap<String, String> = there
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read_to_string(entry.path()).expect("a page"))
        })
        .collect();
    let names = |pages: &BTreeMap<String, String>| pages.keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        names(&there),
        names(&pages),
        "write them anew: JIB_DOCS=write cargo test --release --test docs"
    );
    for (name, text) in &pages {
        assert_eq!(
            &there[name], text,
            "{name}: write it anew: JIB_DOCS=write cargo test --release --test docs"
        );
    }
    assert!(pages.len() > 90);
}

#[test]
fn links_between_pages_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)#]+)(#[^)]*)?\)").expect("a pattern");
    let mut checked = 0;
    for path in [
        "README.md",
        "docs/snel-beginnen.md",
        "docs/beheer.md",
        "docs/extending.md",
        "docs/json/README.md",
        "docs/codes/README.md",
    ] {
        let folder = repository(path).parent().expect("a folder").to_path_buf();
        for found in link.captures_iter(&page(path)) {
            if !found[1].contains("://") {
                assert!(folder.join(&found[1]).exists(), "{path} links to {}", &found[1]);
                checked += 1;
            }
        }
    }
    assert!(checked > 100);
}

#[test]
fn the_shell_and_the_manual_know_every_command() {
    let machine = Machine::with(&[]);
    let help = text(&machine.shell("jib --help").stdout);
    let listed =
        help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("commands");
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
    assert!(shown.contains("209") && shown.contains("/s) nog "), "with rate and time left");
    let quiet = text(&machine.shell(&format!("script -qec '{run} --quiet --out runs3' /dev/null")).stdout);
    assert!(!quiet.contains("verzegelen"), "not with --quiet");
}
