//! The folder `schemas/`, compiled into the program. `tests/dating.rs` fails if this list and the folder differ.

use jib::schemas::files::BuiltIn;

macro_rules! built_in {
    ($($path:literal)*) => {
        &[$(($path, include_str!(concat!("../schemas/", $path)))),*]
    };
}

/// Every file, ordered by path.
pub const SCHEMAS: BuiltIn = built_in![
    "extracts/brp.json"
    "extracts/contactgegevens.json"
    "extracts/dossier.json"
    "extracts/duo_inschrijving.json"
    "extracts/duo_startkwalificatie.json"
    "extracts/ib_vsv.json"
    "extracts/inkomen.json"
    "extracts/jib_lijst.json"
    "extracts/koppeling.json"
    "extracts/leerresultaat.json"
    "extracts/overstap.json"
    "extracts/toestemming.json"
    "extracts/uitsluiting.json"
    "extracts/verzuim.json"
    "extracts/vrijstelling.json"
    "law/algemene_verordening_gegevensbescherming/2020-07-01.toml"
    "law/algemene_verordening_gegevensbescherming/cases.toml"
    "law/besluit_register_onderwijsdeelnemers/2020-07-01.toml"
    "law/besluit_register_onderwijsdeelnemers/2026-01-01.toml"
    "law/besluit_register_onderwijsdeelnemers/cases.toml"
    "law/besluit_suwi/2020-07-01.toml"
    "law/besluit_suwi/2026-01-01.toml"
    "law/besluit_suwi/cases.toml"
    "law/leerplichtwet_1969/2020-07-01.toml"
    "law/leerplichtwet_1969/cases.toml"
    "law/participatiewet/2020-07-01.toml"
    "law/participatiewet/2026-01-01.toml"
    "law/participatiewet/cases.toml"
    "law/uitvoeringsbesluit_wvo_2020/2020-07-01.toml"
    "law/uitvoeringswet_avg/2020-07-01.toml"
    "law/wet_algemene_bepalingen_bsn/2020-07-01.toml"
    "law/wet_educatie_en_beroepsonderwijs/2020-07-01.toml"
    "law/wet_educatie_en_beroepsonderwijs/2026-01-01.toml"
    "law/wet_educatie_en_beroepsonderwijs/cases.toml"
    "law/wet_register_onderwijsdeelnemers/2020-07-01.toml"
    "law/wet_register_onderwijsdeelnemers/2026-01-01.toml"
    "law/wet_register_onderwijsdeelnemers/cases.toml"
    "law/wet_suwi/2020-07-01.toml"
    "law/wet_voortgezet_onderwijs_2020/2020-07-01.toml"
    "law/wet_voortgezet_onderwijs_2020/2026-01-01.toml"
    "law/wet_voortgezet_onderwijs_2020/cases.toml"
    "parties/contactgemeente.toml"
    "parties/doorstroompunt.toml"
    "parties/duo.toml"
    "parties/gebiedsteam.toml"
    "parties/inlichtingenbureau.toml"
    "parties/jeugd_wmo.toml"
    "parties/leerplicht.toml"
    "parties/mbo.toml"
    "parties/participatie.toml"
    "parties/school.toml"
    "parties/zorg.toml"
    "vocabulary/bevindingen.toml"
    "vocabulary/gemeenten.csv"
    "vocabulary/uitleg.toml"
    "vocabulary/verwerkingen.toml"
];
