"""Measures one engine on one town: `measure.py ENGINE JIB TOWN FOLDER` runs it as a process of its own, with everything that it
starts, and prints a line `engine,wall_s,processor_s,peak_mib,phases`.

`jib` is `jib run` with everything on. The others load the extracts, load what `jib policy sql` made, run its queries and write every
view as csv. Memory is that of all its processes together, shared pages counted once (PSS), looked at five times a second.
"""

import argparse
import ctypes
import os
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

DAYS = ["--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23"]
PR_SET_CHILD_SUBREAPER = 36
LOOK_S = 0.2


def descendants():
    """Everything that this process started, also what became a process of its own (a database server)."""
    children = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        children.setdefault(parent, []).append(int(entry.name))
    found, open_ = [], [os.getpid()]
    while open_:
        own = children.get(open_.pop(), [])
        found += own
        open_ += own
    return found


def memory_kib():
    """What all of them hold together."""
    total = 0
    for process in descendants():
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total


def in_phases(dialect, town, queries, out):
    """Runs an engine, and returns the seconds of each phase."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / ".ci" / "sql"))
    import engines

    seconds = {}

    def timed(name, work):
        start = time.monotonic()
        work()
        seconds[name] = time.monotonic() - start

    start = time.monotonic()
    with engines.engine(dialect, out) as engine:
        engine.begin()
        seconds["start"] = time.monotonic() - start
        timed("load", lambda: (engine.load(town), engine.law(queries)))
        timed("queries", lambda: engine.queries(queries))
        timed("views", lambda: [engine.write(name, out / f"{name}.csv") for name in engines.view_names(queries)])
    return seconds


def main():
    """Runs the engine and prints what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("engine", choices=["jib", "duckdb", "postgres", "spark"])
    parser.add_argument("jib")
    parser.add_argument("town", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    queries = asked.folder / "queries"
    if asked.inside:
        out = asked.folder / "out"
        seconds = in_phases(asked.engine, asked.town, queries, out)
        print(" ".join(f"{name} {spent:.1f}" for name, spent in seconds.items()))
        return
    config = asked.town / "jib.toml"
    if asked.engine == "jib":
        command = [asked.jib, "run", "-c", config, *DAYS, "--out", asked.folder / "out", "--quiet"]
    else:
        compiled = [asked.jib, "policy", "sql", "--dialect", asked.engine, *DAYS, "-c", config, "--out", queries]
        subprocess.run([str(part) for part in compiled], check=True, stdout=subprocess.DEVNULL)
        command = [sys.executable, __file__, "--inside", asked.engine, asked.jib, asked.town, asked.folder]
    # A server that detaches itself stays below this process.
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = threading.Event()
    peak = 0

    def look():
        nonlocal peak
        while not done.wait(LOOK_S):
            peak = max(peak, memory_kib())

    watcher = threading.Thread(target=look)
    watcher.start()
    ran = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wall = time.monotonic() - start
    done.set()
    watcher.join()
    # Whatever it left behind has stopped, and its time counts as well.
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            break
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ran.returncode != 0:
        raise SystemExit(f"{asked.engine}: {ran.stdout}{ran.stderr}")
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    phases = "" if asked.engine == "jib" else ran.stdout.strip().splitlines()[-1]
    print(f"{asked.engine},{wall:.1f},{processor:.1f},{peak / 1024:.0f},{phases}")


if __name__ == "__main__":
    main()
