// Opens a site in Chromium, from its folder and over HTTP on loopback, and checks what it shows, what it
// tells assistive technology and what it requests.
//
//   node site.mjs FOLDER PICTURES|- [harmless|use|axe]   only this part: scripts and requests; what it shows;
//                                                        accessibility
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [folder, pictures, only] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json" };
const PHONE = { width: 360, height: 740 }, DESK = { width: 1280, height: 900 };

const server = createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
  try {
    const body = await readFile(join(folder, path));
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const bases = [pathToFileURL(folder).href + "/", `http://127.0.0.1:${server.address().port}/`];

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

/** A new page that records forbidden events; `end` fails if there were any. */
async function open(base, options = {}) {
  const context = await browser.newContext({ viewport: DESK, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => message.type() === "error" && wrong.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => { wrong.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith("data:")) wrong.push(`asks for ${request.url()}`);
  });
  const end = async () => {
    assert.deepEqual(wrong, []);
    await context.close();
  };
  return { page, end };
}

const pages = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".html")).sort();
const visible = (page, selector) => page.locator(selector).filter({ visible: true }).allInnerTexts();

async function shows(page, day, chair, states) {
  await page.waitForFunction((day) => document.getElementById("long").dateTime === day, day);
  assert.deepEqual(await visible(page, ".chair .state a"), [chair], `chair on ${day}`);
  assert.deepEqual(await visible(page, '[data-count="observer-state"] span'), [String(states)], `observer states on ${day}`);
  const listed = await visible(page, ".role.observer .kind:first-child li");
  assert.equal(listed.length, states, `states listed on ${day}`);
  const said = (await page.locator("#said").innerText()).trim();
  assert.match(said, new RegExp(`^${chair} in the chair.*, ${states} of them states$`));
}

