// The pages of `foedus serve`. Numbers and elements are written by the modules of the workbench.

const $ = (selector) => document.querySelector(selector);
const $$ = (selector) => [...document.querySelectorAll(selector)];
const WAIT = 350;
/** Milliseconds after the last change of a form before it is asked. */

/** Ask the server. Throws an error whose message is the refusal. */
async function send(method, path, body, type = "application/json") {
  const text = type === "application/json" && body !== undefined ? JSON.stringify(body) : body;
  const answer = await fetch(path, { method, headers: text === undefined ? {} : { "Content-Type": type }, body: text });
  const said = await answer.text();
  let found = null;
  try {
    found = said ? JSON.parse(said) : null;
  } catch {
    found = null;
  }
  if (answer.ok) return found;
  const lines = found && found.error ? [found.error, ...found.more].map((one) => one.what) : [`the server answers ${answer.status}`];
  throw Object.assign(new Error(lines[0]), { lines });
}

function complain(error) {
  const place = $("#problem");
  place.hidden = !error;
  place.textContent = error ? error.message : "";
}

/** What is said of a file of each kind that is valid. */
const KEPT = {
  cases: (name) => ["A valid case. ", h("a", { href: `/cases/${name}` }, `Ask about ${name}`)],
  beliefs: (name) => [`Valid beliefs, kept as ${name}.`],
};

/** Hand in the file of an input, and tell what its check says. Gives the name under which it is kept; null for a file that is refused. */
async function handIn(kind, input, place) {
  place.replaceChildren(h("p", { class: "note" }, "Checking ..."));
  try {
    const found = await send("POST", `/api/${kind}`, input.files[0], "application/yaml");
    const notes = found.notes.length ? h("ol", {}, found.notes.map((one) => h("li", {}, one))) : null;
    place.replaceChildren(h("div", { class: "problem good" }, KEPT[kind](found.name), notes));
    return found.name;
  } catch (error) {
    const lines = error.lines || [error.message];
    const title = lines.length === 1 ? "A problem:" : `${lines.length} problems:`;
    place.replaceChildren(h("div", { class: "problem" }, title, h("ol", {}, lines.map((one) => h("li", {}, one)))));
    return null;
  }
}

/** Ask a question and go to its job. */
async function goAsk(kind, name, question) {
  const job = await send("POST", `/api/cases/${encodeURIComponent(name)}/${kind}`, question);
  location.assign(`/jobs/${job.id}`);
}

for (const button of $$("[data-copy]")) {
  button.addEventListener("click", async () => {
    await copied($(button.dataset.copy).textContent);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });
}

