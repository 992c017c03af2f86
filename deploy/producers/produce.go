// Submit one article from Go, with the standard library only. Run: go run produce.go localhost:6379 URI
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"strings"
)

func command(words ...string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "*%d\r\n", len(words))
	for _, word := range words {
		fmt.Fprintf(&out, "$%d\r\n%s\r\n", len(word), word)
	}
	return out.String()
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	submission, err := json.Marshal(map[string]string{
		"uri":  os.Args[2],
		"text": "Bridge to close\n\n“We close it for a week,” said Malin Aster, the engineer.\n",
	})
	check(err)
	connection, err := net.Dial("tcp", os.Args[1])
	check(err)
	defer connection.Close()
	_, err = fmt.Fprint(connection, command("XADD", "onrecord:inbox", "*", "submission", string(submission)))
	check(err)
	reply := bufio.NewReader(connection)
	line, err := reply.ReadString('\n')
	check(err)
	if !strings.HasPrefix(line, "$") {
		check(fmt.Errorf("refused: %s", line))
	}
	id, err := reply.ReadString('\n')
	check(err)
	fmt.Print(id)
}
