// Charts as plain SVG: one sans-serif, thin rules, colours that differ in grey too (foedus.report.look).

const LIGHT = {
  ink: "#1f2933", muted: "#5f6b76", rule: "#d8dce0", paper: "#ffffff", blue: "#1f4e79", pale: "#c9d8e6",
  brick: "#a63d1f", ochre: "#86600a", teal: "#2b6f66", slate: "#4a5763",
};
const DARK = {
  ink: "#e6e9ec", muted: "#a3adb6", rule: "#39434d", paper: "#151a1f", blue: "#86b4dd", pale: "#274059",
  brick: "#e8896b", ochre: "#d9b04c", teal: "#74bfb2", slate: "#b4bec7",
};
const FONT = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const darkness = window.matchMedia("(prefers-color-scheme: dark)");
const palette = () => (darkness.matches && !window.matchMedia("print").matches ? DARK : LIGHT);

const text = (x, y, words, colours, more = {}) =>
  s("text", { x, y, fill: colours.muted, "font-size": 12, ...more }, words);

function frame(width, height, name, about) {
  const id = `t-${name.replace(/\W+/g, "-")}`;
  return s(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-labelledby": id, "font-family": FONT },
    s("title", { id }, about),
  );
}

/** Round steps for an axis. */
function ticks(low, high, most = 6) {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((x) => x * power).find((x) => x >= rough);
  const found = [];
  for (let x = Math.ceil(low / step - 1e-9) * step; x <= high + 1e-9; x += step) found.push(Math.abs(x) < 1e-12 ? 0 : x);
  return found;
}

const axisText = (x, unit) => (isProbability(unit) ? `${Number((100 * x).toPrecision(4))}%` : `${Number(x.toPrecision(4))}`);

