"""The engines that run the queries of `jib policy sql`: each loads the extracts as tables of text, and `tabellen/*.csv` with types of
its own, runs the queries in order, and gives or writes the rows of each view."""

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


def tables(folder: Path):
    return sorted((folder / "tabellen").glob("*.csv"))


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


def delimiter(path: Path) -> str:
    with path.open() as file:
        return ";" if ";" in file.readline() else ","


class Engine:
    """What an engine does with one town: `load`, `law`, `queries`, and then `rows` or `write` for each view."""

    def views(self, town: Path, folder: Path):
        """The rows of each view, with its columns."""
        self.begin()
        self.load(town)
        self.law(folder)
        self.queries(folder)
        found = {name: self.rows(name) for name in view_names(folder)}
        self.end()
        return found

    def begin(self):
        """A new base."""

    def end(self):
        """Drops it."""

    def close(self):
        """Stops the engine."""


class Duckdb(Engine):
    dialect = "duckdb"

    def __init__(self, work: Path):
        self.place = work / "duckdb"

    def begin(self):
        import duckdb

        self.base = duckdb.connect()
        self.base.execute(f"SET temp_directory = '{self.place}'")

    def load(self, town: Path):
        for name, path in extracts(town):
            load = f"CREATE TABLE {name} AS SELECT * FROM read_csv(?, all_varchar = true, header = true, delim = ?)"
            self.base.execute(load, [str(path), delimiter(path)])

    def law(self, folder: Path):
        for path in tables(folder):
            self.base.execute(f"CREATE TABLE {path.stem} AS SELECT * FROM read_csv(?, header = true, sample_size = -1)", [str(path)])

    def queries(self, folder: Path):
        for path in files(folder):
            self.base.execute(path.read_text())

    def rows(self, name: str):
        cursor = self.base.execute(f"SELECT * FROM {name}")
        return [column[0] for column in cursor.description], Counter(cursor.fetchall())

    def write(self, name: str, path: Path):
        self.base.execute(f"COPY (SELECT * FROM {name}) TO '{path}' (HEADER)")

    def end(self):
        self.base.close()


def inferred(rows):
    """The type of each column of a table, as a database that reads a CSV file infers it."""
    columns = zip(*rows)
    return ["BIGINT" if all(cell.lstrip("-").isdigit() for cell in column) else "TEXT" for column in columns]


class Postgres(Engine):
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
        # As a Dutch database has it: text is not in the order of its bytes.
        language = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=nl")
        self.tool("initdb", "-D", self.place / "data", "-A", "trust", "-U", "postgres", "-E", "UTF8", *language)
        options = {
            "listen_addresses": "''", "unix_socket_directories": f"'{self.place}'", "fsync": "off", "max_wal_size": "4GB",
            "shared_buffers": "512MB", "work_mem": "64MB", "maintenance_work_mem": "256MB",
        }  # fmt: skip
        options = " ".join(f"-c {name}={value}" for name, value in options.items())
        self.tool("pg_ctl", "-D", self.place / "data", "-l", self.place / "log", "-w", "-o", options, "start")

    def tool(self, name, *arguments):
        command = [*self.user, self.tools / name, *arguments]
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{name}: {done.stdout}{done.stderr}")

    def close(self):
        self.tool("pg_ctl", "-D", self.place / "data", "-m", "immediate", "stop")
        shutil.rmtree(self.place, ignore_errors=True)

    def psql(self, base: str, *arguments, **streams) -> str:
        command = [*self.user, self.tools / "psql", "-h", self.place, "-U", "postgres", "-d", base, "-X", "-q", "-v", "ON_ERROR_STOP=1"]
        streams = {"stdout": subprocess.PIPE, **streams}
        done = subprocess.run([str(part) for part in [*command, *arguments]], stderr=subprocess.PIPE, text=True, **streams)
        if done.returncode != 0:
            raise SystemExit(f"psql: {done.stderr[:3000]}")
        return done.stdout

    def begin(self):
        self.count += 1
        self.base = f"town{self.count}"
        self.psql("postgres", "-c", f"CREATE DATABASE {self.base}")

    def copied(self, name: str, path: Path, columns, separator: str):
        """An unquoted empty cell becomes NULL."""
        self.psql(self.base, "-c", f"CREATE TABLE {name} ({', '.join(columns)})")
        with path.open() as file:
            self.psql(self.base, "-c", f"COPY {name} FROM STDIN (FORMAT csv, HEADER, DELIMITER '{separator}')", stdin=file)

    def load(self, town: Path):
        for name, path in extracts(town):
            separator = delimiter(path)
            with path.open(newline="") as file:
                header = next(csv.reader(file, delimiter=separator))
            self.copied(name, path, [f"{column} TEXT" for column in header], separator)

    def law(self, folder: Path):
        for path in tables(folder):
            with path.open(newline="") as file:
                header, *rows = csv.reader(file)
            self.copied(path.stem, path, [f"{column} {kind}" for column, kind in zip(header, inferred(rows))], ",")

    def queries(self, folder: Path):
        for path in files(folder):
            self.psql(self.base, "-f", "-", input=path.read_text())

    def rows(self, name: str):
        rows = list(csv.reader(io.StringIO(self.psql(self.base, "-c", f"COPY (SELECT * FROM {name}) TO STDOUT (FORMAT csv, HEADER)"))))
        return rows[0], Counter(map(tuple, rows[1:]))

    def write(self, name: str, path: Path):
        with path.open("w") as file:
            self.psql(self.base, "-c", f"COPY (SELECT * FROM {name}) TO STDOUT (FORMAT csv, HEADER)", stdout=file)

    def end(self):
        self.psql("postgres", "-c", f"DROP DATABASE {self.base}")


