// Views that compare runs: instruments, orders, governments, judgements, flips; and where the numbers come from.

const PAIRS_OF_SIDES = ["progressive", "conservative"].flatMap((a) => ["progressive", "conservative"].map((b) => [a, b]));

/** The run of an order without something, as seen; null where the file has none. */
async function variant(state, changes) {
  const asked = { ...state, made: "", given: [], ...changes };
  const line = lineOf(asked);
  if (!line) return null;
  return { line, scene: await load(line.name), weights: weightsOf(asked.moves), state: asked };
}

async function instrumentsView(seen, state, pinned, width) {
  const outcome = byName(state.outcome);
  const kept = await variant(state, { without: [], adherence: 0 });
  const rows = [];
  for (const one of about.instruments) {
    const other = kept && (await variant(state, { without: [one.id], adherence: 0 }));
    if (other) rows.push({ label: one.name, id: one.id, grade: one.grade, found: differenceOf(outcome, other, kept) });
  }
  const known = rows.filter((row) => row.found.value !== null).sort((a, b) => Math.abs(b.found.value) - Math.abs(a.found.value));
  const subtitle = `Change of ${outcome.plain} without each instrument and what rests on it, in the same ${kept ? counted(kept.scene.n, "future") : "futures"}. Line: 90% interval; filled: clear of zero.`;
  return [
    known.length
      ? figureOf({
          name: `tornado-${outcome.name}`,
          title: `What each instrument is worth: ${outcome.plain}`,
          subtitle: `${subtitle} Paired, future by future, without the control variate of an assessment, which has fewer futures.`,
          draw: (c, w) => rangeChart("tornado", known, { width: w, unit: outcome.unit, zero: true, about: subtitle }, c),
          rows: known.map((row) => ({ without: row.id, change: row.found.value, low: row.found.low, high: row.found.high, grade: row.grade })),
          outcome: outcome.name,
        }, width)
      : h("p", { class: "note" }, `No paired change of ${outcome.plain} can be told here.`),
    keptTable(seen, state),
  ];
}

function keptTable(seen, state) {
  const { fallen, inSet } = seen.scene;
  const K = about.instruments.length;
  const at = (fate, k) => Array.from({ length: SETS }, (_, g) => fallen[(fate * K + k) * SETS + g]);
  const n = Array.from(inSet);
  const gone = goneOf(state.without);
  const rows = about.instruments
    .map((one, k) => ({ one, alone: at(0, k), base: at(1, k) }))
    .filter(({ one }) => !gone.includes(one.id))
    .map(({ one, alone, base }) => {
      const parts = [n.map((x, g) => x - alone[g] - base[g]), alone, base].map((k) => shareOf(k, n));
      return [one.name, ...parts.map((found) => big(probability(found.value), intervalOf(found, "probability"))), one.grade];
    });
  const note = seen.how || seen.weights ? " Counted in all futures of the run, without the condition or the moves." : "";
  return h("section", {}, h("h2", {}, `Instruments in ${LAST}`), table(["Instrument", "Kept up", "Lost on its own", "Lost with its base", "Evidence grade"], rows, { caption: `${sizeText({ scene: seen.scene }, { ...state, given: [], moves: {} })}.${note}` }));
}

async function ordersView(seen, state, pinned, width) {
  const outcome = byName(state.outcome);
  const limit = limitFor(outcome.name);
  const levels = [];
  for (const order of about.orders) {
    const one = await variant(state, { order: order.name, adherence: 0, beliefs: START.beliefs });
    if (one) levels.push({ label: order.title, id: order.name, bold: order.name === state.order, found: estimate(one.scene, outcome, { weights: one.weights }), n: one.scene.n });
  }
  if (!levels.some((row) => row.found.value !== null)) return h("p", { class: "note" }, `${capital(outcome.plain)} cannot be told by order.`);
  if (levels.length < about.orders.length) {
    return absent("Other orders are in this file without one instrument at most.", commandOf({ ...state, order: about.orders.at(-1).name }));
  }
  return [
    figureOf({
      name: `orders-${outcome.name}`,
      title: `World orders: ${outcome.plain}`,
      subtitle: `By ${LAST}, in ${counted(levels[0].n, "future")} of each order${state.without.length ? `, without ${namesOf(state.without).join(", ")}` : ""}. Line: 90% interval.`,
      draw: (c, w) => rangeChart("orders", levels, { width: w, unit: outcome.unit, limit: limit ? limitOf(limit, state) : null, about: `${outcome.plain} by world order` }, c),
      rows: levels.map((row) => ({ order: row.id, value: row.found.value, low: row.found.low, high: row.found.high })),
      outcome: outcome.name,
    }, width),
    h("dl", { class: "orders" }, about.orders.map((one) => [h("dt", {}, one.title), h("dd", {}, one.text)])),
    await regretPart(state, limit ? outcome : byName(about.limits[0]?.outcome), width),
  ];
}

