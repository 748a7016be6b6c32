#!/usr/bin/env bash
# Drives the official WeChat Pay SDK for Java against a server of its own.
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

# Offline once everything is at hand, which is faster and asks nobody.
(cd "$here" && { mvn -q -B -o process-classes > "$home/maven.log" 2>&1 || mvn -q -B process-classes; })
"$here/keys.sh" "$home/run"

# The SDK may leave its threads behind.
timeout 300 java -Xshare:auto -Djava.awt.headless=true \
    -Duser.timezone=UTC -Dfile.encoding=UTF-8 \
    -cp "$here/target/classes:$(cat "$here/target/classpath")" \
    quan.conformance.wechatpay.Main "$quan" "$home/run" "$here/provision.toml" > "$home/log" 2>&1 && ended=0 || ended=$?
if [ -n "${VERBOSE:-}" ]; then cat "$home/log"; else grep -v '^ok   ' "$home/log" || true; fi
if ! grep -qE '^[0-9]+ checks, [0-9]+ failed$' "$home/log"; then
    echo "FAILED: the driver ended with $ended before it had counted" >&2
fi
exit "$ended"
