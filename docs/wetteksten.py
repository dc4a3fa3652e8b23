#!/usr/bin/env python3
"""Compares every article that schemas/law quotes with the public repository MinBZK/regelrecht-corpus.

    python3 docs/wetteksten.py CORPUS    compare with a local clone, rewrite wetteksten.tsv and wetteksten.md
    python3 docs/wetteksten.py           rewrite only wetteksten.md, from wetteksten.tsv

Run by hand, never by a build or a test: it needs a clone and PyYAML. Exit code 1 if a quoted text differs from the source, or
was edited after it was compared.
"""

import hashlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
LAW = HERE.parent / "schemas" / "law"
RECORD = HERE / "wetteksten.tsv"
REPORT = HERE / "wetteksten.md"
COLUMNS = ["bestand", "artikel", "bron", "commit", "uitkomst", "opmerking", "tekst"]

# Folder of a law here -> folder in the source. The AVG is not in the source: it is European law.
SOURCES = {
    "besluit_register_onderwijsdeelnemers": "amvb/besluit_register_onderwijsdeelnemers",
    "besluit_suwi": "amvb/besluit_suwi",
    "leerplichtwet_1969": "wet/leerplichtwet_1969",
    "participatiewet": "wet/participatiewet",
    "uitvoeringsbesluit_wvo_2020": "amvb/uitvoeringsbesluit_wvo_2020",
    "uitvoeringswet_avg": "wet/uitvoeringswet_algemene_verordening_gegevensbescherming",
    "wet_algemene_bepalingen_bsn": "wet/wet_algemene_bepalingen_burgerservicenummer",
    "wet_educatie_en_beroepsonderwijs": "wet/wet_educatie_en_beroepsonderwijs",
    "wet_register_onderwijsdeelnemers": "wet/wet_register_onderwijsdeelnemers",
    "wet_suwi": "wet/wet_structuur_uitvoeringsorganisatie_werk_en_inkomen",
    "wet_voortgezet_onderwijs_2020": "wet/wet_voortgezet_onderwijs_2020",
}
OK = ("gelijk", "niet in de bron")

INTRO = """# Wetteksten: wat met welke versie is vergeleken

Elk artikel dat in `schemas/law` wordt aangehaald, met de versie van de bron waarmee het is vergeleken en de uitkomst. De bron is
de openbare repository [MinBZK/regelrecht-corpus](https://github.com/MinBZK/regelrecht-corpus), die de teksten van
wetten.overheid.nl per wet en per datum bevat. Vergeleken is wat wij aanhalen, letter voor letter; witruimte, verwijzingen, cursief
en de vorm van aanhalingstekens tellen niet mee. `[...]` in een aangehaalde tekst is een weglating.

Deze pagina wordt gemaakt door `docs/wetteksten.py` uit `docs/wetteksten.tsv`. Met een lokale kloon van de bron vergelijkt
`python3 docs/wetteksten.py PAD-NAAR-DE-KLOON` alles opnieuw en herschrijft beide bestanden. Is een aangehaalde tekst veranderd na
de vergelijking, dan staat dat er.

**Hoe de huidige uitkomsten tot stand kwamen.** Op 2026-11-28 en 2026-11-29 is elk artikel met de uitkomst `gelijk` gelezen in het
bestand van de bron dat erbij staat, en met de aangehaalde tekst vergeleken. Het script is beproefd op een map die is ingericht als
de kloon, met acht artikelen zoals zij in vier bestanden van de bron staan: alle acht `gelijk`, en met één woord veranderd `wijkt af`.
Een hele kloon was er niet bij; wie er een heeft, draait het script, en dat vervangt deze uitkomsten. Een artikel met
`niet vergeleken` is niet gelezen in de versie die erbij staat; de opmerking zegt waarom.

**Welke versie.** Een wetsbestand geldt vanaf zijn datum tot het volgende. Het bestand van 2020-07-01 haalt de versie aan die op die
dag gold, dat van 2026-01-01 die van die dag. Tussen die twee dagen is er geen wetsbestand, want elk wetsbestand met een nieuwe
datum begint een nieuwe regelset, terwijl geen regel van deze verwerking er anders door wordt. Wat tussentijds veranderde en voor
een lezing telt, staat in de noot bij het artikel; wat na 2026-01-01 veranderde ook, of als tweede artikel met een datum in de
naam (UAVG 5). De WVO 2020 en het Uitvoeringsbesluit WVO 2020 bestonden pas vanaf 2022-08-01.

**De telling.** {telling}.
"""


def quoted():
    """Every quoted article: file, id, version and number from its url, text."""
    for path in sorted(LAW.glob("*/[0-9]*.toml")):
        file = f"{path.parent.name}/{path.stem}"
        for article in tomllib.loads(path.read_text(encoding="utf-8"))["article"]:
            found = re.search(r"/(\d{4}-\d\d-\d\d)#Artikel(.+)$", article["url"])
            version, number = found.groups() if found else (None, None)
            yield file, article["id"], version, number, article["text"]


