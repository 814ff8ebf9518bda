// Five doors behind a number: definition, equation, drivers, evidence, rivals.

function doorsOf(name) {
  const outcome = OUTCOMES.get(name);
  const { doors } = outcome;
  const door = (title, make) => {
    const box = h("details", { class: "door" }, h("summary", {}, title));
    box.addEventListener("toggle", () => {
      if (box.open && box.children.length === 1) box.append(h("div", {}, make()));
    });
    return box;
  };
  return h(
    "div",
    { class: "doors", "aria-label": `Behind ${outcome.plain}` },
    door("Definition", () => h("p", {}, doors.definition)),
    door("Equation", () =>
      doors.equations.length
        ? doors.equations.map((one) => h("div", {}, h("h4", {}, one.name), h("pre", { tabindex: "0" }, one.text)))
        : h("p", {}, "No single equation: it is counted from what several bring about."),
    ),
    door("Drivers", () => driversOf(outcome)),
    door("Evidence", () => h("ul", {}, doors.evidence.map((one) => h("li", {}, one)))),
    door("Rivals", () =>
      doors.rivals.length
        ? h("ul", {}, doors.rivals.map((one) => h("li", {}, h("b", {}, one.who), ` ${one.says}`)))
        : h("p", {}, "No rival says anything of it."),
    ),
  );
}

/** Errors by which a slope, or the effect of a move, is told apart from none. */
const STEEP = 3;

/** What moves an outcome in the run at hand: judgements by their slope, told apart from zero by three errors. */
function slopesOf(scene, outcome) {
  const { sets, n, values } = setsOf(scene, outcome);
  if (values.length < about.least.sets) return [];
  return about.movable
    .map((one) => ({ one, ...slopeOf(values, n, sets, one.places) }))
    .filter((each) => Math.abs(each.value) > STEEP * each.error)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
}

function driversOf(outcome) {
  return [...judgementsBehind(outcome), ...instrumentsBehind(outcome)];
}

/** The paired change without each instrument, of the runs that have been read. */
function instrumentsBehind(outcome) {
  const kept = loaded.get(lineOf({ ...current, without: [], adherence: 0, made: "" })?.name);
  if (!kept) return [];
  const found = about.instruments
    .map((one) => ({ one, other: loaded.get(lineOf({ ...current, without: [one.id], adherence: 0, made: "" })?.name) }))
    .filter(({ other }) => other)
    .map(({ one, other }) => ({ one, change: differenceOf(outcome, { scene: other }, { scene: kept }) }))
    .filter(({ change: { value, low, high } }) => value !== null && (low > 0 || high < 0))
    .sort((a, b) => Math.abs(b.change.value) - Math.abs(a.change.value));
  if (!found.length) return [];
  const unit = unitOfChange(outcome.unit);
  return [
    h("p", {}, "Instruments whose absence changes it, clear of zero:"),
    h("ul", {}, found.map(({ one, change: x }) => h("li", {}, h("b", {}, one.name), ` ${changeOf(x, outcome.unit)} ${unit} (${changeIntervalOf(x, outcome.unit)}), evidence grade ${one.grade}`))),
  ];
}

function judgementsBehind(outcome) {
  const found = slopesOf(now.scene, outcome);
  if (!found.length) {
    return [h("p", {}, `No stated judgement moves it by more than three errors in these ${counted(now.scene.n, "future")}. What data estimate is not moved here.`)];
  }
  const unit = unitOfChange(outcome.unit);
  return [
    h("p", {}, `Stated judgements that move it most, for each standard deviation that their mean is raised, in ${counted(now.scene.n, "future")}:`),
    h("ul", {}, found.slice(0, 8).map(({ one, value, error }) =>
      h("li", {}, h("b", {}, one.name), ` ${signed(value, outcome.unit)} ${unit} (error ${signed(error, outcome.unit).replace("+", "")}), ${one.provenance}: ${one.meaning}`))),
  ];
}
