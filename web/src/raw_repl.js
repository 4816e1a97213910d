// MicroPython's raw REPL over a port of Web Serial:
// https://docs.micropython.org/en/latest/reference/repl.html#raw-mode
const kEncoder = new TextEncoder();
const kInterrupt = "\x03";
const kRawMode = "\x01";
const kEnd = "\x04";
const kNormalMode = "\x02";
const kPrompt = "raw REPL; CTRL-B to exit\r\n>";
const kAskPaste = "\x05A\x01";
const kPiece = 256;  // what boards without flow control take at a time

export class BoardError extends Error {}

export class RawRepl {
  constructor(port) {
    this.port = port;
    this.received = "";  // a character for each byte
    this.arrived = () => {};
  }

  async open() {
    await this.port.open({ baudRate: 115200 });
    this.writer = this.port.writable.getWriter();
    this.reader = this.port.readable.getReader();
    this.reading = this.#read();
    // Whatever runs is stopped; then as after power-on, but without main.py.
    await this.#send("\r" + kInterrupt + kInterrupt);
    await this.#send("\r" + kRawMode);
    await this.#until(kPrompt, 5000);
    await this.#send(kEnd);
    await this.#until(kPrompt, 10_000);
  }

  async close() {
    await this.#send("\r" + kNormalMode).catch(() => {});
    await this.reader.cancel().catch(() => {});
    await this.reading;
    this.reader.releaseLock();
    this.writer.releaseLock();
    await this.port.close().catch(() => {});
  }

  // Runs Python and gives what it printed. `output` gets it as it comes.
  async run(code, { output = () => {}, timeout = 30_000 } = {}) {
    await this.#sendCode(kEncoder.encode(code));
    const printed = await this.#until(kEnd, timeout, output);
    const error = await this.#until(kEnd, timeout);
    await this.#until(">", timeout);
    if (error) throw new BoardError(this.#text(error).trim());
    return this.#text(printed);
  }

  // Copies a file; `progress` gets the bytes that are there. None stays by half.
  async copy(name, bytes, progress) {
    const file = pythonBytes(kEncoder.encode(name));
    await this.run(`f=open(${file}.decode(),"wb")\nw=f.write`);
    try {
      for (let at = 0; at < bytes.length; at += kPiece) {
        const piece = bytes.subarray(at, at + kPiece);
        await this.run(`w(${pythonBytes(piece)})`);
        progress(at + piece.length);
      }
      await this.run("f.close()");
    } catch (error) {
      await this.run(`f.close()\nimport os\nos.remove(${file}.decode())`)
        .catch(() => {});
      throw error;
    }
  }

  async #read() {
    try {
      for (;;) {
        const { value, done } = await this.reader.read();
        if (done) break;
        for (const byte of value) this.received += String.fromCharCode(byte);
        this.arrived();
      }
    } catch (error) {
      this.lost = error;
    }
    this.lost ??= new Error("the port was closed");
    this.arrived();
  }

  // All that comes until that text, which is taken, too.
  async #until(text, timeout, output = () => {}) {
    const end = performance.now() + timeout;
    let told = 0;
    for (;;) {
      const at = this.received.indexOf(text);
      const known = at < 0 ? this.received.length : at;
      if (known > told) output(this.#text(this.received.slice(told, known)));
      told = known;
      if (at >= 0) {
        const before = this.received.slice(0, at);
        this.received = this.received.slice(at + text.length);
        return before;
      }
      if (this.lost) throw new BoardError(`the board is gone: ${this.lost.message}`);
      const left = end - performance.now();
      if (left <= 0)
        throw new BoardError("the board does not answer as MicroPython does");
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, left);
        this.arrived = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  async #take(count) {
    const end = performance.now() + 5000;
    while (this.received.length < count) {
      if (this.lost || performance.now() > end)
        throw new BoardError("the board does not answer as MicroPython does");
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, 100);
        this.arrived = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const taken = this.received.slice(0, count);
    this.received = this.received.slice(count);
    return taken;
  }

  async #sendCode(code) {
    await this.#send(kAskPaste);
    const answer = await this.#take(2);
    if (answer === "R\x01") return this.#paste(code);
    // An older firmware takes the question for code, or knows it and refuses.
    if (answer !== "R\x00") await this.#until(">", 5000);
    for (let at = 0; at < code.length; at += kPiece) {
      await this.writer.write(code.subarray(at, at + kPiece));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await this.#send(kEnd);
    if ((await this.#take(2)) !== "OK")
      throw new BoardError("the board did not take the code");
  }

  // With flow control: the board says each time when it takes as much again.
  async #paste(code) {
    const window = await this.#take(2);
    const step = window.charCodeAt(0) | (window.charCodeAt(1) << 8);
    let room = step;
    for (let at = 0; at < code.length;) {
      while (room === 0 || this.received.length > 0) {
        if ((await this.#take(1)) !== "\x01") {
          await this.#send(kEnd);
          throw new BoardError("the board did not take the code");
        }
        room += step;
      }
      const piece = code.subarray(at, at + room);
      await this.writer.write(piece);
      room -= piece.length;
      at += piece.length;
    }
    await this.#send(kEnd);
    await this.#until(kEnd, 5000);
  }

  #send(text) {
    return this.writer.write(kEncoder.encode(text));
  }

  #text(characters) {
    const bytes = Uint8Array.from(characters, (c) => c.charCodeAt(0));
    return new TextDecoder().decode(bytes).replaceAll("\r\n", "\n");
  }
}

// b"..." with all that Python wants escaped.
export function pythonBytes(bytes) {
  let text = 'b"';
  for (const byte of bytes) {
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
    text += plain ? String.fromCharCode(byte)
      : "\\x" + byte.toString(16).padStart(2, "0");
  }
  return text + '"';
}

// Code that runs a line as the prompt does: values of expressions are printed.
export function asTyped(line) {
  const text = `${pythonBytes(kEncoder.encode(line))}.decode()`;
  return `try:\n __r = eval(${text})\nexcept SyntaxError:\n __r = exec(${text})\n` +
    "if __r is not None: print(repr(__r))\n";
}
