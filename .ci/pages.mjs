// Opens pages in headless Chromium and holds them to what a reader needs: axe finds nothing, nothing loads from outside, the
// page fits a phone and four times zoom, no table is cut at any width, everything can be reached by keyboard, and paper loses
// nothing.
// node pages.mjs MODULES SHOTS PAGE...   (MODULES holds node_modules with axe-core and puppeteer-core)
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, shots, ...pages] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), 'node_modules', 'x.js'));
const puppeteer = (await import(pathToFileURL(require.resolve('puppeteer-core')))).default;
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

// Desktop, phone, and 1280 pixels at four times zoom.
const WIDTHS = [1280, 390, 320];
const SCHEMES = ['light', 'dark'];
// Tables are measured in steps from a narrow window to a wide one, and on both sides of the widths at which the style changes
// the layout of the page: 36, 44, 64 and 76 rem.
const TABLE_WIDTHS = [...Array.from({ length: 41 }, (_, at) => 320 + 32 * at), 390, 575, 703, 705, 1023, 1025, 1215, 1217, 1280]
  .sort((a, b) => a - b);
// A sheet of A4 without its margins: 180 mm.
const SHEET_WIDTH = 680;
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// The rules that depend on colour. All others give the same result in dark mode as in light.
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
// A page of which more than so many stops are to be tabbed through is sampled: they are all the same few kinds.
const STOPS_MAX = 400;
// Chromium takes no picture of a page of any length.
const SHOT_HEIGHT_MAX = 12000;

const faults = [];
const fault = (page, what) => { faults.push(`${page}: ${what}`); console.error(`  FAULT ${what}`); };

async function open(browser, name, url, width, scheme) {
  const tab = await browser.newPage();
  await tab.setBypassCSP(true);
  await tab.setViewport({ width, height: 900 });
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await tab.setRequestInterception(true);
  tab.on('request', (request) => {
    if (request.url() === url || request.url() === `${url}#`) return request.continue();
    fault(name, `asks for ${request.url()}`);
    return request.abort();
  });
  await tab.goto(url);
  return tab;
}

// As a reader opens it, under the page's own policy: its style must apply, and nothing may be kept from loading.
async function asIs(browser, name, url) {
  const tab = await browser.newPage();
  tab.on('console', (message) => { if (message.type() === 'error') fault(name, `as it is: ${message.text()}`); });
  tab.on('pageerror', (error) => fault(name, `as it is: ${error.message}`));
  await tab.goto(url);
  const policy = await tab.evaluate(() => document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content ?? '');
  if (!policy.includes("default-src 'none'")) fault(name, 'as it is: it has no policy that keeps everything out');
  const ground = await tab.evaluate(() => getComputedStyle(document.querySelector('.kop')).backgroundColor);
  if (/rgba\(0, 0, 0, 0\)/.test(ground)) fault(name, 'as it is: its style does not apply');
  await tab.close();
}

async function accessible(tab, name, what, rules) {
  await tab.evaluate(axeSource);
  // Closed details hold content too.
  await tab.evaluate(() => document.querySelectorAll('details').forEach((own) => { own.open = true; }));
  await fits(tab, name, `${what}, everything opened`);
  const { violations, incomplete } = await tab.evaluate((rules) => globalThis.axe.run({ runOnly: rules }), rules);
  for (const own of violations) {
    const where = own.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join(' | ');
    fault(name, `${what}: axe ${own.id}: ${own.help}: ${own.nodes.length}x: ${where}`);
  }
  const contrast = incomplete.filter((own) => own.id === 'color-contrast').flatMap((own) => own.nodes);
  console.log(`  ${what}: axe ${violations.length} violations, ${contrast.length} contrasts that axe cannot see`);
  await tab.evaluate(() => document.querySelectorAll('details').forEach((own) => { own.open = false; }));
}

