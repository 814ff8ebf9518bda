// The controls: made once, and shown as the state is, so that the focus stays where it is.

const controls = [];

/** A group of controls under a heading. `show` brings it up to the state. */
function group(title, note, nodes, show) {
  controls.push(show);
  return h("fieldset", {}, h("legend", {}, title), note ? h("p", { class: "hint" }, note) : null, nodes);
}

/** Mark an input as absent where the state it leads to is not in the file. */
function mark(input, state) {
  const there = Boolean(lineOf(state));
  input.toggleAttribute("data-absent", !there);
  input.closest("label")?.classList.toggle("gone", !there);
  input.title = there ? "" : `Not in this file: ${commandOf(state)}`;
}

function radios(title, note, name, options, changes, value) {
  const inputs = options.map(([key]) => h("input", { type: "radio", name, value: key, onchange: () => change(changes(key)) }));
  const labels = options.map(([, label], i) => h("label", {}, inputs[i], h("span", {}, label)));
  return group(title, note, labels, (state) =>
    inputs.forEach((input, i) => {
      input.checked = String(value(state)) === String(options[i][0]);
      mark(input, { ...state, ...changes(options[i][0]) });
    }),
  );
}

function instrumentControls() {
  const inputs = about.instruments.map((one) =>
    h("input", { type: "checkbox", onchange: (event) => change({ without: event.target.checked ? current.without.filter((id) => id !== one.id) : [...current.without, one.id] }) }),
  );
  const labels = about.instruments.map((one, i) => h("label", {}, inputs[i], h("span", {}, one.name)));
  return group("Instruments in force", "Take one away, and what rests on it goes too.", labels, (state) => {
    const gone = goneOf(state.without);
    about.instruments.forEach((one, i) => {
      const own = state.without.includes(one.id);
      inputs[i].checked = !gone.includes(one.id);
      inputs[i].disabled = gone.includes(one.id) && !own;
      mark(inputs[i], { ...state, without: own ? state.without.filter((id) => id !== one.id) : [...state.without, one.id] });
    });
  });
}

function limitControls() {
  if (!about.limits.length) return null;
  const boxes = about.limits.map((limit, i) => {
    const label = `${capital(byName(limit.outcome).plain)}: ${limit.atMost !== null ? "at most" : "at least"}`;
    const set = (event) => {
      const p = Number((Number(event.target.value) / 100).toPrecision(6));
      if (event.target.value === "" || !(p >= 0 && p <= 1)) return;
      const limits = { ...current.limits, [limit.outcome]: p };
      if (p === (limit.atMost ?? limit.atLeast)) delete limits[limit.outcome];
      change({ limits });
    };
    const range = h("input", { type: "range", min: 0, max: 100, step: 0.5, oninput: set, "aria-label": `${label}, percent` });
    const number = h("input", { type: "number", min: 0, max: 100, step: 0.1, onchange: set, id: `limit-${i}` });
    return { limit, range, number, node: h("div", { class: "pairof" }, h("label", { for: `limit-${i}` }, label), range, h("span", { class: "unit" }, number, "%")) };
  });
  return group("Limits", "What the reader of the answer can tolerate.", boxes.map((one) => one.node), (state) =>
    boxes.forEach(({ limit, range, number }) => {
      const value = Number((100 * limitOf(limit, state)).toPrecision(6));
      range.value = value;
      if (document.activeElement !== number) number.value = value;
    }),
  );
}

function judgementControls() {
  const choose = h("select", { "aria-label": "Judgement to move" }, about.movable.map((one) => h("option", { value: one.name }, one.name)));
  const range = h("input", { type: "range", min: -3, max: 3, step: 0.1, "aria-label": "Moved by standard deviations" });
  const said = h("output", {});
  const meaning = h("small", {});
  const effective = h("p", { class: "hint", role: "status" });
  const file = h("div", {});
  const one = () => about.movable.find((each) => each.name === choose.value);
  range.addEventListener("input", () => change({ moves: { ...current.moves, [choose.value]: Number(range.value) } }));
  const show = (state) => {
    const by = state.moves[choose.value] || 0;
    const room = (x) => Math.max(-3, Math.min(3, x));
    const { mean, sd } = priorOf(one(), state);
    range.min = room(Math.ceil((10 * (one().low - mean)) / sd) / 10);
    range.max = room(Math.floor((10 * (one().high - mean)) / sd) / 10);
    range.value = by;
    said.textContent = `${by > 0 ? "+" : by < 0 ? "\u2212" : ""}${Math.abs(by)} sd: mean ${Number((mean + by * sd).toPrecision(3))}`;
    meaning.textContent = `${one().meaning} (${one().provenance}, mean ${mean}, sd ${sd})`;
    const moved = movesOf(state);
    const left = effectiveOf(weightsOf(state.moves));
    effective.textContent = moved.length ? `${moved.map(([name, x]) => `${name} ${x > 0 ? "+" : "\u2212"}${Math.abs(x)}`).join(", ")}: ${grouped(left)} of ${SETS} parameter sets effective.` : "";
    file.replaceChildren(...(moved.length ? [h("button", { type: "button", class: "plain", onclick: () => download("my-beliefs.yaml", beliefFile(current), "text/yaml") }, "Save as belief file"), " ", h("button", { type: "button", class: "plain", onclick: () => change({ moves: {} }) }, "Move all back")] : []));
  };
  choose.addEventListener("change", () => show(current));
  return group("Judgements", "Move the mean of a stated prior; parameter sets are weighed anew.", [choose, range, said, meaning, effective, file], show);
}

