//! A reader who wants to know the hidden counts of a report: writes down every sum on the page, and solves them together for the
//! maximum of each hidden count. It does not know how the page was made, and uses the manifest only to check its results.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome};
use serde_json::Value;

/// The possible values of a count, as far as the reader knows.
#[derive(Clone, Copy, Debug)]
struct Range {
    least: i64,
    most: i64,
}

/// The counts of a report by name, and the sums between them.
pub struct Pencil {
    threshold: i64,
    ranges: BTreeMap<String, Range>,
    sums: Vec<(String, Vec<String>)>,
    hidden: Vec<String>,
    /// Numbers that are the same everywhere, with the first place where the reader met each.
    met: BTreeMap<String, String>,
}

/// Contact details, and the parcels they depend on.
const CONTACTS: [(&str, &[&str]); 3] = [
    ("leerplicht/contact", &["leerplicht/toezicht", "leerplicht/verzuim"]),
    ("doorstroompunt/contact", &["doorstroompunt/begeleiding"]),
    ("participatie/contact", &["participatie/jongeren-in-beeld"]),
];

fn word<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn items<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value[key].as_array().into_iter().flatten()
}

impl Pencil {
    /// Copies the report.
    pub fn of(report: &Value, manifest: &Value) -> Pencil {
        let threshold = report["drempel_kleine_cellen"].as_i64().expect("a threshold");
        let mut pencil = Pencil {
            threshold,
            ranges: BTreeMap::new(),
            sums: Vec::new(),
            hidden: Vec::new(),
            met: BTreeMap::new(),
        };
        // The number of accepted BRP rows, without repeats, is not a secret.
        let everyone = items(&manifest["behoud"], "pakketten").map(|sum| &sum["personen"]);
        let everyone = everyone.max_by_key(|count| count.as_u64()).unwrap_or(&report["personen"]);
        pencil.note("personen".to_owned(), everyone, 0);
        pencil.distribution(report);
        pencil.listed(report);
        pencil.parcels(report, manifest);
        pencil
    }

    /// The number of hidden counts.
    pub fn hidden(&self) -> usize {
        self.hidden.len()
    }

    fn note(&mut self, name: String, shown: &Value, least: i64) -> String {
        // No count in a report exceeds the number of persons.
        let most = self.ranges.get("personen").map_or(i64::MAX / 4, |own| own.most);
        let range = match shown.as_i64() {
            Some(count) => Range { least: count, most: count },
            None => Range { least, most },
        };
        if shown.is_null() {
            self.hidden.push(name.clone());
        }
        self.ranges.insert(name.clone(), range);
        name
    }

    fn sum(&mut self, total: &str, parts: Vec<String>) {
        if !parts.is_empty() {
            self.sums.push((total.to_owned(), parts));
        }
    }

    /// The cells of a list, each named after its words, with sums over some of those words.
    fn cells(&mut self, report: &Value, list: &str, columns: &[&str]) -> Vec<(Vec<String>, String)> {
        // A list of reasons shows each reason whether it occurs or not.
        let least = i64::from(list != "jongeren_in_beeld_redenen");
        let cells = items(report, list).map(|row| {
            let words: Vec<String> = columns.iter().map(|column| word(row, column).to_owned()).collect();
            let name = format!("{list}: {}", words.join(" "));
            let name = self.note(name, &row["aantal"], least);
            (words, name)
        });
        cells.collect()
    }

    fn margins(
        &mut self,
        totals: &[(Vec<String>, String)],
        parts: &[(Vec<String>, String)],
        places: &[usize],
    ) {
        for (words, total) in totals {
            let own = parts.iter().filter(|(of, _)| places.iter().map(|at| &of[*at]).eq(words.iter()));
            let own = own.map(|(_, name)| name.clone()).collect();
            self.sum(total, own);
        }
    }

