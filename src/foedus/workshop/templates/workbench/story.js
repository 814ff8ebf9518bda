// One future beside its twin, year by year, as far as outcomes are counted.

/** What is counted in each year of a future: events when they first happen, statuses when they change, who governs. */
function yearsOf(scene, r) {
  const told = about.outcomes.filter((one) => ["event", "status"].includes(one.kind));
  return Array.from({ length: YEARS }, (_, t) => {
    const year = t + 1;
    const found = [];
    for (const one of told) {
      if (one.kind === "event") {
        if (firstOf(scene, one.name)[r] === year) found.push(`First time: ${one.plain}`);
        continue;
      }
      const holds = bit(bitsOf(scene, one.name, year), r);
      if (year === 1) found.push(`${holds ? "Holds" : "Does not hold"}: ${one.plain}`);
      else if (holds !== bit(bitsOf(scene, one.name, year - 1), r)) found.push(`${holds ? "Now" : "No longer"}: ${one.plain}`);
    }
    return { governs: governsIn(scene, r, year), found };
  });
}

function governsIn(scene, r, year) {
  if (!STATUS.has("governments_progressive_progressive")) return "";
  const { patron, protege } = about.states;
  const pair = PAIRS_OF_SIDES.find(([a, b]) => bit(bitsOf(scene, `governments_${a}_${b}`, year), r));
  return pair ? `${patron} ${pair[0]}, ${protege} ${pair[1]}` : "";
}

/** The future that is open, in this state and in the other. */
function storyPart(seen, base, state) {
  const r = Number(state.future);
  if (state.future === "" || r >= Math.min(seen.scene.n, base.scene.n)) return null;
  const [here, there] = [seen, base].map((one) => yearsOf(one.scene, r));
  const cell = (year, other, before) => ({
    nodes: [
      year.governs && year.governs !== before ? h("small", {}, `In office: ${year.governs}`) : null,
      year.found.map((text) => (other.found.includes(text) ? h("div", {}, text) : h("div", {}, h("mark", {}, text)))),
    ],
  });
  const rows = here
    .map((year, t) => [`${about.start + t + 1}`, cell(year, there[t], here[t - 1]?.governs), cell(there[t], year, there[t - 1]?.governs)])
    .filter((_, t) => here[t].found.length || there[t].found.length || here[t].governs !== here[t - 1]?.governs || there[t].governs !== there[t - 1]?.governs);
  const differing = here.filter((year, t) => year.found.join() !== there[t].found.join() || year.governs !== there[t].governs).length;
  const command = replayCommand(state, r);
  return h(
    "section",
    { class: "story", "aria-label": `Future ${r}` },
    h("h3", {}, `Future ${r}, year by year`),
    h("p", { class: "note" }, `One draw of many, and no forecast (parameter set ${r % SETS}). What is counted differs in ${differing} of ${YEARS} years; marked: in one of the two alone. Every dispute, who joined it, and what became of each instrument against the order as measured with nothing changed: `, h("code", {}, command), " ", copyable(command, "Copy")),
    rows.length ? table(["Year", "This state", "The other"], rows, { caption: `Future ${r}` }) : h("p", {}, "Nothing that is counted happens in either."),
    h("p", {}, h("button", { type: "button", class: "plain", onclick: () => change({ future: "" }) }, "Close the future")),
  );
}
