// Drives the official WeChat Pay SDK for Go against a running Quan.
//
//	wechatpay QUAN_BINARY DIRECTORY PROVISION_TEMPLATE
//
// Exits with 0 if everything held; else names what did not.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: wechatpay QUAN_BINARY DIRECTORY PROVISION_TEMPLATE")
		os.Exit(2)
	}
	binary, home, template := os.Args[1], os.Args[2], os.Args[3]
	receiver := listen()
	ids := map[string]identity{}
	for mchid, name := range map[string]string{
		"1900000001": "shop", "1900000002": "bookshop", "1900000003": "partner", "1900000004": "teahouse",
		"1900000005": "stranger", "1900000006": "expired", "1900000007": "revoked", "1900000008": "keyless",
	} {
		ids[name] = identify(home, name, mchid)
	}
	provision := filepath.Join(home, "provision.toml")
	filled := strings.NewReplacer("@RECEIVER@", receiver.url, "@STRANGER_SERIAL@", ids["stranger"].serial)
	check(os.WriteFile(provision, []byte(filled.Replace(string(must(os.ReadFile(template))))), 0o600))

	server := serve(binary, home, provision)
	func() {
		defer func() {
			if cause := recover(); cause != nil {
				that("the run goes to its end", false, cause)
			}
		}()
		run(server, receiver, ids)
	}()
	part("the server", func() {
		err := server.stop()
		that("stops cleanly when asked to", err == nil, err)
	})
	if len(failures) > 0 {
		fmt.Println("The server said:\n" + server.said())
	}
	if !closing() {
		os.Exit(1)
	}
}

func run(server *quan, receiver *receiver, ids map[string]identity) {
	var w *world
	part("the SDK starts", func() { w = start(server, receiver, ids) })
	if w == nil {
		return
	}
	part("certificates", w.certificates)
	part("public key", w.publicKeyMode)
	part("images", w.images)
	w.lives()
	part("modify a stock", w.modify)
	part("budget", w.budget)
	part("uploaded codes", w.uploads)
	part("lists", w.lists)
	part("repeats", w.repeats)
	part("deactivate", w.deactivate)
	part("deactivate: refused", w.deactivateRefused)
	part("deactivate: other states", w.deactivateStates)
	part("deactivate beside use", w.race)
	part("many at once", w.together)
	part("deleted by the user", w.deleted)
	part("orders", w.orders)
	part("limits", w.limits)
	part("callbacks", w.callbackAddress)
	part("notices", w.notices)
	part("a service provider", w.partnership)
	part("subsidies", w.subsidy)
	part("consumption cards", w.cards)
	part("refusals of the transport", w.transport)
	part("refusals of the form", w.forms)
	part("validity", w.validity)
	part("hours and days", w.hours)
	part("after the period", w.afterwards)
	part("rotation", w.rotation)
	part("notices as a whole", func() {
		w.receiver.lock.Lock()
		defer w.receiver.lock.Unlock()
		that("the SDK accepts every one", len(w.receiver.wrong) == 0, w.receiver.wrong)
	})
	part("the books", func() {
		answer := w.server.staff("GET", "/api/verify", nil)
		that("are in order", answer["sound"] == true, answer)
	})
}
