#!/usr/bin/env bash
# Makes an AOT cache of each packaged service (JEP 483, 514, 515: classes loaded and linked, profiles of methods) from a training run:
# the whole suite is started on loopback, the demo is played through the gateway, and each JVM writes down what it did. A cache fits
# only the very Java, jars and flags that it was made with, so a container's is made in its own build.
#
# Usage: containers/train.sh FOLDER, after ./mvnw -Ppackage-only package -Dquarkus.package.jar.type=aot-jar
# Needs JAVA_HOME, or java on the PATH, of the version that runs the services later; leaves FOLDER/SERVICE.aot.
set -euo pipefail
[ $# -eq 1 ] || {
  sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
mkdir -p "$1"
folder=$(cd "$1" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly folder java=${JAVA_HOME:+$JAVA_HOME/bin/}java
readonly services="auth-service ingest-service admin-service api-gateway"
readonly port_base=${TRAINING_PORT_BASE:-29480}

dev() {
  "$java" -Xmx256m -XX:TieredStopAtLevel=1 -Dbreakwater.root="$PWD" -cp "local-stack/target/classes:local-stack/target/lib/*" \
    io.breakwater.localstack.cli.Dev "$@" --port-base "$port_base"
}

# Ends the services in order, and waits until each has written what it recorded, which takes longer than `down` has patience.
end_services() {
  local pid
  for pid in $(sed -n '/"services"/,/"postgres"/s/.*"pid" : \([0-9]\{1,\}\).*/\1/p' ".local/$port_base/stack.json"); do
    kill "$pid"
    for _ in $(seq 600); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 1
    done
  done
}

stop() { dev down >/dev/null; }

# `{service}` is each service's own name.
export DEV_JAVA_OPTIONS="@containers/jvm.flags -XX:TieredStopAtLevel=4 -XX:AOTMode=record -XX:AOTConfiguration=$folder/{service}.aotconf"
trap stop EXIT
dev up --detach --fresh
# A slow machine may refuse some of it; what was done until then is trained all the same.
dev demo >"$folder/demo.log" || echo "The demo did not go through to its end." >&2
end_services
stop
trap - EXIT
rm -rf ".local/$port_base"

for service in $services; do
  # By the whole path, as it is started later: the cache holds it.
  "$java" @containers/jvm.flags -XX:AOTMode=create -XX:AOTConfiguration="$folder/$service.aotconf" \
    -XX:AOTCache="$folder/$service.aot" -jar "$PWD/$service/target/quarkus-app/quarkus-run.jar"
  rm "$folder/$service.aotconf"
  # Refuses, with this mode, a cache that does not fit.
  "$java" @containers/jvm.flags -XX:AOTMode=on -XX:AOTCache="$folder/$service.aot" \
    -cp "$PWD/$service/target/quarkus-app/quarkus-run.jar" -version >/dev/null
done
