//! Checks one rule of a law file: every name in it exists, and its keys fit its form.

use std::collections::BTreeMap;

use super::fault::PolicyFault;
use super::file::{Regelvorm, RuleFile, School};
use super::party::Party;
use super::rule::{ArticleRef, Condition, Rule};
use crate::model::code::CodeSet;
use crate::model::extract::CodeColumn;
use crate::model::facts::PartySet;
use crate::schemas::extracts::Schemas;

/// Reads the rules of one law file.
pub(super) struct RuleReader<'a> {
    pub parties: &'a [Party],
    pub path: &'a str,
    /// The text of the file, to show where a fault is.
    pub text: &'a str,
    pub articles: &'a BTreeMap<String, ArticleRef>,
    pub schemas: &'a Schemas,
}

impl RuleReader<'_> {
    /// The rule, ready to decide with.
    ///
    /// # Errors
    /// The first name in the rule that does not exist, or key that does not fit its form.
    pub fn rule(&self, article: &str, rule: &RuleFile) -> Result<Rule, PolicyFault> {
        let fault = |message: String| PolicyFault::in_rule(self.path, self.text, &rule.id, message);
        let (party, described) = (0u8..)
            .zip(self.parties)
            .find(|(_, party)| party.id == rule.party)
            .ok_or_else(|| fault(format!("partij `{}` bestaat niet", rule.party)))?;
        let bases = rule.basis.iter().chain(rule.columns.iter().map(|columns| &columns.basis));
        for basis in bases {
            if !self.articles.contains_key(basis) {
                return Err(fault(format!("artikel `{basis}` is niet in werking")));
            }
        }
        if !described.may_receive() {
            return Err(fault(format!("partij `{}` krijgt nooit een pakket: zie `weigering`", rule.party)));
        }
        check_form(rule, described).map_err(&fault)?;
        let mut fields = rule.columns.iter().flat_map(|columns| &columns.velden);
        if let Some(field) = fields.find(|field| !described.may_ever_hold.contains(field)) {
            return Err(fault(format!("`{}` mag `{field}` nooit hebben", rule.party)));
        }
        if let Some(columns) = rule.columns.iter().find(|columns| !rule.basis.contains(&columns.basis)) {
            return Err(fault(format!("kolommen rusten op `{}`, dat niet in `basis` staat", columns.basis)));
        }
        let mut fields: Vec<_> = rule.columns.iter().flat_map(|columns| &columns.velden).collect();
        fields.sort_unstable();
        if let Some([field, _]) = fields.array_windows().find(|[one, other]| one == other) {
            return Err(fault(format!("`{field}` staat er twee keer in")));
        }
        let mut bound_by = PartySet::only(party);
        if let Some(eis) = &rule.mandaat {
            let giver = (0u8..).zip(self.parties).find(|(_, own)| own.id == eis.van);
            let (giver, _) = giver.ok_or_else(|| fault(format!("partij `{}` bestaat niet", eis.van)))?;
            bound_by = bound_by.and(PartySet::only(giver));
        }
        let sectoren = rule.sectors.as_ref().map(|words| {
            let code = |word: &String| {
                let index = self.schemas.code(CodeColumn::SECTOR, word);
                index.ok_or_else(|| fault(format!("`{word}` is geen onderwijssector")))
            };
            words.iter().map(code).collect::<Result<Vec<u8>, _>>().map(CodeSet::of)
        });
        let sectoren = sectoren.transpose()?;
        let when =
            rule.when.iter().map(|when| Condition::parse(when).map_err(&fault)).collect::<Result<_, _>>()?;
        let columns = rule
            .columns
            .iter()
            .flat_map(|columns| columns.velden.iter().map(|field| (*field, columns.basis.clone())))
            .collect();
        let days =
            |days: u32, key: &str| i32::try_from(days).map_err(|_| fault(format!("`{key}` is te groot")));
        Ok(Rule {
            id: rule.id.clone(),
            article: article.to_owned(),
            party_position: party,
            party_id: rule.party.clone(),
            parcel: rule.parcel.clone(),
            purpose: rule.purpose.clone(),
            basis: rule.basis.clone(),
            form: rule.form,
            within: rule.within.clone(),
            departments: rule.departments.clone(),
            school: rule.school,
            sectors: sectoren,
            source: rule.source.clone(),
            closed_days: days(rule.closed_days, "afgesloten_dagen")?,
            mandaat: rule.mandaat.clone(),
            bound_by,
            overeenkomst: rule.overeenkomst.clone(),
            partner: rule.partner,
            verwerker: rule.verwerker,
            earlier_in: rule.earlier_in.clone(),
            once: rule.once,
            pause_days: days(rule.pause_days, "pauze_dagen")?,
            unknown_because: rule.unknown_because.clone(),
            when,
            columns,
        })
    }
}