    fn distribution(&mut self, report: &Value) {
        let leaves =
            self.cells(report, "verdeling", &["leeftijdsgroep", "plicht", "startkwalificatie", "doelgroep"]);
        let ages = self.cells(report, "leeftijd", &["waarde"]);
        let cross =
            self.cells(report, "leeftijd_plicht_doelgroep", &["leeftijdsgroep", "plicht", "doelgroep"]);
        let targets = self.cells(report, "doelgroep", &["waarde"]);
        self.margins(&cross, &leaves, &[0, 1, 3]);
        self.margins(&ages, &cross, &[0]);
        self.margins(&targets, &cross, &[2]);
        for all in [&leaves, &ages, &targets] {
            self.sum("personen", all.iter().map(|(_, name)| name.clone()).collect());
        }
    }

    fn listed(&mut self, report: &Value) {
        let outcomes = self.cells(report, "jongeren_in_beeld", &["waarde"]);
        let reasons = self.cells(report, "jongeren_in_beeld_redenen", &["waarde", "reden"]);
        self.margins(&outcomes, &reasons, &[0]);
        self.sum("personen", outcomes.iter().map(|(_, name)| name.clone()).collect());
    }

    fn parcels(&mut self, report: &Value, manifest: &Value) {
        let everyone = manifest["behoud"]["extracten"].as_array().and_then(|all| {
            all.iter().find(|own| own["extract"] == "brp").and_then(|own| own["aanvaard"].as_i64())
        });
        let sums: Vec<&Value> = items(&manifest["behoud"], "pakketten").collect();
        for parcel in items(report, "pakketten") {
            let name = format!("{}/{}", word(parcel, "partij"), word(parcel, "pakket"));
            let mut parts = vec![self.note(name.clone(), &parcel["geleverd"], 0)];
            for reason in items(parcel, "geweigerd") {
                let part = format!("{name} zonder {}", word(reason, "waarde"));
                parts.push(self.note(part, &reason["aantal"], 1));
            }
            let is_this =
                |sum: &&&Value| sum["partij"] == parcel["partij"] && sum["pakket"] == parcel["pakket"];
            let of_all = sums.iter().find(is_this).is_some_and(|sum| sum["personen"].as_i64() == everyone);
            if of_all {
                self.sum("personen", parts);
                self.one_number("bijhouding", &name);
                self.one_number(&format!("uitgesloten van {}", word(parcel, "partij")), &name);
            }
        }
        for party in items(report, "partijen") {
            for parcel in items(party, "pakketten") {
                self.family(word(party, "partij"), parcel);
            }
        }
        for (contact, within) in CONTACTS {
            self.contact(contact, within, &sums);
        }
        self.added_up(report);
    }

    /// Persons whose BRP record is no longer kept are refused first, in every parcel; then persons excluded, in every parcel of
    /// the party. So each is one number.
    fn one_number(&mut self, what: &str, parcel: &str) {
        let reason = what.split(' ').next().unwrap_or_default();
        let own = format!("{parcel} zonder {reason}");
        if !self.ranges.contains_key(&own) {
            return;
        }
        match self.met.get(what).cloned() {
            Some(first) => self.sum(&first, vec![own]),
            None => _ = self.met.insert(what.to_owned(), own),
        }
    }

    /// Each person in a parcel that contact details depend on either has them or has none that may be used.
    fn contact(&mut self, contact: &str, within: &[&str], sums: &[&Value]) {
        let truth = |name: &str| -> i64 {
            let of = |sum: &&&Value| format!("{}/{}", word(sum, "partij"), word(sum, "pakket")) == name;
            sums.iter().find(of).and_then(|sum| sum["geleverd"].as_i64()).unwrap_or(0)
        };
        let none = format!("{contact} zonder geen_contactgegevens");
        let is_contact =
            |sum: &&&Value| format!("{}/{}", word(sum, "partij"), word(sum, "pakket")) == contact;
        let Some(own) = sums.iter().find(is_contact) else { return };
        let without = own["geweigerd"]["geen_contactgegevens"].as_i64().unwrap_or(0);
        let held: i64 = within.iter().map(|name| truth(name) + truth(&format!("{name}-geheim"))).sum();
        if truth(contact) + without != held || !self.ranges.contains_key(&none) {
            return;
        }
        let both = format!("{contact} in het pakket");
        self.note(both.clone(), &Value::from("niet getoond"), 0);
        self.sum(&both, vec![contact.to_owned(), none]);
        self.sum(&both, within.iter().map(|name| format!("{name} samen")).collect());
    }

