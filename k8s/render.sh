#!/usr/bin/env bash
# Prints the manifests of a folder of k8s/ with kustomize, or with the one that kubectl brings.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
[ $# -eq 1 ] && [ -f "$1/kustomization.yaml" ] || {
  echo "Usage: k8s/render.sh FOLDER, one of:" >&2
  ls -d base overlays/* >&2
  exit 2
}
if command -v kustomize >/dev/null; then
  exec kustomize build "$1"
fi
# Components came with kubectl 1.21; the one before brings Kustomize 2, which does not say its version.
if command -v kubectl >/dev/null && kubectl version --client 2>/dev/null | grep -Eq '^Kustomize Version: v([4-9]|[1-9][0-9])'; then
  exec kubectl kustomize "$1"
fi
echo "Neither kustomize nor a kubectl of 1.24 or newer is on the PATH: https://kubectl.docs.kubernetes.io/installation/kustomize/" >&2
exit 127
