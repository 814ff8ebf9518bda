// A figure with its data: CSV, JSON, SVG, PNG, a table, and the doors of its outcome.

function download(name, content, type) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function csvOf(rows) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (x) => {
    const said = x === null || x === undefined ? "" : String(x);
    return /[",\n]/.test(said) ? `"${said.replace(/"/g, '""')}"` : said;
  };
  return [names, ...rows.map((row) => names.map((name) => row[name]))].map((row) => row.map(cell).join(",")).join("\n") + "\n";
}

function svgText(figure) {
  const svg = figure.draw(LIGHT, 840);
  svg.setAttribute("xmlns", SVG);
  svg.prepend(s("rect", { width: "100%", height: "100%", fill: LIGHT.paper }));
  return new XMLSerializer().serializeToString(svg);
}

async function pngOf(figure) {
  const picture = new Image();
  const address = URL.createObjectURL(new Blob([svgText(figure)], { type: "image/svg+xml" }));
  picture.src = address;
  await picture.decode();
  const canvas = h("canvas", { width: picture.width * 2, height: picture.height * 2 });
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((give) => canvas.toBlob(give, "image/png"));
}

/**
 * A chart with its title, its data and its doors. `draw(colours, width)` makes the picture; `rows` are its numbers,
 * as they are; `outcome` names that whose doors stand below.
 */
function figureOf({ name, title, subtitle, draw, rows, outcome = null, key = null }, width) {
  const said = { case: about.case, command: commandOf(current), address: addressOf(current), title, rows };
  const file = `${about.case}-${name}`;
  const names = Object.keys(rows[0] || {});
  const show = (x) => (typeof x === "number" ? String(Number(x.toPrecision(6))) : (x ?? "").toString());
  const offers = [
    ["CSV", () => download(`${file}.csv`, csvOf(rows), "text/csv")],
    ["JSON", () => download(`${file}.json`, JSON.stringify(said, null, 2), "application/json")],
    ["SVG", () => download(`${file}.svg`, svgText({ draw }), "image/svg+xml")],
    ["PNG", async () => download(`${file}.png`, await pngOf({ draw }), "image/png")],
  ];
  return h(
    "figure",
    { class: "figure", "data-name": name },
    h("figcaption", {}, h("h3", {}, title), h("p", {}, subtitle)),
    draw(palette(), width),
    key,
    h(
      "div",
      { class: "offers" },
      h("span", {}, "Save as"),
      offers.map(([label, give]) => h("button", { type: "button", class: "plain", onclick: give, "aria-label": `Save ${title} as ${label}` }, label)),
    ),
    h(
      "details",
      {},
      h("summary", {}, "Table"),
      table(names.map(capital), rows.map((row) => names.map((each) => show(row[each])))),
    ),
    outcome ? doorsOf(outcome) : null,
  );
}

/** A legend. */
function keyOf(series) {
  return h(
    "ul",
    { class: "key" },
    series.map((one) =>
      h("li", {}, s("svg", { width: 26, height: 10, "aria-hidden": "true" },
        one.square
          ? s("rect", { width: 16, height: 10, fill: one.colour })
          : s("line", { x1: 0, x2: 26, y1: 5, y2: 5, stroke: one.colour, "stroke-width": 2.4, "stroke-dasharray": one.dash })), ` ${one.name}`),
    ),
  );
}