/// The longest allowed pause between two deliveries about one person, and the longest time that a closed record is told.
const PAUZE_DAGEN_MAX: u32 = 366;

/// Checks that the keys of a rule fit its form, and that its party can receive it.
fn check_form(rule: &RuleFile, party: &Party) -> Result<(), String> {
    let no_columns = rule.columns.iter().all(|columns| columns.velden.is_empty());
    let contact = matches!(rule.form, Regelvorm::Contact | Regelvorm::Toestemming);
    let wrong = [
        (rule.purpose.trim().is_empty(), "zonder doel"),
        (rule.basis.is_empty(), "zonder artikel in `basis`"),
        (rule.form.needs_when() && rule.when.is_empty(), "zonder voorwaarde in `when`"),
        (rule.form != Regelvorm::Toestemming && no_columns, "zonder kolommen"),
        (
            rule.form == Regelvorm::Toestemming && !rule.columns.is_empty(),
            "`columns` volgen bij vorm toestemming uit de toestemming",
        ),
        ((rule.form == Regelvorm::Contact) == rule.within.is_empty(), "`binnen` hoort bij vorm contact"),
        (contact == rule.departments.is_empty(), "`afdelingen` hoort bij vorm contact en toestemming"),
        (
            party.per_brin != rule.school.is_some(),
            "`school` hoort bij een partij met een pakket per school, en alleen daar",
        ),
        (rule.source.is_some() && rule.form != Regelvorm::Melding, "`bron` hoort bij vorm melding"),
        (
            rule.closed_days > 0 && rule.form != Regelvorm::Melding,
            "`afgesloten_dagen` hoort bij vorm melding",
        ),
        (rule.closed_days > PAUZE_DAGEN_MAX, "`afgesloten_dagen` is langer dan een jaar"),
        (rule.form == Regelvorm::Melding && party.per_brin, "vorm melding gaat nooit naar een school"),
        (
            (rule.form == Regelvorm::Overstap) != (rule.school == Some(School::Ontvangend)),
            "`school = ontvangend` hoort bij vorm overstap",
        ),
        (
            (!rule.earlier_in.is_empty() || rule.once || rule.pause_days > 0)
                && rule.form != Regelvorm::Persoon,
            "`eerder_in`, `eenmalig` en `pauze_dagen` horen bij vorm persoon",
        ),
        (
            (!rule.earlier_in.is_empty() || rule.once || rule.pause_days > 0) && party.per_brin,
            "`eerder_in`, `eenmalig` en `pauze_dagen` horen bij een partij met één pakket, niet met een per school",
        ),
        (rule.pause_days > PAUZE_DAGEN_MAX, "`pauze_dagen` is langer dan een jaar"),
        (rule.verwerker && rule.form != Regelvorm::Overstap, "`verwerker` hoort bij vorm overstap"),
    ];
    if let Some((_, message)) = wrong.into_iter().find(|(is_wrong, _)| *is_wrong) {
        return Err(message.to_owned());
    }
    let mut fields = rule.columns.iter().flat_map(|columns| &columns.velden);
    match fields.find(|field| !rule.form.fills(**field)) {
        Some(field) => Err(format!("een pakket van deze vorm kan `{field}` niet vullen")),
        None => Ok(()),
    }
}
