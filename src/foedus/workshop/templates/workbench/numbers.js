// Numbers for readers, as foedus.report.numbers writes them: two significant digits; zero only if exact.

const UNKNOWN = "unknown";

/** Digits after the point, ties to even as Python has them. */
function fixed(x, decimals) {
  const exact = Math.abs(x).toFixed(decimals + 40);
  const cut = exact.length - 40;
  const kept = exact.slice(0, cut).replace(/\.$/, "");
  const tie = /^50*$/.test(exact.slice(cut));
  const even = Number(kept.at(-1)) % 2 === 0;
  const size = tie && even ? kept : Math.abs(x).toFixed(decimals);
  return (x < 0 && Number(size) !== 0 ? "-" : "") + size;
}

/** Two significant digits. */
function twoDigits(x) {
  const [mantissa, power] = x.toExponential(40).split("e");
  let digits = Number(mantissa[0] + mantissa[2]);
  const rest = mantissa.slice(3);
  if (rest[0] > "5" || (rest[0] === "5" && (!/^50*$/.test(rest) || digits % 2 === 1))) digits += 1;
  let place = Number(power);
  if (digits === 100) [digits, place] = [10, place + 1];
  const decimals = 1 - place;
  return decimals >= 0 ? (digits * 10 ** -decimals).toFixed(decimals) : grouped(digits * 10 ** -decimals);
}

function grouped(x) {
  return fixed(x, 0).replace(/\B(?=(\d{3})+$)/g, ",");
}

function probability(p) {
  if (p === null || Number.isNaN(p)) return UNKNOWN;
  if (p === 0) return "0%";
  if (p === 1) return "100%";
  if (p < 0.001) return "<0.1%";
  if (p > 0.999) return ">99.9%";
  return p >= 0.99 ? `${fixed(100 * p, 1)}%` : `${twoDigits(100 * p)}%`;
}

function points(x) {
  if (x === null || Number.isNaN(x)) return UNKNOWN;
  if (x === 0) return "0";
  const size = Math.abs(100 * x);
  if (size < 0.01) return "about 0";
  return `${x > 0 ? "+" : "\u2212"}${fixed(size, size >= 9.95 ? 0 : size >= 0.095 ? 1 : 2)}`;
}

function amount(x) {
  if (x === null || Number.isNaN(x)) return UNKNOWN;
  if (x === 0) return "0";
  const sign = x < 0 ? "\u2212" : "";
  const size = Math.abs(x);
  if (size < 0.001) return `${sign}<0.001`;
  return sign + (size >= 99.5 ? grouped(size) : twoDigits(size));
}

const isProbability = (unit) => unit === "probability";

function valueOf(found, unit) {
  return isProbability(unit) ? probability(found.value) : amount(found.value);
}

function intervalOf(found, unit) {
  if (found.low === null || found.low === undefined || found.value === null) return UNKNOWN;
  const form = isProbability(unit) ? probability : amount;
  return `${form(found.low)} to ${form(found.high)}`;
}

function signed(x, unit) {
  if (isProbability(unit) || x === null) return points(x);
  if (x !== 0 && Math.abs(x) < 0.001) return "about 0";
  return x > 0 ? `+${amount(x)}` : amount(x);
}

function changeOf(found, unit) {
  if (found.value === 0 && found.low === 0 && found.high === 0) return "no change";
  return signed(found.value, unit);
}

function changeIntervalOf(found, unit) {
  if (found.low === null || found.value === null) return UNKNOWN;
  if (found.value === 0 && found.low === 0 && found.high === 0) return "";
  const [low, high] = [found.low, found.high].map((x) => signed(x, unit).replace(/^\+/, ""));
  return low === high && low === "about 0" ? "" : `${low} to ${high}`;
}

const unitOfChange = (unit) => (isProbability(unit) ? "points" : unit);

const SCALE = [
  [0.05, "almost no chance (1-5%)"],
  [0.2, "very unlikely (5-20%)"],
  [0.45, "unlikely (20-45%)"],
  [0.55, "roughly even (45-55%)"],
  [0.8, "likely (55-80%)"],
  [0.95, "very likely (80-95%)"],
  [0.99, "almost certain (95-99%)"],
];

/** A probability in words, by ICD 203. */
function inWords(p) {
  if (p === null || Number.isNaN(p)) return "";
  if (p < 0.01) return oneIn(p);
  if (p > 0.99) return `all but ${oneIn(1 - p)}`;
  return SCALE.find(([end]) => p <= end)[1];
}

function oneIn(p) {
  if (p < 1e-4) return "less than 1 in 10,000";
  const odds = 1 / p;
  const step = odds < 1000 ? 10 : 100;
  return `1 in ${grouped(Math.round(odds / step) * step)}`;
}

const counted = (number, noun) => `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;

/** A limit as a person writes it: 5%, 97.5%. */
const percentOf = (p) => `${Number((100 * p).toPrecision(6))}%`;