async function regretPart(state, outcome, width) {
  const limit = outcome && limitFor(outcome.name);
  if (!limit || !byYear(outcome)) return null;
  const sign = limit.atMost !== null ? 1 : -1;
  const policies = [["every instrument kept", []], ...about.instruments.map((one) => [`without ${one.name}`, [one.id]])];
  const told = [];
  for (const [label, without] of policies) {
    const row = [];
    for (const order of about.orders) {
      const one = await variant(state, { order: order.name, without, adherence: 0, beliefs: START.beliefs, moves: {} });
      row.push(estimate(one.scene, outcome).value);
    }
    if (row.every((x) => x !== null)) told.push({ label, row: row.map((x) => sign * x) });
  }
  const regrets = regretsOf(told.map((one) => one.row));
  const largest = regrets.map((row) => Math.max(...row));
  const least = Math.min(...largest);
  const rows = told.map((one, i) => [
    { clear: largest[i] <= least + 1e-12, nodes: [h("b", {}, one.label)] },
    ...regrets[i].map((x) => points(x).replace("+", "")),
    { clear: largest[i] <= least + 1e-12, nodes: [h("b", {}, points(largest[i]).replace("+", ""))] },
  ]);
  return h("section", {}, h("h2", {}, `Regret: ${outcome.plain}`),
    h("p", { class: "note" }, "What each policy loses against the best one of each order, in points. Marked: the largest loss is least. No policy has a cost here. For neglect and full adherence in every order, intervals and shares: ", h("code", {}, `foedus orders ${about.case} --regret`)),
    table(["Policy", ...about.orders.map((one) => one.title), "Largest"], rows, { kind: "regret", caption: `${outcome.plain}, by ${LAST}` }));
}

async function governmentsView(seen, state, pinned, width) {
  if (!STATUS.has("governments_progressive_progressive")) {
    return h("p", { class: "note" }, "The case follows no governments.");
  }
  const { patron, protege } = about.states;
  const shades = (c) => [c.blue, c.teal, c.ochre, c.brick];
  const values = PAIRS_OF_SIDES.map(([a, b]) =>
    Array.from({ length: YEARS }, (_, t) => {
      const bits = bitsOf(seen.scene, `governments_${a}_${b}`, t + 1);
      let held = 0;
      for (let r = 0; r < seen.scene.n; r += 1) held += bit(bits, r);
      return held / seen.scene.n;
    }),
  );
  const parts = (c) => PAIRS_OF_SIDES.map(([a, b], i) => ({ name: `${patron} ${a}, ${protege} ${b}`, values: values[i], colour: shades(c)[i], square: true }));
  const outcome = byName(state.outcome);
  const table1 = await seenAndMade(seen, state, outcome);
  return [
    figureOf({
      name: "governments",
      title: "Who governs, by year",
      subtitle: `Share of ${counted(seen.scene.n, "future")}, ${about.orders.find((one) => one.name === state.order).title.toLowerCase()}.`,
      draw: (c, w) => stackChart("governments", parts(c), w, "Who governs, by year", c),
      rows: Array.from({ length: YEARS }, (_, t) => Object.fromEntries([["year", about.start + t + 1], ...parts(LIGHT).map((one) => [one.name, one.values[t]])])),
      key: keyOf(parts(palette())),
    }, width),
    table1,
  ];
}

