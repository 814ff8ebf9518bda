// Views of a state: the answer, and what may come by year.

const byName = (name) => OUTCOMES.get(name);
const limitFor = (name) => about.limits.find((one) => one.outcome === name && one.years === YEARS) || null;

/** An outcome of what is seen: under a condition, or of something made, as `foedus what-if` counts it. */
function told(seen, outcome) {
  if (!seen.told.has(outcome.name)) seen.told.set(outcome.name, counts(seen, outcome));
  return seen.told.get(outcome.name);
}

function counts(seen, outcome) {
  return seen.how ? conditional(seen.scene, outcome, seen.how) : estimate(seen.scene, outcome, { weights: seen.weights });
}

/** One sentence on what the numbers are of. */
function sizeText(seen, state) {
  const parts = [counted(seen.scene.n, "future"), about.orders.find((one) => one.name === state.order).title.toLowerCase()];
  if (state.without.length) parts.push(`without ${namesOf(goneOf(state.without)).join(", ")}`);
  if (state.adherence) parts.push(`adherence ${state.adherence > 0 ? "+" : "\u2212"}${Math.abs(state.adherence)}`);
  if (state.beliefs !== START.beliefs) parts.push(`${state.beliefs} beliefs`);
  for (const [name, by] of movesOf(state)) parts.push(`${name} moved by ${by > 0 ? "+" : "\u2212"}${Math.abs(by)} sd`);
  if (state.made) parts.push(`made: ${state.made}`);
  if (state.given.length) parts.push(`seen: ${state.given.join(" and ")}`);
  return parts.join(" \u00b7 ");
}

const namesOf = (ids) => ids.map((id) => about.instruments.find((one) => one.id === id)?.name || id);

function answerView(seen, state, pinned, width) {
  return [
    seen.how ? conditionCard(seen, state) : verdictCard(verdictOf(seen, state), width),
    seen.weights ? weightsNote(seen, state) : null,
    outcomesTable(seen, state, pinned),
    figureOf(rangesFigure(seen, state, pinned), width),
    about.cannotSay.length
      ? h("section", { class: "cannot" }, h("h3", {}, "What this cannot say"), h("ul", {}, about.cannotSay.map((one) => h("li", {}, one))))
      : null,
  ];
}

function verdictCard(found, width) {
  const kind = found.value.replace(/ /g, "-");
  const value = capital(found.value) + (found.leaning ? `, leaning ${found.leaning}` : "");
  const others = found.others.flatMap((one) =>
    one.states.map((each, i) => ({ order: one.order, each, i })).filter(({ i }) => one.sides[i] !== found.limits[i].sides[0]),
  );
  return h(
    "section",
    { class: `verdict ${kind}`, "aria-label": "Verdict" },
    h("p", { class: "value" }, value),
    found.why ? h("p", {}, found.why) : null,
    found.limits.map((one, i) =>
      h("div", { class: "limit" },
        h("p", {}, h("span", { class: `state ${one.state.includes("assumption") ? "by" : one.state}` }, one.state.replace(/-/g, " ")), " ",
          h("b", {}, one.limit.outcome === undefined ? "" : byName(one.limit.outcome).plain), ` ${probability(one.views[0][3])}, ${boundText(one)}`),
        h("small", {}, `${one.views[0][3] === null ? "It cannot be told in these futures" : `${capital(sidesText(one))}${endsText(one) ? `, ${endsText(one)}` : ""}`}. ${one.limit.reason}`),
        one.views[0][3] === null ? null : stripChart(`strip-${i}`, one, Math.min(width - 56, 760), palette())),
    ),
    h("p", { class: "note" },
      found.missing
        ? `Judged by the ${found.limits[0].sides.length} analysts that this file can count in these futures; ${found.missing} more need runs of their own: `
        : "A dot is an analyst, the diamond the mixture, the dashed line the limit. The verdict is their unanimity.",
      found.missing ? h("code", {}, commandOf(current)) : null),
    others.length
      ? h("p", { class: "note" }, `In other orders, by the mixture: ${others.map(({ order, each, i }) => `${about.orders.find((one) => one.name === order).title}: ${byName(about.limits[i].outcome).plain} ${each.replace(/-/g, " ")}`).join("; ")}.`)
      : found.others.length
        ? h("p", { class: "note" }, `In none of the ${found.others.length} other world orders does the mixture stand elsewhere on a limit.`)
        : null,
  );
}

function conditionCard(seen, state) {
  const meet = state.given.length ? seen.how.mask.reduce((total, x) => total + x, 0) : seen.scene.n;
  const after = about.start + seen.how.shift;
  return h(
    "section",
    { class: "verdict condition", "aria-label": "Condition" },
    h("p", { class: "value small" }, state.given.length ? `${grouped(meet)} of ${counted(seen.scene.n, "future")} meet it` : `Made in ${counted(seen.scene.n, "future")}`),
    h("p", {}, `${state.given.length ? "Seen" : "Made"}: ${[...state.given, ...(state.made ? [state.made] : [])].join("; ")}. Outcomes count after ${after}, where they have not happened before. Intervals say how well a share is known. No verdict is given under a condition.`),
    h("p", { class: "note" }, state.given.length && state.without.length
      ? "No command counts a condition in futures without an instrument; this file does."
      : state.given.length ? `The command draws 200 parameter sets for each 2,000 futures, this file has ${SETS} in all: they agree within their intervals.` : "The command gives the same shares."),
  );
}

