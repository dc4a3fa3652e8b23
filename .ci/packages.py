"""Holds passports and the description of opened parcels against the stock validator."""

import csv
import json
import sys
from pathlib import Path

from frictionless import Package

NO_DAY, NO_CODE = "2026-02-30", "ONZIN"


def faults(path: Path) -> list[str]:
    report = Package.from_descriptor(json.loads(path.read_text()), basepath=str(path.parent)).validate()
    of_rows = [error for task in report.tasks for error in task.errors]
    return [f"{path}: {error.type} {error.note}" for error in [*report.errors, *of_rows]]


def passports(folder: Path) -> list[str]:
    found = sorted(folder.rglob("*.paspoort.json"))
    if len(found) < 20:
        return [f"{folder}: {len(found)} passports"]
    print(f"{len(found)} passports")
    return [fault for path in found for fault in faults(path)]


def spoilt(kind: str, constraints: dict) -> str | None:
    """A cell that such a column may not hold."""
    if kind == "date":
        return NO_DAY
    if kind in ("integer", "number"):
        return "-1"
    if "enum" in constraints:
        return NO_CODE
    if "pattern" in constraints:
        return "\u0007"
    if constraints.get("required"):
        return ""
    return None


def package(folder: Path) -> list[str]:
    path = folder / "datapackage.json"
    found = faults(path)
    described = json.loads(path.read_text())
    tried = 0
    for resource in described["resources"]:
        table = folder / resource["path"]
        if resource["format"] != "csv":
            continue
        whole = table.read_bytes()
        delimiter = resource["dialect"]["delimiter"]
        rows = list(csv.reader(whole.decode("utf-8-sig").splitlines(), delimiter=delimiter))
        if len(rows) < 2:
            continue
        spoils = [
            (at, spoilt(field["type"], field["constraints"]))
            for at, field in enumerate(resource["schema"]["fields"])
        ]
        trials = [(at, cell) for at, cell in spoils if cell is not None]
        for at, cell in trials:
            changed = [row[:] for row in rows]
            changed[1][at] = cell
            with table.open("w", newline="") as out:
                csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(changed)
            single = dict(described, resources=[resource])
            report = Package.from_descriptor(single, basepath=str(folder)).validate()
            if report.valid:
                name = resource["schema"]["fields"][at]["name"]
                found.append(f"{resource['path']}: a spoilt cell in `{name}` is not refused")
            tried += 1
        table.write_bytes(whole)
        if "primaryKey" in resource["schema"]:
            table.write_bytes(whole + whole.splitlines(keepends=True)[1])
            single = dict(described, resources=[resource])
            if Package.from_descriptor(single, basepath=str(folder)).validate().valid:
                found.append(f"{resource['path']}: a row that stands twice is not refused")
            table.write_bytes(whole)
    print(f"{len(described['resources'])} opened tables, {tried} spoilt cells")
    return found if tried > 30 else [*found, f"only {tried} spoilt cells tried"]


def main() -> None:
    what, folder = sys.argv[1], Path(sys.argv[2])
    found = passports(folder) if what == "passports" else package(folder)
    for fault in found:
        print(fault, file=sys.stderr)
    sys.exit(1 if found else 0)


main()
