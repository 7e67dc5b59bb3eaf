#!/usr/bin/env bash
# Makes what an installation keeps secret in a new FOLDER, readable by nobody else: key pairs (EC P-256, NAME.pem in PKCS#8 and
# NAME.pub.pem), key-encryption keys (32 bytes in base64), and passwords.env with a password for each role. Needs openssl.
set -euo pipefail
[ $# -eq 1 ] || {
  echo "Usage: containers/keys.sh FOLDER" >&2
  exit 2
}
command -v openssl >/dev/null || {
  echo "openssl is not on the PATH." >&2
  exit 1
}
umask 077
if [ -e "$1/passwords.env" ]; then
  echo "$1 has keys already; the data that they protect would be lost with them." >&2
  exit 1
fi
mkdir -p "$1"
cd "$1"

for owner in api-gateway admin-service operator audit-seal; do
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$owner.pem" 2>/dev/null
  openssl pkey -in "$owner.pem" -pubout -out "$owner.pub.pem"
done
for key in key-encryption-key audit-key-encryption-key; do
  openssl rand -base64 32 >"$key"
done
# Hexadecimal: roles.sql takes them by an option that cannot hold spaces.
for name in POSTGRES AUTH_OWNER AUTH_APP INGEST_OWNER INGEST_APP ADMIN_OWNER ADMIN_APP ADMIN_RETENTION REDIS GRAFANA PLATFORM_ADMIN; do
  echo "${name}_PASSWORD=$(openssl rand -hex 24)"
done >passwords.env
# Whose files these are: containers of compose.yaml run as this user.
echo "BREAKWATER_USER=$(id -u):$(id -g)" >>passwords.env
