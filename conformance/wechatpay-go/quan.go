package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// A running `quan serve` of a sandbox.
type quan struct {
	binary, provision string
	data, log         string
	process           *exec.Cmd
	ended             chan error
	url               string
}

func serve(binary, home, provision string) *quan {
	q := &quan{binary: binary, provision: provision, data: filepath.Join(home, "data"), log: filepath.Join(home, "serve.log")}
	q.begin("127.0.0.1:0")
	return q
}

// Starts at an address, and waits until it is ready.
func (q *quan) begin(address string) {
	q.ended = make(chan error, 1)
	q.process = exec.Command(q.binary, "--json", "serve", "--sandbox", "true", "--data", q.data,
		"--listen", address, "--provision", q.provision)
	log := must(os.OpenFile(q.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600))
	q.process.Stderr = log
	out := must(q.process.StdoutPipe())
	check(q.process.Start())
	ready := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			fmt.Fprintln(log, lines.Text())
			var line struct{ URL string }
			if json.Unmarshal(lines.Bytes(), &line) == nil && line.URL != "" {
				select {
				case ready <- line.URL:
				default:
				}
			}
		}
		q.ended <- q.process.Wait()
	}()
	select {
	case q.url = <-ready:
		return
	case <-time.After(30 * time.Second):
	case <-q.ended:
	}
	_ = q.process.Process.Kill()
	panic("quan serve did not say that it is ready; it said:\n" + q.said())
}

// Writes the platform's certificate and public key, as merchants download them.
func (q *quan) exportKeys() string {
	out := filepath.Join(filepath.Dir(q.data), "platform")
	check(os.MkdirAll(out, 0o700))
	text, err := exec.Command(q.binary, "keys", "export", "--data", q.data, "--out", out).CombinedOutput()
	if err != nil {
		panic("quan keys export failed: " + string(text))
	}
	return out
}

// Makes the certificate that follows the platform's, as its operator does.
func (q *quan) rotate() {
	text, err := exec.Command(q.binary, "keys", "rotate", "--data", q.data, "--wechatpay").CombinedOutput()
	need("quan keys rotate makes a certificate", err == nil, string(text))
}

// Stops and starts again where it was.
func (q *quan) restart() {
	err := q.stop()
	need("the server stops cleanly", err == nil, err)
	q.begin(strings.TrimPrefix(q.url, "http://"))
}

// What the server printed, for the report of a failure.
func (q *quan) said() string {
	text, _ := os.ReadFile(q.log)
	if len(text) > 4000 {
		text = text[len(text)-4000:]
	}
	return string(text)
}

// Asks the server to stop, and says how it ended.
func (q *quan) stop() error {
	_ = q.process.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-q.ended:
		return err
	case <-time.After(20 * time.Second):
		_ = q.process.Process.Kill()
		return fmt.Errorf("it did not stop")
	}
}

// Quan's own API: what users and the platform's staff do, and no SDK can.
func (q *quan) staff(method, path string, body any) map[string]any {
	status, answer := q.try(method, path, body)
	need(method+" "+path+" is answered", status/100 == 2, fmt.Sprint(status, " ", answer))
	return answer
}

func (q *quan) try(method, path string, body any) (int, map[string]any) {
	var sent io.Reader = strings.NewReader("")
	if body != nil {
		sent = bytes.NewReader(must(json.Marshal(body)))
	}
	request := must(http.NewRequest(method, q.url+path, sent))
	request.Header.Set("Authorization", "Bearer conformance")
	request.Header.Set("Content-Type", "application/json")
	response := must(http.DefaultClient.Do(request))
	defer response.Body.Close()
	text := must(io.ReadAll(response.Body))
	answer := map[string]any{}
	_ = json.Unmarshal(text, &answer)
	return response.StatusCode, answer
}
