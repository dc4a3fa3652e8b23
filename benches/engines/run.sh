#!/usr/bin/env bash
# Runs jib, and what `jib policy sql` makes in DuckDB, PostgreSQL and Spark, one after another on the same files, and prints a table of
# what each took: from the extracts to the files of every parcel.
#
#   benches/engines/run.sh JIB PERSONS [FOLDER]
#
#   JIB      the program, built with `cargo build --release`
#   PERSONS  size of the town, such as 500000
#   FOLDER   for the town, results and measurements (default target/engines-PERSONS); an existing town is reused
#
# Settings, from the environment: ENGINES ("jib duckdb postgres spark"), ROUNDS (1), SEED (1), PYTHON (default: a virtual environment
# with .ci/sql/*.txt), SPARK_MEMORY (2g). PostgreSQL and Java come from the distribution. Every row of the town is whole: a
# database cannot load a broken line. `.ci/sql/run` proves that the rows are the same; here they are only counted.

set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)
jib=$(realpath "${1:?which jib}")
persons=${2:?how many persons}
folder=${3:-$here/../../target/engines-$persons}
mkdir -p "$folder"
chmod 711 "$folder"
folder=$(realpath "$folder")
if [[ -z ${PYTHON:-} ]]; then
    "$here/../../.ci/tools" sql $(if [[ ${ENGINES:-spark} == *spark* ]]; then echo spark; fi)
    PYTHON=$here/../../target/ci-sql/bin/python
fi
town=$folder/town
[[ -f $town/jib.toml ]] || "$jib" sample --personen "$persons" --seed "${SEED:-1}" --vuil 0 --out "$town" --quiet >"$folder/sample.log"

measured=$folder/measured.csv
echo "engine,wall_s,processor_s,peak_mib,phases,rows" >"$measured"
for ((round = 0; round < ${ROUNDS:-1}; round++)); do
    for engine in ${ENGINES:-jib duckdb postgres spark}; do
        out=$folder/$engine
        rm -rf "$out"
        mkdir -p "$out/out"
        chmod 711 "$out" "$out/out"
        cat "$town"/*.csv >/dev/null
        line=$("$PYTHON" "$here/measure.py" "$engine" "$jib" "$town" "$out")
        rows=
        # Headers do not count; Spark writes one for each part of a view.
        [[ $engine == jib ]] || rows=$(find "$out/out" -name '*.csv' -type f -exec tail -q -n +2 {} + | wc -l)
        echo "$line,$rows" | tee -a "$measured"
    done
done
echo "$persons persons, $(du -cm "$town"/*.csv | tail -n 1 | cut -f1) MB in, $(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg) at the end"
echo "| engine | wall | processor | peak memory | phases, seconds | rows |"
echo "|---|---|---|---|---|---|"
tail -n +2 "$measured" | awk -F, '{ printf "| %s | %s s | %s s | %s MiB | %s | %s |\n", $1, $2, $3, $4, $5, $6 }'
