//! What can be wrong with a run, in words for people.

/// The first fault found in a run.
#[derive(Debug, thiserror::Error)]
pub enum Wrong {
    /// A file that cannot be read.
    #[error("`{path}` ontbreekt of is niet leesbaar")]
    Missing {
        /// The file.
        path: String,
    },
    /// A file that this machine cannot read now.
    #[error("`{path}` kan niet worden gelezen: {cause}")]
    Unread {
        /// The file.
        path: String,
        /// Why, in plain words.
        cause: String,
    },
    /// The manifest is not in the form of a manifest.
    #[error("`manifest.json` is geen manifest: `{what}` ontbreekt of heeft een andere vorm")]
    Form {
        /// The part that is missing or has another form.
        what: String,
    },
    /// The configuration belongs to another controller.
    #[error("deze run is van gemeente {of_run} en de configuratie van gemeente {of_config}")]
    Controller {
        /// The controller of the run.
        of_run: String,
        /// The controller in the configuration.
        of_config: String,
    },
    /// A parcel without a sum in the manifest.
    #[error("`{path}` heeft geen regel in de telling van het manifest")]
    NoSum {
        /// The parcel.
        path: String,
    },
    /// Cells that differ from the classification.
    #[error("`{path}`: in kolom `{column}` staat bij {rows} personen iets anders dan in de classificatie")]
    Cells {
        /// The parcel.
        path: String,
        /// The column.
        column: String,
        /// Number of persons whose cell differs.
        rows: usize,
    },
    /// The manifest names another rule set than the classification.
    #[error("het manifest noemt een andere regelset dan de classificatie")]
    RuleSet,
    /// The signature does not hold.
    #[error("de handtekening klopt niet: {why}")]
    Signature {
        /// The reason.
        why: &'static str,
    },
    /// A file was changed.
    #[error("`{path}` is gewijzigd: de sha256 wijkt af van het manifest")]
    Changed {
        /// The file.
        path: String,
    },
    /// The list of cleared files cannot be trusted.
    #[error("`opgeruimd.json` klopt niet: {why}")]
    Cleared {
        /// The reason.
        why: String,
    },
    /// A file that does not belong to the run.
    #[error("`{path}` hoort niet bij deze run")]
    Extra {
        /// The file.
        path: String,
    },
    /// An earlier run is missing or was changed.
    #[error("{}", predecessor(*steps))]
    Predecessor {
        /// How many runs before this one it comes.
        steps: usize,
    },
    /// An earlier run that the signer of this one did not sign.
    #[error(
        "`{name}`, een run vóór deze, draagt niet de handtekening van dezelfde sleutel, of is daarna gewijzigd: wat zij naliet is niet te geloven"
    )]
    PredecessorUnsigned {
        /// Its folder.
        name: String,
    },
    /// An earlier run with a later day.
    #[error("`{name}`, een run vóór deze, heeft een latere verstrekdatum dan de run die op haar volgt")]
    DayBack {
        /// Its folder.
        name: String,
    },
    /// The file that names the last run was changed.
    #[error(
        "`keten.json` in `.staat` is gewijzigd: of dit de laatste run is, en of er een ontbreekt, is niet te geloven"
    )]
    AnchorChanged,
    /// A later run is gone.
    #[error("na deze run is er nog een geweest, en die ontbreekt; of er zijn oude runs teruggezet")]
    LastGone,
    /// The state beside the runs is not the one that this run left.
    #[error("de staat in `.staat` is niet die van deze run: zij is gewijzigd of van een andere run")]
    State,
    /// A law that no release of the program had.
    #[error(
        "zij is gemaakt onder een andere wet dan die van jib: geen uitgave had deze regels ({files}); wat eruit volgt is niet bewezen"
    )]
    OtherLaw {
        /// Which files differ from the law at hand.
        files: String,
    },
    /// Two runs name the same predecessor.
    #[error(
        "de runs `{one}` en `{other}` noemen dezelfde voorganger: er is een run vervangen, of de volgorde is gewijzigd"
    )]
    Fork {
        /// The one run.
        one: String,
        /// The other run.
        other: String,
    },
    /// Content that does not match its keyed hash.
    #[error(
        "de inhoud van `{path}` past niet bij de gesleutelde hash: zij is vervangen, of de pseudoniemsleutel van deze configuratie is een andere"
    )]
    Keyed {
        /// The file.
        path: String,
    },
    /// A broken seal.
    #[error("het zegel van `{path}` is beschadigd")]
    Seal {
        /// The file.
        path: String,
    },
    /// No rule set can be read for the days of the run.
    #[error("voor de dagen van deze run is geen regelset te lezen; geef met --schemas de regels van toen")]
    Law,
    /// Content that cannot be read as a table.
    #[error("`{path}` is niet opnieuw af te leiden: de inhoud is geen tabel zoals een run die schrijft")]
    Derivation {
        /// The file.
        path: String,
    },
    /// A column or parcel that no article grants.
    #[error("`{path}`: {what} mag niet volgens de wet van deze run")]
    NotGranted {
        /// The file.
        path: String,
        /// What is not granted.
        what: String,
    },
    /// Rows about persons who do not meet the rule.
    #[error("`{path}`: {rows} personen staan erin die niet aan de regel voldoen")]
    RowNotGranted {
        /// The file.
        path: String,
        /// Number of persons.
        rows: usize,
    },
    /// Persons who meet the rule are missing.
    #[error("`{what}`: er ontbreken personen die aan de regel voldoen, zonder dat het manifest zegt waarom")]
    RowMissing {
        /// The parcel.
        what: String,
    },
    /// A parcel holds fewer persons than the manifest says.
    #[error("`{what}`: er staan minder personen in dan het manifest zegt")]
    Held {
        /// The parcel.
        what: String,
    },
    /// A sum that does not balance.
    #[error("de telling van `{what}` sluit niet")]
    Sum {
        /// The sum.
        what: String,
    },
}

fn predecessor(steps: usize) -> String {
    match steps {
        1 => "de run vóór deze ontbreekt of is vervangen".to_owned(),
        steps => format!("de {steps}e run vóór deze ontbreekt of is vervangen"),
    }
}
