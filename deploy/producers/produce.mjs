// Submit one article from Node and wait for the answer. It needs no package: the protocol of Redis (RESP) is plain lines.
// With the npm package `redis`: client.xAdd("onrecord:inbox", "*", {submission}) and client.blPop(key, 60).
// Run: node produce.mjs redis://localhost:6379 URI
import { randomUUID } from "node:crypto";
import { connect } from "node:net";

const [url, uri] = [new URL(process.argv[2]), process.argv[3]];
const text = "Bridge to close\n\n“We close it for a week,” said Malin Aster, the engineer.\n";
const replyTo = randomUUID();

const command = (...words) =>
  `*${words.length}\r\n` + words.map((w) => `$${Buffer.byteLength(w)}\r\n${w}\r\n`).join("");

const socket = connect(Number(url.port || 6379), url.hostname);
if (url.password) {
  socket.write(command("AUTH", decodeURIComponent(url.username || "default"), decodeURIComponent(url.password)));
}
const database = url.pathname.slice(1);
if (database && database !== "0") socket.write(command("SELECT", database));
socket.write(command("XADD", "onrecord:inbox", "*", "submission", JSON.stringify({ uri, text }), "reply_to", replyTo));
socket.write(command("BLPOP", `onrecord:reply:${replyTo}`, "60"));

let received = "";
socket.setEncoding("utf8");
socket.on("data", (chunk) => {
  received += chunk;
  const failure = received.match(/^-.*/m);
  const answer = received.match(/^\{.*\}(?=\r\n)/m);
  if (failure || received.includes("*-1\r\n")) {
    console.error(failure ? failure[0] : "no answer in 60 s; the article is on the inbox all the same");
    process.exit(1);
  }
  if (!answer) return;
  const { outcome, reason, article } = JSON.parse(answer[0]);
  if (!article) console.error(`${outcome}: ${reason}`);
  for (const { speaker, content } of article?.quotations ?? []) console.log(speaker?.name, content);
  socket.end();
});