function conditionControls() {
  if (YEARS < 2) return null;
  const { patron, protege } = about.states;
  const events = about.outcomes.filter((one) => one.kind === "event").map((one) => [one.name, "by", one.plain]);
  const held = about.outcomes.filter((one) => one.kind === "status").map((one) => [one.name, "in", one.plain]);
  const sides = STATUS.has("governments_progressive_progressive")
    ? PAIRS_OF_SIDES.map(([a, b]) => [`government:${patron}=${a}, ${protege}=${b}`, "in", `${patron} ${a}, ${protege} ${b}`])
    : [];
  const options = [...sides, ...events, ...held];
  const what = h("select", { "aria-label": "What is seen" }, options.map(([, when, label], i) => h("option", { value: i }, `${label} (${when})`)));
  const not = h("select", { "aria-label": "Whether it is seen" }, h("option", { value: "" }, "is seen"), h("option", { value: "not " }, "is not seen"));
  const year = h("select", { "aria-label": "Year of the condition" }, Array.from({ length: YEARS - 1 }, (_, t) => h("option", { value: about.start + t + 1 }, about.start + t + 1)));
  year.value = about.start + Math.min(5, YEARS - 1);
  const add = h("button", { type: "button", class: "plain", onclick: () => {
    const [name, when] = options[what.value];
    const text = `${not.value}${name} ${when} ${year.value}`;
    if (!current.given.includes(text)) change({ given: [...current.given, text] });
  } }, "Add the condition");
  const list = h("ul", { class: "given" });
  return group("Seen", "Keep the futures in which something is seen.", [what, not, year, add, list], (state) =>
    list.replaceChildren(...state.given.map((text) => h("li", {}, `${text} `, h("button", { type: "button", class: "plain", "aria-label": `Take out: ${text}`, onclick: () => change({ given: state.given.filter((each) => each !== text) }) }, "Take out")))),
  );
}

function madeControls() {
  const every = about.scenes.flatMap((line) => line.do);
  if (!every.length) return null;
  const choose = h("select", { "aria-label": "What is made", onchange: (event) => change({ made: event.target.value }) }, h("option", { value: "" }, "nothing"), every.map((text) => h("option", { value: text }, text)));
  return group("Made", `Force something, in ${counted(about.few, "future")}.`, [choose], (state) => {
    choose.value = state.made;
    [...choose.options].forEach((option) => (option.disabled = option.value !== state.made && !lineOf({ ...state, made: option.value })));
  });
}

function controlPanel() {
  const levels = [...new Set(about.scenes.map((line) => line.adherence))].sort((a, b) => a - b);
  const words = { "-1": "\u22121 let slide", 0: "0 as measured", 1: "+1 kept with care" };
  const beliefs = [...new Set(about.scenes.map((line) => line.beliefs))];
  return [
    instrumentControls(),
    radios("World order", "", "order", about.orders.map((one) => [one.name, one.title]), (order) => ({ order }), (state) => state.order),
    limitControls(),
    radios("Beliefs", "What instruments are assumed to do where no data can tell.", "beliefs", beliefs.map((one) => [one, capital(one)]), (one) => ({ beliefs: one }), (state) => state.beliefs),
    judgementControls(),
    radios("Adherence", "How well the alliance keeps its instruments.", "adherence", levels.map((x) => [x, words[x] || `${x > 0 ? "+" : "\u2212"}${Math.abs(x)}`]), (x) => ({ adherence: Number(x) }), (state) => state.adherence),
    conditionControls(),
    madeControls(),
  ];
}
