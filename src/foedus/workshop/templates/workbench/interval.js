// 90% intervals that carry parameter and sampling uncertainty, as foedus.assessment.interval makes them.

const LOW = 0.05;
const HIGH = 0.95;
const NORMAL = 1.6448536269514722;
const NOTHING = { value: null, low: null, high: null, error: null };

function logGamma(x) {
  const c = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const y = x - 1;
  const t = y + 7.5;
  let sum = c[0];
  for (let i = 1; i < 9; i += 1) sum += c[i] / (y + i);
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Continued fraction of the incomplete beta function (Lentz). */
function betaFraction(a, b, x) {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let found = d;
  for (let m = 1; m < 2000; m += 1) {
    for (const top of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 + top * d;
      d = 1 / (Math.abs(d) < tiny ? tiny : d);
      c = 1 + top / c;
      c = Math.abs(c) < tiny ? tiny : c;
      found *= d * c;
    }
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return found;
}

/** Regularised incomplete beta function. */
function betaShare(a, b, x) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  );
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(a, b, x)) / a
    : 1 - (front * betaFraction(b, a, 1 - x)) / b;
}

/** Its inverse: a bracket on the logit, narrowed by false position (the Illinois rule). */
function betaQuantile(a, b, share) {
  const gap = (y) => betaShare(a, b, 1 / (1 + Math.exp(-y))) - share;
  const step = 3 * Math.sqrt(1 / a + 1 / b);
  let [low, high] = [Math.log(a / b) - step, Math.log(a / b) + step];
  let [below, above] = [gap(low), gap(high)];
  for (let i = 0; i < 60 && below > 0; i += 1) below = gap((low -= step));
  for (let i = 0; i < 60 && above < 0; i += 1) above = gap((high += step));
  let last = 0;
  for (let i = 0; i < 100 && high - low > 1e-12; i += 1) {
    const middle = i % 8 === 7 ? (low + high) / 2 : (low * above - high * below) / (above - below);
    const found = gap(middle);
    if (Math.abs(found) < 1e-15) return 1 / (1 + Math.exp(-middle));
    if (found < 0) {
      [low, below] = [middle, found];
      if (last < 0) above /= 2;
    } else {
      [high, above] = [middle, found];
      if (last > 0) below /= 2;
    }
    last = found;
  }
  return 1 / (1 + Math.exp(-(low + high) / 2));
}

const studentKnown = new Map();

/** 95% quantile of Student's t. */
function student(df) {
  if (!studentKnown.has(df)) {
    const x = betaQuantile(df / 2, 0.5, 2 * (1 - HIGH));
    studentKnown.set(df, Math.sqrt((df * (1 - x)) / x));
  }
  return studentKnown.get(df);
}

const sum = (values) => values.reduce((total, x) => total + x, 0);

/** Quantile as NumPy has it: linear between order statistics. */
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

/** Successes k of n by parameter set. */
function shareOf(k, n) {
  const hits = sum(k);
  const all = sum(n);
  if (all === 0) return NOTHING;
  const p = hits / all;
  if (hits === 0 || hits === all) {
    return {
      value: p,
      low: hits === 0 ? 0 : betaQuantile(hits + 0.5, all - hits + 0.5, LOW),
      high: hits === all ? 1 : betaQuantile(hits + 0.5, all - hits + 0.5, HIGH),
    };
  }
  const rho = intraclass(k, n, p, all);
  const crowding = n.reduce((total, x) => total + x * x, 0) / all;
  const error = ((p * (1 - p)) / all) * (1 + rho * (crowding - 1));
  return betaInterval(p, rho * p * (1 - p) + error);
}

function betaInterval(p, variance) {
  const size = Math.max((p * (1 - p)) / variance - 1, 1e-3);
  const [low, high] = [LOW, HIGH].map((share) => betaQuantile(p * size, (1 - p) * size, share));
  return { value: p, low: Math.min(low, p), high: Math.max(high, p) };
}

