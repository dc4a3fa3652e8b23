//! A reader of a report who wants to know what is hidden: writes down every sum of the page, and narrows each hidden count
//! down until nothing moves. Knows nothing of how the page was made, and uses the manifest only to see what became of it.

use std::collections::BTreeMap;

use serde_json::Value;

/// What a count can be, as far as the reader knows.
#[derive(Clone, Copy, Debug)]
struct Range {
    least: i64,
    most: i64,
}

/// The counts of a report by name, and the sums that hold between them.
pub struct Pencil {
    threshold: i64,
    ranges: BTreeMap<String, Range>,
    sums: Vec<(String, Vec<String>)>,
    hidden: Vec<String>,
    kept_nowhere: Option<String>,
}

/// Contact details, and the parcels that they hang on.
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
    /// Takes over the report.
    pub fn of(report: &Value, manifest: &Value) -> Pencil {
        let threshold = report["drempel_kleine_cellen"].as_i64().expect("a threshold");
        let mut pencil = Pencil {
            threshold,
            ranges: BTreeMap::new(),
            sums: Vec::new(),
            hidden: Vec::new(),
            kept_nowhere: None,
        };
        pencil.note("personen".to_owned(), &report["personen"], 0);
        pencil.distribution(report);
        pencil.listed(report);
        pencil.parcels(report, manifest);
        pencil
    }

    /// How many counts are hidden.
    pub fn hidden(&self) -> usize {
        self.hidden.len()
    }

    fn note(&mut self, name: String, shown: &Value, least: i64) -> String {
        // Nothing in a report counts more than everyone.
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

    /// The cells of a list, each named after its words, and added up by some of those words.
    fn cells(&mut self, report: &Value, list: &str, columns: &[&str]) -> Vec<(Vec<String>, String)> {
        // Reasons of a list stand there whether they occur or not.
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
                self.kept_nowhere(&name);
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
    }

    /// Whose record the BRP no longer keeps is refused first, in every parcel: one number.
    fn kept_nowhere(&mut self, parcel: &str) {
        let own = format!("{parcel} zonder bijhouding");
        if !self.ranges.contains_key(&own) {
            return;
        }
        match self.kept_nowhere.clone() {
            Some(first) => self.sum(&first, vec![own]),
            None => self.kept_nowhere = Some(own),
        }
    }

    /// Who is in a parcel that contact details hang on either has them or has none that may be used.
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

    /// A parcel and its twin are one group; who is refused in the one for the address is in the other.
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

    /// Narrows every count down by every sum until nothing moves.
    pub fn work_out(&mut self) {
        let mut moves = true;
        while moves {
            moves = false;
            for (total, parts) in self.sums.clone() {
                let of = |name: &String| self.ranges[name];
                let least: i64 = parts.iter().map(|part| of(part).least).sum();
                let most: i64 = parts.iter().map(|part| of(part).most).fold(0, i64::saturating_add);
                let whole = of(&total);
                let mut narrowed = vec![(total.clone(), Range { least, most })];
                for part in &parts {
                    let own = of(part);
                    let others = Range { least: least - own.least, most: most.saturating_sub(own.most) };
                    narrowed.push((
                        part.clone(),
                        Range {
                            least: whole.least.saturating_sub(others.most),
                            most: whole.most - others.least,
                        },
                    ));
                }
                for (name, range) in narrowed {
                    let own = self.ranges.get_mut(&name).expect("a noted count");
                    let next = Range { least: own.least.max(range.least), most: own.most.min(range.most) };
                    assert!(next.least <= next.most, "the sums of the page agree: {name}");
                    moves |= (next.least, next.most) != (own.least, own.most);
                    *own = next;
                }
            }
        }
    }

    /// Hidden counts of which the reader now knows that they are small.
    pub fn found_out(&self) -> Vec<String> {
        let known = self.hidden.iter().filter(|name| self.ranges[*name].most < self.threshold);
        known.map(|name| format!("{name}: {:?}", self.ranges[name])).collect()
    }
}
