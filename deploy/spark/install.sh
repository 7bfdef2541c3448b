#!/usr/bin/env bash
# Spark and dbt-spark in an environment of their own, .venv-spark: 500 MB that nothing else here needs. Every machine of
# a cluster needs it. Does nothing if the lock has not changed.
set -euo pipefail
project="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
lock="$project/requirements-spark.lock" venv="$project/.venv-spark"
cmp -s "$lock" "$venv/installed.lock" && exit

python="$project/.venv/bin/python"
[ -x "$python" ] || python=python3
echo "Installing from requirements-spark.lock ..."
"$python" -m venv --clear "$venv"
install() { "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes "$@"; }
# Four packages come as source only. They are built by the setuptools of the lock: an isolated build would fetch one that
# no hash covers.
awk '/^[^ #]/ { wanted = /^setuptools==/ } wanted' "$lock" > "$venv/setuptools.lock"
install --only-binary :all: --requirement "$venv/setuptools.lock"
install --only-binary :all: --no-binary pure-sasl,pyhive,pyspark,thrift --no-build-isolation --use-pep517 --requirement "$lock"
cp "$lock" "$venv/installed.lock"
