"""The whole job in DuckDB: `python duckdb_engine.py TOWN… OUT [--peildatum DAY] [--verstrekdatum DAY] [--threads N]`.

Runs the SQL of `sql/` in order, in one process and in memory, and writes plain csv: `classificatie.csv`, a parcel each under
`uitvoer/`, the rows set aside under `quarantaine/`, and the sums. Python hands over the configuration and writes no row itself.
"""

import argparse
import collections
import pathlib
import string
import time

import duckdb

from town import BY_CONSENT, HEADERS, PARTIES, RULE_SET, Town

SQL = pathlib.Path(__file__).parent / "sql"

#: Quotes are plain characters, short rows are padded with NULL, and an empty cell is an empty text.
READ = (
    "auto_detect = false, header = true, delim = ',', quote = '', escape = '', null_padding = true, nullstr = '\x01', "
    "strict_mode = false, new_line = '\\n'"
)
READ_LINES = READ.replace("delim = ','", "delim = '\x1f'")

PERSON = "bsn, geslachtsnaam, voorvoegsel, voornamen, geboortedatum"
ADDRESS = "straatnaam, huisnummer, huisletter, huisnummertoevoeging, postcode, woonplaats"
NAME = "geslachtsnaam, voorvoegsel, voornamen, geboortedatum"
DUTY = f"{PERSON}, {ADDRESS}, brin, niveau, datum_inschrijving, startkwalificatie, vrijgesteld"
REGION = (
    f"{PERSON}, {ADDRESS}, brin, niveau, datum_uitschrijving, startkwalificatie, hoogste_diploma, economisch_zelfstandig, overleg_school"
)
GUIDANCE = REGION.replace("economisch", "soort_verzuim, begindatum_verzuim, economisch")

#: Parcels with one row per person: party, parcel, bit, columns, and whether persons with a secret address get a parcel of
#: their own.
PARCELS = [
    ("leerplicht", "toezicht", 1, DUTY, True),
    ("leerplicht", "verzuim", 2, f"{DUTY}, soort_verzuim, begindatum_verzuim, uren_verzuim", True),
    ("doorstroompunt", "begeleiding", 4, GUIDANCE, True),
    ("doorstroompunt", "regio", 8, REGION, True),
    ("doorstroompunt", "jongeren-in-beeld", 16, f"{PERSON}, {ADDRESS}", True),
    ("participatie", "jongeren-in-beeld", 32, f"{PERSON}, {ADDRESS}", True),
    ("participatie", "toeleiding", 64, f"{PERSON}, {ADDRESS}, brin, niveau, startkwalificatie", True),
    ("participatie", "bevraging", 128, NAME, False),
    ("gebiedsteam", "bevraging", 256, NAME, False),
    ("inlichtingenbureau", "bevraging", 512, "bsn", False),
]