async function useSlider(page, day) {
  await page.locator("#slider").evaluate((slider, day) => {
    slider.value = Math.round((Date.parse(day) - Date.parse(document.getElementById("date").min)) / 864e5);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, day);
}

async function council(base) {
  const { page, end } = await open(base);
  await page.goto(base + "index.html");
  await shows(page, "2026-11-23", "Kingdom of Denmark", 13);
  await useSlider(page, "2012-06-01");
  await shows(page, "2012-06-01", "Sweden", 6);
  await page.waitForFunction(() => location.hash === "#on=2012-06-01");
  await useSlider(page, "2021-05-20");
  await shows(page, "2021-05-20", "Russian Federation", 13);
  const notes = await visible(page, ".notes li");
  assert.ok(notes.some((note) => /2021-05-20 is a handover day: the chair passes from Iceland to the Russian Federation/i.test(note)), notes.join());
  await page.waitForFunction(() => location.hash === "#on=2021-05-20");
  await page.goBack();
  await shows(page, "2012-06-01", "Sweden", 6);
  await page.fill("#date", "2014-01-01");
  await page.locator("#date").dispatchEvent("change");
  await shows(page, "2014-01-01", "Canada", 12);
  await page.click("#earlier");
  await shows(page, "2013-05-15", "Canada", 12);
  await page.click("#earlier");
  await shows(page, "2011-05-12", "Sweden", 6);
  await page.goto(base + "index.html#on=2027-05-15");
  await page.reload();
  assert.deepEqual(await visible(page, ".chair .doubt"), ["One of these; which one is not known"]);
  assert.ok((await visible(page, ".notes li")).some((note) => note.includes("holds the chair on 2027-05-15 is not known")));
  await page.goto(base + "index.html#on=1990-01-01");
  await page.reload();
  assert.deepEqual(await visible(page, ".chair .doubt"), ["No chair"]);
  await end();
}

async function search(base) {
  const { page, end } = await open(base);
  await page.goto(base + "search.html");
  for (const [text, name] of [["Sámi", "Saami Council"], ["  THE sami ", "Saami Council"], ["Норвегия", "Norway"], ["Korea, Rep.", "Republic of Korea"], ["s\u0061\u0301mi", "Saami Council"]]) {
    await page.fill("#text", text);
    await page.waitForFunction((text) => decodeURIComponent(location.hash) === "#q=" + text, text);
    assert.equal((await visible(page, "#rows tbody th"))[0], name, `search for ${text}`);
  }
  await page.fill("#text", "zzzz");
  await page.waitForFunction(() => document.getElementById("found").textContent === "Nothing found");
  await end();
}

/** Goes from the front page to a party with the keyboard only; the skip link is the first stop. */
async function keyboard(base) {
  const { page, end } = await open(base);
  await page.goto(base + "index.html");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  for (let presses = 0; ; presses += 1) {
    assert.ok(presses < 100, "Tab reaches no party");
    await page.keyboard.press("Tab");
    const [href, outlined] = await page.evaluate(() => {
      const focused = document.activeElement;
      return [focused.getAttribute("href") ?? "", getComputedStyle(focused).outlineStyle !== "none"];
    });
    assert.ok(outlined, "the focus is not visible");
    if (href === "parties/saami-council.html") break;
  }
  await page.keyboard.press("Enter");
  await page.waitForURL(base + "parties/saami-council.html");
  assert.equal(await page.locator("h1").innerText(), "Saami Council");
  const slider = await open(base);
  await slider.page.goto(base + "index.html#on=2012-06-01");
  await slider.page.focus("#slider");
  await slider.page.keyboard.press("ArrowRight");
  await shows(slider.page, "2012-06-02", "Sweden", 6);
  assert.equal(await slider.page.getAttribute("#slider", "aria-valuetext"), "2 June 2012");
  await slider.end();
  await end();
}

/** Without its script the front page shows the council on the day of the export. */
async function without_script(base) {
  const { page, end } = await open(base, { javaScriptEnabled: false });
  await page.goto(base + "index.html");
  assert.deepEqual(await visible(page, ".chair .state a"), ["Kingdom of Denmark"]);
  assert.equal((await visible(page, "#slider")).length, 0);
  assert.ok(await page.locator(".chart.wide svg").first().isVisible());
  await end();
}

async function accessible(base) {
  const looked = ["index.html", "index.html#on=2019-06-01", "index.html#on=2027-05-15", "search.html", "data.html", "parties/norway.html", "parties/ngs.html", "meetings/kiruna-2013.html", "chairships/russia-2021.html", "tables/event.html"];
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of [DESK, PHONE]) {
      for (const name of looked) {
        // The content security policy of the pages blocks this script, too.
        const { page, end } = await open(base, { colorScheme, viewport, bypassCSP: true });
        await page.goto(base + name);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => axe.run({ preload: false }));
        const grave = violations.filter((fault) => ["serious", "critical"].includes(fault.impact));
        const told = grave.map((fault) => `${name} ${colorScheme} ${viewport.width}: ${fault.id}: ${fault.nodes[0].html.slice(0, 120)}`);
        assert.deepEqual(told, []);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wider <= 0, `${name} is ${wider} px wider than ${viewport.width}`);
        if (pictures !== "-") {
          const file = `${name.replace(/[^a-z0-9]+/g, "-")}-${colorScheme}-${viewport.width}.png`;
          await page.screenshot({ path: join(pictures, file), fullPage: true });
        }
        await end();
      }
    }
  }
}

/** Every page opens without running injected scripts, failing, or requesting anything outside the folder. */
async function harmless(base) {
  const { page, end } = await open(base);
  for (const name of pages) await page.goto(base + name);
  const links = await page.locator("a[href]").evaluateAll((links) => links.map((link) => link.protocol));
  assert.ok(!links.includes("javascript:"));
  await end();
}

const parts = only ? [only] : ["harmless", "use", "axe"];
try {
  for (const base of bases) {
    if (parts.includes("harmless")) await harmless(base);
    if (parts.includes("use")) {
      for (const check of [council, search, keyboard, without_script]) await check(base);
    }
    console.log(`${new URL(base).protocol} ${pages.length} pages`);
  }
  if (parts.includes("axe")) {
    await accessible(bases[0]);
    console.log("axe: no serious or critical fault; nothing wider than its screen");
  }
} finally {
  await browser.close();
  server.close();
}
