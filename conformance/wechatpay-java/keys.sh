#!/usr/bin/env bash
# Makes the throw-away keys of one run: a key, its public half
# and a self-signed certificate for every merchant.
#
#   keys.sh DIRECTORY
set -euo pipefail
mkdir -p "$1"
cd "$1"

for merchant in shop bookshop partner teahouse stranger expired revoked keyless other; do
    openssl req -x509 -newkey rsa:2048 -nodes -sha256 -days 30 -subj "/C=CN/O=Conformance/CN=$merchant" \
        -set_serial "0x51$(openssl rand -hex 19)" -keyout "$merchant.pem" -out "$merchant.crt" 2> /dev/null
    openssl pkey -in "$merchant.pem" -pubout -out "$merchant.public.pem"
done
