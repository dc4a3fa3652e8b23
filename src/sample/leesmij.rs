//! The text beside the extracts. It says that they are synthetic, and what the worked examples show. In Dutch, because users
//! read it.

use std::fmt::Write;

use super::showcase::Example;
use super::spec::SampleSpec;

/// File name of the label.
pub const README_FILE: &str = "LEESMIJ.txt";

/// The label, and one line per worked example.
pub(super) fn text(spec: &SampleSpec, examples: &[Example]) -> String {
    let mut text = format!(
        "SYNTHETISCH - deze gegevens zijn verzonnen\n\
         \n\
         Niemand in deze bestanden bestaat. Burgerservicenummers zijn berekend (ze beginnen met 9 en voldoen aan de elfproef),\n\
         achternamen beginnen met \"Voorbeeld-\", e-mailadressen eindigen op .invalid. Gebruik de bestanden alleen om te proberen\n\
         en te testen, en meng ze nooit met echte leveringen.\n\
         \n\
         Peildatum {}, verstrekdatum {}, gemeente {}, startgetal {}.\n\
         Per 1000 regels zijn er ongeveer {} met opzet fout, zoals in echte leveringen. Dezelfde keuzes geven dezelfde bytes.\n",
        spec.peildatum,
        super::calendar::Calendar::new(spec.peildatum).verstrekdatum(),
        spec.gemeente,
        spec.seed,
        spec.vuil_promille,
    );
    if !examples.is_empty() {
        text.push_str(
            "\nVoorbeelden (de eerste personen van brp.csv), met wat zij op die dagen laten zien:\n\n",
        );
    }
    for example in examples {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:09}  {}", example.person.number.bsn, example.shows);
    }
    text
}
