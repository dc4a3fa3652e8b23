//! The basis of every question about persons: the rules of two days, the linked facts, and what the rules decide. A run
//! publishes it, `explain` shows it for one person, `policy diff` counts it under two laws, and worked cases compare it with
//! answers worked out by hand. All use this one path.

use crate::classify::Setting;
use crate::config::Config;
use crate::config::arrangements::{Arrangements, Instructie, TOESTEMMING};
use crate::config::file::{AMBTSINSTRUCTIE, Afspraak, Kanaal, Levering, Mandaat, Parameters};
use crate::intake::delivery::{Delivery, Files, Intake};
use crate::law::decide::{Parcel, parcels};
use crate::law::fault::PolicyFault;
use crate::law::in_force::RuleSet;
use crate::law::library::Library;
use crate::model::day::Day;
use crate::model::days::Days;
use crate::model::extract::Extract;
use crate::model::facts::Inkomensgrenzen;
use crate::model::field::Field;
use crate::model::finding::{Code, Finding, Particular, Particulars};
use crate::model::terms::Terms;
use crate::persons::classified::{Classified, Judged, classify_all};
use crate::persons::coverage::{Coverage, coverage};
use crate::persons::link::{Linked, link};
use crate::progress::{Progress, Unheard};
use crate::release::consent::{Consents, Judge};
use crate::release::memory::Memory;
use crate::release::minimise::Sources;
use crate::schemas::schema::Soort;

/// The name that stands in for an extract in findings about the configuration.
pub const CONFIGURATION: &str = "jib.toml";

/// The rule sets of the two days, and the parcels that follow.
#[derive(Clone, Debug)]
pub struct InForce {
    /// In force on the peildatum.
    pub on_peildatum: RuleSet,
    /// In force on the verstrekdatum.
    pub on_verstrekdatum: RuleSet,
    /// One parcel per rule of the verstrekdatum.
    pub parcels: Vec<Parcel>,
}

impl InForce {
    /// What is in force on both days.
    ///
    /// # Errors
    /// If one of the days has no complete and valid rule set.
    pub fn on(library: &Library, days: Days) -> Result<InForce, PolicyFault> {
        let on_peildatum = library.policy.on(days.peildatum, &library.schemas)?;
        let on_verstrekdatum = library.policy.on(days.verstrekdatum, &library.schemas)?;
        let parcels = parcels(&on_peildatum, &on_verstrekdatum);
        Ok(InForce { on_peildatum, on_verstrekdatum, parcels })
    }
}

/// The facts of a run, under the rules of its days.
pub struct Basis<'a> {
    library: &'a Library,
    /// The configuration.
    pub config: &'a Config,
    /// The days.
    pub days: Days,
    /// The rules.
    pub rules: &'a InForce,
    /// The facts.
    pub linked: Linked,
    /// The configured deliveries whose file is not there.
    absent: Vec<Particulars>,
    setting: Setting,
}

