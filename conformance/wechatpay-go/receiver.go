package main

import (
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/wechatpay-apiv3/wechatpay-go/core/notify"
)

// What a merchant reads of a notice about a coupon that somebody received.
type received struct {
	EventType    string         `json:"event_type"`
	CouponCode   string         `json:"coupon_code"`
	StockID      string         `json:"stock_id"`
	SendTime     time.Time      `json:"send_time"`
	Openid       *string        `json:"openid"`
	Unionid      *string        `json:"unionid"`
	SendChannel  string         `json:"send_channel"`
	SendMerchant string         `json:"send_merchant"`
	AttachInfo   map[string]any `json:"attach_info"`
}

// A notice that the SDK accepted.
type notice struct {
	*notify.Request
	path    string
	content received
	header  http.Header
}

// The merchants' end of the notices: one path a merchant, each read by the SDK.
type receiver struct {
	url     string
	lock    sync.Mutex
	readers map[string][]*notify.Handler
	came    []notice
	wrong   []string
	refuse  map[string]int
}

func listen() *receiver {
	socket := must(net.Listen("tcp", "127.0.0.1:0"))
	r := &receiver{url: "http://" + socket.Addr().String(), readers: map[string][]*notify.Handler{}, refuse: map[string]int{}}
	go func() { _ = http.Serve(socket, http.HandlerFunc(r.receive)) }()
	return r
}

// Who reads what comes for a path; several must all accept it.
func (r *receiver) read(path string, readers ...*notify.Handler) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.readers[path] = readers
}

// Answers the next notices about a stock with 500, after reading them.
func (r *receiver) refuseNext(stock string, count int) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.refuse[stock] = count
}

// Waits until so many notices about a coupon came, and answers them.
func (r *receiver) await(stock, coupon string, count int) []notice {
	var found []notice
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if found = r.about(stock, coupon); len(found) >= count {
			break
		}
	}
	r.lock.Lock()
	defer r.lock.Unlock()
	need(fmt.Sprintf("%d notices about coupon %s arrive", count, coupon), len(found) >= count,
		fmt.Sprintf("%d; refused: %v", len(found), r.wrong))
	return found
}

func (r *receiver) about(stock, coupon string) []notice {
	r.lock.Lock()
	defer r.lock.Unlock()
	var found []notice
	for _, n := range r.came {
		if n.content.StockID == stock && n.content.CouponCode == coupon {
			found = append(found, n)
		}
	}
	return found
}

func (r *receiver) receive(answer http.ResponseWriter, request *http.Request) {
	r.lock.Lock()
	defer r.lock.Unlock()
	readers := r.readers[request.URL.Path]
	if len(readers) == 0 {
		r.wrong = append(r.wrong, "nobody reads "+request.URL.Path)
	}
	for at, reader := range readers {
		n := notice{path: request.URL.Path, header: request.Header}
		read, err := reader.ParseNotifyRequest(request.Context(), request, &n.content)
		if err != nil {
			r.wrong = append(r.wrong, err.Error())
			answer.WriteHeader(http.StatusInternalServerError)
			_, _ = answer.Write([]byte(`{"code":"FAIL","message":"refused"}`))
			return
		}
		n.Request = read
		if at == 0 {
			r.came = append(r.came, n)
			if r.refuse[n.content.StockID] > 0 {
				r.refuse[n.content.StockID]--
				answer.WriteHeader(http.StatusInternalServerError)
				_, _ = answer.Write([]byte(`{"code":"FAIL","message":"later"}`))
				return
			}
		}
	}
	answer.WriteHeader(http.StatusNoContent)
}
