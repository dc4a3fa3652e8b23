"""Prints the table of a measurement: `python table.py measured.csv TOWN VERSION`."""

import csv
import importlib.metadata
import os
import pathlib
import statistics
import sys


def main():
    """Prints medians, and each as a multiple of jib's."""
    measured, town, version = sys.argv[1:4]
    with open(measured, encoding="utf-8", newline="") as file:
        runs = list(csv.DictReader(file))
    size = sum(file.stat().st_size for file in pathlib.Path(town).rglob("*.csv")) / 1e6
    names = {"jib": version, "duckdb": f"DuckDB {importlib.metadata.version('duckdb')}"}
    medians = {}
    for engine in dict.fromkeys(run["engine"] for run in runs):
        own = [run for run in runs if run["engine"] == engine]
        wall = [float(run["wall_s"]) for run in own]
        processor = [float(run["user_s"]) + float(run["system_s"]) for run in own]
        peak = [int(run["peak_kib"]) / 1024 for run in own]
        medians[engine] = (statistics.median(wall), statistics.median(processor), statistics.median(peak), wall)
    print(f"{size:.0f} MB in, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end, {len(runs) // len(medians)} rounds\n")
    print("| engine | wall, median | wall, least to most | processor | peak memory | wall, times jib | processor, times jib |")
    print("|---|---|---|---|---|---|---|")
    of_jib = medians.get("jib")
    for engine, (wall, processor, peak, all_walls) in medians.items():
        ratios = f"{wall / of_jib[0]:.2f} | {processor / of_jib[1]:.2f}" if of_jib else " | "
        print(
            f"| {names[engine]} | {wall:.2f} s | {min(all_walls):.2f} to {max(all_walls):.2f} s | {processor:.2f} s "
            f"| {peak:.0f} MiB | {ratios} |"
        )


if __name__ == "__main__":
    main()