impl<'a> Basis<'a> {
    /// Reads, checks and links every delivery.
    pub fn link(
        library: &'a Library,
        config: &'a Config,
        days: Days,
        rules: &'a InForce,
        files: Files<'_>,
    ) -> Basis<'a> {
        Basis::link_heard(library, config, days, rules, files, &Unheard)
    }

    /// The same, with progress events.
    pub fn link_heard(
        library: &'a Library,
        config: &'a Config,
        days: Days,
        rules: &'a InForce,
        files: Files<'_>,
        progress: &dyn Progress,
    ) -> Basis<'a> {
        let schemas = &library.schemas;
        let intake = Intake { config, schemas, peildatum: days.peildatum, files, progress };
        intake.begin();
        let mut linked = link(config, &intake, &library.policy, &rules.on_peildatum.terms);
        for delivery in linked.deliveries_mut() {
            weigh_absent_columns(delivery, library, rules);
        }
        let absent = intake.absent().map(absent).collect();
        let setting = setting(config, &linked);
        note_coverage(&mut linked, days.peildatum, &rules.on_peildatum.terms, &setting);
        Basis { library, config, days, rules, linked, absent, setting }
    }

    /// The days and terms of the classification.
    pub fn judged(&self) -> Judged<'a> {
        Judged {
            peildatum: self.days.peildatum,
            peildatum_terms: &self.rules.on_peildatum.terms,
            verstrekdatum: self.days.verstrekdatum,
            verstrekdatum_terms: &self.rules.on_verstrekdatum.terms,
        }
    }

    /// What the configuration contributes to classification.
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// Classifies every person.
    pub fn classify(&self) -> Classified {
        classify_all(&self.linked, self.judged(), &self.setting)
    }

    /// The arrangements in force on the verstrekdatum.
    pub fn arrangements(&self) -> Arrangements<'a> {
        Arrangements::on(&self.config.file, self.days.verstrekdatum)
    }

    /// What consents are judged against.
    pub fn consent_judge(&self) -> Judge<'a> {
        Judge {
            parcels: &self.rules.parcels,
            parties: &self.library.policy.parties,
            arrangements: self.arrangements(),
            verstrekdatum: self.days.verstrekdatum,
            leeftijd_vanaf: self.rules.on_verstrekdatum.terms.toestemming_leeftijd_vanaf,
            in_writing: &self.rules.on_verstrekdatum.terms.toestemming_schriftelijk_velden,
        }
    }

    /// Judges every consent.
    pub fn consents(&self) -> Consents {
        Consents::judge(&self.linked, self.consent_judge())
    }

    /// What decides and fills parcels.
    pub fn sources<'s>(
        &'s self,
        classified: &'s Classified,
        consents: &'s Consents,
        memory: &'s Memory,
    ) -> Sources<'s> {
        Sources {
            linked: &self.linked,
            classified,
            terms: &self.rules.on_peildatum.terms,
            verstrekdatum_terms: &self.rules.on_verstrekdatum.terms,
            peildatum: self.days.peildatum,
            verstrekdatum: self.days.verstrekdatum,
            schemas: &self.library.schemas,
            pseudonym: &self.config.keys.pseudonym,
            config: &self.config.file,
            arrangements: self.arrangements(),
            parcels: &self.rules.parcels,
            consents,
            parties: &self.library.policy.parties,
            memory,
        }
    }

    /// Findings about extracts that are not configured or whose file is missing. `was_read` tells whether the previous run read an extract.
    pub fn absent_extracts(&self, was_read: impl Fn(&str) -> bool) -> Vec<(String, Finding)> {
        let file = &self.config.file;
        let configured = |id: &str| file.levering.iter().any(|levering| levering.get_ref().extract == id);
        let missing = self.library.schemas.extracts.iter().filter(|schema| !configured(&schema.id));
        let not_configured = missing.map(|schema| {
            let code = match Extract::from_word(&schema.id) {
                Some(Extract::Uitsluiting) if was_read(&schema.id) => Code::UitsluitingNietMeer,
                Some(Extract::Uitsluiting) => Code::UitsluitingNietIngericht,
                Some(extract) if extract.is_required() => Code::VerplichtOntbreekt,
                _ if was_read(&schema.id) => Code::ExtractNietMeer,
                _ => Code::ExtractOntbreekt,
            };
            (schema.id.clone(), Finding::file(code))
        });
        let mut found: Vec<(String, Finding)> = not_configured.collect();
        found.extend(self.absent.iter().map(|own| (own.extract.clone(), own.finding)));
        let koppeling = Extract::Koppeling.word();
        let is_gone = self.is_absent(koppeling) || !configured(koppeling) && was_read(koppeling);
        if is_gone && self.linked.strangers_excluded().next().is_some() {
            found.push((koppeling.to_owned(), Finding::file(Code::KoppelingBijUitsluiting)));
        }
        found
    }

    /// Whether a configured delivery of the extract has no file.
    pub fn is_absent(&self, extract: &str) -> bool {
        self.absent.iter().any(|own| own.extract == extract)
    }

    /// What the findings about the run as a whole say beyond their code.
    pub fn particulars(&self) -> &[Particulars] {
        &self.absent
    }

    /// Deliveries with the same contents as another one: one of the two must be the wrong file. Two empty deliveries are no
    /// sign of that.
    pub fn repeated_files(&self) -> Vec<(String, Finding)> {
        let deliveries = self.linked.deliveries();
        let same = |one: &Delivery, other: &Delivery| {
            !std::ptr::eq(one, other) && one.hmac == other.hmac && !one.hmac.is_empty()
        };
        let filled = deliveries.iter().filter(|delivery| delivery.sums.read > 0);
        filled
            .filter(|one| deliveries.iter().any(|other| same(one, other)))
            .map(|one| (one.extract.clone(), Finding::file(Code::ZelfdeBestand)))
            .collect()
    }

    /// Arrangements in the configuration that have no effect on this day, so that nobody relies on them.
    pub fn arrangement_findings(&self) -> Vec<(String, Finding)> {
        let file = &self.config.file;
        let day = self.days.verstrekdatum;
        let mut codes = Vec::new();
        match self.arrangements().instructie() {
            Instructie::Absent => codes.push(Code::InstructieOntbreekt),
            Instructie::NotInForce => codes.push(Code::InstructieNietInWerking),
            Instructie::InForce => {}
        }
        let unsecured =
            |o: &&toml::Spanned<crate::config::file::Ontvanger>| o.get_ref().channel == Kanaal::Onbeveiligd;
        codes.extend(file.ontvanger.iter().filter(unsecured).map(|_| Code::OntvangerOnbeveiligd));
        let arrangements = file.arrangements();
        // The ambtsinstructie has its own findings, above.
        let others = arrangements.iter().filter(|own| own.kind != AMBTSINSTRUCTIE);
        let not_in_force = |own: &&Afspraak<'_>| day < own.van || own.tot.is_some_and(|tot| tot < day);
        codes.extend(others.filter(not_in_force).map(|_| Code::AfspraakNietInWerking));
        let party_has = |partij: &str, pakket: Option<&str>| {
            self.rules.parcels.iter().any(|parcel| {
                parcel.rule.party_id == partij && pakket.is_none_or(|pakket| parcel.rule.parcel == pakket)
            })
        };
        let recipients = file.ontvanger.iter().map(|ontvanger| &ontvanger.get_ref().party);
        codes.extend(
            recipients.filter(|partij| !party_has(partij, None)).map(|_| Code::AfspraakZonderWerking),
        );
        let overlaps = file.doeloverlap.iter().map(toml::Spanned::get_ref);
        // A consent parcel's name is the rule's name followed by a hash; only the rule's name counts here.
        let idle = overlaps.filter(|entry| {
            let rule = entry.naar_doel.split('.').next();
            !party_has(&entry.naar_partij, rule)
        });
        codes.extend(idle.map(|_| Code::AfspraakZonderWerking));
        let is_asked = |own: &Mandaat| {
            self.rules.parcels.iter().any(|parcel| {
                parcel.rule.party_id == own.aan
                    && parcel
                        .rule
                        .mandaat
                        .as_ref()
                        .is_some_and(|eis| (&eis.van, &eis.taak) == (&own.van, &own.taak))
            })
        };
        let mandates = file.mandaat.iter().map(toml::Spanned::get_ref);
        codes.extend(mandates.filter(|own| !is_asked(own)).map(|_| Code::AfspraakZonderWerking));
        for entry in file.samenwerking.iter().map(toml::Spanned::get_ref) {
            match self.library.policy.party(&entry.ontvanger) {
                Some((_, party))
                    if entry.grondslag == TOESTEMMING && party_has(&entry.ontvanger, Some(TOESTEMMING)) =>
                {
                    let may = |word: &String| {
                        Field::from_word(word)
                            .is_some_and(|field| party.with_consent().any(|own| own == field))
                    };
                    if !entry.velden.iter().all(may) {
                        codes.push(Code::SamenwerkingVelden);
                    }
                }
                _ => codes.push(Code::AfspraakZonderWerking),
            }
        }
        let of_configuration = |code| (CONFIGURATION.to_owned(), Finding::file(code));
        codes.into_iter().map(of_configuration).collect()
    }

    /// What release decisions found wrong with rows: consents that do not count, handovers of another school.
    pub fn release_findings(&self, consents: &Consents) -> Vec<(String, Finding)> {
        let named = |extract: Extract, finding: &Finding| (extract.word().to_owned(), *finding);
        let mut findings: Vec<(String, Finding)> =
            consents.findings().iter().map(|finding| named(Extract::Toestemming, finding)).collect();
        for delivery in &self.linked.handovers().overstap {
            let brin = String::from_utf8_lossy(delivery.verantwoordelijke.as_bytes()).into_owned();
            if !self.arrangements().is_processor_for(&brin) {
                findings.push(named(Extract::Overstap, &Finding::file(Code::OverstapGeenVerwerker)));
            }
            let strange = delivery.rows().filter(|(row, _)| row.latend != delivery.verantwoordelijke);
            findings.extend(strange.map(|(_, place)| {
                let line = u64::from(place.line);
                named(Extract::Overstap, &Finding { code: Code::OverstapNietEigen, line, column: None })
            }));
        }
        findings
    }
}