// Words of charts are SVG, of which axe says little: none may be cut off, lie over another or fade into its ground.
async function charts(tab, name, what) {
  const seen = await tab.evaluate(() => {
    const colour = (text) => text.match(/[\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map((own) => own / 255)
      .map((own) => (own <= 0.04045 ? own / 12.92 : ((own + 0.055) / 1.055) ** 2.4))
      .reduce((sum, own, at) => sum + own * [0.2126, 0.7152, 0.0722][at], 0);
    const ground = (own) => {
      for (let at = own; at; at = at.parentElement) {
        const found = colour(getComputedStyle(at).backgroundColor);
        if (found.length < 4 || found[3] > 0) return found;
      }
      return [255, 255, 255];
    };
    const out = [];
    for (const svg of document.querySelectorAll('svg[role=img]')) {
      const box = svg.getBoundingClientRect();
      if (!box.width) continue;
      const title = svg.querySelector('title').textContent;
      const texts = [...svg.querySelectorAll('text')].filter((own) => own.textContent.trim());
      const boxes = texts.map((own) => own.getBoundingClientRect());
      texts.forEach((own, at) => {
        const here = boxes[at];
        if (here.left < box.left - 1 || here.right > box.right + 1) out.push(`${title}: “${own.textContent}” is cut off`);
        boxes.forEach((there, other) => {
          const wide = Math.min(here.right, there.right) - Math.max(here.left, there.left);
          const high = Math.min(here.bottom, there.bottom) - Math.max(here.top, there.top);
          if (other > at && wide > 1 && high > 6) out.push(`${title}: “${own.textContent}” lies over “${texts[other].textContent}”`);
        });
        const blok = svg.querySelector('.blok');
        const on = blok ? colour(getComputedStyle(blok).fill) : ground(svg);
        const [a, b] = [light(colour(getComputedStyle(own).fill)), light(on)].sort((x, y) => y - x);
        if ((a + 0.05) / (b + 0.05) < 4.5) out.push(`${title}: “${own.textContent}” has too little contrast`);
      });
    }
    return out;
  });
  seen.forEach((own) => fault(name, `${what}: ${own}`));
}

async function fits(tab, name, what) {
  const [needs, has] = await tab.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  if (needs > has) fault(name, `${what}: needs ${needs} and has ${has}`);
}

// Every word of every table lies in its cell, every cell in its table, every table in its place, and no word is broken in two.
async function tables(tab, name, what) {
  const seen = await tab.evaluate(() => {
    const SLACK = 0.5;
    const out = [];
    const cut = (inner, outer) => inner.left < outer.left - SLACK || inner.right > outer.right + SLACK;
    const inside = (own) => {
      const box = own.getBoundingClientRect();
      return { left: box.left + own.clientLeft, right: box.left + own.clientLeft + own.clientWidth };
    };
    const range = document.createRange();
    const boxes = (node, from, to) => {
      range.setStart(node, from);
      range.setEnd(node, to);
      return [...range.getClientRects()].filter((box) => box.width > 0);
    };
    for (const table of document.querySelectorAll('table')) {
      const place = table.parentElement;
      const title = `table in #${(table.closest('[id]:not(table)') ?? document.body).id}`;
      if (cut(table.getBoundingClientRect(), inside(place)) || place.scrollWidth > place.clientWidth) {
        out.push(`${title}: needs ${Math.max(table.offsetWidth, place.scrollWidth)} and has ${place.clientWidth}`);
      }
      const frames = [document.documentElement];
      for (let at = table; at !== document.documentElement; at = at.parentElement) {
        if (getComputedStyle(at).overflowX !== 'visible') frames.push(at);
      }
      const limits = frames.map(inside);
      for (const cell of table.querySelectorAll('th, td')) {
        // In a list each cell carries its own head; the row of heads is then there for screen readers only.
        if (cell.closest('thead')?.offsetWidth <= 1) continue;
        const said = `${title}: “${cell.textContent.trim().slice(0, 40)}”`;
        if (cell.scrollWidth > cell.clientWidth) out.push(`${said} needs ${cell.scrollWidth} and has ${cell.clientWidth}`);
        const own = [cell.getBoundingClientRect(), ...limits];
        const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          if (!node.data.trim() || node.parentElement.closest('.gehoord')) continue;
          if (boxes(node, 0, node.length).some((box) => own.some((limit) => cut(box, limit)))) out.push(`${said} is cut off`);
          // Codes and a municipality's own text may hold a word of any length.
          if (node.parentElement.closest('code, .vrij')) continue;
          for (const word of node.data.matchAll(/[\p{L}\p{N}]+/gu)) {
            const lines = new Set(boxes(node, word.index, word.index + word[0].length).map((box) => Math.round(box.top)));
            if (lines.size > 1) out.push(`${said} breaks “${word[0]}”`);
          }
        }
      }
    }
    return out;
  });
  seen.slice(0, 5).forEach((own) => fault(name, `${what}: ${own}`));
  if (seen.length > 5) fault(name, `${what}: and ${seen.length - 5} more like these`);
}

async function everyWidth(browser, name, url) {
  const tab = await open(browser, name, url, TABLE_WIDTHS[0], 'light');
  const count = await tab.evaluate(() => {
    document.querySelectorAll('details').forEach((own) => { own.open = true; });
    return document.querySelectorAll('table').length;
  });
  for (const width of TABLE_WIDTHS) {
    await tab.setViewport({ width, height: 900 });
    await fits(tab, name, `${width}, everything opened`);
    await tables(tab, name, `${width}`);
  }
  await tab.emulateMediaType('print');
  await tab.setViewport({ width: SHEET_WIDTH, height: 900 });
  await tables(tab, name, 'on paper');
  await tab.close();
  console.log(`  tables: ${count} at ${TABLE_WIDTHS.length} widths and on paper`);
}

async function keyboard(tab, name) {
  const stops = await tab.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], summary, [tabindex="0"]')].filter((own) => own.checkVisibility({ contentVisibilityAuto: true }));
    all.forEach((own, at) => { own.dataset.stop = at; });
    return all.length;
  });
  const met = new Set();
  for (let press = 0; press < Math.min(stops + 1, STOPS_MAX); press += 1) {
    await tab.keyboard.press('Tab');
    const seen = await tab.evaluate(() => {
      const own = document.activeElement;
      const style = getComputedStyle(own);
      const box = own.getBoundingClientRect();
      const visible = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0
        && box.right > 0 && box.bottom > 0 && box.top < innerHeight;
      return { stop: own.dataset.stop, text: own.textContent.trim().slice(0, 40), visible };
    });
    if (seen.stop === undefined) break;
    met.add(seen.stop);
    if (!seen.visible) fault(name, `keyboard: the focus on “${seen.text}” is not to be seen`);
  }
  if (met.size < Math.min(stops, STOPS_MAX)) fault(name, `keyboard: ${met.size} of ${stops} stops are reached`);
  console.log(`  keyboard: ${met.size} of ${stops} stops are reached`);
}

