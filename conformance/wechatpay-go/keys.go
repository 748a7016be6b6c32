package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"time"
)

// A merchant's throw-away key, and the number of its certificate.
type identity struct {
	key    *rsa.PrivateKey
	serial string
}

// Makes a key, and writes its self-signed certificate and public key where the server
// reads them.
func identify(home, name, mchid string) identity {
	key := newKey()
	number := make([]byte, 19)
	must(rand.Read(number))
	serial := new(big.Int).SetBytes(append([]byte{0x51}, number...))
	about := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: mchid, Organization: []string{"Conformance"}},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().AddDate(1, 0, 0),
	}
	der := must(x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key))
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	check(os.WriteFile(filepath.Join(home, name+".crt"), text, 0o600))
	public := must(x509.MarshalPKIXPublicKey(&key.PublicKey))
	text = pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})
	check(os.WriteFile(filepath.Join(home, name+".public.pem"), text, 0o600))
	return identity{key: key, serial: fmt.Sprintf("%X", serial)}
}

func newKey() *rsa.PrivateKey {
	return must(rsa.GenerateKey(rand.Reader, 2048))
}

// For what cannot fail but by this machine.
func check(err error) {
	if err != nil {
		panic(err)
	}
}

func must[T any](value T, err error) T {
	check(err)
	return value
}
