"""Runs the example of docs/bij-de-bron.md as it stands, on a PostgreSQL of its own, and compares its count with a run's parcel."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import engines

root = Path(__file__).resolve().parents[2]
jib = Path(sys.argv[1]).resolve()
page = (root / "docs/bij-de-bron.md").read_text()
block = re.search(r"## Vijf minuten.*?```sh\n(.*?)```", page, flags=re.S).group(1)
with tempfile.TemporaryDirectory() as folder:
    work = Path(folder)
    work.chmod(0o711)
    with engines.engine("postgres", work, "") as postgres:
        (work / "sample-data").symlink_to(root / "sample-data")
        (work / "bin").mkdir()
        (work / "bin/jib").symlink_to(jib)
        environment = {
            **os.environ,
            "PATH": f"{work / 'bin'}:{postgres.tools}:{os.environ['PATH']}",
            "PGHOST": str(postgres.place),
            "PGUSER": "postgres",
        }
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", block], cwd=work, env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        counted = int(re.findall(r"^\s*(\d+)$", done.stdout, flags=re.M)[-1])
        roles = subprocess.run(
            ["psql", "-d", "jib", "-At", "-c", "SET ROLE jib_duo; SELECT count(*) FROM pakket_duo_verzuim; SELECT count(*) FROM brp"],
            env=environment, capture_output=True, text=True,
        )
        assert "permission denied" in roles.stderr, roles.stderr
    out = subprocess.run(
        [jib, "run", "-c", root / "sample-data/jib.toml", "--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23", "--out", work / "runs"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()
    key = root / "sample-data/sleutels/ontvangers/leerplicht.txt"
    opened = subprocess.run([jib, "open", Path(out) / "uitvoer/leerplicht/toezicht.csv.age", "-i", key], capture_output=True, text=True, check=True)
    sealed = len(opened.stdout.splitlines()) - 1
    print(f"the example counts {counted} persons, the run sealed {sealed}")
    sys.exit(counted != sealed)
