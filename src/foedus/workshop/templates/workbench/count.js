// Counting: what happened in the futures of a run, by parameter set. Nothing is simulated here.

const EVENT = new Map(SHAPE.events.map((name, place) => [name, place]));
const STATUS = new Map(SHAPE.statuses.map((name, place) => [name, place]));
const EVEN = new Float64Array(SETS).fill(1);

/** The simulated year in which an event first happens, by future; 0 never. */
function firstOf(scene, name) {
  const place = EVENT.get(name) * scene.n;
  return scene.first.subarray(place, place + scene.n);
}

/** The bits of a status in a simulated year. */
function bitsOf(scene, name, year) {
  const place = (STATUS.get(name) * YEARS + year - 1) * scene.width;
  return scene.planes.subarray(place, place + scene.width);
}

const bit = (bits, r) => (bits[r >> 3] >> (r & 7)) & 1;

/**
 * Whether an outcome came about in each future, and whether the future is counted: an event by a year, a status in it.
 * After the first `shift` years only, in futures where it has not happened before, as `foedus what-if` counts.
 */
function flagsOf(scene, outcome, year = YEARS, shift = 0) {
  const hit = new Uint8Array(scene.n);
  const there = new Uint8Array(scene.n).fill(1);
  if (outcome.kind === "event") {
    const first = firstOf(scene, outcome.name);
    for (let r = 0; r < scene.n; r += 1) {
      if (first[r] && first[r] <= shift) there[r] = 0;
      else hit[r] = first[r] && first[r] <= year ? 1 : 0;
    }
  } else if (outcome.kind === "share") {
    const given = firstOf(scene, outcome.given);
    const failed = firstOf(scene, outcome.failedBy);
    for (let r = 0; r < scene.n; r += 1) {
      there[r] = given[r] > shift && given[r] <= year ? 1 : 0;
      hit[r] = there[r] && !failed[r] ? 1 : 0;
    }
  } else {
    const holds = bitsOf(scene, outcome.name, year);
    const given = outcome.given ? bitsOf(scene, outcome.given, year) : null;
    for (let r = 0; r < scene.n; r += 1) {
      there[r] = given ? bit(given, r) : 1;
      hit[r] = there[r] & bit(holds, r);
    }
  }
  return { hit, there };
}

/** Successes and trials by parameter set, in the futures of a mask. */
function bySet(hit, there, mask = null) {
  const k = new Array(SETS).fill(0);
  const n = new Array(SETS).fill(0);
  for (let r = 0, g = 0; r < hit.length; r += 1, g = g + 1 === SETS ? 0 : g + 1) {
    if (there[r] && (!mask || mask[r])) {
      n[g] += 1;
      k[g] += hit[r];
    }
  }
  return { k, n };
}

const byYear = (outcome) => ["event", "share", "status"].includes(outcome.kind);
const effectiveSets = (n) => sum(n) ** 2 / n.reduce((total, x) => total + x * x, 0) || 0;

/**
 * An outcome of a run. `how.weights` by set (null: all alike), `how.mask` and `how.shift` of a condition, `how.year`.
 * Gives value, low, high; of a weighed one its Monte Carlo error and effective sets too.
 */
function estimate(scene, outcome, how = {}) {
  const { weights = null, mask = null, shift = 0, year = YEARS } = how;
  if (outcome.kind === "total" || outcome.kind === "ratio") {
    return mask || year !== YEARS ? NOTHING : amountOf(scene, outcome, weights);
  }
  const exact = !mask && SHAPE.expected.includes(outcome.name) && scene.expected.get(outcome.name).get(year);
  if (exact) return steadied(scene, outcome, exact, weights, year);
  if (!mask && !weights && outcome.yearly) return scene.paths.get(outcome.name)[year - 1];
  const { hit, there } = flagsOf(scene, outcome, year, shift);
  const { k, n } = bySet(hit, there, mask);
  if (mask && effectiveSets(n) < about.least.sets) return { ...NOTHING, futures: sum(n), few: true };
  if (!weights) return { ...shareOf(k, n), futures: sum(n) };
  const used = [...n.keys()].filter((g) => n[g] > 0);
  const p = used.map((g) => k[g] / n[g]);
  const middle = sum(used.map((g) => k[g] * weights[g])) / sum(used.map((g) => n[g] * weights[g]));
  const luck = used.map((g) => (middle * (1 - middle)) / n[g]);
  return weighed(p, used.map((g) => n[g]), luck, used.map((g) => weights[g]));
}