function weightsNote(seen, state) {
  const share = seen.effective / SETS;
  if (share < about.least.effective) {
    return absent(`These moves leave ${twoDigits(seen.effective)} effective parameter sets of ${SETS}, too few to weigh by. Run it: save the belief file below the judgements, then`, commandOf(state));
  }
  return h("p", { class: "note" }, `Judgements are moved by weighing ${SETS} parameter sets: ${grouped(seen.effective)} effective. A run of its own lies within the figures in brackets after \u00b1 in nine of ten cases. Weighing is noisier than a run: what is not marked under \u201cMoved by\u201d is not told apart from no change, and a run of its own says more.`);
}

/** What a state is compared with where nothing is pinned: all its futures, or the same ones with nothing moved. */
function comparedWith(seen, state, pinned) {
  if (pinned) return [pinned, "Less pinned"];
  if (state.given.length) return [{ ...seen, how: { ...seen.how, mask: null } }, "Less all"];
  if (seen.weights && !seen.how) return [{ scene: seen.scene }, "Moved by"];
  return [null, ""];
}

function outcomesTable(seen, state, pinned) {
  const [other, against] = comparedWith(seen, state, pinned);
  const rows = about.outcomes.map((outcome) => {
    const found = told(seen, outcome);
    const limit = limitFor(outcome.name);
    const unit = outcome.unit;
    const label = isProbability(unit) || outcome.label.includes(unit) ? outcome.label : `${outcome.label}, ${unit}`;
    const value = found.few ? "too few" : valueOf(found, unit);
    const rerun = seen.weights && found.error ? ` (\u00b1${points(rerunError(found)).replace("+", "")})` : "";
    const cells = [
      { nodes: [h("button", { type: "button", class: "outcome", "aria-pressed": String(outcome.name === state.outcome), onclick: () => change({ outcome: outcome.name }) }, label)] },
      big(value + (isProbability(unit) ? rerun : ""), isProbability(unit) && !found.few ? inWords(found.value) : ""),
      found.few ? `${found.futures} futures` : intervalOf(found, unit),
      limit ? `${limit.atMost !== null ? "\u2264" : "\u2265"} ${percentOf(limitOf(limit, state))}` : "none",
      outcome.class,
      outcome.rests,
    ];
    if (other) cells.push(changeCell(outcome, seen, other));
    return cells;
  });
  const head = [`By ${LAST}`, "Estimate", "90% interval", "Limit", "Its class", "Rests on", ...(other ? [against] : [])];
  return h("section", {}, h("h2", {}, `What may come by ${LAST}`), h("p", { class: "note" }, sizeText(seen, state)), table(head, rows, { kind: "outcomes", caption: "Choose an outcome to see it in the other views." }));
}

/** Half the width of the interval in which a run of its own lies in nine of ten cases: both have luck of their own. */
const rerunError = (found) => NORMAL * found.error;

function changeCell(outcome, seen, pinned) {
  const found = differenceOf(outcome, seen, pinned);
  if (found.value === null) return UNKNOWN;
  return { clear: found.clear, nodes: [h("b", {}, changeOf(found, outcome.unit)), h("small", {}, changeIntervalOf(found, outcome.unit))] };
}

function rangesFigure(seen, state, pinned) {
  const shown = about.outcomes.filter((one) => isProbability(one.unit));
  const rows = shown.map((one) => ({ label: one.plain, found: told(seen, one), bold: one.name === state.outcome }));
  return {
    name: "outcomes",
    title: `Probabilities by ${LAST}`,
    subtitle: `${sizeText(seen, state)}. Line: 90% interval.`,
    draw: (colours, width) => rangeChart("outcomes", rows, { width, unit: "probability", about: `Probabilities by ${LAST}` }, colours),
    rows: shown.map((one, i) => ({ outcome: one.name, value: rows[i].found.value, low: rows[i].found.low, high: rows[i].found.high })),
    outcome: state.outcome,
  };
}

function yearsView(seen, state, pinned, width) {
  const outcome = byName(state.outcome);
  if (!byYear(outcome) || outcome.kind === "share") {
    return h("p", { class: "note" }, `${capital(outcome.plain)} is not told by year. Choose an event or a status.`);
  }
  const path = (one) => pathOf(one.scene, outcome, one.how ? one.how : { weights: one.weights });
  const colours = palette();
  const series = (c) => [
    ...(pinned ? [{ name: "pinned", path: path(pinned), colour: c.brick, dash: "7 3" }] : []),
    { name: pinned ? "this state" : outcome.plain, path: path(seen), colour: c.blue, dash: "" },
  ];
  const limit = limitFor(outcome.name);
  const rows = path(seen).map((p, t) => ({ year: about.start + t + 1, value: p.value, low: p.low, high: p.high }));
  const other = pinned ? path(pinned) : null;
  if (other) rows.forEach((row, t) => Object.assign(row, { pinned: other[t].value, "pinned low": other[t].low, "pinned high": other[t].high }));
  const verb = outcome.kind === "event" ? "has happened by the end of each year" : "holds in each year";
  return figureOf({
    name: `by-year-${outcome.name}`,
    title: capital(outcome.plain),
    subtitle: `Probability that it ${verb}. ${sizeText(seen, state)}. Shaded: 90% interval.`,
    draw: (c, w) => fanChart("fan", series(c), { width: w, unit: outcome.unit, limit: limit ? limitOf(limit, state) : null, about: `${outcome.plain} by year` }, c),
    rows,
    outcome: outcome.name,
    key: pinned ? keyOf(series(colours)) : null,
  }, width);
}