async function scrolling(tab, name) {
  const unnamed = await tab.evaluate(() => [...document.querySelectorAll('*')].filter((own) => {
    const style = getComputedStyle(own);
    return own.scrollWidth > own.clientWidth + 1 && ['auto', 'scroll'].includes(style.overflowX) && own.tabIndex < 0;
  }).map((own) => own.className));
  unnamed.forEach((own) => fault(name, `keyboard: what scrolls in .${own} cannot be reached`));
}

async function anchors(tab, name) {
  const lost = await tab.evaluate(() => [...document.querySelectorAll('a[href^="#"]')]
    .map((own) => decodeURIComponent(own.getAttribute('href').slice(1))).filter((id) => !document.getElementById(id)));
  lost.forEach((id) => fault(name, `a link leads to #${id}, which is not there`));
}

const squeezed = (text) => text.replace(/\s+/g, '');

async function paper(tab, name, shots) {
  const pdf = join(shots, `${name}.pdf`);
  const said = await tab.evaluate(() => {
    document.querySelectorAll('.gehoord').forEach((own) => own.remove());
    const text = (own) => own.textContent;
    const charts = [...document.querySelectorAll('svg[role=img]')].filter((own) => own.getBoundingClientRect().width)
      .map((svg) => [...svg.querySelectorAll('text')].map(text));
    const kept = [...document.querySelectorAll('main h2, main h3, main h4, main summary, main details td, main details li, main dd')]
      .map((own) => own.innerText || own.textContent);
    return { charts, kept };
  });
  await tab.pdf({ path: pdf, preferCSSPageSize: true, printBackground: true });
  const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { maxBuffer: 1 << 26 }).toString();
  const raw = execFileSync('pdftotext', ['-raw', pdf, '-'], { maxBuffer: 1 << 26 }).toString();
  const sheets = text.split('\f').slice(0, -1);
  const rawSheets = raw.split('\f').map(squeezed);
  for (const words of said.charts) {
    const whole = rawSheets.some((sheet) => words.every((word) => sheet.includes(squeezed(word))));
    if (!whole) fault(name, `paper: the chart with “${words[0]}” is not whole on one sheet`);
  }
  const all = rawSheets.join('');
  const lost = said.kept.map((own) => own.split(/\n/)[0]).filter((own) => squeezed(own).length > 3)
    .filter((own) => !all.includes(squeezed(own).slice(0, 24)));
  lost.slice(0, 5).forEach((own) => fault(name, `paper: “${own.slice(0, 60)}” is not printed`));
  execFileSync('pdftoppm', ['-r', '60', '-png', pdf, join(shots, `${name}-a4`)]);
  console.log(`  paper: ${sheets.length} sheets of A4, ${said.charts.length} charts whole, ${said.kept.length} texts looked for`);
}

