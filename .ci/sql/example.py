"""Follows docs/bij-de-bron.md as it stands, on a PostgreSQL of its own: the example, a night later the same with the block under
`Plannen`, the comparison with a run, and what a role can see."""

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
days = ["--peildatum", "2026-11-01", "--verstrekdatum", "2026-11-23"]

# Tells about everybody whom it is asked about, and costs so little that the planner asks it first.
LEAK = """
CREATE FUNCTION pg_temp.ziet(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001
  AS $$ BEGIN RAISE NOTICE 'ziet %', $1; RETURN true; END $$;
SELECT bsn FROM pakket_duo_verzuim WHERE pg_temp.ziet(bsn);
"""


def block(heading: str) -> str:
    """The commands under a heading."""
    return re.search(rf"## {heading}\n.*?```sh\n(.*?)```", page, flags=re.S).group(1)


with tempfile.TemporaryDirectory() as folder:
    work = Path(folder)
    work.chmod(0o711)
    with engines.engine("postgres", work) as postgres:
        (work / "bin").mkdir()
        (work / "bin/jib").symlink_to(jib)
        (work / "sample-data").symlink_to(root / "sample-data")
        environment = {
            **os.environ,
            "PATH": f"{work / 'bin'}:{postgres.tools}:{os.environ['PATH']}",
            "PGHOST": str(postgres.place),
            "PGUSER": "postgres",
        }

        def follow(commands: str, place: Path) -> str:
            done = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", commands], cwd=place, env=environment, capture_output=True, text=True
            )
            if done.returncode != 0:
                raise SystemExit(f"{commands}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
            return done.stdout

        def asked(role: str, script: str) -> subprocess.CompletedProcess:
            command = ["psql", "-d", "jib", "-Atq", "-v", "ON_ERROR_STOP=1", "-c", f"SET ROLE {role}", "-f", "-"]
            return subprocess.run(command, input=script, env=environment, capture_output=True, text=True)

        counted = re.findall(r"^\s*(\d+)$", follow(block("Vijf minuten met PostgreSQL"), work), flags=re.M)[-1]
        told = re.search(r"De laatste regel telt (\d+) personen", page).group(1)
        assert counted == told, f"the page says {told} persons, the example counts {counted}"
        follow(block("Plannen").replace('"$dag"', "2026-11-23"), root / "sample-data")
        # The run that the page compares with.
        run = [jib, "run", "-c", root / "sample-data/jib.toml", *days, "--out", work / "runs", "--quiet"]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
        (work / "leerplicht.txt").symlink_to(root / "sample-data/sleutels/ontvangers/leerplicht.txt")
        follow(block("Een view vergelijken met een run"), work)
        assert len((work / "view.csv").read_text().splitlines()) == int(told)
        own = asked("jib_duo", "SELECT count(*) FROM pakket_duo_verzuim")
        assert own.returncode == 0 and int(own.stdout) > 0, own.stderr
        for other in ("brp", "persoon", "mag", "pakket_leerplicht_toezicht"):
            refused = asked("jib_duo", f"SELECT count(*) FROM {other}")
            assert "permission denied" in refused.stderr, f"jib_duo reads {other}: {refused.stdout}"
        leaked = asked("jib_duo", LEAK)
        seen = set(re.findall(r"ziet (\d+)", leaked.stderr))
        assert leaked.returncode == 0 and seen and seen == set(leaked.stdout.split()), f"{len(seen)} seen, of {own.stdout}"
print(f"docs/bij-de-bron.md: {told} persons, as the page and a run say; a role sees its own views and nobody else")
