"""Compares what `jib policy sql` gives with what `jib run` seals, row for row.

    compare.py --jib target/debug/jib --dialect duckdb --personen 2000 --seed 1 2

Each seed makes a synthetic town with `jib sample`, spoils it further (repeats, contradictions, other spellings, wrong
values), runs jib on it, opens the parcels, runs the queries on the same rows, and compares every view with its parcel as a
bag of rows. Columns: all but the kenmerk. Exit 1 if a row differs.
"""

import argparse
import csv
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import engines
from dirt import spoil

DAYS = [("2026-11-01", "2026-11-23"), ("2025-11-01", "2025-11-20"), ("2025-12-20", "2026-01-10")]


def run(*command, codes=(0,)):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode not in codes:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def at_dates(config: Path, peildatum: str) -> None:
    """Deliveries of the day itself, no thresholds: what is compared is rows."""
    text = config.read_text()
    text = re.sub(r'^peildatum = ".*"', f'peildatum = "{peildatum}"', text, flags=re.M)
    text = re.sub(r"max_quarantaine_promille = \d+", "max_quarantaine_promille = 1000", text)
    text = re.sub(r'^(geldig_van|vastgesteld_op) = "20..-', r'\1 = "2020-', text, flags=re.M)
    config.write_text(text)


def parcels(folder: Path, jib: Path, keys: Path):
    """The parcels that a run sealed, by view: header and rows without the kenmerk."""
    identities = [part for key in sorted(keys.rglob("*.txt")) for part in ("-i", key)]
    found = {}
    for path in sorted(folder.rglob("*.age")):
        partij = path.relative_to(folder).parts[0]
        pakket = path.name.removesuffix(".age").removesuffix(".csv")
        # One parcel per school: the view holds those of all schools.
        pakket = re.sub(r"\.[0-9]{2}[A-Z]{2}$", "", pakket)
        for key in sorted(keys.rglob("*.txt")):
            done = subprocess.run([jib, "open", path, "-i", key], capture_output=True)
            if done.returncode == 0:
                break
        else:
            raise SystemExit(f"nobody can open {path}")
        rows = list(csv.reader(done.stdout.decode().splitlines(keepends=True)))
        header, body = rows[0], rows[1:]
        if header[0] != "kenmerk":
            continue
        view = "pakket_" + f"{partij}_{pakket}".replace("-", "_").replace(".", "_")
        known = found.setdefault(view, (header[1:], Counter()))
        assert known[0] == header[1:], (view, known[0], header[1:])
        known[1].update(tuple(row[1:]) for row in body)
    return found


def complete(town: Path, leesmij: Path) -> None:
    """Adds the columns that a delivery does not have, empty, as `LEESMIJ.md` asks."""
    for extract, names in re.findall(r"^- `(\w+)`: ([\w, ]+)$", leesmij.read_text(), flags=re.M):
        path = town / f"{extract}.csv"
        if not path.exists():
            continue
        separator = engines.delimiter(path)
        rows = list(csv.reader(path.open(newline=""), delimiter=separator))
        missing = [name for name in names.split(", ") if name not in rows[0]]
        if missing:
            rows = [rows[0] + missing, *([*row, *("" for _ in missing)] for row in rows[1:])]
            with path.open("w", newline="") as file:
                csv.writer(file, delimiter=separator, lineterminator="\n").writerows(rows)


# What needs memory between runs or another's data; LEESMIJ.md lists it.
LEFT_OUT = ("_intrekking", "pakket_mbo_overstap", "pakket_doorstroompunt_startkwalificatie", "pakket_contactgemeente_")


def compare(jib: Path, engine, personen: int, seed: int, days, work: Path, keep: bool) -> int:
    peildatum, verstrekdatum = days
    town = work / "town"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    run(jib, "sample", "--personen", personen, "--seed", seed, "--vuil", 30, "--peildatum", peildatum, "--out", town)
    spoil(town, random.Random(seed), peildatum)
    config = town / "jib.toml"
    at_dates(config, peildatum)
    out = run(
        jib, "run", "-c", config, "--peildatum", peildatum, "--verstrekdatum", verstrekdatum,
        "--out", work / "runs", "--accept-quarantine", codes=(0, 5),
    ).strip()
    sealed = parcels(Path(out.splitlines()[-1]) / "uitvoer", jib, town / "sleutels")
    run(
        jib, "policy", "sql", "--dialect", engine.dialect, "--peildatum", peildatum, "--verstrekdatum", verstrekdatum,
        "-c", config, "--out", work / "sql",
    )
    complete(town, work / "sql" / "LEESMIJ.md")
    views = engine.views(town, work / "sql")
    differences = 0
    rows = 0
    for view in sorted(set(sealed) | set(views)):
        if any(word in view for word in LEFT_OUT):
            continue
        header, expected = sealed.get(view, (None, Counter()))
        columns, actual = views.get(view, (None, Counter()))
        # A set of fields that nobody consented to has a view, and no parcel.
        if header is None and "_toestemming_" in view and not actual:
            continue
        rows += sum(expected.values())
        missing, extra = expected - actual, actual - expected
        if columns != header or missing or extra:
            differences += sum(missing.values()) + sum(extra.values()) + (columns != header)
            print(f"  {view}: {sum(missing.values())} missing, {sum(extra.values())} too many; {header} {columns}")
            for name, some in (("missing", missing), ("extra", extra)):
                for row in list(some)[:3]:
                    print(f"    {name}: {row}")
    print(f"{engine.dialect} seed {seed} {peildatum}/{verstrekdatum}: {len(sealed)} parcels, {rows} rows, {differences} different")
    if not keep:
        shutil.rmtree(work, ignore_errors=True)
    return differences


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jib", type=Path, required=True)
    parser.add_argument("--dialect", choices=["duckdb", "postgres", "spark"], default="duckdb")
    parser.add_argument("--personen", type=int, default=2000)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--days", type=int, default=len(DAYS), help="how many pairs of days; the first two have each rule set once")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "jib-sql")
    parser.add_argument("--keep", action="store_true", help="leave the town and the queries in --work")
    parser.add_argument("--master", default="local[2]", help="Spark's workers")
    arguments = parser.parse_args()
    differences = 0
    arguments.work.mkdir(parents=True, exist_ok=True)
    with engines.engine(arguments.dialect, arguments.work, arguments.master) as engine:
        for seed in arguments.seed:
            for days in DAYS[: arguments.days]:
                place = arguments.work / f"{arguments.dialect}-{seed}-{days[1]}"
                differences += compare(
                    arguments.jib.resolve(), engine, arguments.personen, seed, days, place, arguments.keep
                )
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
