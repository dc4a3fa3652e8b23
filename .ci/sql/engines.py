"""The engines that run the queries. Each loads the extracts as tables of text and `tabellen/*.csv` with types of its own."""

import contextlib
import csv
import io
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path


def statements(text: str):
    """The statements of a file: no text or comment in it holds a semicolon."""
    for part in text.split(";\n"):
        code = "\n".join(line for line in part.splitlines() if not line.lstrip().startswith("--"))
        if code.strip():
            yield part


def files(folder: Path):
    return sorted(folder.glob("[0-9][0-9]_*.sql"))


def view_names(folder: Path):
    """The views that the queries make for recipients."""
    for path in files(folder):
        for line in path.read_text().splitlines():
            words = line.split()
            if "VIEW" in words and words[0] == "CREATE":
                name = words[words.index("VIEW") + 1]
                if name.startswith("pakket_"):
                    yield name


def extracts(town: Path):
    """Extract and file: `jib sample` names each after its extract."""
    return [(path.stem, path) for path in sorted(town.glob("*.csv"))]


class Duckdb:
    dialect = "duckdb"

    def views(self, town: Path, folder: Path):
        import duckdb

        base = duckdb.connect()
        for name, path in extracts(town):
            load = f"CREATE TABLE {name} AS SELECT * FROM read_csv(?, all_varchar = true, header = true, delim = ?)"
            base.execute(load, [str(path), delimiter(path)])
        for path in sorted((folder / "tabellen").glob("*.csv")):
            base.execute(f"CREATE TABLE {path.stem} AS SELECT * FROM read_csv(?, header = true, sample_size = -1)", [str(path)])
        for path in files(folder):
            base.execute(path.read_text())
        found = {}
        for name in view_names(folder):
            cursor = base.execute(f"SELECT * FROM {name}")
            found[name] = ([column[0] for column in cursor.description], Counter(cursor.fetchall()))
        return found


def delimiter(path: Path) -> str:
    with path.open() as file:
        return ";" if ";" in file.readline() else ","


def inferred(rows):
    """The type of each column of a table, as a database that reads a CSV file infers it."""
    columns = zip(*rows)
    return ["BIGINT" if all(cell.lstrip("-").isdigit() for cell in column) else "TEXT" for column in columns]


class Postgres:
    """A cluster of its own, on a socket in the work folder only: nothing else on the machine can reach it."""

    dialect = "postgres"

    def __init__(self, work: Path):
        self.place = (work / "postgres").resolve()
        self.tools = Path(max(Path("/usr/lib/postgresql").glob("*"), key=lambda path: int(path.name))) / "bin"
        self.count = 0
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir(parents=True)
        # The server refuses to run as root.
        self.user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.user:
            shutil.chown(self.place, "postgres", "postgres")
            for parent in [self.place, *self.place.parents][:-1]:
                if parent.stat().st_uid == 0 and parent != self.place:
                    parent.chmod(parent.stat().st_mode | 0o011)
        self.tool("initdb", "-D", self.place / "data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.place}' -c fsync=off -c max_wal_size=4GB -c work_mem=64MB"
        self.tool("pg_ctl", "-D", self.place / "data", "-l", self.place / "log", "-w", "-o", options, "start")

    def tool(self, name, *arguments):
        command = [*self.user, self.tools / name, *arguments]
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{name}: {done.stdout}{done.stderr}")

    def close(self):
        self.tool("pg_ctl", "-D", self.place / "data", "-m", "immediate", "stop")
        shutil.rmtree(self.place, ignore_errors=True)

    def psql(self, base: str, script: str) -> str:
        command = [*self.user, "psql", "-h", self.place, "-U", "postgres", "-d", base, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-"]
        done = subprocess.run([str(part) for part in command], input=script, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"psql: {done.stderr[:3000]}")
        return done.stdout

    def load(self, base: str, name: str, header, kinds, rows) -> None:
        columns = ", ".join(f"{column} {kind}" for column, kind in zip(header, kinds))
        buffer = io.StringIO()
        # FORCE_NULL is not given: an empty cell stays an empty text.
        csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
        self.psql(base, f"CREATE TABLE {name} ({columns});\nCOPY {name} FROM STDIN (FORMAT csv);\n{buffer.getvalue()}\\.\n")

    def views(self, town: Path, folder: Path):
        self.count += 1
        base = f"town{self.count}"
        self.psql("postgres", f"CREATE DATABASE {base};")
        for name, path in extracts(town):
            rows = list(csv.reader(path.open(newline=""), delimiter=delimiter(path)))
            self.load(base, name, rows[0], ["TEXT"] * len(rows[0]), rows[1:])
        for path in sorted((folder / "tabellen").glob("*.csv")):
            rows = list(csv.reader(path.open(newline="")))
            self.load(base, path.stem, rows[0], inferred(rows[1:]), rows[1:])
        for path in files(folder):
            self.psql(base, path.read_text())
        found = {}
        for name in view_names(folder):
            rows = list(csv.reader(io.StringIO(self.psql(base, f"COPY (SELECT * FROM {name}) TO STDOUT (FORMAT csv, HEADER);"))))
            found[name] = (rows[0], Counter(map(tuple, rows[1:])))
        self.psql("postgres", f"DROP DATABASE {base};")
        return found


class Spark:
    """Two local workers in one process each: `local-cluster` needs a distribution, and PyPI's is one."""

    dialect = "spark"

    def __init__(self, work: Path, master: str):
        from pyspark.sql import SparkSession

        self.place = work / "spark"
        settings = {
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "4",
            "spark.sql.warehouse.dir": str(self.place.resolve() / "warehouse"),
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.sql.autoBroadcastJoinThreshold": "16m",
        }
        build = SparkSession.builder.master(master).appName("jib")
        for key, value in settings.items():
            build = build.config(key, value)
        self.session = build.getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")

    def close(self):
        self.session.stop()
        shutil.rmtree(self.place, ignore_errors=True)

    def views(self, town: Path, folder: Path):
        spark = self.session
        for name, path in extracts(town):
            spark.read.csv(str(path), header=True, sep=delimiter(path), escape='"', multiLine=True).createOrReplaceTempView(name)
        for path in sorted((folder / "tabellen").glob("*.csv")):
            spark.read.csv(str(path), header=True, inferSchema=True).createOrReplaceTempView(path.stem)
        for path in files(folder):
            for statement in statements(path.read_text()):
                if statement.lstrip().upper().startswith("CACHE TABLE") or "\nCACHE TABLE" in statement:
                    name = statement[statement.index("CACHE TABLE") :].split()[2]
                    spark.sql(f"DROP VIEW IF EXISTS {name}")
                spark.sql(statement)
        found = {}
        for name in view_names(folder):
            frame = spark.sql(f"SELECT * FROM {name}")
            found[name] = (frame.columns, Counter(tuple(row) for row in frame.collect()))
        spark.catalog.clearCache()
        return found


@contextlib.contextmanager
def engine(dialect: str, work: Path, master: str):
    if dialect == "duckdb":
        yield Duckdb()
        return
    own = Postgres(work) if dialect == "postgres" else Spark(work, master)
    try:
        yield own
    finally:
        own.close()
