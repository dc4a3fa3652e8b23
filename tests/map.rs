//! The map of `core/src/` and `src/`: imports run one way. Between folders they follow the order that `core/src/lib.rs` and, after it,
//! `src/lib.rs` declare; inside a folder, with the file that declares it, they form no cycle. And no two types share a name.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::support::{files, repository};

/// The packages, in import order.
const PACKAGES: [&str; 2] = ["core/src", "src"];

/// How the tests of a file begin.
const TESTS: [&str; 2] = ["#[cfg(test)]", "#[cfg(all(test"];

/// Modules that may pass an item on, one to the next.
const PASSED_ON_MAX: usize = 8;

/// A module by its path: `["law", "in_force"]`.
type Module = Vec<String>;

/// Each module with the modules whose items it names.
struct Map {
    imports: BTreeMap<Module, BTreeSet<Module>>,
}

impl Map {
    fn read() -> Map {
        let texts: BTreeMap<Module, String> = PACKAGES
            .map(repository)
            .iter()
            .flat_map(|root| files(root).into_iter().map(move |path| (root, path)))
            .filter(|(_, path)| path.extension().is_some_and(|extension| extension == "rs"))
            .filter(|(_, path)| !path.ends_with("tests.rs"))
            .map(|(root, path)| {
                (module_of(root, &path), code(&fs::read_to_string(path).expect("a source file")))
            })
            .collect();
        Map::of(&texts)
    }

    fn of(texts: &BTreeMap<Module, String>) -> Map {
        let named: BTreeMap<&Module, Vec<Module>> = texts
            .iter()
            .map(|(module, text)| {
                let children = texts.keys().filter(|other| parent(other) == *module);
                (module, [paths(module, text), children_named(text, children)].concat())
            })
            .collect();
        let imports = named
            .iter()
            .map(|(module, paths)| {
                let homes = paths.iter().filter_map(|path| home(texts, &named, path));
                ((*module).clone(), homes.filter(|home| home != *module).collect())
            })
            .collect();
        Map { imports }
    }

    /// The circle of each folder that has one.
    fn circles(&self) -> Vec<String> {
        let mut folders: BTreeSet<Module> = BTreeSet::new();
        for module in self.imports.keys() {
            folders.extend((1..module.len()).map(|length| module[..length].to_vec()));
        }
        let mut circles = Vec::new();
        for folder in folders {
            let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for (module, named) in &self.imports {
                let Some(own) = node(&folder, module) else { continue };
                let others =
                    named.iter().filter_map(|module| node(&folder, module)).filter(|other| *other != own);
                edges.entry(own.clone()).or_default().extend(others);
            }
            circles
                .extend(circle(&edges).map(|found| format!("{}: {}", folder.join("::"), found.join(" → "))));
        }
        circles
    }
}

/// What stands for a module inside a folder: the folder's own file, another file of it, or a folder inside it.
fn node(folder: &Module, module: &Module) -> Option<String> {
    let inside = module.strip_prefix(folder.as_slice())?;
    Some(inside.first().map_or_else(|| format!("{}.rs", folder.join("/")), Clone::clone))
}

/// `core/src/law/in_force.rs` is `law::in_force`.
fn module_of(root: &Path, path: &Path) -> Module {
    let relative = path.strip_prefix(root).expect("a file of the package").with_extension("");
    let mut module: Module = relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    module.retain(|part| part != "mod");
    module
}

/// The text without comments and tests.
fn code(text: &str) -> String {
    let lines = text.lines().take_while(|line| !TESTS.iter().any(|begin| line.starts_with(begin)));
    lines.map(|line| line.split_once("//").map_or(line, |(code, _)| code)).collect::<Vec<_>>().join("\n")
}

/// Every path that starts at the crate root or the module's parent, with lists in braces expanded.
fn paths(module: &Module, text: &str) -> Vec<Module> {
    let mut found = Vec::new();
    for (keyword, above) in
        [("crate::", Module::new()), ("super::", parent(module)), ("self::", module.clone())]
    {
        for (at, _) in text.match_indices(keyword) {
            if !is_inside_path(&text[..at]) {
                spread(&above, &text[at + keyword.len()..], &mut found);
            }
        }
    }
    found
}