function intraclass(k, n, p, all) {
  const luck = p * (1 - p);
  let [groups, squares, around] = [0, 0, 0];
  n.forEach((x, g) => {
    if (x === 0) return;
    groups += 1;
    squares += x * x;
    around += x * (k[g] / x - p) ** 2;
  });
  const room = luck * (all - squares / all - (groups - 1));
  return room <= 0 ? 0 : Math.min(Math.max((around - luck * (groups - 1)) / room, 0), 1);
}

/** A mean from the mean and variance within each set of n futures. */
function meanOf(values, within, n) {
  const all = sum(n);
  const average = values.reduce((total, x, g) => total + x * n[g], 0) / all;
  if (values.length < 2) return { value: average, low: null, high: null };
  const squares = n.reduce((total, x) => total + x * x, 0);
  const around = values.reduce((total, x, g) => total + n[g] * (x - average) ** 2, 0);
  let between = around / Math.max(values.length - 1, 1);
  let luck = 0;
  if (all > values.length) {
    luck = within.reduce((total, x, g) => total + n[g] * x, 0) / (all - values.length);
    const size = (all - squares / all) / (values.length - 1);
    between = Math.max((around / (values.length - 1) - luck) / size, 0);
  }
  const observed = around / all;
  const scale = observed > 0 ? Math.sqrt(Math.min(between / observed, 1)) : 0;
  const drawn = values.map((x) => (x - average) * scale);
  const error = student(values.length - 1) * Math.sqrt(((between * squares) / all + luck) / all);
  const low = Math.min(quantile(drawn, LOW), 0);
  const high = Math.max(quantile(drawn, HIGH), 0);
  return { value: average, low: average - Math.hypot(low, error), high: average + Math.hypot(high, error) };
}

/** Mean and 5% to 95% of the means of sets. */
function quantilesOf(values, n) {
  const average = values.reduce((total, x, g) => total + x * n[g], 0) / sum(n);
  if (values.length < 2) return { value: average, low: null, high: null };
  return {
    value: average,
    low: Math.min(quantile(values, LOW), average),
    high: Math.max(quantile(values, HIGH), average),
  };
}

function clipped(found, least = 0) {
  const cut = (x) => (x === null ? x : Math.min(Math.max(x, least), 1));
  return { ...found, value: cut(found.value), low: cut(found.low), high: cut(found.high) };
}

/** A probability over sets, each with its weight: value, Monte Carlo error, effective number of sets. */
function predictive(values, counted, weights) {
  let [all, total, value, plain, squares] = [0, 0, 0, 0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const mass = counted[i] * weights[i];
    all += mass;
    total += counted[i];
    value += values[i] * mass;
    plain += weights[i];
    squares += weights[i] * weights[i];
  }
  if (!total || !all) return { ...NOTHING, effective: 0 };
  value /= all;
  let spread = 0;
  for (let i = 0; i < values.length; i += 1) spread += ((counted[i] * weights[i] * (values[i] - value)) / all) ** 2;
  const least = (Math.min(value, 1 - value) * total + 0.5) / (total + 1);
  const error = Math.max(Math.sqrt(spread), Math.sqrt((least * (1 - least)) / total));
  return { value, error, effective: (plain * plain) / squares };
}

/** The same with a 90% interval over parameters and luck; `luck`: variance of the mean of each set from its futures. */
function weighed(values, counted, luck, weights) {
  const found = predictive(values, counted, weights);
  if (found.value === null) return { ...found, low: null, high: null };
  const p = Math.min(Math.max(found.value, 0), 1);
  const all = counted.reduce((total, n, i) => total + n * weights[i], 0);
  const over = values.reduce(
    (total, x, i) => total + ((counted[i] * weights[i]) / all) * ((x - found.value) ** 2 - luck[i]),
    0,
  );
  if (p === 0 || p === 1) return { ...found, low: p, high: p };
  const interval = betaInterval(p, Math.max(over, 0) + found.error ** 2);
  return { ...found, value: p, low: interval.low, high: interval.high };
}
