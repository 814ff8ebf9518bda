// Two runs compared future by future: the same number has the same luck in both.

/** A number of each future whose mean is an outcome: 0 or 1, or of a share its ratio with the influence of each future. */
function numbersOf(scene, outcome, futures, { mask = null, shift = 0 } = {}) {
  const { hit, there } = flagsOf(scene, outcome, YEARS, shift);
  const found = new Float64Array(futures);
  if (!outcome.given && !mask && !shift) {
    for (let r = 0; r < futures; r += 1) found[r] = hit[r];
    return found;
  }
  let [hits, all] = [0, 0];
  for (let r = 0; r < futures; r += 1) {
    if (!there[r] || (mask && !mask[r])) continue;
    all += 1;
    hits += hit[r];
  }
  if (!all) return null;
  const share = hits / all;
  for (let r = 0; r < futures; r += 1) {
    const inside = there[r] && (!mask || mask[r]) ? 1 : 0;
    found[r] = share + ((inside ? hit[r] : 0) - share * inside) / (all / futures);
  }
  return found;
}

/** Mean and variance within each set of a number of each future. */
function momentsOf(numbers) {
  const n = new Array(SETS).fill(0);
  const mean = new Array(SETS).fill(0);
  const square = new Array(SETS).fill(0);
  for (let r = 0, g = 0; r < numbers.length; r += 1, g = g + 1 === SETS ? 0 : g + 1) {
    n[g] += 1;
    mean[g] += numbers[r];
    square[g] += numbers[r] ** 2;
  }
  const used = [...n.keys()].filter((g) => n[g] > 0);
  return {
    sets: used,
    n: used.map((g) => n[g]),
    mean: used.map((g) => mean[g] / n[g]),
    within: used.map((g) => Math.max(square[g] / n[g] - (mean[g] / n[g]) ** 2, 0)),
  };
}

const clear = (found) => found.clear ?? (found.low !== null && (found.low > 0 || found.high < 0));

/** One run less another, over the futures that both have. Each is {scene, weights, how}. */
function differenceOf(outcome, one, other) {
  if (!byYear(outcome)) return totalDifference(outcome, one, other);
  const futures = Math.min(one.scene.n, other.scene.n);
  const [a, b] = [one, other].map((each) => numbersOf(each.scene, outcome, futures, each.how || {}));
  if (!a || !b) return NOTHING;
  if (one.weights || other.weights) return weighedDifference(momentsOf(a), momentsOf(b), one.weights, other.weights);
  const change = a.map((x, r) => x - b[r]);
  const { n, mean, within } = momentsOf(change);
  if (one.how || other.how) return knownTo(mean, n);
  const counted = n.length > 1 && change.some((x) => x !== change[0]) && change.every((x) => x === 0 || x === 1 || x === -1);
  const averaged = (counted ? balanceOf : meanOf)(mean, within, n);
  const found = isProbability(outcome.unit) ? clipped(averaged, -1) : averaged;
  return { ...found, clear: clear(found), futures };
}

/** A mean with how well it is known over parameter sets, as the shares of a condition have it. */
function knownTo(mean, n) {
  const all = sum(n);
  const value = mean.reduce((total, x, i) => total + x * n[i], 0) / all;
  const around = mean.reduce((total, x, i) => total + (n[i] * (x - value)) ** 2, 0);
  const error = Math.sqrt((mean.length / (mean.length - 1)) * around) / all;
  const found = { value, low: value - NORMAL * error, high: value + NORMAL * error };
  return { ...found, clear: clear(found) };
}

/** Where the sets of one or both have weights: the error is over sets, and a change is told apart from none by three. */
function weighedDifference(a, b, first, second) {
  const share = (n, weights, sets) => {
    const mass = sets.map((g, i) => n[i] * (weights || EVEN)[g]);
    const all = sum(mass);
    return mass.map((x) => x / all);
  };
  const [s, t] = [share(a.n, first, a.sets), share(b.n, second, b.sets)];
  const p = sum(s.map((x, i) => x * a.mean[i]));
  const q = sum(t.map((x, i) => x * b.mean[i]));
  const error = Math.sqrt(sum(s.map((x, i) => (x * (a.mean[i] - p) - t[i] * (b.mean[i] - q)) ** 2)));
  return { value: p - q, low: p - q - NORMAL * error, high: p - q + NORMAL * error, clear: Math.abs(p - q) > STEEP * error };
}

function totalDifference(outcome, one, other) {
  if (outcome.kind !== "total" || one.how?.mask || other.how?.mask) return NOTHING;
  const read = ({ scene }) => {
    const sets = usedSets(scene);
    const mean = sets.map((g) => scene.totals.get(outcome.name)[g]);
    return { sets, n: sets.map((g) => scene.inSet[g]), mean };
  };
  return weighedDifference(read(one), read(other), one.weights, other.weights);
}

/** The futures in which an outcome is in one run and not in the other. */
function flipsOf(outcome, one, other) {
  const futures = Math.min(one.scene.n, other.scene.n);
  const [a, b] = [one, other].map((each) => flagsOf(each.scene, outcome, YEARS, each.how?.shift || 0));
  const found = { gained: [], lost: [], futures };
  for (let r = 0; r < futures; r += 1) {
    if (a.hit[r] && !b.hit[r]) found.gained.push(r);
    if (b.hit[r] && !a.hit[r]) found.lost.push(r);
  }
  return found;
}

/** Regret of each policy in each order: loss less the least loss of the order. */
function regretsOf(losses) {
  const least = losses[0].map((_, o) => Math.min(...losses.map((row) => row[o])));
  return losses.map((row) => row.map((x, o) => x - least[o]));
}

/**
 * The least move of one judgement (in standard deviations) at which an outcome reaches a limit, on top of the moves there are;
 * null where too few parameter sets would count before that.
 */
function findMove({ sets, n, values }, moves, name, bound) {
  const { places } = about.movable.find((one) => one.name === name);
  const start = moves[name] || 0;
  const base = Float64Array.from(weightsOf(moves) || EVEN, Math.log);
  const at = (by) => {
    const logs = base.slice();
    for (const place of places) {
      for (let g = 0; g < SETS; g += 1) logs[g] += (by - start) * NORMALS[place * SETS + g] - (by * by - start * start) / 2;
    }
    const weights = logs.map(Math.exp);
    const found = predictive(values, n, sets.map((g) => weights[g]));
    return { by, ...found, effective: effectiveOf(weights) };
  };
  const side = Math.sign(at(start).value - bound);
  const open = new Set([1, -1]);
  for (let step = 1; step <= 60 && open.size; step += 1) {
    for (const sign of [...open]) {
      const by = Number((start + (sign * step) / 10).toFixed(1));
      const found = Math.abs(by) <= 3 ? at(by) : { effective: 0 };
      if (found.effective < about.least.effective * SETS) open.delete(sign);
      else if (Math.sign(found.value - bound) !== side) return found;
    }
  }
  return null;
}
