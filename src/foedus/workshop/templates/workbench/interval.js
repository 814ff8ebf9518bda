// 90% intervals that carry parameter and sampling uncertainty, as foedus.assessment.interval makes them.

const LOW = 0.05;
const HIGH = 0.95;
const NORMAL = 1.6448536269514722;
const ODDS = 1.3;
const RANGE = [0.002, 8];
const POINTS = 32;
const UNLIKELY = 1e-7;
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
  const rho = doubted(k, n, p);
  const crowding = n.reduce((total, x) => total + x * x, 0) / all;
  const error = ((p * (1 - p)) / all) * (1 + rho * (crowding - 1));
  return betaInterval(p, rho * p * (1 - p) + error);
}

function betaInterval(p, variance) {
  const size = Math.max((p * (1 - p)) / variance - 1, 1e-3);
  const [low, high] = [LOW, HIGH].map((share) => betaQuantile(p * size, (1 - p) * size, share));
  return { value: p, low: Math.min(low, p), high: Math.max(high, p) };
}

/** Posterior mean of the intraclass correlation of the beta-binomial. */
function doubted(k, n, p) {
  const used = [...n.keys()].filter((g) => n[g] > 0);
  if (used.length < 2) return 0;
  const beyond = [used.map((g) => k[g]), used.map((g) => n[g] - k[g]), used.map((g) => n[g])].map(countsBeyond);
  const starts = [p, 1 - p, 1];
  const likelihood = (theta) => {
    const logs = beyond.map((counts, j) => {
      let total = 0;
      for (let i = 0; i < counts.length; i += 1) total += counts[i] * Math.log(starts[j] + i * theta);
      return total;
    });
    return logs[0] + logs[1] - logs[2];
  };
  const read = ([from, to]) => {
    const tau = Array.from({ length: POINTS }, (_, i) => from * (to / from) ** (i / (POINTS - 1)));
    const theta = tau.map((t) => t * t * p * (1 - p));
    const logs = tau.map((t, i) => likelihood(theta[i]) - (t / ODDS) ** 2 / 2 + Math.log(t));
    const most = Math.max(...logs);
    return { tau, theta, weight: logs.map((x) => Math.exp(x - most)) };
  };
  const wide = read(RANGE);
  const likely = [...wide.tau.keys()].filter((i) => wide.weight[i] > UNLIKELY);
  const { theta, weight } = read([
    wide.tau[Math.max(likely[0] - 1, 0)],
    wide.tau[Math.min(likely[likely.length - 1] + 1, POINTS - 1)],
  ]);
  return sum(weight.map((w, i) => (w * theta[i]) / (1 + theta[i]))) / sum(weight);
}

/** How many of the values are above 0, above 1, and so on. */
function countsBeyond(values) {
  const counts = new Array(Math.max(...values)).fill(0);
  for (const value of values) if (value > 0) counts[value - 1] += 1;
  for (let i = counts.length - 2; i >= 0; i -= 1) counts[i] += counts[i + 1];
  return counts;
}

/** Mean of a normal variable, given that it is not below 0. */
function aboveZero(mean, sd) {
  if (sd === 0) return Math.max(mean, 0);
  const z = mean / sd;
  if (z < -6) return (sd / -z) * (1 - 2 / z ** 2 + 10 / z ** 4 - 74 / z ** 6);
  let [term, series] = [z, z];
  for (let i = 3; Math.abs(term) > 1e-17 * Math.abs(series); i += 2) series += term *= (z * z) / i;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return mean + (sd * density) / (z > 9 ? 1 : 0.5 + density * series);
}

/** A mean from the mean and variance within each set of n futures. */
function meanOf(values, within, n) {
  const all = sum(n);
  const average = values.reduce((total, x, g) => total + x * n[g], 0) / all;
  if (values.length < 2) return { value: average, low: null, high: null };
  const groups = values.length;
  const squares = n.reduce((total, x) => total + x * x, 0);
  const around = values.map((x, g) => n[g] * (x - average) ** 2);
  let between = sum(around) / (groups - 1);
  let luck = 0;
  if (all > groups) {
    luck = within.reduce((total, x, g) => total + n[g] * x, 0) / (all - groups);
    const size = (all - squares / all) / (groups - 1);
    const each = around.map((x, g) => x / (groups - 1) - (n[g] * within[g]) / (all - groups));
    const middle = sum(each) / groups;
    const error = Math.sqrt((groups / (groups - 1)) * sum(each.map((x) => (x - middle) ** 2))) / size;
    between = aboveZero(sum(each) / size, error);
  }
  const observed = sum(around) / all;
  const scale = observed > 0 ? Math.sqrt(Math.min(between / observed, 1)) : 0;
  const drawn = values.map((x) => (x - average) * scale);
  const error = student(groups - 1) * Math.sqrt(((between * squares) / all + luck) / all);
  const low = Math.min(quantile(drawn, LOW), 0);
  const high = Math.max(quantile(drawn, HIGH), 0);
  return { value: average, low: average - Math.hypot(low, error), high: average + Math.hypot(high, error) };
}

/** The mean of a number that is 1, -1 or 0 in each future: the difference of two probabilities, whose intervals are joined. */
function balanceOf(values, within, n) {
  const [gained, lost] = [1, -1].map((sign) =>
    values.map((x, g) => Math.round((n[g] * (within[g] + x * x + sign * x)) / 2)),
  );
  const [more, less] = [shareOf(gained, n), shareOf(lost, n)];
  const value = more.value - less.value;
  return {
    value,
    low: value - Math.hypot(more.value - more.low, less.high - less.value),
    high: value + Math.hypot(more.high - more.value, less.value - less.low),
  };
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
