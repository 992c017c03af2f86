// Submit one article from Go and wait for the answer, with the standard library only.
// Run: go run produce.go redis://localhost:6379 URI
package main

import (
	"bufio"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
)

const text = "Bridge to close\n\n“We close it for a week,” said Malin Aster, the engineer.\n"

type answer struct {
	Outcome, Reason string
	Article         *struct {
		Quotations []struct {
			Content string
			Speaker *struct{ Name string }
		}
	}
}

type broker struct {
	net.Conn
	replies *bufio.Reader
}

// do sends one command and returns its reply, or the last part of a list.
func (b broker) do(words ...string) string {
	fmt.Fprintf(b, "*%d\r\n", len(words))
	for _, word := range words {
		fmt.Fprintf(b, "$%d\r\n%s\r\n", len(word), word)
	}
	return b.reply()
}

func (b broker) reply() string {
	line, err := b.replies.ReadString('\n')
	check(err)
	line = strings.TrimSpace(line)
	switch line[0] {
	case '-':
		check(errors.New(line))
	case '$', '*':
		size, err := strconv.Atoi(line[1:])
		check(err)
		if size < 0 {
			check(errors.New("no answer in 60 s; the article is on the inbox all the same"))
		}
		if line[0] == '$' {
			words := make([]byte, size+2)
			_, err = io.ReadFull(b.replies, words)
			check(err)
			return string(words[:size])
		}
		last := ""
		for ; size > 0; size-- {
			last = b.reply()
		}
		return last
	}
	return line[1:]
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func dial(address string) broker {
	where, err := url.Parse(address)
	check(err)
	connection, err := net.Dial("tcp", where.Host)
	check(err)
	b := broker{connection, bufio.NewReader(connection)}
	if password, isSet := where.User.Password(); isSet {
		name := where.User.Username()
		if name == "" {
			name = "default"
		}
		b.do("AUTH", name, password)
	}
	if database := strings.Trim(where.Path, "/"); database != "" && database != "0" {
		b.do("SELECT", database)
	}
	return b
}

func main() {
	submission, err := json.Marshal(map[string]string{"uri": os.Args[2], "text": text})
	check(err)
	name := make([]byte, 16)
	_, err = rand.Read(name)
	check(err)
	replyTo := hex.EncodeToString(name)
	b := dial(os.Args[1])
	defer b.Close()
	b.do("XADD", "onrecord:inbox", "*", "submission", string(submission), "reply_to", replyTo)
	var found answer
	check(json.Unmarshal([]byte(b.do("BLPOP", "onrecord:reply:"+replyTo, "60")), &found))
	if found.Article == nil {
		check(errors.New(found.Outcome + ": " + found.Reason))
	}
	for _, quotation := range found.Article.Quotations {
		speaker := "nobody"
		if quotation.Speaker != nil {
			speaker = quotation.Speaker.Name
		}
		fmt.Println(speaker, quotation.Content)
	}
}
