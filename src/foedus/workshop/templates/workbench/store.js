// What the file holds: texts and limits, and each run as it is asked for.

const about = JSON.parse(document.getElementById("about").textContent);
const SHAPE = about.shape;
const SETS = SHAPE.sets;
const YEARS = SHAPE.horizon;
const LAST = about.start + YEARS;
const OUTCOMES = new Map(about.outcomes.map((one) => [one.name, one]));
const LINES = new Map(about.scenes.map((line) => [line.name, line]));
const FIRST = about.scenes[0];
const NORMALS = unpackFloats(bytesOf(about.normals));
const texts = new Map([...document.querySelectorAll("script.scene")].map((one) => [one.dataset.name, one]));
const loading = new Map();
const loaded = new Map();

function bytesOf(text) {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

function unpackFloats(bytes) {
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

async function inflated(text) {
  const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A run by its name, with that which it is stored as the difference from. */
function load(name) {
  if (!loading.has(name)) {
    const line = LINES.get(name);
    const base = line.reference ? load(line.reference) : Promise.resolve(null);
    loading.set(
      name,
      Promise.all([inflated(texts.get(name).textContent), base]).then(([bytes, reference]) => {
        const scene = unpacked(line, bytes, reference);
        loaded.set(name, scene);
        return scene;
      }),
    );
  }
  return loading.get(name);
}

function unpacked(line, bytes, reference) {
  const n = line.futures;
  const width = Math.ceil(n / 8);
  const K = about.instruments.length;
  const sizes = [SHAPE.events.length * n, SHAPE.statuses.length * YEARS * width, 2 * K * SETS];
  let at = 0;
  const [first, planes, fallen] = sizes.map((size) => bytes.slice(at, (at += size)));
  if (reference) restore(first, planes, n, width, reference);
  for (let s = 0; s < SHAPE.statuses.length; s += 1) {
    for (let t = 1; t < YEARS; t += 1) {
      const here = (s * YEARS + t) * width;
      for (let i = 0; i < width; i += 1) planes[here + i] ^= planes[here - width + i];
    }
  }
  const inSet = new Uint16Array(SETS);
  for (let r = 0; r < n; r += 1) inSet[r % SETS] += 1;
  return { line, n, width, first, planes, fallen, inSet, told: new Map(), ...figures(unpackFloats(bytes.slice(at))) };
}

/** Add what the reference has. */
function restore(first, planes, n, width, reference) {
  for (let e = 0; e < SHAPE.events.length; e += 1) {
    for (let r = 0; r < n; r += 1) first[e * n + r] += reference.first[e * reference.n + r];
  }
  for (let s = 0; s < SHAPE.statuses.length; s += 1) {
    for (let t = 0; t < YEARS; t += 1) {
      const here = (s * YEARS + t) * width;
      const there = (s * YEARS + t) * reference.width;
      for (let i = 0; i < width; i += 1) {
        const before = t ? reference.planes[there - reference.width + i] : 0;
        planes[here + i] ^= reference.planes[there + i] ^ before;
      }
    }
  }
}

/** The figures that are made from more than single futures. */
function figures(numbers) {
  let at = 0;
  const take = (size) => numbers.subarray(at, (at += size));
  const expected = new Map();
  const paths = new Map();
  for (const name of SHAPE.expected) {
    expected.set(name, new Map(SHAPE.years.map((year) => [year, { mean: take(SETS), within: take(SETS) }])));
    const flat = take(3 * YEARS);
    paths.set(name, Array.from({ length: YEARS }, (_, t) => estimateAt(flat, 3 * t)));
  }
  const totals = new Map(SHAPE.totals.map((name) => [name, take(SETS)]));
  const ratios = new Map(SHAPE.ratios.map((name) => [name, { part: take(SETS), whole: take(SETS) }]));
  return { expected, paths, totals, ratios };
}

function estimateAt(flat, at) {
  const [value, low, high] = flat.subarray(at, at + 3);
  return { value, low: Number.isNaN(low) ? null : low, high: Number.isNaN(high) ? null : high };
}

/** Read every other run while nobody waits, and count its outcomes. */
async function loadAll(tell) {
  let done = 0;
  for (const name of LINES.keys()) {
    const scene = await load(name);
    for (const outcome of about.outcomes) told({ scene, told: scene.told }, outcome);
    done += 1;
    tell(done, LINES.size);
    await new Promise((go) => setTimeout(go, 0));
  }
}
