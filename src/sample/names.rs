//! Visibly made-up names and addresses, with the variety of letters and prefixes found in real registers.

use super::dice::Dice;
use super::person::{Address, Name};

const VOORNAMEN: [&str; 36] = [
    "Amira",
    "Bram",
    "Chloë",
    "Daan",
    "Emir",
    "Fenna",
    "Giorgos",
    "Hacı",
    "Ilse",
    "Jörg",
    "Kasia",
    "Lotte",
    "Mohamed",
    "Noor",
    "Özlem",
    "Pim",
    "Quinty",
    "Rosalía",
    "Sjoerd",
    "Tjon",
    "Umut",
    "Véronique",
    "Wout",
    "Xander",
    "Yağmur",
    "Zoë",
    "Anna Maria",
    "Björn",
    "Ömer Faruk",
    "Željko",
    "Łukasz",
    "Sanne",
    "Thijs",
    "Ayşe",
    "Nguyễn",
    "Jan-Willem",
];

const GESLACHTSNAMEN: [(&str, &str); 30] = [
    ("", "Aksoy"),
    ("van", "Dam"),
    ("de", "Jong"),
    ("", "Żywiałowska"),
    ("", "Hacıoğlu"),
    ("van der", "Velden"),
    ("", "Yılmaz"),
    ("", "Müller"),
    ("", "El Amrani"),
    ("van den", "Berg"),
    ("", "Kowalczyk"),
    ("", "Peeters"),
    ("ter", "Horst"),
    ("", "Ňuňez"),
    ("in 't", "Veld"),
    ("", "Bakker"),
    ("", "Tjon á Jon"),
    ("'t", "Hart"),
    ("", "Đorđević"),
    ("de la", "Cruz"),
    ("", "Visser"),
    ("", "Òlafsdóttir"),
    ("", "Janssen-Şahin"),
    ("", "Mulder"),
    ("op de", "Wal"),
    ("", "Fernández"),
    ("", "Groen"),
    ("", "Ŝimić"),
    ("", "Çelik"),
    ("van", "Rijn"),
];

const STRATEN: [&str; 8] = [
    "Synthetischestraat",
    "Voorbeeldlaan",
    "Testplein",
    "Fictiekade",
    "Proefweg",
    "Schijnsingel",
    "Oefenhof",
    "Zogenaamdstraat",
];

/// Leaves out SA, SD and SS, which the postal service does not use.
const POSTCODE_LETTERS: [&str; 10] = ["AA", "AB", "BC", "CX", "DE", "GH", "KL", "NP", "TV", "XZ"];

pub(super) fn name(dice: &mut Dice) -> Name {
    let (voorvoegsel, geslachtsnaam) = dice.pick(&GESLACHTSNAMEN);
    Name { voornamen: dice.pick(&VOORNAMEN), voorvoegsel, geslachtsnaam }
}

pub(super) fn address(dice: &mut Dice) -> Address {
    Address {
        straatnaam: dice.pick(&STRATEN),
        huisnummer: dice.between(1, 299),
        huisletter: dice.weighted(&[(94, ""), (3, "A"), (3, "b")]),
        toevoeging: dice.weighted(&[(94, ""), (3, "2hg"), (3, "bis")]),
        postcode_offset: dice.below(60),
        postcode_letters: dice.pick(&POSTCODE_LETTERS),
    }
}