def bare(text):
    """A text without what the two sides write differently: links, typefaces, line breaks, curly quotes."""
    text = re.sub(r"(?m)^\s*\[ref\d+\]: .*$", "", text)
    text = re.sub(r"\[([^\]]*)\](\[ref\d+\]|\(onbekend\))", r"\1", text)
    text = text.translate(str.maketrans({"’": "'", "‘": "'", "”": '"', "“": '"', "*": None, "–": "-"}))
    return re.sub(r"(?m)^\s*- (?=\S)|\s+", "", text)


def fragments(text):
    """The parts of a quotation that must stand in the source, in this order, each bare and as it is written here. What is in
    square brackets is ours: an omission or a summary."""
    for line in text.strip().splitlines():
        for part in re.split(r"\[[^\]]*\]", line):
            # At an omission the source may go on where we have punctuation of our own.
            if words := bare(part).strip(";,"):
                yield words, part.strip()


def in_source(version, number):
    """The text of an article in a version of the source, with the numbers of its paragraphs and parts; None if it is not there."""
    import yaml

    # Every scalar as it is written: 8.10 is a number of an article, not a fraction.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    law = yaml.load(version.read_text(encoding="utf-8"), Loader=loader)
    parts = []
    for one in law["articles"]:
        name = one["number"]
        if not one.get("url", "").endswith(f"#Artikel{number}"):
            continue
        # A long article stands in the source in pieces: 8.17.3 is its third paragraph, 8.17.3.a a part of that.
        piece = name[len(number) + 1 :].split(".")[-1] if name != number else ""
        mark = f"{piece} " if piece.isdigit() else f"{piece}. " if piece else ""
        parts.append(mark + one["text"])
    return bare("\n".join(parts)) if parts else None


def compare(corpus, remarks):
    """Rows of the record, from a clone of the source. What somebody remarked about an article stays."""
    for file, article, version, number, text in quoted():
        remark = remarks.get((file, article), "")
        row = {"bestand": file, "artikel": article, "tekst": digest(text), "commit": "", "opmerking": remark}
        folder = SOURCES.get(file.split("/")[0])
        if folder is None or version is None:
            yield row | {"bron": "", "uitkomst": "niet in de bron"}
            continue
        path = Path("regulation/nl") / folder / f"{version}.yaml"
        row["bron"] = f"{folder}/{version}"
        if not (corpus / path).is_file():
            yield row | {"uitkomst": "deze versie ontbreekt"}
            continue
        log = subprocess.run(
            ["git", "-C", str(corpus), "log", "-1", "--format=%H", "--", str(path)], capture_output=True, text=True
        )
        row["commit"] = log.stdout.strip()
        source = in_source(corpus / path, number)
        if source is None:
            yield row | {"uitkomst": "dit artikel ontbreekt"}
            continue
        at = 0
        for words, part in fragments(text):
            found = source.find(words, at)
            if found < 0:
                yield row | {"uitkomst": "wijkt af", "opmerking": f"bij: {part[:80]}"}
                break
            at = found + len(words)
        else:
            yield row | {"uitkomst": "gelijk"}


def digest(text):
    return hashlib.sha256(text.strip().encode()).hexdigest()[:12]


def report(record):
    """The page, and whether everything that could be compared is the same."""
    rows = {(row["bestand"], row["artikel"]): row for row in record}
    page, counts, sound = [], {}, True
    last = None
    for file, article, version, _, text in quoted():
        if file != last:
            page += ["", f"## {file}", "", "| artikel | versie van de bron | uitkomst | opmerking |", "|---|---|---|---|"]
            last = file
        row = rows.get((file, article))
        if row is None:
            outcome, source, remark = "niet vergeleken", version or "", ""
        else:
            outcome, source, remark = row["uitkomst"], row["bron"], row["opmerking"]
            if row["commit"]:
                source += f", commit {row['commit'][:10]}"
            if row["tekst"] != digest(text):
                outcome, remark = "gewijzigd na de vergelijking", remark
                sound = False
        counts[outcome] = counts.get(outcome, 0) + 1
        sound = sound and (outcome in OK or outcome == "niet vergeleken")
        page.append(f"| {article} | {source} | {outcome} | {remark} |")
    total = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items(), key=lambda one: -one[1]))
    REPORT.write_text(INTRO.replace("{telling}", total) + "\n".join(page) + "\n", encoding="utf-8")
    print(total)
    return sound


def recorded():
    header, *lines = RECORD.read_text(encoding="utf-8").splitlines()
    return [dict(zip(header.split("\t"), line.split("\t"))) for line in lines]


def main():
    record = recorded()
    if len(sys.argv) > 1:
        same = (row for row in record if row["uitkomst"] in OK)
        remarks = {(row["bestand"], row["artikel"]): row["opmerking"] for row in same}
        record = list(compare(Path(sys.argv[1]), remarks))
        lines = ["\t".join(COLUMNS)] + ["\t".join(row[name] for name in COLUMNS) for row in record]
        RECORD.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.exit(0 if report(record) else 1)


main()
