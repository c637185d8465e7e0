// Builds what the browser gets: node assets.mjs OUT [fonts]. One bundle of script, one of style, and with `fonts` the letters in parts.
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";

const HERE = dirname(fileURLToPath(import.meta.url));
const FACE = dirname(createRequire(import.meta.url).resolve("@fontsource/pretendard/package.json"));
const WEIGHTS = [400, 500, 600];
const OVERRIDES = "size-adjust: 101%; ascent-override: 94%; descent-override: 24%; line-gap-override: 0%";

async function bundle(out) {
  const { build } = await import("esbuild");
  await build({
    entryPoints: { main: join(HERE, "static/js/main.js") },
    outdir: out, bundle: true, minify: true, format: "esm", target: ["es2022"], legalComments: "none", logLevel: "error", logOverride: { "direct-eval": "silent" },
  });
  const css = join(HERE, "static/css");
  const screens = (await readdir(join(css, "screens")).catch(() => [])).filter((name) => name.endsWith(".css")).sort();
  const main = await readFile(join(css, "main.css"), "utf8");
  const imports = screens.filter((name) => !main.includes(`screens/${name}`)).map((name) => `@import "./screens/${name}" layer(screens);`);
  await build({
    stdin: { contents: [main, ...imports].join("\n"), resolveDir: css, loader: "css" },
    outfile: join(out, "main.css"), bundle: true, minify: true, target: ["chrome123", "firefox124", "safari17.5"], legalComments: "none", logLevel: "error",
  });
}

// Letters by how often a page needs them: a language loads the parts it shows and no other (unicode-range).
async function parts() {
  const common = [...(await readFile(join(HERE, "hangul.txt"), "utf8")).trim()].map((letter) => letter.codePointAt(0));
  const known = new Set(common);
  const listed = []; // the 2,350 syllables of KS X 1001
  const decoder = new TextDecoder("euc-kr");
  for (let lead = 0xb0; lead <= 0xc8; lead++) {
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const point = decoder.decode(new Uint8Array([lead, trail])).codePointAt(0);
      if (!known.has(point)) listed.push(point);
    }
  }
  for (const point of listed) known.add(point);
  const rare = span(0xac00, 0xd7a3).filter((point) => !known.has(point));
  const made = [
    { name: "latin", points: [...span(0x20, 0x7e), ...span(0xa0, 0x17f), ...span(0x2010, 0x2027), 0x2030, 0x2039, 0x203a, ...span(0x20a0, 0x20c0), 0x2116, 0x2122, ...span(0x2190, 0x2193), 0x2212, 0x2318] },
    { name: "cyrillic", points: span(0x400, 0x4ff) },
    { name: "hangul-1", points: [...common, ...span(0x3001, 0x3003), ...span(0x3008, 0x3011), ...span(0x3131, 0x318e)] },
    ...cut(listed, 4).map((points, index) => ({ name: `hangul-${index + 2}`, points })),
  ];
  const each = WEIGHTS.flatMap((weight) => made.map((part) => ({ ...part, weight, shown: [weight] })));
  return [...each, ...cut(rare, 8).map((points, index) => ({ name: `rare-${index + 1}`, points, weight: 500, shown: WEIGHTS }))];
}

const span = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const cut = (list, into) => Array.from({ length: into }, (_, index) => list.slice(Math.floor((index * list.length) / into), Math.floor(((index + 1) * list.length) / into)));

function ranges(points) {
  const sorted = [...points].sort((a, b) => a - b);
  const found = [];
  for (const point of sorted) {
    const last = found.at(-1);
    if (last && point === last[1] + 1) last[1] = point;
    else found.push([point, point]);
  }
  return found.map(([from, to]) => `U+${from.toString(16)}${to > from ? `-${to.toString(16)}` : ""}`).join(",");
}

const file = (part) => `${part.name}-${part.weight}.woff2`;

async function fonts(out) {
  await mkdir(join(out, "fonts"), { recursive: true });
  const all = await parts();
  const heads = Math.min(4, availableParallelism(), 4);
  await Promise.all(Array.from({ length: heads }, (_, head) => new Promise((done, fail) => {
    const mine = all.filter((_part, index) => index % heads === head);
    new Worker(new URL(import.meta.url), { workerData: { mine, out } }).on("error", fail).on("exit", done);
  })));
  // Faces of one family are merged by the browser only where weights are the same, so a rare part is named once for each.
  const faces = all.flatMap((part) => part.shown.map((weight) => `@font-face{font-family:Pretendard;font-style:normal;font-display:swap;font-weight:${weight};src:url(fonts/${file(part)}) format("woff2");unicode-range:${ranges(part.points)}}`));
  faces.push(`@font-face{font-family:"Pretendard Fallback";src:local("Arial"),local("Liberation Sans"),local("Helvetica Neue");${OVERRIDES}}`);
  await writeFile(join(out, "fonts.css"), faces.join("\n"));
}

async function cutOut({ mine, out }) {
  const { default: subset } = await import("subset-font");
  for (const part of mine) {
    const whole = await readFile(join(FACE, `files/pretendard-latin-${part.weight}-normal.woff2`));
    await writeFile(join(out, "fonts", file(part)), await subset(whole, String.fromCodePoint(...part.points), { targetFormat: "woff2" }));
  }
  parentPort.close();
}

if (isMainThread) {
  const [out, what] = process.argv.slice(2);
  await mkdir(out, { recursive: true });
  await Promise.all([bundle(out), what === "fonts" ? fonts(out) : null]);
} else {
  await cutOut(workerData);
}