class Engine:
    """One run."""

    def __init__(self, town, out, threads, memory):
        self.town, self.out = town, pathlib.Path(out)
        self.db = duckdb.connect(config={"threads": threads, "memory_limit": memory})
        spill = self.out / "tmp"
        spill.mkdir(parents=True, exist_ok=True)
        self.db.execute(f"SET temp_directory = '{spill}'")
        self.db.execute("SET enable_progress_bar = false")
        # Nothing outlives the run, so skip checkpoints of the temporary tables.
        self.db.execute("SET checkpoint_threshold = '1TB'")
        self.seconds = {}

    def script(self, name):
        """Runs one file of `sql/`."""
        began = time.perf_counter()
        text = string.Template((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        self.db.execute(text.substitute(self.town.files, as_it_stands=READ, as_lines=READ_LINES))
        self.seconds[name] = time.perf_counter() - began

    def variable(self, name, value):
        """Passes a configuration value to the SQL."""
        self.db.execute(f"SET VARIABLE {name} = (SELECT ?)", [value])

    def configure(self):
        """Sets the configuration as SQL variables."""
        town = self.town
        for name, day in (("peil", town.peildatum), ("verstrek", town.verstrekdatum)):
            self.variable(name, day)
            self.variable(f"{name}_n", day.year * 10000 + day.month * 100 + day.day)
        day = town.peildatum
        leap = day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)
        self.variable("schrikkelgrens", (day.month, day.day) in ((2, 28), (3, 1)) and not leap)
        self.variable("regelset", RULE_SET)
        self.variable("partijen", PARTIES)
        self.variable("gemeente", town.municipality)
        self.variable("regio", town.region)
        self.variable("dekt_allen", town.covers_everyone)
        self.variable("van_duo", town.absences_from_duo)
        self.variable("mandaat", town.has_mandate)
        self.variable("partner", town.asks_gebiedsteam)
        self.variable("verwerker", town.is_processor)
        self.variable("latend", town.school_handed_over)
        self.variable("mbo", town.schools("mbo"))
        self.variable("scholen", town.schools("school"))
        self.variable("drempel", town.threshold)
        self.variable("toestemmingsvelden", BY_CONSENT)
        self.variable("overlap", [f"{own['van_afdeling']}/{own['van_doel']}" for own in town.overlaps])
        self.db.execute("CREATE TEMP TABLE samenwerking (ontvanger VARCHAR, doel VARCHAR, velden VARCHAR[])")
        for own in town.cooperations:
            row = [own["ontvanger"], own["doel"], own["velden"]]
            self.db.execute("INSERT INTO samenwerking VALUES (?, ?, ?)", row)

    def amounts(self):
        """Sets the amounts in force on the first day of the income period."""
        (period,) = self.db.execute("SELECT getvariable('periode')").fetchone()
        first = f"{period // 100:04}-{period % 100:02}-01" if period else ""
        for name, parameter in (
            ("jib_grens", "jib_inkomensgrens_cent"),
            ("zelfstandig_grens", "economisch_zelfstandig_cent"),
        ):
            in_force = [amount for since, amount in self.town.amounts(parameter) if since <= first]
            self.db.execute(f"SET VARIABLE {name} = {in_force[-1] if in_force else 'NULL::INTEGER'}")

    def copy(self, query, *path):
        """Writes the rows of a query."""
        file = self.out.joinpath(*path)
        file.parent.mkdir(parents=True, exist_ok=True)
        self.db.execute(f"COPY ({query}) TO '{file}' (FORMAT csv, HEADER true)")

    def write(self):
        """Writes the classification, every parcel, the rows set aside and the sums."""
        began = time.perf_counter()
        self.copy((SQL / "6_classification.sql").read_text(encoding="utf-8"), "classificatie.csv")
        self.seconds["classificatie.csv"] = time.perf_counter() - began
        began = time.perf_counter()
        self.db.execute("SET preserve_insertion_order = false")
        for party, parcel, bit, columns, secret in PARCELS:
            of = f"SELECT {columns} FROM rij WHERE pakket & {bit} > 0"
            if secret:
                self.copy(f"{of} AND NOT geheim", "uitvoer", party, f"{parcel}.csv")
                self.copy(f"{of} AND geheim", "uitvoer", party, f"{parcel}-geheim.csv")
            else:
                self.copy(of, "uitvoer", party, f"{parcel}.csv")
        self.write_other_parcels()
        self.seconds["uitvoer"] = time.perf_counter() - began
        began = time.perf_counter()
        for extract, header in HEADERS.items():
            self.write_set_aside(extract, header)
        self.seconds["quarantaine"] = time.perf_counter() - began
        self.script("7_sums")
        self.copy("SELECT extract, gelezen, aanvaard, quarantaine FROM behoud_extracten", "behoud_extracten.csv")
        self.copy("SELECT partij, pakket, reden, aantal FROM behoud_pakketten", "behoud_pakketten.csv")

    def write_other_parcels(self):
        """Writes contact details, absence records, consultation, handovers, consents and counts."""
        for party, bits, column in (
            ("leerplicht", 3, "paar"),
            ("doorstroompunt", 4, "paar"),
            ("participatie", 32, "participatie"),
        ):
            self.copy(
                f"SELECT bsn, telefoon, email FROM rij JOIN contact USING (nummer) JOIN contactgegevens AS c "
                f"ON c.rowid = contactrij({column}) WHERE pakket & {bits} > 0",
                "uitvoer", party, "contact.csv",
            )  # fmt: skip
        # Before a first run, nobody can have been in doorstroompunt/begeleiding.
        self.copy("SELECT bsn, startkwalificatie FROM rij WHERE false", "uitvoer", "doorstroompunt", "startkwalificatie.csv")
        of_person = "FROM rij JOIN melding ON melding.bsn = nummer WHERE NOT absoluut"
        self.copy(f"SELECT rij.bsn, meldingsnummer, status {of_person} AND pakket & 4096 > 0", "uitvoer", "duo", "verzuim.csv")
        for brin in self.town.schools("school"):
            self.copy(
                f"SELECT rij.bsn, geslachtsnaam, voorvoegsel, voornamen, meldingsnummer, status {of_person} AND pakket & 2048 > 0 "
                f"AND melding.brin = '{brin}' AND (nummer, melding.brin) IN (SELECT (nummer, brin) FROM eigen_school)",
                "uitvoer", "school", f"verzuim.{brin}.csv",
            )  # fmt: skip
            self.copy(
                f"SELECT {NAME} FROM rij WHERE pakket & 1024 > 0 AND brin_diploma = '{brin}'",
                "uitvoer", "school", f"overleg.{brin}.csv",
            )  # fmt: skip
        for brin in self.town.schools("mbo"):
            self.copy(
                "SELECT lpad(o.n::VARCHAR, 9, '0') AS persoonsnummer, geslachtsnaam, voorvoegsel, voornamen, "
                "iso(geboren) AS geboortedatum, brin_latend, niveau_latend, profiel, "
                "leerjaar, diploma, uitstroom AS datum_uitstroom, vak, cijfer "
                f"FROM overdracht AS o LEFT JOIN resultaat AS r ON r.n = o.n WHERE reden IS NULL AND brin_ontvangend = '{brin}'",
                "uitvoer", "mbo", f"overstap.{brin}.csv",
            )  # fmt: skip
        consents = self.db.execute("SELECT DISTINCT naam, velden FROM gegeven").fetchall()
        for name, fields in consents:
            open_only = "AND NOT geheim" if set(fields) & set(ADDRESS.split(", ")) else ""
            self.copy(
                f"SELECT {', '.join(fields)} FROM (SELECT DISTINCT nummer FROM gegeven WHERE naam = '{name}') JOIN rij USING (nummer) "
                f"LEFT JOIN (SELECT * FROM toestemmingscontact WHERE naam = '{name}') AS contact USING (nummer) "
                f"LEFT JOIN contactgegevens AS c ON c.rowid = contact.contactrij WHERE pakket & 8192 > 0 {open_only}",
                "uitvoer", "gebiedsteam", f"toestemming.{name}.csv",
            )  # fmt: skip
        self.copy(
            "SELECT leeftijdsgroep, doelgroep, count(*) AS aantal FROM persoon WHERE actueel AND uit & 256 = 0 "
            "AND woonplaats <> 'elders' GROUP BY ALL HAVING count(*) >= getvariable('drempel')",
            "uitvoer", "contactgemeente", "rapportage.csv",
        )  # fmt: skip

    def write_set_aside(self, extract, header):
        """Rows set aside from one extract: line, code, and the columns, or the whole line if it cannot be split into columns."""
        columns = header.split(",")
        if extract == "overstap":
            columns.pop()
        rebuilt = (SQL / "rebuilt.sql").read_text(encoding="utf-8").split(f"-- {extract}\n")
        line = f"coalesce(regel_tekst, {rebuilt[1].split(chr(10) + '--')[0].strip()})" if len(rebuilt) > 1 else "regel_tekst"
        cells = "cellen" if extract == "verzuim" else f"string_split({line}, ',')"
        whole = "''" if extract == "overstap" else line
        shown = [
            f"CASE WHEN code LIKE 'R-RIJ%' THEN {whole if at == 0 else chr(39) * 2} ELSE cel[{at + 1}] END AS {column}"
            for at, column in enumerate(columns)
        ]
        self.copy(
            f"SELECT regel, code, {', '.join(shown)} FROM (SELECT rowid + 2 AS regel, *, {cells} AS cel FROM {extract} "
            "WHERE code <> 'R-DUB-001')",
            "quarantaine", f"{extract}.csv",
        )  # fmt: skip


def run(town, out, asked):
    """Does the job for one town, and returns the seconds of each step."""
    engine = Engine(Town(town, asked.peildatum, asked.verstrekdatum), out, asked.threads, asked.memory)
    engine.configure()
    engine.script("1_read")
    engine.script("2_repeats")
    engine.script("3_facts")
    engine.amounts()
    engine.script("4_classify")
    engine.script("5_parcels")
    engine.write()
    engine.db.close()
    return engine.seconds


def main():
    """Runs the job for each town in turn, in one process, and reports where the time went."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("town", nargs="+")
    parser.add_argument("out")
    parser.add_argument("--peildatum", default="2026-11-01")
    parser.add_argument("--verstrekdatum", default="2026-11-23")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="12GB")
    asked = parser.parse_args()
    several = len(asked.town) > 1
    seconds = collections.Counter()
    for town in asked.town:
        out = pathlib.Path(asked.out, pathlib.Path(town).name) if several else asked.out
        seconds.update(run(town, out, asked))
    print(" ".join(f"{name} {spent:.2f}" for name, spent in seconds.items()))


if __name__ == "__main__":
    main()