async function seenAndMade(seen, state, outcome) {
  const { patron, protege } = about.states;
  if (YEARS < 2) return null;
  if (!byYear(outcome)) return h("p", { class: "note" }, `${capital(outcome.plain)} is a sum over all years, and cannot be told after a government.`);
  const base = await variant({ ...START, outcome: state.outcome }, {});
  const year = Math.min(4, YEARS - 1);
  const rows = [];
  for (const [a, b] of PAIRS_OF_SIDES) {
    const bits = bitsOf(base.scene, `governments_${a}_${b}`, year);
    const mask = Uint8Array.from({ length: base.scene.n }, (_, r) => bit(bits, r));
    const given = conditional(base.scene, outcome, { mask, shift: year });
    const line = about.scenes.find((one) => one.do[0]?.startsWith(`government:${patron}=${a}, ${protege}=${b} `));
    const made = line ? conditional(await load(line.name), outcome, { shift: 0 }) : NOTHING;
    const cell = (found) => (found.few ? "too few futures" : big(probability(found.value), intervalOf(found, "probability")));
    rows.push([`${patron} ${a}, ${protege} ${b}`, cell(given), cell(made)]);
  }
  return h("section", {}, h("h2", {}, `After each pair of governments: ${outcome.plain}`),
    h("p", { class: "note" }, `Seen: in the ${counted(base.scene.n, "future")} of ${about.orders[0].title.toLowerCase()} in which the pair governs in ${about.start + year}, after that year, where it has not happened before. Made: the pair is held in office from the first year, in ${counted(about.few, "future")}. Seen differs by selection: the pair comes to office in some parameter sets more than in others.`),
    table(["Governments", `Seen in ${about.start + year}`, "Made"], rows, { caption: outcome.plain }));
}

async function beliefsView(seen, state, pinned, width) {
  const outcome = byName(state.outcome);
  const limit = limitFor(outcome.name);
  const found = slopesOf(seen.scene, outcome).slice(0, 12);
  const rows = found.map(({ one, value, error }) => ({ label: one.name, found: { value, low: value - NORMAL * error, high: value + NORMAL * error } }));
  const part = limit && byYear(outcome) ? flipPart(seen, state, outcome, limit) : h("p", { class: "note" }, `The case sets no limit on ${outcome.plain} that a judgement could take it over.`);
  return [
    rows.length
      ? figureOf({
          name: `judgements-${outcome.name}`,
          title: `Judgements behind it: ${outcome.plain}`,
          subtitle: `Change for one standard deviation of each prior, by Stein's identity over ${SETS} parameter sets; those beyond three errors. Line: 90% interval.`,
          draw: (c, w) => rangeChart("slopes", rows, { width: w, unit: outcome.unit, zero: true, about: "Slopes of judgements" }, c),
          rows: found.map(({ one, value, error }) => ({ judgement: one.name, slope: value, error, provenance: one.provenance })),
          outcome: outcome.name,
        }, width)
      : driversOf(outcome),
    part,
  ];
}

/** What one would have to believe: the move of each judgement that takes the outcome over its limit. */
function flipPart(seen, state, outcome, limit) {
  const bound = limitOf(limit, state);
  const counts = setsOf(seen.scene, outcome, limit.years);
  const rows = about.movable
    .map((one) => ({ one, found: findMove(counts, state.moves, one.name, bound) }))
    .filter(({ found }) => found)
    .sort((a, b) => Math.abs(a.found.by) - Math.abs(b.found.by));
  const cells = rows.map(({ one, found }) => {
    const sign = found.by > 0 ? "+" : "\u2212";
    return [
      { nodes: [h("b", {}, one.name), h("small", {}, one.meaning)] },
      `${sign}${Math.abs(found.by)} sd, to a mean of ${Number((priorOf(one, state).mean + found.by * priorOf(one, state).sd).toPrecision(3))}`,
      big(probability(found.value), `${grouped(found.effective)} of ${SETS} sets effective`),
      { nodes: [h("button", { type: "button", class: "plain", onclick: () => change({ moves: { ...state.moves, [one.name]: found.by } }) }, "Move it there")] },
    ];
  });
  return h("section", {}, h("h2", {}, "What would you have to believe?"),
    h("p", { class: "note" }, `The least move of one judgement that takes the mixture over the limit of ${percentOf(bound)}. Several at once need less: `, h("code", {}, `foedus flip ${about.case}`)),
    cells.length ? table(["Judgement", "Moved by", "Then", "Try"], cells, { caption: outcome.plain }) : h("p", {}, "No single judgement does, as far as the parameter sets of this file can tell: further off, fewer than a quarter of them would count."));
}

