package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"runtime/debug"
	"sort"
	"strings"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/core"
)

// What held and what did not. One goroutine checks.
var (
	checks   int
	failures []string
	inPart   string
)

// The rest of a part makes no sense; what was wrong is already on record.
type broken struct{}

// A part of the run: what breaks in it does not keep the next part from running.
func part(name string, body func()) {
	inPart = name
	fmt.Printf("== %s\n", name)
	defer func() {
		switch cause := recover().(type) {
		case nil, broken:
		default:
			that("runs to its end", false, fmt.Sprintf("%v\n%s", cause, debug.Stack()))
		}
	}()
	body()
}

func that(what string, holds bool, seen any) {
	checks++
	if holds {
		fmt.Printf("ok   %s: %s\n", inPart, what)
		return
	}
	failure := fmt.Sprintf("%s: %s: saw %v", inPart, what, seen)
	failures = append(failures, failure)
	fmt.Printf("FAIL %s\n", failure)
}

// Like that, but ends the part when it does not hold.
func need(what string, holds bool, seen any) {
	that(what, holds, seen)
	if !holds {
		panic(broken{})
	}
}

// Compares what pointers point to; instants by when they are.
func equal(what string, want, seen any) {
	want, seen = plain(want), plain(seen)
	that(fmt.Sprintf("%s is %v", what, want), reflect.DeepEqual(want, seen), seen)
}

func plain(value any) any {
	at := reflect.ValueOf(value)
	for at.IsValid() && at.Kind() == reflect.Pointer {
		if at.IsNil() {
			return nil
		}
		at = at.Elem()
	}
	if !at.IsValid() {
		return nil
	}
	switch v := at.Interface().(type) {
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	case string:
		if when, err := time.Parse(time.RFC3339, v); err == nil {
			return when.UTC().Format(time.RFC3339Nano)
		}
		return v
	}
	switch {
	case at.CanInt():
		return at.Int()
	case at.Kind() == reflect.String:
		return at.String()
	}
	return at.Interface()
}

// What a call answered, and that it did.
func done[T any](answer *T, result *core.APIResult, err error) *T {
	need(called(result)+" is answered", err == nil && answer != nil, err)
	return answer
}

// The same for a call without contents.
func emptied(result *core.APIResult, err error) {
	need(called(result)+" is answered", err == nil, err)
	equal("its status", 204, result.Response.StatusCode)
}

// The error of a call, for refused.
func failure[T any](_ *T, _ *core.APIResult, err error) error {
	return err
}

func called(result *core.APIResult) string {
	if result == nil || result.Request == nil {
		return "the call"
	}
	return result.Request.Method + " " + result.Request.URL.Path
}

// That a call failed with the SDK's own error, and with which.
func refused(what string, err error, status int, code, message string) *core.APIError {
	var api *core.APIError
	want := fmt.Sprintf("%s: refused with %d %s %s", what, status, code, message)
	if !errors.As(err, &api) {
		that(want, false, fmt.Sprintf("%T %v", err, err))
		return &core.APIError{}
	}
	holds := api.StatusCode == status && api.Code == code && strings.Contains(api.Message, message) &&
		(code == "" || core.IsAPIError(err, code))
	that(want, holds, fmt.Sprintf("%d %s %s", api.StatusCode, api.Code, api.Message))
	return api
}

type fields map[string]any

// The leaves of a value as the SDK writes it down, by their paths.
func leaves(value any) fields {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		panic(err)
	}
	into := fields{}
	collect("", tree, into)
	return into
}

func collect(path string, tree any, into fields) {
	switch v := tree.(type) {
	case map[string]any:
		for name, inner := range v {
			collect(strings.TrimPrefix(path+"."+name, "."), inner, into)
		}
	case []any:
		for at, inner := range v {
			collect(fmt.Sprintf("%s[%d]", path, at), inner, into)
		}
	case nil:
	default:
		into[path] = plain(tree)
	}
}

// With these as well, or in place of what was.
func (f fields) with(more fields) fields {
	all := fields{}
	for path, value := range f {
		all[path] = value
	}
	for path, value := range more {
		all[path] = plain(value)
		if number, ok := all[path].(int64); ok {
			all[path] = float64(number)
		}
	}
	return all
}

func (f fields) without(paths ...string) fields {
	all := f.with(nil)
	for path := range all {
		for _, gone := range paths {
			if path == gone || strings.HasPrefix(path, gone+".") || strings.HasPrefix(path, gone+"[") {
				delete(all, path)
			}
		}
	}
	return all
}

// That an answer says all this, and nothing beside it but what is named and what is false.
func says(what string, want fields, answer any, beside ...string) {
	want, seen := fields{}.with(want), leaves(answer)
	for _, path := range sorted(want) {
		equal(what+": "+path, want[path], seen[path])
	}
	more := []string{}
	for _, path := range sorted(seen.without(beside...)) {
		if _, known := want[path]; !known && seen[path] != false {
			more = append(more, fmt.Sprintf("%s=%v", path, seen[path]))
		}
	}
	that(what+": nothing else is said", len(more) == 0, more)
}

func sorted(f fields) []string {
	paths := make([]string, 0, len(f))
	for path := range f {
		paths = append(paths, path)
	}
	sort.Strings(paths)
	return paths
}

// Prints the failures again, together, and the closing line; true if there are none.
func closing() bool {
	for _, failure := range failures {
		fmt.Printf("FAILED %s\n", failure)
	}
	fmt.Printf("%d checks, %d failed\n", checks, len(failures))
	return len(failures) == 0
}
