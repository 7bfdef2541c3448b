#!/usr/bin/env bash
# Superset on 127.0.0.1 with the bundle beside this file, reading the current release. Needs one refresh before.
# Its state is in .superset/ of the project: delete that folder to start over.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
project="$(cd "$here/../.." && pwd)"
warehouse="$(cd "${SPOTLIGHT_WAREHOUSE_DIR:-$project/data/warehouse}" 2>/dev/null && pwd)/current/warehouse.duckdb"
[ -e "$warehouse" ] || { echo "There is no release at $warehouse. Run \`make run\` first." >&2; exit 1; }

export SUPERSET_HOME="${SUPERSET_HOME:-$project/.superset}" SUPERSET_CONFIG_PATH="$here/superset_config.py" FLASK_APP=superset
bin="$SUPERSET_HOME/venv/bin"
mkdir -p "$SUPERSET_HOME" && chmod 700 "$SUPERSET_HOME"
if ! cmp -s "$here/requirements.txt" "$SUPERSET_HOME/installed.txt"; then
  python="$project/.venv/bin/python"
  [ -x "$python" ] || python=python3
  "$python" -m venv --clear "$SUPERSET_HOME/venv"
  "$bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
  cp "$here/requirements.txt" "$SUPERSET_HOME/installed.txt"
fi
for secret in secret_key password; do
  [ -s "$SUPERSET_HOME/$secret" ] ||
    (umask 077 && "$bin/python" -c 'import secrets; print(secrets.token_urlsafe(32), end="")' > "$SUPERSET_HOME/$secret")
done

"$bin/superset" db upgrade > "$SUPERSET_HOME/log" 2>&1
"$bin/superset" fab create-admin --username admin --firstname A --lastname B --email admin@localhost \
  --password "$(cat "$SUPERSET_HOME/password")" >> "$SUPERSET_HOME/log" 2>&1
"$bin/superset" init >> "$SUPERSET_HOME/log" 2>&1
"$bin/python" "$here/pack.py" "$warehouse" "$SUPERSET_HOME/bundle.zip"
"$bin/python" "$here/load.py" "$SUPERSET_HOME/bundle.zip" >> "$SUPERSET_HOME/log" 2>&1

port="${SUPERSET_PORT:-8088}"
echo "http://127.0.0.1:$port/superset/dashboard/spotlight/ — user admin, password in $SUPERSET_HOME/password"
exec "$bin/gunicorn" --bind "127.0.0.1:$port" --workers 1 --worker-class gthread --threads 8 --timeout 120 --no-control-socket \
  --error-logfile "$SUPERSET_HOME/log" "superset.app:create_app()"
