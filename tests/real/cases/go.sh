# SPDX-License-Identifier: LGPL-3.0-or-later
# Go: a program built and run, with goroutines, a child process and a web server.
# needs: go
# seconds: 300
mkdir hello && cd hello && cat >main.go <<'END'
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
)

func main() {
	out, err := exec.Command("sh", "-c", "echo child").Output()
	fmt.Print(string(out), err, "\n")
	listener, _ := net.Listen("tcp", "127.0.0.1:0")
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "served") }))
	answer, err := http.Get("http://" + listener.Addr().String())
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	body, _ := io.ReadAll(answer.Body)
	fmt.Println(string(body))
	done := make(chan int)
	for i := 0; i < 1000; i++ {
		go func(i int) {
			name := fmt.Sprintf("g%d", i)
			os.WriteFile(name, []byte(name), 0644)
			data, _ := os.ReadFile(name)
			os.Remove(name)
			done <- len(data)
		}(i)
	}
	sum := 0
	for i := 0; i < 1000; i++ {
		sum += <-done
	}
	count := 0
	filepath.Walk("/usr/share/perl", func(string, os.FileInfo, error) error { count++; return nil })
	fmt.Println(sum, count > 100)
}
END
export GOCACHE=$PWD/../cache GO111MODULE=off GOTELEMETRY=off
go vet ./... && go build -o hello main.go && ./hello && go run main.go | tail -n 1
