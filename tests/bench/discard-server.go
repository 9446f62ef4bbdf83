// SPDX-License-Identifier: GPL-3.0-or-later

// A TLS server that reads what it is sent, counts it and throws it away: the peer of the benchmark.
//
// It answers PUT to any path, and the requests of an upload as X does with the least that is valid.
// When it listens, it prints one JSON line with "url" and "port". Needs nothing but Go's own library.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"flag"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const mediaID = "1880028106020515840"

var (
	host        = flag.String("host", "127.0.0.1", "IP address to listen on and to be certified")
	port        = flag.Int("port", 0, "port to listen on; 0: any that is free")
	certificate = flag.String("certificate", "", "file that gets the certificate, PEM; needed")
	h1          = flag.Bool("h1", false, "speak HTTP/1.1 only")
	latency     = flag.Duration("latency", 0, "wait so long before each answer")
	untilEOF    = flag.Bool("until-eof", false, "end when standard input ends")
)

// What was counted since /counters was asked last.
type counters struct {
	bytes, http1, http2, connections atomic.Int64
}

var counted counters

var buffers = sync.Pool{New: func() any { return make([]byte, 256*1024) }}

func discard(body io.Reader) error {
	buffer := buffers.Get().([]byte)
	defer buffers.Put(buffer)
	for {
		n, err := body.Read(buffer)
		counted.bytes.Add(int64(n))
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// The answer to each request that is not /counters: status and JSON.
func answer(method, path string) (int, string) {
	const data = `{"data":{"id":"` + mediaID + `","media_key":"13_` + mediaID + `","expires_after_secs":86400}}`

	switch {
	case method == "PUT":
		return 200, `{}`
	case method == "POST" && path == "/2/media/upload/initialize":
		return 200, data
	case method == "POST" && path == "/2/media/upload/"+mediaID+"/append":
		return 200, `{"data":{"expires_at":4102444800}}`
	case method == "POST" && path == "/2/media/upload/"+mediaID+"/finalize":
		return 200, data
	case method == "GET" && path == "/2/media/upload":
		return 200, strings.Replace(data, `}}`, `,"processing_info":{"state":"succeeded","progress_percent":100}}}`, 1)
	case method == "POST" && path == "/2/tweets":
		return 201, `{"data":{"id":"` + mediaID + `","text":""}}`
	}
	return 404, `{"title":"Not Found","status":404}`
}

func serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if r.URL.Path == "/counters" {
		json.NewEncoder(w).Encode(map[string]int64{
			"bytes":       counted.bytes.Swap(0),
			"http1":       counted.http1.Swap(0),
			"http2":       counted.http2.Swap(0),
			"connections": counted.connections.Swap(0),
		})
		return
	}

	if r.ProtoMajor == 2 {
		counted.http2.Add(1)
	} else {
		counted.http1.Add(1)
	}
	if err := discard(r.Body); err != nil {
		panic(http.ErrAbortHandler)
	}
	time.Sleep(*latency)
	status, body := answer(r.Method, r.URL.Path)
	w.WriteHeader(status)
	io.WriteString(w, body)
}

// Certifies itself for its address; the key never leaves the process.
func certify(address net.IP) tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		log.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(time.Now().UnixNano()),
		Subject:               pkix.Name{CommonName: "discard-server"},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(24 * time.Hour),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		IPAddresses:           []net.IP{address},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		log.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if err := os.WriteFile(*certificate, text, 0o644); err != nil {
		log.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("discard-server: ")
	flag.Parse()
	address := net.ParseIP(*host)
	if flag.NArg() > 0 || *certificate == "" || address == nil {
		flag.Usage()
		os.Exit(2)
	}

	server := &http.Server{
		Handler:   http.HandlerFunc(serve),
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certify(address)}},
		ErrorLog:  log.New(io.Discard, "", 0), // Clients that hang up are none of its business.
		ConnState: func(connection net.Conn, state http.ConnState) {
			if state == http.StateNew {
				counted.connections.Add(1)
			}
		},
	}
	if *h1 {
		server.TLSNextProto = map[string]func(*http.Server, *tls.Conn, http.Handler){}
	}

	listener, err := net.Listen("tcp", net.JoinHostPort(*host, fmt.Sprint(*port)))
	if err != nil {
		log.Fatal(err)
	}
	if *untilEOF {
		go func() {
			io.Copy(io.Discard, os.Stdin)
			os.Exit(0)
		}()
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"url":  "https://" + listener.Addr().String(),
		"port": listener.Addr().(*net.TCPAddr).Port,
	})
	log.Fatal(server.ServeTLS(listener, "", ""))
}
