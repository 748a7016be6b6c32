#!/usr/bin/env bash
# Makes the throw-away keys of one run: a key pair for every app, an AES key,
# and an application certificate issued by a small CA of its own.
#
#   keys.sh DIRECTORY
set -euo pipefail
mkdir -p "$1"
cd "$1"

for app in plain encrypted certified stranger imposter; do
    openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$app.pkcs8.pem" 2> /dev/null
    openssl pkey -in "$app.pkcs8.pem" -pubout -out "$app.public.pem"
done
openssl rand -base64 16 > encrypt.key

# Names are plain ASCII: the three official ways to print an issuer agree on those only.
openssl req -x509 -newkey rsa:2048 -nodes -sha256 -days 30 \
    -subj "/C=CN/O=Conformance/OU=Certification Authority/CN=Conformance Root" \
    -keyout ca.pkcs8.pem -out ca.crt 2> /dev/null
for app in certified imposter; do
    openssl req -new -key "$app.pkcs8.pem" -subj "/C=CN/O=Conformance/CN=$app" -out "$app.csr"
    openssl x509 -req -in "$app.csr" -CA ca.crt -CAkey ca.pkcs8.pem \
        -set_serial "0x0$(openssl rand -hex 12)" -days 30 -sha256 -out "$app.leaf.crt" 2> /dev/null
    # As downloaded from the platform: the leaf first, then who issued it.
    cat "$app.leaf.crt" ca.crt > "$app.crt"
done
