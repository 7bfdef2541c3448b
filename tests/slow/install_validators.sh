#!/usr/bin/env bash
# mlcroissant, datacontract-cli and MetricFlow in an environment of their own, .venv-validators: two packages come as
# source only, and one pins an older typer than ours. Does nothing if the lock has not changed.
set -euo pipefail
project="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
lock="$project/requirements-validators.lock" venv="$project/.venv-validators"
cmp -s "$lock" "$venv/installed.lock" && exit

python="$project/.venv/bin/python"
[ -x "$python" ] || python=python3
echo "Installing from requirements-validators.lock ..."
"$python" -m venv --clear "$venv"
install() { "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes "$@"; }
# The source packages are built by the setuptools of the lock: an isolated build would fetch one that no hash covers.
awk '/^[^ #]/ { wanted = /^setuptools==/ } wanted' "$lock" > "$venv/setuptools.lock"
install --only-binary :all: --requirement "$venv/setuptools.lock"
install --only-binary :all: --no-binary halo,jsonpath-rw --no-build-isolation --use-pep517 --requirement "$lock"
cp "$lock" "$venv/installed.lock"
