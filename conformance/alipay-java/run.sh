#!/usr/bin/env bash
# Drives the official Alipay Java SDKs against a server of its own.
#
#   run.sh QUAN_BINARY
#
# Exits with 0 if everything held; else names what did not. The last line
# counts the checks of both SDKs.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
if [ $# -ne 1 ] || [ ! -x "$1" ]; then
    echo "usage: run.sh QUAN_BINARY (an executable)" >&2
    exit 2
fi
quan=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT

# Offline once everything is at hand, which is faster and asks nobody.
(cd "$here" && { mvn -q -B -o process-classes > "$home/maven.log" 2>&1 || mvn -q -B process-classes; })

# An SDK may leave a client's threads behind; a run takes a minute.
drive() {
    "$here/keys.sh" "$home/$1"
    timeout 300 java -Xshare:auto -XX:TieredStopAtLevel=1 -Djava.awt.headless=true \
        -Duser.timezone=UTC -Dfile.encoding=UTF-8 \
        -cp "$here/target/$1/classes:$(cat "$here/target/$1/classpath")" \
        "quan.conformance.$1.Main" "$quan" "$home/$1" "$here/provision.toml" "$here/data" \
        > "$home/$1.log" 2>&1
}

# Each has a server of its own, so the two can run beside each other.
drive gateway & gateway=$!
drive rest & rest=$!

passed=0
failed=0
for sdk in gateway rest; do
    wait "${!sdk}" && ended=0 || ended=$?
    echo "== $sdk"
    counted=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$home/$sdk.log" | tail -1 || true)
    grep -vE '^[0-9]+ passed, [0-9]+ failed$' "$home/$sdk.log" || true
    if [ -n "$counted" ]; then
        read -r p _ f _ <<< "$counted"
        passed=$((passed + p))
        failed=$((failed + f))
        if [ "$f" -ne 0 ]; then continue; fi
    fi
    if [ -z "$counted" ] || [ "$ended" -ne 0 ]; then
        echo "FAILED $sdk: the driver ended with $ended before it had counted"
        failed=$((failed + 1))
    fi
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