/// Follows one path from `text`, into its braces.
fn spread(above: &Module, text: &str, found: &mut Vec<Module>) {
    if let Some(list) = text.strip_prefix('{') {
        let mut depth = 0;
        let mut begin = 0;
        for (at, letter) in list.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    spread(above, list[begin..at].trim(), found);
                    begin = at + 1;
                    if letter == '}' {
                        return;
                    }
                }
                _ => {}
            }
        }
        return;
    }
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if name == "super" {
        return spread(&parent(above), rest.trim_start_matches("::"), found);
    }
    let mut path = above.clone();
    if !name.is_empty() {
        path.push(name.to_owned());
    }
    match rest.strip_prefix("::") {
        Some(rest) => spread(&path, rest, found),
        None => found.push(path),
    }
}

fn parent(module: &Module) -> Module {
    module[..module.len().saturating_sub(1)].to_vec()
}

/// Every path into a module's own children, which need no word before them: `use assess::assess;`.
fn children_named<'a>(text: &str, children: impl Iterator<Item = &'a Module>) -> Vec<Module> {
    let mut found = Vec::new();
    for child in children {
        let keyword = format!("{}::", child.last().expect("a name"));
        for (at, _) in text.match_indices(&keyword) {
            if !is_inside_path(&text[..at]) {
                spread(child, &text[at + keyword.len()..], &mut found);
            }
        }
    }
    found
}

/// Whether a word after this text goes on with a word or a path.
fn is_inside_path(before: &str) -> bool {
    before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':')
}

/// The module that holds what the path names. What a module only passes on has its home elsewhere.
fn home(
    texts: &BTreeMap<Module, String>,
    named: &BTreeMap<&Module, Vec<Module>>,
    path: &Module,
) -> Option<Module> {
    let mut path = path.clone();
    for _ in 0..PASSED_ON_MAX {
        let module = longest(texts, path.clone())?;
        let Some(item) = path.get(module.len()).filter(|item| !defines(&texts[&module], item)) else {
            return Some(module);
        };
        let is_elsewhere = |other: &&Module| {
            other.last() == Some(item) && longest(texts, (*other).clone()).is_some_and(|home| home != module)
        };
        let Some(passed_on) = named[&module].iter().find(is_elsewhere) else { return Some(module) };
        path = passed_on.clone();
    }
    longest(texts, path)
}

/// Whether a line at the margin defines this item.
fn defines(text: &str, item: &str) -> bool {
    text.lines().filter(|line| !line.starts_with(' ')).any(|line| {
        let mut words = line.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        let keywords = ["fn", "struct", "enum", "trait", "type", "const", "static", "mod"];
        words.any(|word| keywords.contains(&word)) && words.next() == Some(item)
    })
}

/// The longest beginning of the path that is a module.
fn longest(texts: &BTreeMap<Module, String>, mut path: Module) -> Option<Module> {
    while !path.is_empty() && !texts.contains_key(&path) {
        path.pop();
    }
    (!path.is_empty()).then_some(path)
}

/// A cycle between the nodes, if there is one.
fn circle(edges: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    fn walk(
        node: &str,
        edges: &BTreeMap<String, BTreeSet<String>>,
        done: &mut BTreeSet<String>,
        path: &mut Vec<String>,
    ) -> Option<Vec<String>> {
        if let Some(at) = path.iter().position(|own| own == node) {
            return Some([&path[at..], &[node.to_owned()]].concat());
        }
        if !done.insert(node.to_owned()) {
            return None;
        }
        path.push(node.to_owned());
        let found = edges.get(node).into_iter().flatten().find_map(|next| walk(next, edges, done, path));
        path.pop();
        found
    }
    let mut done = BTreeSet::new();
    edges.keys().find_map(|node| walk(node, edges, &mut done, &mut Vec::new()))
}

/// The folders in the order that each `lib.rs` declares.
fn order() -> Vec<String> {
    let libs = PACKAGES
        .map(|package| fs::read_to_string(repository(package).join("lib.rs")).expect("the library"))
        .join("\n");
    let declared = libs.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    declared.map(str::to_owned).collect()
}

/// A module must not import from a folder that builds on its own, or neither could be read alone.
#[test]
fn imports_run_one_way_between_folders() {
    let order = order();
    let place = |name: &String| order.iter().position(|own| own == name);
    let mut against = Vec::new();
    for (module, named) in Map::read().imports {
        let Some(own) = module.first().and_then(place) else { continue };
        for other in named {
            if other.first().and_then(place).is_none_or(|other| other > own) {
                against.push(format!("{} imports {}", module.join("::"), other.join("::")));
            }
        }
    }
    assert!(against.is_empty(), "against the order of each lib.rs:\n{}", against.join("\n"));
}

