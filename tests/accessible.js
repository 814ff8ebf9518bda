// The rules that `tests/accessible.py` describes: a list of what is wrong with the page.
() => {
  const found = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const shown = (x) => x.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !x.closest("[aria-hidden=true]");
  const told = (x) => `<${x.tagName.toLowerCase()}${x.id ? ` #${x.id}` : ""}> ${x.textContent.trim().slice(0, 40)}`;
  const say = (rule, x) => found.push(`${rule}: ${typeof x === "string" ? x : told(x)}`);

  if (!document.documentElement.lang) say("language", "html has no lang");
  if (!document.title.trim()) say("title", "the page has none");
  if (all("main").filter(shown).length !== 1) say("landmarks", `${all("main").length} main`);
  if (all("h1").filter(shown).length !== 1) say("headings", `${all("h1").length} h1`);
  let level = 0;
  for (const x of all("h1, h2, h3, h4, h5, h6").filter(shown)) {
    const here = Number(x.tagName[1]);
    if (here > level + 1) say("headings", `${told(x)} after level ${level}`);
    level = here;
  }

  const byId = (x, attribute) => (x.getAttribute(attribute) || "").split(/\s+/).filter(Boolean).map((id) => document.getElementById(id));
  const ids = all("[id]").map((x) => x.id);
  for (const id of new Set(ids.filter((one, i) => ids.indexOf(one) !== i))) say("ids", `#${id} twice`);
  for (const attribute of ["aria-labelledby", "aria-describedby", "aria-controls"]) {
    for (const x of all(`[${attribute}]`)) if (byId(x, attribute).some((one) => !one)) say("references", x);
  }
  for (const x of all("label[for]")) if (!document.getElementById(x.htmlFor)) say("references", x);

  const nameOf = (x) =>
    byId(x, "aria-labelledby").map((one) => one?.textContent || "").join(" ").trim() ||
    (x.getAttribute("aria-label") || "").trim() ||
    [...(x.labels || [])].map((one) => one.textContent).join(" ").trim() ||
    (["A", "BUTTON", "SUMMARY"].includes(x.tagName) || x.getAttribute("role") ? x.textContent.trim() : "") ||
    [...x.querySelectorAll("img[alt], svg title")].map((one) => one.alt || one.textContent).join(" ").trim();
  const controls = all("a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [role=region], [role=slider]").filter(shown);
  for (const x of controls) if (!nameOf(x)) say("names", x.outerHTML.slice(0, 100));
  for (const x of all("img")) if (!x.hasAttribute("alt")) say("names", x.outerHTML.slice(0, 100));
  for (const x of all("svg").filter(shown)) {
    const named = x.getAttribute("role") === "img" && (nameOf(x) || x.querySelector("title"));
    if (!named && x.getAttribute("role") !== "presentation") say("names", x.outerHTML.slice(0, 100));
  }
  for (const x of all("[tabindex]")) if (x.tabIndex > 0) say("order", x);
  for (const x of all("fieldset").filter(shown)) if (!x.querySelector("legend")?.textContent.trim()) say("names", x);
  for (const x of all("table").filter(shown)) {
    if (x.querySelector("thead") && !x.querySelector("th[scope=col]")) say("tables", x);
    if (!x.caption && !nameOf(x)) say("tables", `no caption: ${told(x)}`);
  }
  for (const x of all("*").filter(shown)) {
    const style = getComputedStyle(x);
    const scrolls = /auto|scroll/.test(style.overflowX + style.overflowY);
    const more = x.scrollWidth > x.clientWidth + 1 || x.scrollHeight > x.clientHeight + 1;
    const inside = x.querySelector("a[href], button, input, select, textarea, [tabindex='0']");
    if (scrolls && more && x !== document.documentElement && x !== document.body && x.tabIndex < 0 && !inside) say("scrolls", x);
  }

  const parsed = (text) => {
    const canvas = (window.__ink ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true }));
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const ground = (x) => {
    const layers = [];
    for (let at = x; at; at = at.parentElement) {
      const layer = parsed(getComputedStyle(at).backgroundColor);
      layers.push(layer);
      if (layer[3] === 1) break;
    }
    const paper = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
    return layers.reverse().reduce((below, layer) => over(layer, below), paper);
  };
  const luminance = ([r, g, b]) => {
    const [R, G, B] = [r, g, b].map((x) => (x / 255 <= 0.04045 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * R + 0.7152 * G + 0.0722 * B;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (walker.nextNode()) {
    const x = walker.currentNode.parentElement;
    const hidden = !walker.currentNode.nodeValue.trim() || seen.has(x) || !shown(x) || x.closest("script, style, .unseen, [disabled], :disabled, .off");
    if (hidden || x.closest("svg") || (x.closest("label") && x.closest("label").querySelector(":disabled"))) continue;
    seen.add(x);
    const style = getComputedStyle(x);
    let opacity = 1;
    for (let at = x; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
    const behind = ground(x);
    const ink = parsed(style.color);
    const [one, two] = [luminance(over([...ink.slice(0, 3), ink[3] * opacity], behind)), luminance(behind)].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (two + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5) - 0.005) say(`contrast ${ratio.toFixed(2)}`, x);
  }

  for (const x of controls) {
    const box = x.getBoundingClientRect();
    const inline = x.tagName === "A" && getComputedStyle(x).display === "inline";
    const label = x.labels && x.labels[0] ? x.labels[0].getBoundingClientRect() : box;
    const [wide, high] = [Math.max(box.width, label.width), Math.max(box.height, label.height)];
    const apart = box.width && box.right > 0 && box.bottom > 0;
    if (!inline && apart && x.getAttribute("role") !== "region" && (wide < 24 || high < 24)) say(`target ${wide.toFixed(0)} x ${high.toFixed(0)}`, x);
  }
  return [...new Set(found)];
}
