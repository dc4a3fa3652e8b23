#!/usr/bin/env bash
# Runs the same job in jib and in DuckDB, in turn, on the same files. Compares the results row for row after the first round, then
# reports what each took as a whole process: wall time, processor time and peak memory.
#
#   benches/engines/run.sh JIB PERSONS [ROUNDS] [FOLDER]
#
#   JIB      the program, built with `cargo build --release`
#   PERSONS  size of the town, such as 500000 or 3500000
#   ROUNDS   how often each engine runs, A B A B ... (default 3)
#   FOLDER   for the town, results and measurements (default target/engines-PERSONS); an existing town is reused
#
# Settings, from the environment: THREADS (2), SEED (1), MEMORY for DuckDB (12GB), PYTHON (default: a virtual environment in FOLDER,
# made from requirements.txt), ENGINES ("jib duckdb"), COMPARE (1; 0 skips the comparison).
# Needs GNU time as /usr/bin/time. Exits 1 if a result differs or a run fails; measurements go to FOLDER/measured.csv.

set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "$0")" && pwd)
jib=$(realpath "${1:?which jib}")
persons=${2:?how many persons}
rounds=${3:-3}
folder=${4:-$here/../../target/engines-$persons}
threads=${THREADS:-2}
engines=${ENGINES:-jib duckdb}
peildatum=2026-11-01
verstrekdatum=2026-11-23
town=$folder/town

mkdir -p "$folder"
if [[ -z ${PYTHON:-} ]]; then
    PYTHON=$folder/venv/bin/python
    [[ -x $PYTHON ]] || { python3 -m venv "$folder/venv" && "$folder/venv/bin/pip" install --quiet -r "$here/requirements.txt"; }
fi
[[ -f $town/jib.toml ]] || "$jib" sample --personen "$persons" --seed "${SEED:-1}" --out "$town" --quiet > "$folder/sample.log"

# On a machine with more cores, pin every engine to as many as it has threads.
hold=()
if command -v taskset > /dev/null && (($(nproc) > threads)); then hold=(taskset -c "0-$((threads - 1))"); fi

# Prints the command of an engine; its result goes to an empty folder.
command_of() {
    case $1 in
        jib) echo "$jib run -c $town/jib.toml --peildatum $peildatum --verstrekdatum $verstrekdatum --out $2 --threads $threads --quiet" ;;
        duckdb) echo "$PYTHON $here/duckdb_engine.py $town $2 --peildatum $peildatum --verstrekdatum $verstrekdatum \
            --threads $threads --memory ${MEMORY:-12GB}" ;;
        *) echo "no such engine: $1" >&2 && return 1 ;;
    esac
}

# Runs an engine as a whole process and records what it took.
measure() {
    local engine=$1 round=$2 out=$folder/out-$1 log=$folder/$1-$2.log
    rm -rf "$out"
    sync
    cat "$town"/*.csv > /dev/null
    # shellcheck disable=SC2046 # the command is meant to be split
    "${hold[@]}" /usr/bin/time -v -o "$log.time" $(command_of "$engine" "$out") > "$log" 2>&1 || {
        cat "$log" >&2
        return 1
    }
    awk -v engine="$engine" -v round="$round" '
        /Elapsed \(wall clock\)/ { n = split($NF, part, ":"); wall = 0; for (i = 1; i <= n; i++) wall = wall * 60 + part[i] }
        /User time/ { user = $NF } /System time/ { system_ = $NF } /Maximum resident/ { kib = $NF }
        END { printf "%s,%d,%.2f,%.2f,%.2f,%d\n", engine, round, wall, user, system_, kib }
    ' "$log.time" | tee -a "$folder/measured.csv"
}

echo "engine,round,wall_s,user_s,system_s,peak_kib" > "$folder/measured.csv"
for ((round = 1; round <= rounds; round++)); do
    for engine in $engines; do measure "$engine" "$round"; done
    if ((round == 1)) && [[ ${COMPARE:-1} == 1 ]]; then
        for engine in $engines; do
            [[ $engine == jib ]] || "$PYTHON" "$here/compare.py" "$jib" "$town" "$folder"/out-jib/"$verstrekdatum"_* "$folder/out-$engine"
        done
    fi
done
"$PYTHON" "$here/table.py" "$folder/measured.csv" "$town" "$("$jib" --version)"
