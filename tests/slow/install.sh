#!/usr/bin/env bash
# The programs that the slow tier starts: a browser, PostgreSQL and its ODBC driver, a reverse proxy, strace, faketime, and Java for Spark.
# Installs what is missing from Debian's packages, as root or with a sudo that asks for no password. Else says what to run.
set -euo pipefail

has() { PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$1" > /dev/null; }
has_java_17() { "${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | grep -q 'version "17'; }
packages=()
has chromium || has chromium-browser || has google-chrome || packages+=(chromium fonts-liberation)
has initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null || packages+=(postgresql)
has odbcinst && odbcinst -q -d -n 'PostgreSQL Unicode' > /dev/null 2>&1 || packages+=(unixodbc odbcinst odbc-postgresql)
has nginx || packages+=(nginx-light)
has openssl || packages+=(openssl)
has_java_17 || packages+=(openjdk-17-jre-headless)
has strace || packages+=(strace)
has faketime || packages+=(faketime)
has setpriv && has nsenter || packages+=(util-linux)
[ ${#packages[@]} -gt 0 ] || exit 0

install=(env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${packages[@]}")
if has apt-get; then
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo -n)
  if "${as_root[@]}" true 2> /dev/null; then
    echo "Installing ${packages[*]} ..."
    "${as_root[@]}" apt-get update -qq && "${as_root[@]}" "${install[@]}" -qq > /dev/null && exit 0
  fi
fi
echo "The slow tests need programs that are not here. Install them, then call this again; on Debian:" >&2
echo "sudo apt-get update && sudo apt-get install --yes --no-install-recommends ${packages[*]}" >&2
exit 1