async function held(browser, file) {
  const name = file.replace(/\.html$/, '').split('/').pop();
  const url = pathToFileURL(resolve(file)).href;
  console.log(name);
  const source = readFileSync(file, 'utf8');
  if (/<script|<link|<iframe|<object|src=["']?https?:|@import|url\((?!#)|\son[a-z]+=/.test(source)) fault(name, 'holds a script or an outside resource');
  if (!/Content-Security-Policy" content="default-src 'none'/.test(source)) fault(name, 'has no strict policy');
  await asIs(browser, name, url);
  await everyWidth(browser, name, url);
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      const tab = await open(browser, name, url, width, scheme);
      const what = `${width} ${scheme}`;
      await fits(tab, name, what);
      await charts(tab, name, what);
      await scrolling(tab, name);
      await accessible(tab, name, what, scheme === 'light' ? RULES : COLOUR_RULES);
      const tall = await tab.evaluate(() => document.documentElement.scrollHeight);
      const clip = { x: 0, y: 0, width, height: Math.min(tall, SHOT_HEIGHT_MAX) };
      await tab.screenshot({ path: join(shots, `${name}-${width}-${scheme}.png`), clip, captureBeyondViewport: true });
      if (scheme === 'light' && width === WIDTHS[0]) { await anchors(tab, name); await keyboard(tab, name); }
      await tab.close();
    }
  }
  const tab = await open(browser, name, url, WIDTHS[0], 'light');
  await paper(tab, name, shots);
  await tab.close();
}

mkdirSync(shots, { recursive: true });
const profile = join(resolve(shots), 'profile');
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  userDataDir: profile,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--allow-file-access-from-files'],
});
try {
  for (const page of pages) await held(browser, page);
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
writeFileSync(join(shots, 'faults.txt'), faults.map((own) => `${own}\n`).join(''));
console.log(`${pages.length} pages, ${faults.length} faults; pictures and prints in ${shots}`);
process.exit(faults.length ? 1 : 0);