const PAGES = {
  home() {
    for (const form of $$(".hand-in")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        handIn(form.dataset.kind, form.querySelector("[type=file]"), form.nextElementSibling);
      });
    }
    for (const button of $$("[data-remove]")) {
      button.addEventListener("click", async () => {
        const { kind, remove: name } = button.dataset;
        if (!confirm(`Remove ${name}? Its answers stay.`)) return;
        await send("DELETE", `/api/${kind}/${encodeURIComponent(name)}`);
        location.reload();
      });
    }
  },

  build() {
    const button = $("#build");
    button.addEventListener("click", () => goAsk("workbench", button.dataset.case, {}).catch(complain));
  },

  login() {
    $("#login").addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        await send("POST", "/api/login", { token: $("#token").value });
        location.assign("/");
      } catch (error) {
        complain(error);
      }
    });
  },

  api() {},

  job() {
    const { job, state, kind, case: name } = $("#job").dataset;
    if ($("#again")) {
      const question = JSON.parse($("#question").textContent);
      $("#again").addEventListener("click", () => goAsk(kind, name, question).catch((error) => alert(error.message)));
    }
    if (state !== "waiting" && state !== "running") return;
    $("#cancel").addEventListener("click", async (event) => {
      event.target.disabled = true;
      event.target.textContent = "Stopping ...";
      await send("DELETE", `/api/jobs/${job}`);
    });
    const stream = new EventSource(`/api/jobs/${job}/events`);
    stream.addEventListener("progress", (event) => {
      const found = JSON.parse(event.data);
      $("#doing").textContent = found.state === "waiting" ? "Waiting for another question." : `Working: ${found.what || "preparing"}.`;
      if (found.total) {
        $("#bar").value = found.done / found.total;
        const left = found.left === null ? "" : `, about ${spoken(found.left)} left`;
        $("#left").textContent = `${grouped(found.done)} of ${grouped(found.total)} futures${left}`;
      }
    });
    stream.addEventListener("end", () => {
      stream.close();
      location.reload();
    });
  },

  ask() {
    const form = $("#ask");
    const name = form.dataset.case;
    const texts = JSON.parse($("#orders").textContent);
    let waiting = 0;
    let number = 0;
    const changed = async () => {
      const mine = (number += 1);
      const { kind, question } = read(form);
      shown(form, kind, texts);
      history.replaceState(null, "", addressOf(form));
      const place = $("#first");
      place.setAttribute("aria-busy", "true");
      try {
        const said = await send("POST", `/api/cases/${encodeURIComponent(name)}/check/${kind}`, question);
        if (mine !== number) return;
        $("#command").textContent = said.command;
        complain(null);
        if (kind === "what-if") {
          place.replaceChildren(h("p", { class: "note" }, "A condition is asked as a what-if: outcomes in the futures in which it is seen, and in those in which it is made, side by side."));
        } else {
          const found = await send("POST", `/api/cases/${encodeURIComponent(name)}/first`, question);
          if (mine === number) place.replaceChildren(...firstNumbers(found));
        }
      } catch (error) {
        if (mine !== number) return;
        complain(error);
      }
      if (mine === number) place.setAttribute("aria-busy", "false");
    };
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(changed, WAIT);
    });
    const file = $("#belief-file");
    file.addEventListener("click", () => (file.value = "")); // the same file, mended, is another choice
    file.addEventListener("change", async () => {
      const name = file.files.length ? await handIn("beliefs", file, file.nextElementSibling) : null;
      if (!name) return;
      const choose = form.elements.beliefs;
      if (![...choose.options].some((one) => one.value === name)) choose.append(h("option", { value: name }, name));
      choose.value = name;
      changed();
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const { kind, question } = read(form);
      await goAsk(kind, name, question).catch(complain);
    });
    changed();
  },
};

function spoken(seconds) {
  return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
}

const linesOf = (form, name) => form.elements[name] ? form.elements[name].value.split("\n").map((x) => x.trim()).filter(Boolean) : [];
const removedOf = (form) => [...form.querySelectorAll("[name=kept]:not(:checked)")].map((one) => one.value);

/** The question of the form: what is as by default is left out. */
function read(form) {
  const question = {};
  for (const input of form.querySelectorAll("[data-default]")) {
    if (input.value !== "" && input.value !== input.dataset.default) question[input.name] = Number(input.value);
  }
  const orders = form.elements.order.value ? form.elements.order.value.split(",") : [];
  const beliefs = form.elements.beliefs.value;
  if (beliefs !== "literature") question.beliefs = beliefs;
  const given = linesOf(form, "given");
  const made = linesOf(form, "do");
  if (given.length || made.length) {
    if (orders.length) question.order = orders[0];
    if (given.length) question.given = given;
    const removed = removedOf(form).map((one) => `without ${one}`);
    if (made.length || removed.length) question.do = [...made, ...removed];
    return { kind: "what-if", question };
  }
  if (orders.length) question.order = orders;
  const removed = removedOf(form);
  if (removed.length) question.without = removed;
  const adherence = Number(form.elements.adherence.value);
  if (adherence) question.adherence = adherence;
  const limits = [...form.querySelectorAll("[name=tolerance]")].filter((one) => one.value !== "");
  if (limits.length) question.tolerance = limits.map((one) => `${one.dataset.outcome}=${Number((Number(one.value) / 100).toPrecision(9))}`);
  for (const each of ["specification", "mechanism", "pact"]) {
    const found = linesOf(form, each);
    if (found.length) question[each] = found;
  }
  return { kind: "assess", question };
}

/** The address of the form as it stands. */
function addressOf(form) {
  const { kind, question } = read(form);
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(question)) {
    if (kind === "what-if" && name === "do") continue;
    for (const each of [value].flat()) parts.append(name, each);
  }
  if (kind === "what-if") {
    for (const each of linesOf(form, "do")) parts.append("do", each);
    for (const each of removedOf(form)) parts.append("without", each);
  }
  const text = parts.toString();
  return text ? `?${text}` : location.pathname;
}