async function flipsView(seen, state, pinned, width) {
  const outcome = byName(state.outcome);
  if (!byYear(outcome)) return h("p", { class: "note" }, "A sum does not flip. Choose an event, a status or a share.");
  const base = pinned || (await variant(START, {}));
  const found = flipsOf(outcome, seen, base);
  const who = pinned ? "the pinned state" : `${about.orders[0].title.toLowerCase()}, with nothing changed`;
  const change1 = differenceOf(outcome, seen, base);
  const list = (title, futures) =>
    h("section", {}, h("h3", {}, `${title}: ${counted(futures.length, "future")}`), futures.length
      ? table(["Future", "Here", "There", "Read"], futures.slice(0, 25).map((r) => [`${r}`, yearIn(seen, outcome, r), yearIn(base, outcome, r), { nodes: [h("button", { type: "button", class: "plain", onclick: () => change({ future: `${r}` }) }, `Open future ${r}`)] }]), { caption: title })
      : null,
    futures.length > 25 ? h("p", { class: "note" }, `The first 25. All: ${futures.length} numbers in the file below.`) : null);
  const rows = [...found.gained.map((r) => ({ future: r, change: "only here" })), ...found.lost.map((r) => ({ future: r, change: "only there" }))];
  return [
    h("h2", {}, `Which futures did this flip? ${capital(outcome.plain)}`),
    h("p", { class: "note" }, `This state against ${who}, in the ${counted(found.futures, "future")} that both have. The same number has the same luck in both, so that whatever the difference does not reach is the same. Change: ${changeOf(change1, outcome.unit)} points (${changeIntervalOf(change1, outcome.unit) || "none"}).`),
    storyPart(seen, base, state),
    list("Only in this state", found.gained),
    list(`Only in ${pinned ? "the pinned state" : "the other"}`, found.lost),
    rows.length ? h("p", {}, h("button", { type: "button", class: "plain", onclick: () => download(`${about.case}-flips.csv`, csvOf(rows), "text/csv") }, "Save all as CSV")) : null,
  ];
}

function yearIn(one, outcome, r) {
  if (outcome.kind === "event") {
    const year = firstOf(one.scene, outcome.name)[r];
    return year ? `${about.start + year}` : "never";
  }
  const { hit, there } = flagsOf(one.scene, outcome);
  return there[r] ? (hit[r] ? "yes" : "no") : "not asked";
}

/** The command that tells one future beside its twin of a state. */
function replayCommand(state, r) {
  const parts = [`foedus replay ${about.case} --future ${r}`, ...state.without.map((name) => `--without ${name}`)];
  if (state.made) parts.push(`--do ${quoted(state.made)}`);
  if (state.order !== "as-measured") parts.push(`--order ${state.order}`);
  if (YEARS !== 20) parts.push(`--horizon ${YEARS}`);
  if (about.seed !== 1) parts.push(`--seed ${about.seed}`);
  return parts.join(" ");
}

/** What other commands found, in their words; of what was not handed in, the command. */
async function foundView() {
  return about.beside.flatMap((one) => [
    h("h2", {}, one.title),
    one.text
      ? h("pre", { class: "found", tabindex: "0", role: "region", "aria-label": one.title }, one.text)
      : absent(`Not in this file. Run this, and make the file again with --with ${one.name}.json:`, one.command),
  ]);
}

async function sourcesView() {
  const sizes = new Map();
  for (const line of about.scenes) {
    const label = line.do.length ? "events that are made" : line.adherence ? "adherence" : line.full ? "orders and single removals" : "pairs, and other beliefs";
    const one = sizes.get(label) || [0, 0, 0];
    sizes.set(label, [one[0] + 1, one[1] + line.futures, one[2] + texts.get(line.name).textContent.length]);
  }
  return [
    h("h2", {}, "Where the numbers come from"),
    h("p", {}, about.rests),
    h("p", {}, about.sizes),
    h("details", {}, h("summary", {}, "Years and data behind each equation"), h("ul", {}, about.fits.map((one) => h("li", {}, one)))),
    h("details", {}, h("summary", {}, "Judgements that can be moved"), table(["Name", "Mean", "sd", "Provenance", "Meaning"], about.movable.map((one) => [one.name, `${one.under[START.beliefs].mean}`, `${one.under[START.beliefs].sd}`, one.provenance, one.meaning]))),
    h("details", {}, h("summary", {}, "Words"), h("dl", {}, Object.entries(about.words).map(([word, meaning]) => [h("dt", {}, word), h("dd", {}, meaning)]))),
    h("h3", {}, "What this file holds"),
    table(["Runs", "How many", "Futures", "Bytes"], [...sizes].map(([label, row]) => [label, ...row.map(grouped)]), { caption: "By kind of run" }),
    h("p", { class: "note" }, `foedus ${about.version}, answer ${about.mark}, seed ${about.seed}. Counting is done here; nothing is simulated, and nothing is asked of a network.`),
  ];
}
