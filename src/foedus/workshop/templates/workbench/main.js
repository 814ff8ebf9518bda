// The page: a state, what is seen of it, and what is shown.

const VIEWS = [
  { name: "answer", label: "Answer", draw: answerView },
  { name: "years", label: "By year", draw: yearsView },
  { name: "instruments", label: "Instruments", draw: instrumentsView },
  { name: "orders", label: "Orders", draw: ordersView },
  { name: "governments", label: "Governments", draw: governmentsView },
  { name: "beliefs", label: "Judgements", draw: beliefsView },
  { name: "flips", label: "Flips", draw: flipsView },
  { name: "found", label: "Failing and watching", draw: foundView },
  { name: "sources", label: "Sources", draw: sourcesView },
];

let current = stateOf(location.hash.slice(1));
let now = null;
let turn = 0;

/** What is seen of a state; null where the file has no run of it. */
async function seenOf(state) {
  const line = lineOf(state);
  if (!line) return null;
  const scene = await load(line.name);
  const weights = weightsOf(state.moves);
  const given = conditionOf(scene, state);
  const makes = state.made ? madeShift(state.made) : 0;
  const how = given || state.made ? { mask: given?.mask || null, shift: Math.max(given?.shift || 0, makes), weights } : null;
  return { line, scene, weights, how, effective: effectiveOf(weights), told: how || weights ? new Map() : scene.told, judged: new Map() };
}

/** The years after which outcomes of something made count. */
function madeShift(text) {
  const [, when, year] = /(in|from) (\d{4})$/.exec(text);
  return Number(year) - about.start - (when === "from" ? 1 : 0);
}

function change(changes) {
  const next = { ...current, ...changes };
  if (!lineOf(next)) return refuse(next);
  current = next;
  history.replaceState(null, "", `#${addressOf(current)}`);
  return show();
}

/** Say which command gives a state that the file does not hold. */
function refuse(next) {
  controls.forEach((bring) => bring(current));
  page.notice.replaceChildren(absent("That is not in this file. Run:", commandOf(next)));
  page.notice.querySelector("button").focus({ preventScroll: true });
  return Promise.resolve();
}

async function show() {
  const mine = (turn += 1);
  const state = current;
  const seen = await seenOf(state);
  const pinned = state.pin ? await seenOf(stateOf(state.pin)) : null;
  const width = Math.max(page.main.clientWidth, 280);
  const view = VIEWS.find((one) => one.name === state.view);
  now = seen;
  const nodes = await view.draw(seen, state, pinned, width);
  if (mine !== turn) return;
  page.notice.replaceChildren();
  page.panel.replaceChildren(h("h2", { class: "unseen" }, view.label), ...[nodes].flat().filter(Boolean));
  page.panel.setAttribute("aria-labelledby", `tab-${view.name}`);
  page.command.textContent = commandOf(state);
  page.pin.replaceChildren(...pinNodes(state, pinned));
  page.outcome.value = state.outcome;
  page.summary.textContent = summaryText(seen, state);
  for (const tab of page.tabs) {
    tab.setAttribute("aria-selected", String(tab.dataset.view === view.name));
    tab.tabIndex = tab.dataset.view === view.name ? 0 : -1;
  }
  controls.forEach((bring) => bring(state));
}

/** One line for those who hear the page. */
function summaryText(seen, state) {
  const outcome = byName(state.outcome);
  const found = told(seen, outcome);
  const verdict = seen.how ? "" : `${capital(verdictOf(seen, state).value)}. `;
  return `${verdict}${capital(outcome.plain)}: ${valueOf(found, outcome.unit)}.`;
}

function pinNodes(state, pinned) {
  if (!pinned) {
    return [h("button", { type: "button", onclick: () => change({ pin: addressOf({ ...current, pin: "", view: START.view, outcome: START.outcome }) || "view=answer" }) }, "Pin this state")];
  }
  return [h("span", {}, `Pinned: ${sizeText(pinned, stateOf(state.pin))} `), h("button", { type: "button", class: "plain", onclick: () => change({ pin: "" }) }, "Unpin")];
}

function tabList() {
  const tabs = VIEWS.map((one) => h("button", { type: "button", role: "tab", id: `tab-${one.name}`, "data-view": one.name, "aria-controls": "panel", onclick: () => change({ view: one.name }) }, one.label));
  const move = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
    next.focus();
    change({ view: next.dataset.view });
  };
  return { tabs, node: h("div", { role: "tablist", "aria-label": "Views", class: "tabs", onkeydown: move }, tabs) };
}

function layout() {
  const { tabs, node } = tabList();
  const outcome = h("select", { id: "outcome", onchange: (event) => change({ outcome: event.target.value }) }, about.outcomes.map((one) => h("option", { value: one.name }, one.plain)));
  const found = {
    tabs,
    outcome,
    main: h("main", {}),
    panel: h("div", { role: "tabpanel", id: "panel", tabindex: "-1" }),
    notice: h("div", { class: "notice", role: "alert" }),
    command: h("code", { id: "command" }),
    pin: h("div", { class: "pin" }),
    summary: h("p", { class: "unseen", role: "status" }),
    reading: h("p", { class: "reading" }),
  };
  const wide = window.matchMedia("(min-width: 900px)").matches;
  found.main.append(node, h("div", { class: "bar" }, h("label", { for: "outcome" }, "Outcome"), outcome, found.pin), found.notice, found.panel);
  const give = h("button", { type: "button", class: "plain", onclick: () => copied(page.command.textContent).then(() => (give.textContent = "Copied")) }, "Copy the command");
  const link = h("button", { type: "button", class: "plain", onclick: () => copied(location.href).then(() => (link.textContent = "Copied")) }, "Copy the address");
  const reset = h("button", { type: "button", class: "plain", onclick: () => change({ ...START, view: current.view, outcome: current.outcome }) }, "As at the start");
  document.getElementById("page").replaceChildren(
    h("a", { class: "skip", href: "#panel", onclick: (event) => { event.preventDefault(); found.panel.focus(); } }, "To the numbers"),
    h("header", {}, h("h1", {}, about.title), h("p", { class: "setting" }, `${about.case} \u00b7 as of ${about.asOf} \u00b7 to ${LAST} \u00b7 ${counted(about.futures, "future")} of each order \u00b7 seed ${about.seed} \u00b7 answer ${about.mark}`)),
    h("div", { class: "columns" }, h("aside", { class: "controls", "aria-label": "What is asked" }, h("details", { open: wide }, h("summary", {}, "Change what is asked"), h("div", {}, controlPanel()))), found.main),
    h("footer", {}, h("p", {}, "The same from the command line: "), h("p", { class: "line" }, found.command), h("p", {}, give, " ", link, " ", reset), found.reading),
    found.summary,
  );
  return found;
}

const page = layout();
const redraw = () => show();
window.addEventListener("hashchange", () => {
  current = stateOf(location.hash.slice(1));
  if (!lineOf(current)) current = START;
  show();
});
let width = window.innerWidth;
window.addEventListener("resize", () => {
  if (window.innerWidth !== width) redraw();
  width = window.innerWidth;
});
darkness.addEventListener("change", redraw);
window.addEventListener("beforeprint", redraw);
if (!lineOf(current)) current = START;
window.workbench = { about, load, estimate, conditional, differenceOf, weightsOf, predictive, setsOf, verdictOf, limitsOf, seenOf, stateOf, addressOf, commandOf, lineOf, change, probability, amount, points, shareOf, meanOf };
window.workbench.ready = show().then(() => loadAll((done, all) => (page.reading.textContent = done < all ? `Reading run ${done} of ${all}.` : `All ${all} runs are read.`)));
