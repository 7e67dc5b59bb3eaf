#!/usr/bin/env bash
# Prints every Secret, and the ConfigMap of public keys, that the manifests of k8s/overlays/local refer to, with new random keys and
# passwords, for `kubectl apply -f -`. What is written to disk lies in a folder that is removed at the end. Run it once: what it prints
# the second time does not fit the data of the first. Needs openssl.
set -euo pipefail
[ $# -eq 1 ] || {
  echo "Usage: k8s/secrets.sh NAMESPACE" >&2
  exit 2
}
readonly namespace=$1
folder=$(mktemp -d)
readonly folder
trap 'rm -rf "$folder"' EXIT
"$(dirname "${BASH_SOURCE[0]}")/../containers/keys.sh" "$folder"
# shellcheck source=/dev/null
. "$folder/passwords.env"

# object KIND NAME, then KEY=VALUE or KEY=@FILE …
object() {
  local kind=$1 name=$2 field=stringData entry
  [ "$kind" = Secret ] || field=data
  shift 2
  printf -- '---\napiVersion: v1\nkind: %s\nmetadata:\n  name: %s\n  namespace: %s\n  labels:\n    app.kubernetes.io/part-of: breakwater\n%s:\n' \
    "$kind" "$name" "$namespace" "$field"
  for entry in "$@"; do
    case ${entry#*=} in
      @*)
        printf '  %s: |\n' "${entry%%=*}"
        sed 's/^/    /' "$folder/${entry#*=@}"
        ;;
      *) printf '  %s: "%s"\n' "${entry%%=*}" "${entry#*=}" ;;
    esac
  done
}

secret() { object Secret "$@"; }

secret database-administrator host=postgresql username=postgres "password=$POSTGRES_PASSWORD"
secret auth-service-database "password=$AUTH_APP_PASSWORD"
secret auth-service-migration "password=$AUTH_OWNER_PASSWORD"
secret ingest-service-database "password=$INGEST_APP_PASSWORD"
secret ingest-service-migration "password=$INGEST_OWNER_PASSWORD"
secret admin-service-database "password=$ADMIN_APP_PASSWORD" "retention-password=$ADMIN_RETENTION_PASSWORD"
secret admin-service-migration "password=$ADMIN_OWNER_PASSWORD"
secret redis "password=$REDIS_PASSWORD"
secret grafana "password=$GRAFANA_PASSWORD"
secret platform-admin "password=$PLATFORM_ADMIN_PASSWORD"
secret api-gateway-keys service-key.pem=@api-gateway.pem
secret auth-service-keys key-encryption-key=@key-encryption-key
secret admin-service-keys service-key.pem=@admin-service.pem audit-seal.pem=@audit-seal.pem \
  audit-key-encryption-key=@audit-key-encryption-key
# For whoever rotates signing keys by hand; no pod mounts it.
secret operator-key operator.pem=@operator.pem
object ConfigMap public-keys api-gateway.pub.pem=@api-gateway.pub.pem admin-service.pub.pem=@admin-service.pub.pem \
  operator.pub.pem=@operator.pub.pem audit-seal.pub.pem=@audit-seal.pub.pem
