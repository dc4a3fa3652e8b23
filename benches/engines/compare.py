"""Compares results: `python compare.py JIB TOWN RUN OTHER` opens the run of `jib` in folder RUN with the identities of the town,
and compares it row for row with what an engine wrote in OTHER. Exits 1 on any difference.

Order is ignored (rows are a multiset), and so is the kenmerk (engines have none). It never shows a value, only where rows differ
and in which columns; `--show` names the lines, for synthetic towns.
"""

import argparse
import collections
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

SHOWN_MAX = 5

#: Separates the cells of a row: a control character, which no accepted cell holds.
BETWEEN = "\x1f"


def opened(jib, run, town, into):
    """Decrypts the classification, the rows set aside and every parcel."""
    subprocess.run(
        [jib, "open", run / "intern", "-i", town / "sleutels" / "identiteit.txt", "--out", into / "intern", "--quiet"],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    for identity in sorted((town / "sleutels" / "ontvangers").glob("*.txt")):
        party, *school = identity.stem.split(".")
        for sealed in sorted((run / "uitvoer" / party).glob("*.csv.age")):
            if school and f".{school[0]}." not in sealed.name:
                continue
            target = into / "uitvoer" / party / sealed.name.removesuffix(".age")
            target.parent.mkdir(parents=True, exist_ok=True)
            with open(target, "wb") as file:
                subprocess.run([jib, "open", sealed, "-i", identity], check=True, stdout=file)
    return into


def rows(file, *, set_aside=False):
    """Header, and each row as one text without the kenmerk; a line that cannot be split into columns is padded."""
    with open(file, encoding="utf-8", newline="") as text:
        body = csv.reader(text)
        header = next(body)
        first = 1 if header[0] == "kenmerk" else 0
        yield header[first:]
        for row in body:
            cells = row[first:]
            if set_aside:
                cells += [""] * (len(header) - len(cells))
            yield BETWEEN.join(cells)


class Comparison:
    """Counts what matches and what differs."""

    def __init__(self, show):
        self.show, self.same, self.files, self.faults = show, 0, 0, []

    def fault(self, where, what):
        """Notes a difference."""
        self.faults.append(f"{where}: {what}")

    def tables(self, where, ours, theirs):
        """Compares two tables as multisets: each row of one cancels one equal row of the other."""
        self.files += 1
        header, other_header = next(ours), next(theirs)
        if header != other_header:
            self.fault(where, f"header {header} against {other_header}")
            return
        missing = collections.Counter(ours)
        total = missing.total()
        extra = collections.Counter()
        for row in theirs:
            if missing[row] > 0:
                missing[row] -= 1
            else:
                extra[row] += 1
        missing = +missing
        self.same += total - missing.total()
        if missing or extra:
            self.fault(where, f"{missing.total()} rows missing, {extra.total()} too many, of {total}")
            self.columns(header, missing, extra)

    def columns(self, header, missing, extra):
        """Finds the columns in which rows with the same first cell differ."""
        by_first = {row.split(BETWEEN)[0]: row for row in extra}
        columns = collections.Counter()
        for row in missing:
            cells = row.split(BETWEEN)
            other = by_first.get(cells[0], row).split(BETWEEN)
            columns.update(name for name, a, b in zip(header, cells, other, strict=False) if a != b)
        if columns:
            self.fault("  columns", dict(columns))
        if self.show:
            for sign, some in (("-", missing), ("+", extra)):
                for row in sorted(some)[:SHOWN_MAX]:
                    self.fault(f"  {sign}", row.replace(BETWEEN, ","))


def cells_of(file):
    """The rows of a short csv, cell by cell."""
    _, *body = rows(file)
    return [row.split(BETWEEN) for row in body]


def sums_of(run):
    """The conservation tables of the manifest."""
    behoud = json.loads((run / "manifest.json").read_text(encoding="utf-8"))["behoud"]
    extracts = {own["extract"]: (own["gelezen"], own["aanvaard"], own["quarantaine"]) for own in behoud["extracten"]}
    parcels = {}
    for own in behoud["pakketten"]:
        for reason, count in {"geleverd": own["geleverd"], **own["geweigerd"]}.items():
            if count:
                parcels[own["partij"], own["pakket"], reason] = count
    return extracts, parcels


def main():
    """Compares, reports what was compared, and fails on any difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("jib", type=pathlib.Path)
    parser.add_argument("town", type=pathlib.Path)
    parser.add_argument("run", type=pathlib.Path)
    parser.add_argument("other", type=pathlib.Path)
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    comparison = Comparison(asked.show)
    with tempfile.TemporaryDirectory(prefix="vergelijk-") as folder:
        own = opened(asked.jib.resolve(), asked.run, asked.town, pathlib.Path(folder))
        comparison.tables("classificatie.csv", rows(own / "intern" / "classificatie.csv"), rows(asked.other / "classificatie.csv"))
        names = {file.relative_to(own / "uitvoer") for file in (own / "uitvoer").glob("*/*.csv")}
        others = {file.relative_to(asked.other / "uitvoer") for file in (asked.other / "uitvoer").glob("*/*.csv")}
        for name in sorted(names ^ others):
            comparison.fault(name, "written by jib only" if name in names else "written by the other only")
        for name in sorted(names & others):
            comparison.tables(name, rows(own / "uitvoer" / name), rows(asked.other / "uitvoer" / name))
        for file in sorted((asked.other / "quarantaine").glob("*.csv")):
            ours = own / "intern" / "quarantaine" / file.name
            if ours.exists():
                comparison.tables(f"quarantaine/{file.name}", rows(ours, set_aside=True), rows(file, set_aside=True))
            elif len(list(rows(file))) > 1:
                comparison.fault(file.name, "rows set aside by the other only")
        for ours in sorted((own / "intern" / "quarantaine").glob("*.csv")):
            if not (asked.other / "quarantaine" / ours.name).exists():
                comparison.fault(ours.name, "rows set aside by jib only")
    extracts, parcels = sums_of(asked.run)
    theirs = {extract: tuple(map(int, counts)) for extract, *counts in cells_of(asked.other / "behoud_extracten.csv")}
    for extract in sorted(extracts.keys() | theirs.keys()):
        if extracts.get(extract) != theirs.get(extract):
            comparison.fault(f"behoud {extract}", f"{extracts.get(extract)} against {theirs.get(extract)}")
    theirs = {(party, parcel, reason): int(count) for party, parcel, reason, count in cells_of(asked.other / "behoud_pakketten.csv")}
    for key in sorted(parcels.keys() | theirs.keys()):
        if parcels.get(key) != theirs.get(key):
            comparison.fault("behoud " + "/".join(key), f"{parcels.get(key)} against {theirs.get(key)}")
    print(
        f"{comparison.same} rows the same in {comparison.files} files; {len(extracts)} sums of extracts and {len(parcels)} of parcels; "
        f"{len(comparison.faults)} differences"
    )
    for fault in comparison.faults:
        print(fault)
    sys.exit(1 if comparison.faults else 0)


if __name__ == "__main__":
    main()