/** Words in lines of so many pixels. */
function wrapped(words, width, size = 12) {
  const most = Math.max(8, Math.floor(width / (0.54 * size)));
  const lines = [""];
  for (const word of words.split(" ")) {
    const line = lines.at(-1);
    if (line && line.length + word.length + 1 > most) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}

/** Labels of rows at the left: their nodes, and the height of each row. */
function rowLabels(rows, width, least) {
  return rows.map((row) => {
    const lines = wrapped(row.label, width);
    return { lines, height: Math.max(least, 15 * lines.length + 8) };
  });
}

/** Curves by year, each with its band. series: {name, path, colour, dash}. */
function fanChart(name, series, { width, unit, limit = null, about: title }, colours) {
  const [left, right, top, bottom] = [46, 14, 14, 28];
  const height = Math.round(Math.min(380, Math.max(250, width * 0.45)));
  const svg = frame(width, height, name, title);
  const all = series.flatMap((one) => one.path).filter((x) => x.value !== null);
  const most = Math.max(limit ?? 0, 0.01, ...all.map((x) => x.high ?? x.value));
  const top1 = isProbability(unit) ? Math.min(1, most * 1.08) : most * 1.08;
  const x = (year) => left + ((year - 1) / Math.max(YEARS - 1, 1)) * (width - left - right);
  const y = (p) => top + (1 - p / top1) * (height - top - bottom);
  for (const tick of ticks(0, top1, 5)) {
    svg.append(
      s("line", { x1: left, x2: width - right, y1: y(tick), y2: y(tick), stroke: colours.rule, "stroke-width": 0.7 }),
      text(left - 6, y(tick) + 4, axisText(tick, unit), colours, { "text-anchor": "end" }),
    );
  }
  const step = width < 480 ? 5 : YEARS > 12 ? 4 : 2;
  for (let year = 1; year <= YEARS; year += 1) {
    if ((YEARS - year) % step === 0) svg.append(text(x(year), height - 8, about.start + year, colours, { "text-anchor": "middle" }));
  }
  if (limit !== null) {
    svg.append(
      s("line", { x1: left, x2: width - right, y1: y(limit), y2: y(limit), stroke: colours.brick, "stroke-width": 1.2, "stroke-dasharray": "5 3" }),
      text(left + 4, y(limit) - 5, `limit ${percentOf(limit)}`, colours, { fill: colours.brick }),
    );
  }
  for (const one of series) band(svg, one, x, y);
  for (const one of series) {
    const known = one.path.map((p, t) => ({ ...p, year: t + 1 })).filter((p) => p.value !== null);
    if (!known.length) continue;
    const d = known.map((p, i) => `${i ? "L" : "M"}${x(p.year).toFixed(1)} ${y(p.value).toFixed(1)}`).join("");
    svg.append(s("path", { d, fill: "none", stroke: one.colour, "stroke-width": 2.2, "stroke-dasharray": one.dash }));
  }
  return svg;
}

function band(svg, one, x, y) {
  const known = one.path.map((p, t) => ({ ...p, year: t + 1 })).filter((p) => p.low !== null && p.low !== undefined);
  if (known.length < 2) return;
  const up = known.map((p) => `${x(p.year).toFixed(1)} ${y(p.high).toFixed(1)}`);
  const down = known.reverse().map((p) => `${x(p.year).toFixed(1)} ${y(p.low).toFixed(1)}`);
  svg.append(s("path", { d: `M${[...up, ...down].join("L")}Z`, fill: one.colour, opacity: 0.14 }));
}

/** Rows with an interval each: around zero (differences), or from zero with a limit (levels). */
function rangeChart(name, rows, { width, unit, limit = null, zero = false, about: title }, colours) {
  const left = Math.min(Math.round(width * 0.4), 270);
  const right = 70;
  const labels = rowLabels(rows, left - 14, 28);
  const height = labels.reduce((total, one) => total + one.height, 0) + 34;
  const svg = frame(width, height, name, title);
  const known = rows.filter((row) => row.found.value !== null);
  const ends = known.flatMap((row) => [row.found.low ?? row.found.value, row.found.high ?? row.found.value]);
  let low = Math.min(0, ...ends);
  let high = Math.max(0, limit ?? 0, ...ends);
  if (high - low < 1e-9) [low, high] = zero ? [-0.01, 0.01] : [0, 0.1];
  const x = (p) => left + ((p - low) / (high - low)) * (width - left - right);
  for (const tick of ticks(low, high, width < 480 ? 3 : 6)) {
    const words = zero ? signed(tick, unit) : axisText(tick, unit);
    svg.append(
      s("line", { x1: x(tick), x2: x(tick), y1: 4, y2: height - 24, stroke: tick === 0 && zero ? colours.muted : colours.rule, "stroke-width": tick === 0 && zero ? 1.2 : 0.7 }),
      text(x(tick), height - 8, words, colours, { "text-anchor": "middle" }),
    );
  }
  if (limit !== null) {
    svg.append(s("line", { x1: x(limit), x2: x(limit), y1: 4, y2: height - 24, stroke: colours.brick, "stroke-width": 1.2, "stroke-dasharray": "5 3" }));
  }
  let at = 4;
  rows.forEach((row, i) => {
    const middle = at + labels[i].height / 2;
    at += labels[i].height;
    labels[i].lines.forEach((words, k) =>
      svg.append(text(left - 10, middle + 4 + 15 * (k - (labels[i].lines.length - 1) / 2), words, colours, { "text-anchor": "end", fill: colours.ink })),
    );
    range(svg, row, x, middle, { zero, unit, right: width - 4 }, colours);
  });
  return svg;
}

function range(svg, row, x, y, { zero, unit, right }, colours) {
  const { found } = row;
  const colour = row.colour || (zero && !clear(found) ? colours.muted : colours.blue);
  if (found.value === null) {
    svg.append(text(right, y + 4, UNKNOWN, colours, { "text-anchor": "end" }));
    return;
  }
  if (found.low !== null && found.low !== undefined) {
    svg.append(s("line", { x1: x(found.low), x2: x(found.high), y1: y, y2: y, stroke: colour, "stroke-width": 2.2 }));
  }
  const round = !zero || clear(found);
  svg.append(
    s("circle", { cx: x(found.value), cy: y, r: 4.6, fill: round ? colour : colours.paper, stroke: colour, "stroke-width": 1.8 }),
    text(right, y + 4, zero ? changeOf(found, unit) : valueOf(found, unit), colours, { "text-anchor": "end", fill: colours.ink, "font-weight": row.bold ? 700 : 400 }),
  );
}

/** Analysts of one limit along a line: dots on either side of it. */
function stripChart(name, one, width, colours) {
  const [left, right, height] = [18, 24, 58];
  const svg = frame(width, height, name, `Analysts on ${OUTCOMES.get(one.limit.outcome).plain}: ${sidesText(one)}`);
  const known = one.views.map((view, i) => ({ value: view[3], side: one.sides[i], kind: view[1] })).filter((view) => view.value !== null);
  const values = [...known.map((view) => view.value), one.bound];
  const pad = Math.max((Math.max(...values) - Math.min(...values)) * 0.06, 0.004);
  const [low, high] = [Math.max(0, Math.min(...values) - pad), Math.min(1, Math.max(...values) + pad)];
  const x = (p) => left + ((p - low) / (high - low)) * (width - left - right);
  svg.append(s("line", { x1: left, x2: width - right, y1: 36, y2: 36, stroke: colours.rule }));
  for (const tick of ticks(low, high, width < 400 ? 3 : 6)) svg.append(text(x(tick), 53, axisText(tick, "probability"), colours, { "text-anchor": "middle", "font-size": 11 }));
  svg.append(s("line", { x1: x(one.bound), x2: x(one.bound), y1: 4, y2: 40, stroke: colours.brick, "stroke-width": 1.6, "stroke-dasharray": "5 3" }));
  const fill = { keeps: colours.teal, fails: colours.brick, astride: colours.ochre, unknown: colours.muted };
  const heights = new Map();
  const dots = new Map();
  let diamond = null;
  for (const view of known) {
    const column = Math.round(x(view.value) / 5);
    const level = heights.get(column) || 0;
    heights.set(column, level + 1);
    const y = 32 - Math.min(level, 5) * 5;
    if (view.kind === "mixture") diamond = s("path", { d: `M${x(view.value)} ${y - 6}l5 6l-5 6l-5 -6z`, fill: colours.ink });
    else dots.set(view.side, `${dots.get(view.side) || ""}M${(x(view.value) - 3).toFixed(1)} ${y}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0`);
  }
  for (const [side, d] of dots) svg.append(s("path", { d, fill: fill[side], "fill-opacity": 0.85 }));
  if (diamond) svg.append(diamond);
  return svg;
}

/** Shares by year, one on the other. parts: {name, values, colour}. */
function stackChart(name, parts, width, title, colours) {
  const [left, right, top, bottom] = [46, 14, 10, 28];
  const height = 260;
  const svg = frame(width, height, name, title);
  const x = (t) => left + (t / Math.max(YEARS - 1, 1)) * (width - left - right);
  const y = (p) => top + (1 - p) * (height - top - bottom);
  const below = new Array(YEARS).fill(0);
  for (const part of parts) {
    const up = part.values.map((p, t) => `${x(t).toFixed(1)} ${y(below[t] + p).toFixed(1)}`);
    const down = below.map((p, t) => `${x(t).toFixed(1)} ${y(p).toFixed(1)}`).reverse();
    svg.append(s("path", { d: `M${[...up, ...down].join("L")}Z`, fill: part.colour, stroke: colours.paper, "stroke-width": 1 }));
    part.values.forEach((p, t) => (below[t] += p));
  }
  for (const tick of [0, 0.25, 0.5, 0.75, 1]) svg.append(text(left - 6, y(tick) + 4, axisText(tick, "probability"), colours, { "text-anchor": "end" }));
  const step = width < 480 ? 5 : 4;
  for (let t = 0; t < YEARS; t += 1) if ((YEARS - 1 - t) % step === 0) svg.append(text(x(t), height - 8, about.start + t + 1, colours, { "text-anchor": "middle" }));
  return svg;
}
