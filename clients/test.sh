#!/usr/bin/env bash
# Generates the clients from the API's document, builds each, and runs its tests, alone and against a suite that is started for
# them and stopped at the end. ./dev clients calls it, with JAVA_HOME set.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

port_base=18480
chosen=
while [ $# -gt 0 ]; do
  case $1 in
    --port-base) port_base=${2:?--port-base needs a port} && shift ;;
    typescript | python | java) chosen="$chosen $1" ;;
    *) echo "Usage: ./dev clients [--port-base N] [typescript] [python] [java]" >&2 && exit 2 ;;
  esac
  shift
done

readonly logs=.local/clients
mkdir -p -m 0700 .local
mkdir -p "$logs"
rm -f "$logs"/*

has_typescript() {
  command -v npm >/dev/null && node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' 2>/dev/null
}

# PYTHON, or the first that has what the generated code stands on.
has_python() {
  for python in ${PYTHON:-python3 "${PYENV_ROOT:-$HOME/.pyenv}/shims/python3" /usr/bin/python3}; do
    "$python" -c 'import sys, dateutil, pydantic, typing_extensions, urllib3
sys.exit(sys.version_info < (3, 10) or int(pydantic.VERSION.split(".")[0]) != 2 or int(urllib3.__version__.split(".")[0]) != 2)' \
      2>/dev/null && return
  done
  return 1
}

has_java() { true; } # What builds the suite builds this.

missing() {
  case $1 in
    typescript) echo "Node 20 with npm" ;;
    python) echo "a Python 3.10 with urllib3 2, pydantic 2, python-dateutil and typing-extensions (PYTHON names one)" ;;
  esac
}

test_typescript() {
  cd clients/typescript && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build || return
  local status=0
  npm run --silent test || status=1
  npm run --silent test:suite || status=1
  return "$status"
}

test_python() {
  cd clients/python || return
  PYTHONPATH=src PYTHONDONTWRITEBYTECODE=1 "$python" -W error -W ignore::ResourceWarning -m unittest discover -v -s tests -t . 2>&1
}

test_java() {
  ./mvnw -B -ntp -f clients/pom.xml -Dtests.excluded= verify
}

# How many of a log's tests passed, and how many did not; one that says nothing has failed as a whole.
count() {
  case $1 in
    typescript) awk '/^# pass /{passed+=$3} /^# (fail|cancelled|skipped) /{failed+=$3} END{print passed+0, failed+0}' ;;
    python) awk '/^Ran [0-9]+ test/{ran=$2} match($0, /(failures|errors|skipped)=[0-9]+/){while (match($0, /(failures|errors|skipped)=[0-9]+/)) {split(substr($0, RSTART, RLENGTH), f, "="); failed+=f[2]; $0=substr($0, RSTART+RLENGTH)}} END{print ran-failed, failed+0}' ;;
    java) awk '/Tests run:.*Skipped: [0-9]+$/{gsub(/[^0-9]+/, " "); split($0, n, " "); passed=n[1]-n[2]-n[3]-n[4]; failed=n[2]+n[3]+n[4]} END{print passed+0, failed+0}' ;;
  esac <"$logs/$1.log"
}

ready=
for client in ${chosen:-typescript python java}; do
  if "has_$client"; then ready="$ready $client"; else echo "$client is skipped: there is no $(missing "$client")."; fi
done

./mvnw -B -q -ntp -N -f clients/pom.xml generate-sources >"$logs/generator.log" 2>&1 || {
  cat "$logs/generator.log"
  exit 1
}

trap './dev down --port-base "$port_base" >"$logs/down.log" 2>&1' EXIT
./dev up --detach --fresh --port-base "$port_base" >"$logs/up.log" 2>&1 || {
  cat "$logs/up.log"
  exit 1
}
export BREAKWATER_STACK=$PWD/.local/$port_base/stack.json

status=0
for client in $ready; do
  begin=$SECONDS
  if ("test_$client") >"$logs/$client.log" 2>&1; then outcome=green; else outcome="FAILED, see $logs/$client.log" status=1; fi
  read -r passed failed <<<"$(count "$client")"
  [ "$outcome" = green ] || tail -n 60 "$logs/$client.log"
  if [ "$outcome" = green ] && { [ "$passed" -eq 0 ] || [ "$failed" -ne 0 ]; }; then
    outcome="FAILED: tests are missing, see $logs/$client.log" status=1
  fi
  printf '%-10s %3d tests passed, %d failed (%d s): %s\n' "$client" "$passed" "$failed" "$((SECONDS - begin))" "$outcome"
done
exit "$status"
