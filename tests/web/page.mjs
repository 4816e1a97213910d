// page.mjs BUILD FIRMWARE [--screenshots] [TEST]...: see run.
//
// What the page makes is compared with what the native tool makes, byte by byte.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Board, Host } from "./host.mjs";

const [build, firmware, ...words] = process.argv.slice(2);
const modules = join(process.env.WASM2MPY_DEPS, "web/package.json");
const require = createRequire(modules);
const { chromium } = require("playwright-core");
const { unzipSync } = require("fflate");

const tool = resolve(build, "bin/wasm2mpy");
const folder = resolve(build, "web");
const work = mkdtempSync(join(tmpdir(), "wasm2mpy-"));
const host = new Host(folder);

class Skipped extends Error {}

// --- The native tool ---------------------------------------------------------

function native(file, bytes, ...options) {
  writeFileSync(join(work, file), bytes);
  const done = spawnSync(tool, [file, ...options], { cwd: work, encoding: "utf8" });
  return { output: done.stdout, errors: done.stderr, made: (name) => readFileSync(join(work, name)) };
}

const exampleText = readFileSync("examples/crc32/crc32.wat");
// (func (export "f") (result i32) i32.const 7)
const small = Buffer.from("0061736d010000000105016000017f03020100070501016600000a0601" +
  "040041070b", "hex");

// --- The page ----------------------------------------------------------------

async function loaded(page, url = host.url) {
  await page.goto(url);
  await page.getByText("is ready.").waitFor({ timeout: 120_000 });
}

async function give(page, name, bytes) {
  await page.setInputFiles("#file", { name, mimeType: "", buffer: Buffer.from(bytes) });
  await page.locator("#module-view .card").waitFor({ timeout: 120_000 });
}

async function choose(page, ...boards) {
  for (const box of await page.locator("#boards input:checked").all())
    await box.uncheck();
  for (const board of boards) await page.check(`#boards input[value="${board}"]`);
}

async function compile(page) {
  await page.click("#compile");
  await page.locator("#compile-state", { hasText: /^compiled in/ })
    .waitFor({ timeout: 300_000 });
}

async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

const same = (made, expected, what) =>
  assert.ok(Buffer.from(made).equals(Buffer.from(expected)), `${what} differs`);

async function setOption(page, label, value) {
  await page.locator("details", { hasText: "All options" }).evaluate((it) => (it.open = true));
  const control = page.getByLabel(label, { exact: true });
  if (value === true) return control.check();
  if ((await control.evaluate((it) => it.tagName)) === "SELECT")
    return control.selectOption(value);
  await control.fill(value);
  await control.blur();
}

// --- Tests -------------------------------------------------------------------

