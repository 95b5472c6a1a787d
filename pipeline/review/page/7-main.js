// Filters, views, downloads and keys.
const VIEWS = { articles: showArticles, table: showTable, timeline: showTimeline, network: showNetwork, matrix: showMatrix };
let current = "articles";

function show(name) {
  current = name;
  document.querySelectorAll("#views button").forEach((b) => b.setAttribute("aria-pressed", b.dataset.view === name));
  const main = document.getElementById("main");
  const facts = selection();
  const shown = articleSelection(facts);
  tellCount(facts, shown);
  main.replaceChildren();
  VIEWS[name](main, facts, shown);
}
function sortedNames(values) {
  return [...counted(values)].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([v]) => v);
}
function setUp() {
  document.getElementById("views").append(...Object.keys(VIEWS).map((name, i) => el("button", { type: "button", "data-view": name, "aria-keyshortcuts": i + 1, onclick: () => show(name) }, name)));
  const form = document.getElementById("filters");
  form.addEventListener("submit", (e) => e.preventDefault());
  const field = (name, node) => {
    node.id = `filter-${name}`;
    node.addEventListener(node.tagName === "SELECT" ? "change" : "input", () => { filters[name] = name === "confidence" ? Number(node.value) : node.value; show(current); });
    form.append(el("span", {}, el("label", { for: node.id }, name), " ", node));
  };
  const choice = (name, values) => { if (values.length) field(name, el("select", {}, el("option", { value: "" }, "all"), ...values.map((v) => el("option", { value: v }, v)))); };
  field("search", el("input", { type: "search" }));
  choice("relation", Object.keys(DATA.roles));
  choice("status", STATUSES);
  choice("actor", sortedNames(FACTS.flatMap(actors)));
  choice("source", sortedNames(FACTS.flatMap(sources)));
  field("from", el("input", { type: "date" }));
  field("to", el("input", { type: "date" }));
  field("confidence", el("input", { type: "number", min: 0, max: 1, step: 0.05, value: 0 }));
  if (DATA.gold) choice("gold", ["right", "wrong", "spurious", "missed", "unjudged"]);
  if (QUEUE.size) choice("queue", ["queued"]);
  choice("decision", ["none", "accept", "reject", "edit", "add"]);
  if (new Set(FACTS.map((f) => f.article_id)).size < ARTICLES.size) choice("articles", ["with facts", "without facts"]);
  if (DATA.articles.some((a) => a.entities.length)) form.append(el("label", {}, el("input", { type: "checkbox", id: "entities", checked: "", onchange: (e) => document.body.classList.toggle("plain", !e.target.checked) }), " entities"));
  document.getElementById("csv").addEventListener("click", () => download("facts.csv", [Object.keys(COLUMNS).map(cell).join(","), ...selection().map((f) => Object.values(COLUMNS).map((get) => cell(get(f))).join(","))], "text/csv"));
  document.getElementById("jsonl").addEventListener("click", () => download("facts.jsonl", selection().map((f) => JSON.stringify(bare(f))), "application/x-ndjson"));
  document.getElementById("corrections").addEventListener("click", () => {
    const annotator = document.getElementById("annotator").value.trim();
    tell(annotator ? "" : "Name the annotator first.");
    if (!annotator) { document.getElementById("annotator").focus(); return; }
    download("corrections.jsonl", [...corrections.values()].map((c) => JSON.stringify({ ...c, fact_id: c.fact_id.replace(/ \(gold\)$/, ""), annotator: c.annotator || annotator })), "application/x-ndjson");
  });
  const file = document.getElementById("open");
  file.addEventListener("change", async () => {
    const problem = takeIn(await file.files[0].text());
    file.value = "";
    show(current);
    if (problem) tell(problem);
  });
  document.addEventListener("keydown", onKey);
  tellCorrections();
  show("articles");
  goTo(location.hash.slice(1));
}
const ACTS = { a: "accept", r: "reject", e: "edit", u: "undo" };
function onKey(event) {
  if (/INPUT|SELECT|TEXTAREA/.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
  const view = Object.keys(VIEWS)[Number(event.key) - 1];
  const own = document.activeElement.closest?.(".card");
  if (view) show(view);
  else if (event.key === "/") { event.preventDefault(); document.getElementById("filter-search").focus(); }
  else if (event.key === "j" || event.key === "k") {
    const cards = [...document.querySelectorAll(".card")];
    cards[Math.max(0, cards.indexOf(own) + (event.key === "j" ? 1 : -1))]?.focus();
  } else if (event.key === "n") {
    const box = own?.closest(".article") || [...document.querySelectorAll(".article")].find((b) => b.dataset.id === picked?.article);
    box?.querySelector("[data-act=add]")?.click();
    if (box) event.preventDefault();
  } else if (own && event.key in ACTS) {
    event.preventDefault();
    own.querySelector(`[data-act=${ACTS[event.key]}]`)?.click();
  }
}
setUp();
