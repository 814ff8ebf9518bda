// Elements of the page.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes, listeners (`on...` functions) and children; text stays text. */
function h(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

function s(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** A table of rows of cells; the first cell of each row is its heading. */
function table(head, rows, { caption = "", kind = "" } = {}) {
  const cell = (x, i, label) => {
    const at = { "data-label": i ? label : null, class: x && x.clear ? "clear" : null };
    const inside = x && x.nodes ? x.nodes : [x];
    return i ? h("td", at, h("div", {}, inside)) : h("th", { scope: "row", class: at.class }, inside);
  };
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption || head[0] },
    h(
      "table",
      { class: `cards ${kind}` },
      caption ? h("caption", {}, caption) : null,
      h("thead", {}, h("tr", {}, head.map((x) => h("th", { scope: "col" }, x)))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map((x, i) => cell(x, i, head[i]))))),
    ),
  );
}

const big = (text, small = "") => ({ nodes: [h("b", {}, text), small ? h("small", {}, small) : null] });

/** Text that can be copied, with its button. */
function copyable(text, label) {
  const button = h("button", {
    type: "button",
    class: "plain",
    onclick: async () => {
      await copied(text);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = label), 1500);
    },
  }, label);
  return button;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { class: "unseen" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

/** Where a server asks what this file does not hold; null in a file of its own. */
const FORM = document.querySelector("meta[name=foedus-form]")?.content || null;

/** The address of the form that asks what a command asks; null where no form does. */
function formOf(command) {
  if (!FORM || !/^foedus (assess|what-if) /.test(command)) return null;
  const found = [...command.matchAll(/ --([a-z]+) (?:"([^"]*)"|(\S+))/g)].map(([, name, text, bare]) => [name, text ?? bare]);
  return `${FORM}?${new URLSearchParams(found)}`;
}

/** What the file does not hold: why, and the command that gives it. */
function absent(why, command) {
  const form = formOf(command);
  const link = form ? h("a", { href: form }, "Ask for it here") : null;
  return h("p", { class: "absent" }, `${why} `, h("code", {}, command), " ", copyable(command, "Copy the command"), " ", link);
}
