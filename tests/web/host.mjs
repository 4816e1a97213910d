// What the page meets: a web server, in a sub-folder and with compression as hosts
// have it, and a board on a serial line.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";

const kTypes = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css",
  ".wasm": "application/wasm", ".txt": "text/plain" };

export class Host {
  constructor(folder) {
    this.folder = folder;
    this.sent = 0;
    this.kept = new Map();  // compressed files
    this.server = createServer((request, response) => this.#answer(request, response));
  }

  async start() {
    await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}/some/folder/`;
  }

  stop() {
    this.server.close();
    this.server.closeAllConnections();
  }

  async #answer(request, response) {
    const path = new URL(request.url, this.url).pathname
      .replace(/^\/some\/folder\//, "") || "index.html";
    try {
      if (!this.kept.has(path))
        this.kept.set(path, gzipSync(await readFile(join(this.folder, path))));
    } catch {
      response.writeHead(404).end();
      return;
    }
    const body = this.kept.get(path);
    this.sent += body.length;
    response.writeHead(200, { "Content-Encoding": "gzip",
      "Content-Length": body.length, "Cache-Control": "max-age=600",
      "Content-Type": kTypes[extname(path)] });
    response.end(body);
  }
}

// A board in QEMU, whose serial line is its standard input and output; in the page
// it is behind a navigator.serial of our own.
export class Board {
  constructor(firmware) {
    this.process = spawn("qemu-system-arm", ["-machine", "mps2-an385", "-semihosting",
      "-display", "none", "-monitor", "none", "-nic",
      "user,model=lan9118,restrict=on", "-serial", "stdio", "-kernel", firmware],
    { stdio: ["pipe", "pipe", "ignore"] });
  }

  async attach(page) {
    await page.exposeFunction("boardTakes", (bytes) => {
      this.process.stdin.write(Buffer.from(bytes));
    });
    await page.addInitScript(() => {
      let controller;
      self.boardSays = (bytes) => controller?.enqueue(Uint8Array.from(bytes));
      const port = {
        async open() {
          port.readable = new ReadableStream({ start: (own) => (controller = own) });
          port.writable = new WritableStream({
            write: (bytes) => self.boardTakes(Array.from(bytes)),
          });
        },
        async close() {},
      };
      Object.defineProperty(navigator, "serial",
        { value: { requestPort: async () => port }, configurable: true });
    });
    this.process.stdout.on("data", (bytes) => {
      page.evaluate((bytes) => self.boardSays?.(bytes), Array.from(bytes))
        .catch(() => {});
    });
  }

  stop() {
    this.process.kill();
  }
}
