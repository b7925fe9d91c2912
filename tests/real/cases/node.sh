# SPDX-License-Identifier: LGPL-3.0-or-later
# Node: asynchronous files, child processes, workers, streams, a web server, watching.
# needs: node
cat >main.js <<'END'
const fs = require("fs"), cp = require("child_process"), http = require("http"), net = require("net");
const { Worker } = require("worker_threads");
(async () => {
  const all = await Promise.all([...Array(200).keys()].map(async i => {
    await fs.promises.writeFile("f" + i, String(i)); return Number(await fs.promises.readFile("f" + i)); }));
  console.log(all.reduce((a, b) => a + b), (await fs.promises.readdir(".")).length);
  console.log(cp.execFileSync("sh", ["-c", "echo from a child; exit 0"]).toString().trim());
  await new Promise(r => cp.spawn("sh", ["-c", "exit 5"]).on("exit", code => { console.log("exit", code); r(); }));
  await new Promise(r => new Worker("require('worker_threads').parentPort.postMessage(process.cwd().length > 1)", { eval: true })
    .on("message", m => console.log("worker", m)).on("exit", r));
  const server = http.createServer((q, s) => s.end("served " + q.url));
  await new Promise(r => server.listen(0, "127.0.0.1", r));
  console.log(await new Promise(r => http.get({ host: "127.0.0.1", port: server.address().port, path: "/x", agent: false },
    m => { let t = ""; m.on("data", d => t += d).on("end", () => r(t)); })));
  server.close();
  const unix = net.createServer(c => c.end("unix")).listen("sock");
  console.log(await new Promise(r => net.connect("sock").on("data", d => r(String(d)))));
  unix.close();
  console.log(fs.realpathSync("/bin/sh"), fs.existsSync("/nothing"), process.execPath, require("os").userInfo().uid);
  await new Promise(r => { const w = fs.watch(".", (e, n) => { if (n === "new") { w.close(); r(); } });
    fs.writeFileSync("new", ""); });
  console.log("watched");
  const p = cp.fork("child.js"); p.send({ n: 20 });
  await new Promise(r => p.on("message", m => { console.log("ipc", m.n); p.kill(); r(); }));
})();
END
echo 'process.on("message", m => process.send({ n: m.n * 2 }));' >child.js
node main.js