const tests = {
  async "first visit"(page) {
    const start = performance.now();
    host.sent = 0;
    await loaded(page);
    const ready = performance.now();
    await page.locator(".example", { hasText: "hello" }).click();
    await page.locator("#module-view .card").waitFor();
    await compile(page);
    const end = performance.now();
    const seconds = (from, to) => ((to - from) / 1000).toFixed(1);
    const { size } = statSync(join(folder, "wasm2mpy-core-arm.wasm"));
    console.log(`  ${(host.sent / 1e6).toFixed(2)} MB by gzip ` +
      `(the compiler has ${(size / 1e6).toFixed(1)} MB); ready after ` +
      `${seconds(start, ready)} s, the first module after ${seconds(start, end)} s`);
  },

  async "examples: the same bytes on all architectures"(page) {
    await loaded(page);
    const boards = ["unix", "pico", "pico2", "esp8266", "esp32", "esp32c3", "stm32f767",
      "stm32l1"];
    await choose(page, ...boards);
    await page.locator(".example", { hasText: "crc32" }).click();
    await page.locator("#module-view .card").waitFor();
    assert.match(await page.locator("#module-view").innerText(),
      /def crc32\(crc: int, at: int, length: int, \/\) -> int: \.\.\./);
    await compile(page);
    const { bytes } = await saved(page, page.getByRole("button", { name: "All files" }));
    const files = unzipSync(bytes);
    for (const board of boards) {
      const { made } = native("crc32.wat", exampleText, `--board=${board}`, "--pyi", "-q");
      same(files[`${board}/crc32.mpy`], made("crc32.mpy"), board);
      same(files[`${board}/crc32.pyi`], made("crc32.pyi"), "the stub");
    }
  },

  async "drop: options change the module, imports tell who gives them"(page) {
    await loaded(page);
    await page.evaluate((bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(bytes)], "my-app.wasm"));
      document.getElementById("drop").dispatchEvent(
        new DragEvent("drop", { dataTransfer: data, bubbles: true }));
    }, [...small]);
    await page.locator("#module-view .card").waitFor();
    await choose(page, "pico");
    await setOption(page, "-O, Setting A", "z");
    await setOption(page, "--interruptible, Setting A", true);
    await setOption(page, "--stack-size, Setting A", "6K");
    await setOption(page, "value of --fuel, Setting A", "500");
    assert.equal(await page.locator("#chosen").innerText(),
      "-Oz --interruptible --stack-size=6K --fuel=500");
    await compile(page);
    const { name, bytes } = await saved(page, page.locator(".file", { hasText: ".mpy" }));
    assert.equal(name, "my_app.mpy");
    const { made } = native("my_app.wasm", small, "--board=pico", "-Oz",
      "--interruptible", "--stack-size=6K", "--fuel=500", "-q");
    same(bytes, made("my_app.mpy"), name);
    await page.locator(".example", { hasText: "callbacks" }).click();
    await page.locator("#module-view td", { hasText: "env.f" }).waitFor();
    assert.match(await page.locator("#module-view").innerText(), /Python gives it/);
  },

  async "package: as --package makes it"(page) {
    await loaded(page);
    await choose(page, "pico", "esp32");
    await give(page, "app.wasm", small);
    await compile(page);
    const { bytes } = await saved(page, page.getByRole("button", { name: "Package for mip" }));
    const { made } = native("app.wasm", small, "--arch=armv6m,xtensawin",
      "--package=app", "--pyi", "-q");
    const files = unzipSync(bytes);
    assert.ok(Object.keys(files).length >= 6, Object.keys(files).join());
    for (const [name, content] of Object.entries(files)) same(content, made(name), name);
  },

  async "pictures: RAM and code of two settings"(page) {
    await loaded(page);
    await choose(page, "pico");
    await page.check("#compare");
    await setOption(page, "--memory, Setting B", "lean");
    await give(page, "crc32.wat", exampleText);
    await compile(page);
    const { output } = native("crc32.wat", exampleText, "--board=pico", "--report=json");
    const { ram, functions } = JSON.parse(output).builds[0];
    const column = page.locator(".column").first();
    const widths = await column.locator(".bar span").evaluateAll((spans) =>
      spans.map((span) => parseFloat(span.style.width)));
    const used = widths.reduce((sum, width) => sum + width, 0) / 100 * 264 * 1024;
    assert.ok(Math.abs(used - ram.once - ram.instance) < 50, `${used}`);
    const cells = column.locator(".cells > div");
    assert.equal(await cells.count(), functions.length);
    const areas = await cells.evaluateAll((cells) => cells.map((cell) =>
      [cell.title, parseFloat(cell.style.width) * parseFloat(cell.style.height)]));
    const [largest] = areas.sort(([, a], [, b]) => b - a);
    assert.ok(largest[0].startsWith(`${functions[0].name}: `), largest[0]);
    assert.match(await page.locator(".comparison").innerText(),
      /With Setting B it takes [\d,]+ bytes less RAM/);
  },

  async "warnings: the lines of the command line"(page) {
    await loaded(page);
    await choose(page, "microbit");
    await give(page, "crc32.wat", exampleText);
    await compile(page);
    const { errors } = native("crc32.wat", exampleText, "--board=microbit");
    const lines = errors.trim().split("\n").map((line) => line.replace("wasm2mpy: ", ""));
    assert.ok(lines.length > 0);
    const shown = await page.locator(".warnings").innerText();
    for (const line of lines) assert.ok(shown.includes(line), `${line} is not in ${shown}`);
  },

  async "a broken file: the text of the command line, at the place"(page) {
    await loaded(page);
    const broken = Buffer.from(small);
    broken[broken.length - 3] = 0xff;
    await give(page, "broken.wasm", broken);
    const { errors } = native("broken.wasm", broken, "--board=pico");
    const text = await page.locator(".error .text").innerText();
    assert.equal(text.trim(), errors.trim().replaceAll(/wasm2mpy: (error: )?/g, ""));
    const offset = parseInt(text.match(/\+0x([0-9a-f]+)/)[1], 16);
    assert.equal(await page.locator(".error mark").innerText(),
      broken[offset].toString(16).padStart(2, "0"));
    assert.ok(await page.locator("#compile").isDisabled());
    await give(page, "broken.wat", Buffer.from("(module (func (i32.const)))"));
    await page.locator(".error .text", { hasText: "broken.wat" }).waitFor();
    // And it goes on.
    await give(page, "app.wasm", small);
    await choose(page, "pico");
    await compile(page);
    // What was right before is not compiled in place of it.
    await give(page, "broken.wat", Buffer.from("(module (func (i32.const)))"));
    await page.locator(".error .text", { hasText: "broken.wat" }).waitFor();
    assert.ok(await page.locator("#compile").isDisabled());
  },

  async "stop: a long compilation ends, and the compiler goes on"(page) {
    await loaded(page);
    await choose(page, "pico");
    const step = "(local.set 0 (i32.mul (i32.load (local.get 0)) (i32.const 77)))";
    const functions = Array.from({ length: 300 }, (_, i) =>
      `(func (export "f${i}") (param i32) (result i32) ${step.repeat(150)} local.get 0)`);
    const long = `(module (memory 1) ${functions.join(" ")})`;
    await give(page, "long.wat", Buffer.from(long));
    const button = page.locator("#compile");
    const told = page.locator("#compile-state");
    await button.click();
    await told.filter({ hasText: "compiling for pico" }).waitFor();
    assert.equal(await button.innerText(), "Stop");
    await button.click();
    await told.filter({ hasText: /^Stopped/ }).waitFor({ timeout: 2000 });
    assert.equal(await button.innerText(), "Compile");
    assert.equal(await page.locator(".result").count(), 0);
    // So does another module.
    await button.click();
    await told.filter({ hasText: "compiling for pico" }).waitFor();
    await give(page, "crc32.wat", exampleText);
    assert.equal(await told.innerText(), "");
    const start = performance.now();
    await compile(page);
    assert.ok(performance.now() - start < 30_000);
    const { bytes } = await saved(page, page.locator(".file", { hasText: ".mpy" }));
    const { made } = native("crc32.wat", exampleText, "--board=pico", "-q");
    same(bytes, made("crc32.mpy"), "crc32.mpy");
  },

  async "a huge file: the page stays alive"(page) {
    await loaded(page);
    const file = join(work, "huge.wasm");
    writeFileSync(file, Buffer.alloc(200_000_000, 0x5a));
    await page.setInputFiles("#file", file);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    await page.locator(".error .text").waitFor({ timeout: 120_000 });
    // A megabyte of data is a module as any other.
    const data = `(module (memory 20) (data (i32.const 0) "${"x".repeat(1 << 20)}")` +
      '(func (export "f") (result i32) (i32.load (i32.const 8))))';
    await give(page, "large.wat", Buffer.from(data));
    await choose(page, "unix");
    await compile(page);
    const { bytes } = await saved(page, page.locator(".file", { hasText: ".mpy" }));
    const { made } = native("large.wat", data, "--board=unix", "-q");
    same(bytes, made("large.mpy"), "large.mpy");
  },

  async "board: asked, compiled for, copied to, run"(page) {
    if (!firmware.startsWith("/")) throw new Skipped(firmware);
    const board = new Board(firmware);
    try {
      await board.attach(page);
      await loaded(page);
      await page.locator(".example", { hasText: "hello" }).click();
      await page.locator("#module-view .card").waitFor();
      await page.getByText("Connect a board").click();
      await page.getByText("The board answers.").waitFor({ timeout: 60_000 });
      await page.getByText("Compile and copy").click();
      const state = page.locator("#device-state");
      await state.filter({ hasText: "is on the board" }).waitFor({ timeout: 60_000 });
      assert.match(await state.innerText(),
        /^primes\.mpy, [\d,]+ bytes for armv7m, is on the board: MicroPython 1\.25/);
      await page.fill("#device-line", "import primes; print(primes.count(10000))");
      await page.getByRole("button", { name: "Run" }).click();
      const output = page.locator("#device-output");
      await output.filter({ hasText: "1229" }).waitFor({ timeout: 60_000 });
      await page.fill("#device-line", "primes.nothing");
      await page.getByRole("button", { name: "Run" }).click();
      await output.filter({ hasText: "AttributeError" }).waitFor({ timeout: 60_000 });
      await page.fill("#device-line", "6 * 7");
      await page.getByRole("button", { name: "Run" }).click();
      await output.filter({ hasText: "42" }).waitFor({ timeout: 60_000 });
    } finally {
      board.stop();
    }
  },

  async "keyboard and screen reader: everything has a name"(page) {
    await loaded(page);
    await give(page, "app.wasm", small);
    await page.locator("details").evaluateAll((all) => all.forEach((it) => (it.open = true)));
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll("button, input, select, textarea")].filter((it) =>
        !(it.getAttribute("aria-label") || it.labels?.length || it.textContent.trim()))
        .map((it) => it.outerHTML));
    assert.deepEqual(nameless, []);
    await page.locator("#board-search").fill("rp2350");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    assert.match(await page.locator("#chosen-boards").innerText(), /pico2/);
  },

  async "phone: nothing is wider than the screen"(page) {
    await page.setViewportSize({ width: 360, height: 780 });
    await loaded(page);
    await page.check("#compare");
    await page.locator(".example", { hasText: "fft" }).click();
    await page.locator("#module-view .card").waitFor();
    await compile(page);
    await page.locator("details").evaluateAll((all) => all.forEach((it) => (it.open = true)));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 360);
  },

  async "offline: from the browser's store"(page) {
    await loaded(page);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.context().setOffline(true);
    await page.reload();
    await loaded(page);
    await choose(page, "pico");
    await give(page, "crc32.wat", exampleText);
    await compile(page);
  },

  async "from a folder: file://"(page) {
    await loaded(page, pathToFileURL(join(folder, "index.html")).href);
    await choose(page, "pico");
    await give(page, "crc32.wat", exampleText);
    await compile(page);
    const { bytes } = await saved(page, page.locator(".file", { hasText: ".mpy" }));
    const { made } = native("crc32.wat", exampleText, "--board=pico", "-q");
    same(bytes, made("crc32.mpy"), "crc32.mpy");
  },
};

