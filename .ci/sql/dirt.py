"""Dirt that leaves every row whole: repeats, contradictions, other spellings and wrong values."""

import csv
import random
from pathlib import Path

WRONG = ["", "x", "NULL", "0", "99999", "2026-02-30", "20261301", "999999999", "00000000", "31-12-9999", "9999-12-31", "NaN", "#N/B",
         "n.v.t.", "N/A", "(null)", "\\N", "-nan", "null"]


def spoil(town: Path, dice: random.Random, peildatum: str) -> None:
    for path in sorted(town.glob("*.csv")):
        with path.open(newline="") as file:
            text = file.read()
        separator = ";" if ";" in text.splitlines()[0] else ","
        # Only whole rows: what a broken line costs is no question for a table. A quote that is never closed takes no other line.
        lines = [line for line in text.split("\n") if line and line.count('"') % 2 == 0]
        rows = [next(csv.reader([line], delimiter=separator)) for line in lines]
        header, width = rows[0], len(rows[0])
        body = [row for row in rows[1:] if len(row) == width]
        # Filled where it may not be, these refuse the whole delivery.
        kept = {at for at, name in enumerate(header) if name in ("mutatie", "gemeentecode")}
        spoilt = []
        for row in body:
            chance = dice.random()
            spoilt.append(row)
            if chance < 0.01:
                spoilt.append(list(row))
            elif chance < 0.02:
                other = list(row)
                at = dice.choice([at for at in range(width) if at not in kept])
                other[at] = dice.choice(WRONG + [dice.choice(body)[at]])
                spoilt.append(other)
            elif chance < 0.03:
                at = dice.choice([at for at in range(width) if at not in kept])
                row[at] = dice.choice(WRONG)
            elif chance < 0.05:
                at = dice.choice([at for at in range(width) if at not in kept])
                row[at] = dice.choice(body)[at]
            elif chance < 0.07:
                respell(row, dice, kept)
        dice.shuffle(spoilt)
        with path.open("w", newline="") as file:
            writer = csv.writer(file, delimiter=separator, lineterminator="\n")
            writer.writerow(header)
            # A line of one empty cell would be a blank line.
            writer.writerows(row for row in spoilt if any(row))


def respell(row, dice, kept) -> None:
    """The same value in another form, or a number in a text."""
    at = dice.choice([at for at in range(len(row)) if at not in kept])
    cell = row[at]
    if len(cell) == 10 and cell[4:5] == "-":
        row[at] = dice.choice([cell.replace("-", ""), "-".join(reversed(cell.split("-"))), f" {cell} "])
    elif len(cell) == 10 and cell[2:3] == "-":
        row[at] = "-".join(reversed(cell.split("-")))
    elif cell.isdigit() and len(cell) == 9 and cell[0] == "0":
        row[at] = cell[1:]
    else:
        row[at] = dice.choice([f" {cell}", f"{cell}\t", f"{cell}\u00a0", cell.lower(), f"{cell} 999990019"])