    /// A parcel and its twin hold one group. Persons refused in one for the address are in the other.
    fn family(&mut self, partij: &str, parcel: &Value) {
        let open = format!("{partij}/{}", word(parcel, "pakket"));
        let twin = format!("{open}-geheim");
        if !self.ranges.contains_key(&twin) {
            return;
        }
        let both = self.note(format!("{open} samen"), &parcel["personen"], 0);
        self.sum(&both, vec![open.clone(), twin.clone()]);
        if parcel["bestanden"].as_u64() == Some(2) {
            for (here, there) in [
                (format!("{open} zonder geheim_adres"), &twin),
                (format!("{twin} zonder geen_geheim_adres"), &open),
            ] {
                if self.ranges.contains_key(&here) {
                    self.sum(there, vec![here]);
                }
            }
        }
    }

    /// The sum of all parcels in a report, with a parcel and its twin as one.
    fn added_up(&mut self, report: &Value) {
        let mut parts = Vec::new();
        for party in items(report, "partijen") {
            for parcel in items(party, "pakketten").filter(|own| own["alleen_aantallen"] == false) {
                let open = format!("{}/{}", word(party, "partij"), word(parcel, "pakket"));
                let both = format!("{open} samen");
                parts.push(if self.ranges.contains_key(&both) { both } else { open });
            }
        }
        let total = self.note("alle pakketten".to_owned(), &report["stroom"]["geleverd"], 0);
        if let Some(range) = self.ranges.get_mut(&total).filter(|range| range.least < range.most) {
            // Everyone may be in each of them.
            range.most *= i64::try_from(parts.len()).expect("few parcels");
        }
        self.sum(&total, parts);
    }

    /// The maximum of a count when every sum on the page holds, and the values of all others then. Fractions are allowed: their
    /// maximum is never below that of whole numbers.
    fn most(&self, wanted: &str) -> (f64, Vec<(&str, f64)>) {
        self.most_under(wanted, &self.sums).unwrap_or_else(|| {
            let first =
                (1..=self.sums.len()).find(|count| self.most_under(wanted, &self.sums[..*count]).is_none());
            panic!(
                "the sums of the page contradict each other: {:?}",
                first.map(|count| &self.sums[count - 1])
            )
        })
    }

    /// The same with only some of the sums; `None` if they contradict each other.
    fn most_under(&self, wanted: &str, sums: &[(String, Vec<String>)]) -> Option<(f64, Vec<(&str, f64)>)> {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let mut variables = BTreeMap::new();
        for (name, range) in &self.ranges {
            let weight = if name == wanted { 1.0 } else { 0.0 };
            #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
            let bounds = (range.least as f64, range.most as f64);
            variables.insert(name.as_str(), problem.add_var(weight, bounds));
        }
        for (total, parts) in sums {
            let mut terms = vec![(variables[total.as_str()], -1.0)];
            terms.extend(parts.iter().map(|part| (variables[part.as_str()], 1.0)));
            problem.add_constraint(&terms, ComparisonOp::Eq, 0.0);
        }
        match problem.solve().ok()? {
            SolveOutcome::Solution(solution) => {
                let all = variables.iter().map(|(name, variable)| (*name, solution[*variable])).collect();
                Some((solution.objective(), all))
            }
            SolveOutcome::Interrupted(_) => panic!("nothing bounds the search"),
        }
    }

    /// Hidden counts that the reader now knows to be small.
    pub fn found_out(&self) -> Vec<String> {
        #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
        let threshold = self.threshold as f64;
        let is_small = |count: f64| count < threshold - 0.5;
        // A count that is not small in one solution is not small at its maximum, so only the others are worked out.
        let mut not_small = BTreeSet::new();
        let mut known = Vec::new();
        for name in &self.hidden {
            if not_small.contains(name.as_str()) {
                continue;
            }
            let (most, all) = self.most(name);
            not_small.extend(all.into_iter().filter(|(_, count)| !is_small(*count)).map(|(own, _)| own));
            if is_small(most) {
                known.push(format!("{name}: at most {most:.1}"));
            }
        }
        known
    }
}