async function takeScreenshots(browser) {
  const views = {
    light: { colorScheme: "light", viewport: { width: 1200, height: 800 } },
    dark: { colorScheme: "dark", viewport: { width: 1200, height: 800 } },
    phone: { colorScheme: "light", viewport: { width: 390, height: 800 } },
  };
  for (const [name, view] of Object.entries(views)) {
    const page = await browser.newPage(view);
    await loaded(page);
    await choose(page, "pico");
    await page.locator(".example", { hasText: "qrcode" }).click();
    await page.locator("#module-view .card").waitFor();
    await page.check("#compare");
    await setOption(page, "-O, Setting B", "2");
    await page.locator("details", { hasText: "All options" })
      .evaluate((it) => (it.open = false));
    await compile(page);
    const file = (part) => `docs/images/web-${name}${part}.png`;
    if (name === "light") {
      await page.setViewportSize({ width: 1200, height: 1440 });
      await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({ path: file("-top") });
    }
    await page.locator(".result").scrollIntoViewIfNeeded();
    await page.locator(".result").screenshot({ path: file("") });
    await page.close();
  }
}

async function main() {
  await host.start();
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox"] });
  let failed = 0;
  let skipped = 0;
  const wanted = words.filter((word) => !word.startsWith("--"));
  for (const [name, test] of Object.entries(tests)) {
    if (wanted.length && !wanted.some((word) => name.includes(word))) continue;
    const context = await browser.newContext({ acceptDownloads: true });
    const page = await context.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.stack));
    try {
      await test(page);
      assert.deepEqual(errors, []);
      console.log(`ok ${name}`);
    } catch (error) {
      if (error instanceof Skipped) {
        ++skipped;
        console.log(`${name}: ${error.message}`);
      } else {
        ++failed;
        console.log(`FAILED ${name}\n${error.stack}\n${errors.join("\n")}`);
      }
    }
    await context.close();
  }
  if (words.includes("--screenshots")) await takeScreenshots(browser);
  await browser.close();
  host.stop();
  rmSync(work, { recursive: true });
  console.log(failed ? `${failed} failed` : `passed${skipped ? `, ${skipped} skipped` : ""}`);
  process.exitCode = failed ? 1 : 0;
}

await main();
