// The verdict: where analysts stand on limits, by the rules of foedus.assessment.verdict.

const ERRORS = 2;
const MET = ["met", "met-by-assumption"];

function sideOf(limit, bound, value, error) {
  if (value === null) return "unknown";
  if (Math.abs(value - bound) <= ERRORS * error) return "astride";
  const keeps = limit.atMost !== null ? value <= bound : value >= bound;
  return keeps ? "keeps" : "fails";
}

/** Each prior moved by one standard deviation, up and down, as weights on top of those of the state. */
function priorWeights(seen) {
  if (!seen.priors) {
    seen.priors = about.priors.flatMap((prior) =>
      [1, -1].map((by) => {
        const logs = Float64Array.from(seen.weights || EVEN, Math.log);
        addMove(logs, [prior.place], by);
        return { name: `${prior.name} ${by > 0 ? "+1" : "-1"} sd`, weights: logs.map(Math.exp) };
      }),
    ).filter(({ weights }) => effectiveOf(weights) >= about.least.effective * SETS);
  }
  return seen.priors;
}

/** Every analyst on a limit that the file can tell: [name, kind, how, value, error]. */
function viewsOf(seen, place) {
  const limit = about.limits[place];
  if (seen.line.views && !seen.weights) return { views: seen.line.views[place], missing: 0 };
  const full = FIRST.views ? FIRST.views[place] : [];
  const { sets, n, values } = setsOf(seen.scene, OUTCOMES.get(limit.outcome), limit.years);
  const base = seen.weights || EVEN;
  const found = predictive(values, n, sets.map((g) => base[g]));
  const views = [["mixture", "mixture", seen.weights ? "reweighted" : "headline", found.value, found.error]];
  for (const { name, weights } of priorWeights(seen)) {
    const moved = predictive(values, n, sets.map((g) => weights[g]));
    views.push([name, "prior", "reweighted", moved.value, moved.error]);
  }
  views.push(...full.filter(([, kind]) => kind === "class"));
  return { views, missing: Math.max(full.length - views.length, 0) };
}

function stateOfViews(sides, measured) {
  const kinds = new Set(sides);
  const by = measured ? "" : "-by-assumption";
  if (kinds.size === 1 && kinds.has("keeps")) return `met${by}`;
  if (kinds.size === 1 && kinds.has("fails")) return measured ? "missed" : "not-met-by-assumption";
  return `undecided${by}`;
}

/** Each limit of a state: analysts, their sides, and what they come to. */
function limitsOf(seen, state) {
  return about.limits.map((limit, place) => {
    const bound = limitOf(limit, state);
    const { views, missing } = viewsOf(seen, place);
    const sides = views.map(([, , , value, error]) => sideOf(limit, bound, value, error));
    const count = (side) => sides.filter((each) => each === side).length;
    return {
      limit,
      bound,
      views,
      sides,
      missing,
      state: stateOfViews(sides, limit.measured),
      keeps: count("keeps"),
      fails: count("fails"),
    };
  });
}

/** The states of the limits in the other orders, which the mixture alone judges, where the state is of the first order. */
function elsewhere(state) {
  if (state.order !== START.order) return [];
  const gone = goneOf(state.without);
  const lines = about.scenes.filter(
    (line) =>
      line.alone && line.order !== state.order && line.without.length === gone.length && line.without.every((x) => gone.includes(x)),
  );
  return lines.map((line) => {
    const sides = about.limits.map((limit, place) => sideOf(limit, limitOf(limit, state), ...line.alone[place]));
    return { order: line.order, sides, states: sides.map((side, place) => stateOfViews([side], about.limits[place].measured)) };
  });
}

function verdictOf(seen, state) {
  const asked = JSON.stringify(state.limits);
  if (!seen.judged.has(asked)) seen.judged.set(asked, judged(seen, state));
  return seen.judged.get(asked);
}

function judged(seen, state) {
  const limits = limitsOf(seen, state);
  const exact = !seen.weights && !state.adherence && state.beliefs === START.beliefs;
  const others = exact ? elsewhere(state) : [];
  const missing = Math.max(0, ...limits.map((one) => one.missing));
  if (!limits.length) return { value: "cannot tell", why: "The case sets no limit within the horizon.", limits, others, missing };
  if (seen.scene.n < 1000 || SETS < 100) {
    return { value: "cannot tell", why: "Too few futures are in this run: fewer than 1,000.", limits, others, missing };
  }
  const has = (kind) => limits.some((one) => one.state === kind);
  if (has("missed")) return { value: "not prepared", limits, others, missing };
  if (has("undecided")) return { value: "cannot tell", leaning: leaningOf(limits), limits, others, missing };
  const open = limits.some((one) => one.state !== "met");
  const away = others.some((one) => one.states.some((each) => !MET.includes(each)));
  return { value: open || away ? "conditionally prepared" : "prepared", limits, others, missing };
}

function leaningOf(limits) {
  const failed = limits.some((one) => {
    const [, , , value] = one.views[0];
    const keeps = one.limit.atMost !== null ? value <= one.bound : value >= one.bound;
    return ["missed", "undecided"].includes(one.state) && !keeps;
  });
  if (failed) return "not prepared";
  return limits.some((one) => one.state.endsWith("by-assumption")) ? "conditionally prepared" : "prepared";
}

const boundText = (one) => `${one.limit.atMost !== null ? "at most" : "at least"} ${percentOf(one.bound)}`;

/** '41 of 52 above 5%, 8 below, 3 too close to call'. */
function sidesText(one) {
  const [above, below] = one.limit.atMost !== null ? [one.fails, one.keeps] : [one.keeps, one.fails];
  const whole = one.sides.length;
  const [more, most, less, fewer] = above >= below ? ["above", above, "below", below] : ["below", below, "above", above];
  const head = most === whole && whole > 1 ? `all ${whole}` : `${most} of ${whole}`;
  const close = whole - above - below;
  return [`${head} ${more} ${percentOf(one.bound)}`, ...(fewer ? [`${fewer} ${less}`] : []), ...(close ? [`${close} too close to call`] : [])].join(", ");
}

/** The analysts with the lowest and the highest probability. */
function endsText(one) {
  const known = one.views.filter(([, , , value]) => value !== null).sort((a, b) => a[3] - b[3]);
  if (known.length < 2) return "";
  const named = ([name, kind]) => ({ class: "its class", mixture: "the mixture" })[kind] || name;
  return `from ${probability(known[0][3])} (${named(known[0])}) to ${probability(known.at(-1)[3])} (${named(known.at(-1))})`;
}