/// Refuses enrolments that far too few residents of school age have. A DELTA holds what changed, and says nothing of the others.
fn note_coverage(linked: &mut Linked, peildatum: Day, terms: &Terms, setting: &Setting) {
    let coverage = coverage(linked, peildatum, terms, setting);
    let enrolments =
        linked.deliveries_mut().iter_mut().find(|own| own.extract == Extract::Inschrijving.word());
    if let Some((own, now)) = enrolments.zip(coverage.promille())
        && own.is_read
        && own.kind == Soort::Snapshot
        && now < own.min_coverage_promille
    {
        let Coverage { covered, residents } = coverage;
        let promille = own.min_coverage_promille;
        own.note(Finding::file(Code::DekkingTeLaag), Particular::Covered { covered, residents, promille });
    }
}

/// The finding for a delivery whose file is not there.
fn absent(levering: &Levering) -> Particulars {
    // A missing repair sheet changes nothing: the delivery stands as it was.
    let must_be_there = levering.kind != Soort::Herstel
        && Extract::from_word(&levering.extract).is_some_and(Extract::must_be_fresh);
    let code = if must_be_there { Code::OnmisbaarBestandOntbreekt } else { Code::BestandOntbreekt };
    Particulars {
        extract: levering.extract.clone(),
        finding: Finding::file(code),
        particular: Particular::File(levering.path.clone()),
    }
}

/// Which parcels show the columns that a delivery lacks.
fn weigh_absent_columns(delivery: &mut Delivery, library: &Library, rules: &InForce) {
    let Some((extract, schema)) =
        Extract::from_word(&delivery.extract).zip(library.schemas.extract(&delivery.extract))
    else {
        return;
    };
    delivery.weigh_absent_columns(schema, |column| {
        rules.parcels.iter().filter(|parcel| parcel.shows(extract, column)).map(Parcel::name).collect()
    });
}

/// What the configuration contributes to classification. Amounts are those of the first day of the income's period.
fn setting(config: &Config, linked: &Linked) -> Setting {
    let file = &config.file;
    let on = linked.income_period().map(|period| period.first_day());
    let amount = |entries| on.and_then(|day| Parameters::on(entries, day));
    Setting {
        gemeente: config.gemeente(),
        regio: config.regio(),
        contactgemeente: file.gemeente.contactgemeente,
        grenzen: Inkomensgrenzen {
            jib_cent: amount(&file.parameters.jib_inkomensgrens_cent),
            zelfstandig_cent: amount(&file.parameters.economisch_zelfstandig_cent),
        },
    }
}
