#!/usr/bin/env bash
# Drives the official WeChat Pay SDK for Go against a server of its own.
#
#   run.sh QUAN_BINARY        (or QUAN=… run.sh)
#
# Exits with 0 if everything held; else names what did not. Prints every check with
# VERBOSE=1; the last line counts them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
quan=${1:-${QUAN:-}}
if [ ! -x "$quan" ]; then
    echo "usage: run.sh QUAN_BINARY (an executable)" >&2
    exit 2
fi
quan=$(cd "$(dirname "$quan")" && pwd)/$(basename "$quan")

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

(cd "$here" && GOFLAGS=-mod=readonly go build -buildvcs=false -o "$home/wechatpay" .)
mkdir "$home/run"
timeout 300 "$home/wechatpay" "$quan" "$home/run" "$here/provision.toml" > "$home/log" 2>&1 && ended=0 || ended=$?
if [ -n "${VERBOSE:-}" ]; then cat "$home/log"; else grep -v '^ok   ' "$home/log" || true; fi
if ! grep -qE '^[0-9]+ checks, [0-9]+ failed$' "$home/log"; then
    echo "FAILED: the driver ended with $ended before it had counted" >&2
fi
exit "$ended"
