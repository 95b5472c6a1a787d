// Table, timeline, network and matrix of the facts that pass the filters.
const COLUMNS = {
  status: (f) => f.status || "", relation: (f) => f.relation, trigger: (f) => f.trigger.text,
  who: (f) => names(f, ...WHO).join("; "), to: (f) => names(f, "recipient").join("; "),
  what: (f) => names(f, "item", "instrument", "subject", "claim").join("; "),
  date: (f) => names(f, "date").join("; "), source: (f) => sources(f).join(" ← "), published: (f) => f.published || "",
  confidence: (f) => f.confidence ?? "", article: (f) => f.article_id, ...(DATA.gold ? { gold: (f) => f.match || "" } : {}),
};
const SHORT = ["status", "relation", "published", "confidence", "gold"];
const STEP = 500;
const sorting = { column: "published", down: false };

function showTable(main, facts) {
  const get = COLUMNS[sorting.column];
  const order = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));
  const sorted = [...facts].sort((a, b) => (sorting.down ? -1 : 1) * order(get(a), get(b)));
  const head = Object.keys(COLUMNS).map((name) => el("th", { scope: "col", "aria-sort": sorting.column === name ? (sorting.down ? "descending" : "ascending") : "none" },
    el("button", { type: "button", onclick: () => { sorting.down = sorting.column === name && !sorting.down; sorting.column = name; show("table"); } }, name)));
  const body = el("tbody");
  const row = (f) => el("tr", {}, ...Object.entries(COLUMNS).map(([name, value]) => el("td", { class: SHORT.includes(name) ? "short" : null }, name === "trigger" ? el("button", { type: "button", onclick: () => goTo(f.id) }, value(f)) : value(f))));
  let shown = 0;
  const more = el("button", { type: "button", onclick: () => add() }, "show more");
  const add = () => {
    body.append(...sorted.slice(shown, shown + STEP).map(row));
    shown += STEP;
    more.hidden = shown >= sorted.length;
  };
  add();
  main.append(el("table", {}, el("thead", {}, el("tr", {}, ...head)), body), more);
}
function counted(values) {
  const counts = new Map();
  for (const v of values) counts.set(v, (counts.get(v) || 0) + 1);
  return counts;
}
// Counted is what was found and not rejected.
const stands = (f) => f.match !== "missed" && corrections.get(f.id)?.action !== "reject";
function showTimeline(main, facts) {
  const months = [...counted(facts.filter(stands).map((f) => (f.published || "no date").slice(0, 7)))].sort(([a], [b]) => a.localeCompare(b));
  const top = Math.max(1, ...months.map(([, n]) => n));
  const chart = svg("svg", { viewBox: `0 0 720 ${months.length * 22 + 10}`, role: "img", "aria-label": "Facts per month of publication" });
  months.forEach(([month, n], i) => {
    chart.append(svg("text", { x: 8, y: i * 22 + 19 }, month), svg("rect", { x: 80, y: i * 22 + 6, width: (n / top) * 560, height: 16 }), svg("text", { x: 86 + (n / top) * 560, y: i * 22 + 19 }, n));
  });
  main.append(el("h2", {}, "Facts per month of publication"), chart);
}
function flows(facts) {
  const pairs = facts.filter((f) => f.relation === "supply" && stands(f)).flatMap((f) => names(f, "supplier").flatMap((s) => names(f, "recipient").map((r) => JSON.stringify([s, r]))));
  return [...counted(pairs)].map(([key, n]) => [...JSON.parse(key), n]).sort((a, b) => b[2] - a[2]);
}
const SIDE = 60;
// The suppliers and recipients of the most frequent pairs, and what the title says where some have no room.
function sides(found) {
  const all = [0, 1].map((end) => [...new Set(found.map((pair) => pair[end]))]);
  const [left, right] = all.map((side) => side.slice(0, SIDE));
  const shown = found.filter(([s, r]) => left.includes(s) && right.includes(r)).length;
  return [left, right, shown < found.length ? `, ${shown} of ${found.length} pairs` : ""];
}
function showNetwork(main, facts) {
  const found = flows(facts);
  const [left, right, some] = sides(found);
  const top = Math.max(1, ...found.map(([, , n]) => n));
  const chart = svg("svg", { viewBox: `0 0 900 ${Math.max(left.length, right.length, 1) * 24 + 20}`, role: "img", "aria-label": "Suppliers on the left, recipients on the right; widths by number of facts" });
  const y = (list, name) => list.indexOf(name) * 24 + 24;
  for (const [s, r, n] of found) {
    if (!left.includes(s) || !right.includes(r)) continue;
    const path = svg("path", { d: `M 270 ${y(left, s)} C 420 ${y(left, s)} 480 ${y(right, r)} 630 ${y(right, r)}`, "stroke-width": 1 + (n / top) * 11 });
    path.append(svg("title", {}, `${s} → ${r}: ${n}`));
    chart.append(path);
  }
  left.forEach((n) => chart.append(svg("text", { x: 260, y: y(left, n) + 4, "text-anchor": "end" }, n)));
  right.forEach((n) => chart.append(svg("text", { x: 640, y: y(right, n) + 4 }, n)));
  main.append(el("h2", {}, `Supplier → recipient, by number of facts${some}`), chart);
}
function showMatrix(main, facts) {
  const found = flows(facts);
  const [left, right, some] = sides(found);
  const of = new Map(found.map(([s, r, n]) => [JSON.stringify([s, r]), n]));
  main.append(el("table", { class: "matrix" }, el("caption", {}, `Suppliers in rows, recipients in columns: number of facts${some}`),
    el("thead", {}, el("tr", {}, el("td", {}), ...right.map((r) => el("th", { scope: "col" }, r)))),
    el("tbody", {}, ...left.map((s) => el("tr", {}, el("th", { scope: "row" }, s), ...right.map((r) => el("td", {}, of.get(JSON.stringify([s, r])) || "")))))));
}