/** An outcome with yearly probabilities, from the figures of each set. */
function steadied(scene, outcome, exact, weights, year) {
  const used = usedSets(scene);
  const n = used.map((g) => scene.inSet[g]);
  const mean = used.map((g) => exact.mean[g]);
  const within = used.map((g) => exact.within[g]);
  if (weights) {
    const luck = within.map((x, i) => x / n[i]);
    return weighed(mean, n, luck, used.map((g) => weights[g]));
  }
  return clipped(year === YEARS || SHAPE.years.includes(year) ? widened(scene, outcome, meanOf(mean, within, n), year) : NOTHING);
}

/** Where yearly probabilities do not vary, the interval is that of the count as well. */
function widened(scene, outcome, found, year) {
  if (found.low !== found.high) return found;
  return scene.paths.get(outcome.name)[year - 1];
}

const usedSets = (scene) => [...scene.inSet.keys()].filter((g) => scene.inSet[g] > 0);

/** A total, or one sum over another. */
function amountOf(scene, outcome, weights) {
  const used = usedSets(scene);
  const w = used.map((g) => (weights ? weights[g] : 1));
  if (outcome.kind === "ratio") {
    const { part, whole } = scene.ratios.get(outcome.name);
    if (!weights) return shareOf(Array.from(part, Math.round), Array.from(whole, Math.round));
    const held = used.filter((g) => whole[g] > 0);
    const p = held.map((g) => part[g] / whole[g]);
    return weighed(p, held.map((g) => whole[g]), held.map((g, i) => (p[i] * (1 - p[i])) / whole[g]), held.map((g) => weights[g]));
  }
  const values = used.map((g) => scene.totals.get(outcome.name)[g]);
  const n = used.map((g) => scene.inSet[g]);
  if (!weights) return quantilesOf(values, n);
  return weighedTotal(values, n.map((x, i) => x * w[i]), w);
}

function weighedTotal(values, mass, weights) {
  const all = sum(mass);
  const value = values.reduce((total, x, i) => total + x * mass[i], 0) / all;
  const error = Math.sqrt(values.reduce((total, x, i) => total + (mass[i] / all) ** 2 * (x - value) ** 2, 0));
  const order = [...values.keys()].sort((a, b) => values[a] - values[b]);
  const at = (share) => {
    let below = 0;
    for (const i of order) if ((below += mass[i] / all) >= share) return values[i];
    return values[order.at(-1)];
  };
  const effective = sum(weights) ** 2 / weights.reduce((total, w) => total + w * w, 0);
  return { value, low: Math.min(at(LOW), value), high: Math.max(at(HIGH), value), error, effective };
}

/** An outcome by year. */
function pathOf(scene, outcome, how = {}) {
  const from = (how.mask && how.shift) || 0;
  return Array.from({ length: YEARS }, (_, t) => {
    if (t + 1 <= from) return NOTHING;
    return estimate(scene, outcome, { ...how, year: t + 1 });
  });
}

/** Weights of parameter sets under judgements moved by so many of their standard deviations; null if none is. */
function weightsOf(moves) {
  const named = Object.entries(moves).filter(([, by]) => by !== 0);
  if (!named.length) return null;
  const logs = new Float64Array(SETS);
  for (const [name, by] of named) addMove(logs, about.movable.find((one) => one.name === name).places, by);
  return logs.map(Math.exp);
}