class Spark(Engine):
    """Two local workers in one process: `local-cluster` needs a distribution, and PyPI's is none."""

    dialect = "spark"

    def __init__(self, work: Path, master: str):
        from pyspark.sql import SparkSession

        self.place = (work / "spark").resolve()
        self.count = 0
        settings = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.driver.memory": os.environ.get("SPARK_MEMORY", "2g"),
            "spark.sql.shuffle.partitions": "2",
            "spark.sql.warehouse.dir": str(self.place / "warehouse"),
            # The compressors are libraries of the platform, which not every machine can load.
            "spark.sql.parquet.compression.codec": "uncompressed",
            "spark.local.dir": str(self.place / "local"),
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
        }
        build = SparkSession.builder.master(master).appName("jib")
        for key, value in settings.items():
            build = build.config(key, value)
        self.session = build.getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")

    def close(self):
        self.session.stop()
        shutil.rmtree(self.place, ignore_errors=True)

    def begin(self):
        self.count += 1
        self.session.sql(f"CREATE DATABASE town{self.count}")
        self.session.sql(f"USE town{self.count}")

    def load(self, town: Path):
        for name, path in extracts(town):
            frame = self.session.read.csv(str(path), header=True, sep=delimiter(path), escape='"', multiLine=True)
            frame.write.saveAsTable(name)

    def law(self, folder: Path):
        for path in tables(folder):
            self.session.read.csv(str(path), header=True, inferSchema=True).write.saveAsTable(path.stem)

    def queries(self, folder: Path):
        for path in files(folder):
            for statement in statements(path.read_text()):
                self.session.sql(statement)

    def rows(self, name: str):
        frame = self.session.sql(f"SELECT * FROM {name}")
        return frame.columns, Counter(tuple(row) for row in frame.collect())

    def write(self, name: str, path: Path):
        self.session.sql(f"SELECT * FROM {name}").write.csv(str(path), header=True, mode="overwrite")

    def end(self):
        self.session.sql("USE default")
        self.session.sql(f"DROP DATABASE town{self.count} CASCADE")


@contextlib.contextmanager
def engine(dialect: str, work: Path, master: str = "local[2]"):
    """One of the engines, stopped afterwards."""
    own = {"duckdb": Duckdb, "postgres": Postgres}.get(dialect, lambda work: Spark(work, master))(work)
    try:
        yield own
    finally:
        own.close()