/// Files of a folder must not need each other, or the folder could only be read all at once. The file that declares the folder is one
/// of them: it may call its children or pass on what they hold, but then no child may need what it defines itself.
#[test]
fn no_folder_has_a_circle_inside() {
    let circles = Map::read().circles();
    assert!(circles.is_empty(), "circles inside folders:\n{}", circles.join("\n"));
}

/// The type that a line at the margin declares.
fn declared(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace().skip_while(|word| word.starts_with("pub"));
    let keyword = words.next()?;
    let name = words.next()?.split(|letter: char| !letter.is_alphanumeric()).next()?;
    (!line.starts_with(' ') && ["struct", "enum", "trait", "type"].contains(&keyword)).then_some(name)
}

/// The types that `codes!` declares: each is the first name within its braces.
fn declared_by_macro(text: &str) -> impl Iterator<Item = &str> {
    text.split("codes! {").skip(1).filter_map(|rest| {
        let name = rest.lines().find_map(|line| line.trim_start().split_once(" {"))?.0;
        name.chars().all(char::is_alphanumeric).then_some(name)
    })
}

/// One word for one thing: whoever reads `Found` or `Terms` need not ask whose.
#[test]
fn each_type_has_a_name_of_its_own() {
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in PACKAGES.map(repository).iter().flat_map(|root| files(root)) {
        if path.extension().is_some_and(|extension| extension == "rs") {
            let text = code(&fs::read_to_string(&path).expect("a source file"));
            for name in text.lines().filter_map(declared).chain(declared_by_macro(&text)) {
                places.entry(name.to_owned()).or_default().insert(path.display().to_string());
            }
        }
    }
    assert!(places.len() > 500, "the types are seen: {}", places.len());
    assert!(places.contains_key("Weigering"), "also those of `codes!`");
    places.retain(|_, places| places.len() > 1);
    assert!(places.is_empty(), "a name of several types: {places:#?}");
}

/// The check itself sees a path in braces, a path from the parent, and a cycle.
#[test]
fn the_reader_of_imports_sees_what_it_must() {
    let module = vec!["law".to_owned(), "decide".to_owned()];
    let text =
        code("use crate::{model::{day::Day, field}, law::rule::Rule}; // crate::cli\nuse super::file::Law;");
    let found: BTreeSet<String> = paths(&module, &text).into_iter().map(|path| path.join("::")).collect();
    let expected = ["law::file::Law", "law::rule::Rule", "model::day::Day", "model::field"];
    assert_eq!(found, expected.map(str::to_owned).into());
    let edges = [("a", "b"), ("b", "c"), ("c", "a")];
    let edges = edges.map(|(from, to)| (from.to_owned(), BTreeSet::from([to.to_owned()])));
    assert_eq!(circle(&edges.into()).expect("a circle").join(""), "abca");
}

/// A folder whose file calls its child is no circle, nor is one whose file passes on what one child needs of another. It is one if the
/// child needs what the folder's own file defines.
#[test]
fn the_file_of_a_folder_is_part_of_it() {
    let circles = |texts: &[(&[&str], &str)]| {
        let module = |path: &[&str]| path.iter().map(|part| (*part).to_owned()).collect();
        Map::of(&texts.iter().map(|(path, text)| (module(path), (*text).to_owned())).collect()).circles()
    };
    let calls = "mod assess;\nmod shown;\nuse assess::assess;\npub use shown::Shown;\npub struct Order;";
    let shown = (["run", "shown"].as_slice(), "pub struct Shown;");
    let leaf = (["run", "assess"].as_slice(), "use super::Shown;\npub fn assess() {}");
    assert!(circles(&[(&["run"], calls), leaf, shown]).is_empty());
    for import in ["super::Order", "crate::run::{Order, shown}", "super::*"] {
        let assess = format!("use {import};\npub fn assess() {{}}");
        let found = circles(&[(&["run"], calls), (&["run", "assess"], &assess), shown]);
        assert_eq!(found, ["run: assess → run.rs → assess"], "{import}");
    }
    let in_a_function = "mod assess;\npub struct Order;\npub fn run() {\n    assess::assess()\n}";
    let child = (["run", "assess"].as_slice(), "pub fn assess() -> super::Order {}");
    assert_eq!(circles(&[(&["run"], in_a_function), child]).len(), 1);
}