function addMove(logs, places, by) {
  for (const place of places) {
    for (let g = 0; g < SETS; g += 1) logs[g] += by * NORMALS[place * SETS + g] - (by * by) / 2;
  }
}

function effectiveOf(weights) {
  if (!weights) return SETS;
  let [plain, squares] = [0, 0];
  for (const w of weights) {
    plain += w;
    squares += w * w;
  }
  return (plain * plain) / squares;
}

/** How an outcome moves with the mean of a judgement, in its standard deviations, and the error of that. */
function slopeOf(values, n, sets, places) {
  const all = sum(n);
  const z = new Float64Array(sets.length);
  let [average, middle, value, spread] = [0, 0, 0, 0];
  for (let i = 0; i < sets.length; i += 1) {
    for (const place of places) z[i] += NORMALS[place * SETS + sets[i]];
    average += (values[i] * n[i]) / all;
    middle += (z[i] * n[i]) / all;
  }
  for (let i = 0; i < sets.length; i += 1) {
    z[i] = (z[i] - middle) * (values[i] - average);
    value += (z[i] * n[i]) / all;
  }
  for (let i = 0; i < sets.length; i += 1) spread += ((n[i] / all) * (z[i] - value)) ** 2;
  return { value, error: Math.sqrt(spread) };
}

/** An outcome in each parameter set that has a future of it: values, futures and numbers of the sets. */
function setsOf(scene, outcome, year = YEARS) {
  const exact = SHAPE.expected.includes(outcome.name) && scene.expected.get(outcome.name).get(year);
  if (exact) {
    const sets = usedSets(scene);
    return { sets, n: sets.map((g) => scene.inSet[g]), values: sets.map((g) => exact.mean[g]) };
  }
  if (outcome.kind === "total") {
    const sets = usedSets(scene);
    return { sets, n: sets.map((g) => scene.inSet[g]), values: sets.map((g) => scene.totals.get(outcome.name)[g]) };
  }
  const pair = outcome.kind === "ratio" ? scene.ratios.get(outcome.name) : null;
  const { k, n } = pair ? { k: pair.part, n: pair.whole } : countsOf(scene, outcome, year);
  const sets = [...n.keys()].filter((g) => n[g] > 0);
  return { sets, n: sets.map((g) => n[g]), values: sets.map((g) => k[g] / n[g]) };
}

function countsOf(scene, outcome, year) {
  const { hit, there } = flagsOf(scene, outcome, year);
  return bySet(hit, there);
}

/** A share in futures that are selected or made, with its standard error over parameter sets, as `foedus what-if` has it. */
function conditional(scene, outcome, { mask = null, shift = 0, weights = null }) {
  if (!byYear(outcome)) return NOTHING;
  const { hit, there } = flagsOf(scene, outcome, YEARS, shift);
  const { k, n } = bySet(hit, there, mask);
  const futures = sum(n);
  const effective = effectiveSets(n);
  if (effective < about.least.sets) return { ...NOTHING, futures, effective, few: true };
  const w = weights || EVEN;
  const all = n.reduce((total, x, g) => total + x * w[g], 0);
  const p = k.reduce((total, x, g) => total + x * w[g], 0) / all;
  const sets = Math.max(n.filter((x) => x > 0).length, 2);
  const around = k.reduce((total, x, g) => total + (w[g] * (x - p * n[g])) ** 2, 0);
  if (p === 0 || p === 1) {
    const half = (sum(k) + 0.5) / (futures + 1);
    const found = shareOf(k, n);
    return { ...found, error: Math.sqrt((half * (1 - half)) / futures), futures, effective };
  }
  const error = Math.sqrt((sets / (sets - 1)) * around) / all;
  return { ...clipped({ value: p, low: p - NORMAL * error, high: p + NORMAL * error }), error, futures, effective };
}
