// The state of the page, the address that holds it, and the command that gives the same.

const START = Object.freeze({
  order: FIRST.order,
  without: [],
  adherence: 0,
  beliefs: about.beliefs,
  moves: {},
  limits: {},
  given: [],
  made: "",
  view: "answer",
  future: "",
  outcome: about.limits.length ? about.limits[0].outcome : about.outcomes[0].name,
  pin: "",
});

/** Instruments removed, with what rests on them, in the order of the case. */
function goneOf(without) {
  const gone = new Set(about.instruments.filter((one) => without.includes(one.id)).flatMap((one) => one.gone));
  const order = about.instruments.map((one) => one.id);
  return [...gone].sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

/** The run that a state asks for; undefined where the file has none. */
function lineOf(state) {
  const gone = goneOf(state.without);
  return about.scenes.find(
    (line) =>
      line.order === state.order &&
      line.adherence === state.adherence &&
      line.beliefs === state.beliefs &&
      (line.do[0] || "") === state.made &&
      line.without.length === gone.length &&
      line.without.every((name) => gone.includes(name)),
  );
}

const movesOf = (state) => Object.entries(state.moves).filter(([, by]) => by !== 0);
const limitOf = (limit, state) => state.limits[limit.outcome] ?? limit.atMost ?? limit.atLeast;

/** A state as an address holds it: what is as at the start is left out. */
function addressOf(state) {
  const parts = new URLSearchParams();
  for (const name of ["order", "beliefs", "made", "view", "outcome", "pin", "future"]) {
    if (state[name] !== START[name]) parts.set(name, state[name]);
  }
  if (state.without.length) parts.set("without", state.without.join(","));
  if (state.adherence) parts.set("adherence", state.adherence);
  const pairs = (table) => Object.entries(table).map(([name, x]) => `${name}:${x}`).join(",");
  if (movesOf(state).length) parts.set("moves", pairs(Object.fromEntries(movesOf(state))));
  if (Object.keys(state.limits).length) parts.set("limits", pairs(state.limits));
  for (const text of state.given) parts.append("given", text);
  return parts.toString();
}

/** The state of an address; what it cannot mean is as at the start. */
function stateOf(address) {
  const parts = new URLSearchParams(address);
  const one = (name, allowed) => (allowed.includes(parts.get(name)) ? parts.get(name) : START[name]);
  const table = (name, allowed, low, high) =>
    Object.fromEntries(
      (parts.get(name) || "")
        .split(",")
        .map((pair) => [pair.slice(0, pair.lastIndexOf(":")), Number(pair.slice(pair.lastIndexOf(":") + 1))])
        .filter(([key, x]) => allowed.includes(key) && x >= low && x <= high),
    );
  const ids = about.instruments.map((each) => each.id);
  const adherence = Number(parts.get("adherence") || 0);
  return {
    order: one("order", about.orders.map((each) => each.name)),
    without: (parts.get("without") || "").split(",").filter((name) => ids.includes(name)),
    adherence: about.scenes.some((line) => line.adherence === adherence) ? adherence : 0,
    beliefs: one("beliefs", [...new Set(about.scenes.map((line) => line.beliefs))]),
    moves: table("moves", about.movable.map((each) => each.name), -3, 3),
    limits: table("limits", about.limits.map((each) => each.outcome), 0, 1),
    given: parts.getAll("given").filter((text) => readCondition(text)),
    made: one("made", about.scenes.flatMap((line) => line.do)),
    view: one("view", VIEWS.map((each) => each.name)),
    outcome: one("outcome", [...OUTCOMES.keys()]),
    pin: parts.get("pin") || "",
    future: /^\d{1,5}$/.test(parts.get("future") || "") ? parts.get("future") : "",
  };
}

/** A condition as `foedus what-if --given` takes it; null for what is none. */
function readCondition(text) {
  const found = /^(not )?(\S.*) (in|by) (\d{4})$/.exec(text);
  if (!found) return null;
  const [, not, what, when, year] = found;
  const t = Number(year) - about.start;
  if (t < 1 || t >= YEARS) return null;
  const outcome = OUTCOMES.get(what);
  if (outcome && outcome.kind === (when === "by" ? "event" : "status")) return { text, not: Boolean(not), name: what, t };
  const { patron, protege } = about.states;
  const sides = new RegExp(`^government:${patron}=(\\w+), ${protege}=(\\w+)$`).exec(what);
  const name = sides && `governments_${sides[1]}_${sides[2]}`;
  return name && when === "in" && STATUS.has(name) ? { text, not: Boolean(not), name, t } : null;
}

/** The futures that meet every condition, and the years after which outcomes count; null without a condition. */
function conditionOf(scene, state) {
  if (!state.given.length) return null;
  const mask = new Uint8Array(scene.n).fill(1);
  let shift = 0;
  for (const one of state.given.map(readCondition)) {
    shift = Math.max(shift, one.t);
    const first = EVENT.has(one.name) ? firstOf(scene, one.name) : null;
    const bits = first ? null : bitsOf(scene, one.name, one.t);
    for (let r = 0; r < scene.n; r += 1) {
      const met = first ? first[r] > 0 && first[r] <= one.t : bit(bits, r) === 1;
      if (met === one.not) mask[r] = 0;
    }
  }
  return { mask, shift };
}

const quoted = (text) => (/^[\w.:=+,\/-]+$/.test(text) ? text : `"${text}"`);

/** The options that every command shares. */
function sharedOptions(state) {
  const found = [];
  if (YEARS !== 20) found.push(`--horizon ${YEARS}`);
  if (about.seed !== 1) found.push(`--seed ${about.seed}`);
  if (movesOf(state).length) found.push("--beliefs my-beliefs.yaml");
  else if (state.beliefs !== "literature") found.push(`--beliefs ${state.beliefs}`);
  return found;
}

/** The command that gives the numbers of a state. */
function commandOf(state) {
  if (state.given.length || state.made) return conditionCommand(state);
  const line = lineOf(state);
  const futures = movesOf(state).length ? about.futures : line ? line.futures : about.futures;
  const parts = [`foedus assess ${about.case}`];
  if (futures !== 10000) parts.push(`--futures ${futures}`);
  if (state.order !== START.order) parts.push(`--order ${state.order}`);
  else if (about.ordersAsked.length) parts.push(...about.ordersAsked.map((name) => `--order ${name}`));
  parts.push(...state.without.map((name) => `--without ${name}`));
  if (state.adherence) parts.push(`--adherence ${state.adherence}`);
  parts.push(...sharedOptions(state));
  parts.push(...Object.entries(state.limits).map(([name, x]) => `--tolerance ${name}=${x}`));
  return parts.join(" ");
}

function conditionCommand(state) {
  const parts = [`foedus what-if ${about.case}`];
  parts.push(...state.given.map((text) => `--given ${quoted(text)}`));
  parts.push(...state.without.map((name) => `--do "without ${name}"`));
  if (state.made) parts.push(`--do ${quoted(state.made)}`);
  if (!state.given.length) parts.push(`--futures ${about.few}`);
  if (state.order !== START.order) parts.push(`--order ${state.order}`);
  return [...parts, ...sharedOptions(state)].join(" ");
}

/** The prior of a judgement under the beliefs of a state. */
const priorOf = (one, state) => one.under[state.beliefs];

/** The belief file that the command of a moved state names. */
function beliefFile(state) {
  const rows = movesOf(state).map(([name, by]) => {
    const one = about.movable.find((each) => each.name === name);
    const { mean, sd } = priorOf(one, state);
    return `  ${name}: { mean: ${Number((mean + by * sd).toPrecision(9))}, sd: ${sd}, reason: "moved by ${by} of its standard deviations" }`;
  });
  return `name: my-beliefs\nbase: ${state.beliefs}\neffects:\n${rows.join("\n")}\n`;
}