/** What the form says of itself. */
function shown(form, kind, texts) {
  const adherence = Number(form.elements.adherence.value);
  $("#adherence-shown").textContent = adherence ? `${adherence > 0 ? "+" : "\u2212"}${Math.abs(adherence)}` : "as on record";
  $("#order-text").textContent = texts[form.elements.order.value] || "";
  $("#whole").textContent = kind === "what-if" ? "Ask what follows" : "Ask for the whole answer";
  for (const one of form.querySelectorAll("[name=adherence], [name=tolerance], [name=specification], [name=mechanism], [name=pact]")) {
    one.disabled = kind === "what-if";
    one.closest("label, details, .slide").classList.toggle("off", kind === "what-if");
  }
}

const SIDES = { keeps: "kept", fails: "not kept", astride: "too close to tell", unknown: "cannot tell" };

/** A table of first numbers: estimate with interval, limit, class. */
function firstNumbers(found) {
  const limits = new Map(found.limits.map((one) => [one.outcome, one]));
  const rows = found.outcomes.filter((one) => one.unit === "probability");
  const most = Math.min(1, 1.05 * Math.max(0.02, ...rows.flatMap((one) => [one.estimate.high || 0, one.class_rate ? one.class_rate.value || 0 : 0])));
  const head = [`by ${found.by_year}`, "estimate, 90% interval", "", "limit", "its class"];
  return [
    h("p", { class: "note" }, `${grouped(found.futures)} futures, order ${found.order}${found.without.length ? `, without ${found.without.join(", ")}` : ""}, seed ${found.seed}. Bar: 90% interval; brown mark: the rate of its class. No verdict: its analysts need runs of their own.`),
    h("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Table of first numbers" }, h("table", { class: "stack", role: "table" },
      h("caption", { class: "unseen" }, "First numbers"),
      h("thead", {}, h("tr", { role: "row" }, head.map((x, i) => h("th", { scope: "col", class: i === 2 ? "strip" : null }, x || h("span", { class: "unseen" }, "drawn"))))),
      h("tbody", {}, rows.map((one) => {
        const limit = limits.get(one.name);
        return h("tr", { role: "row" },
          h("th", { scope: "row", role: "rowheader" }, one.kind === "share" ? `... and ${one.label}` : one.label),
          h("td", { role: "cell", "data-label": "estimate" }, h("b", {}, valueOf(one.estimate, one.unit)), h("small", {}, intervalOf(one.estimate, one.unit)), one.by_definition ? h("small", {}, "by its definition") : ""),
          h("td", { class: "strip", role: "cell" }, strip(one, most)),
          h("td", { role: "cell", "data-label": limit ? "limit" : null }, limit ? [h("span", { class: `stand ${limit.side}` }, SIDES[limit.side]), h("small", {}, `${limit.at_most === null ? "at least" : "at most"} ${percentOf(limit.at_most === null ? limit.at_least : limit.at_most)}`)] : ""),
          h("td", { role: "cell", "data-label": "its class" }, one.class_rate ? valueOf(one.class_rate, one.unit) : "none"),
        );
      })),
    )),
  ];
}

/** Estimate, interval and class on one scale. */
function strip(one, most) {
  const x = (p) => `${(100 * Math.min(1, p / most)).toFixed(2)}%`;
  const { value, low, high } = one.estimate;
  const line = (kind, from, to, y = 11) => s("line", { class: kind, x1: x(from), x2: x(to), y1: y, y2: y, "stroke-width": kind === "track" ? 1 : 3 });
  const marks = [line("track", 0, most)];
  if (low !== null && high !== null) marks.push(line("span", low, high));
  if (one.class_rate && one.class_rate.value !== null) {
    const at = x(one.class_rate.value);
    marks.push(s("line", { class: "class", x1: at, x2: at, y1: 3, y2: 19, "stroke-width": 2 }));
  }
  if (value !== null) marks.push(s("circle", { class: "point", cx: x(value), cy: 11, r: 4.5 }));
  return s("svg", { "aria-hidden": "true" }, marks);
}

PAGES[document.body.dataset.page]();
