// The data, what is filtered, and the corrections that localStorage keeps.
const DATA = JSON.parse(document.getElementById("data").textContent);
const FACTS = DATA.facts;
const BY_ID = new Map(FACTS.map((f) => [f.id, f]));
const ARTICLES = new Map(DATA.articles.map((a) => [a.id, a]));
const QUEUE = new Map(Object.entries(DATA.queue));
const STATUSES = ["asserted", "reported", "planned", "possible", "conditional", "negated"];
const WHO = ["supplier", "party", "denier"];
const KEY = `factwire-review-${DATA.key}`;

const mentions = (f, ...roles) => roles.flatMap((r) => (f.arguments || {})[r] || []);
const nameOf = (m) => m.canonical || m.text || m.value || "";
const names = (f, ...roles) => [...new Set(mentions(f, ...roles).map(nameOf))];
const actors = (f) => names(f, "supplier", "recipient", "via", "party", "denier");
const sources = (f) => (f.attribution || []).map((a) => (a.source ? a.source.canonical || a.source.text : a.cue || "unnamed"));

function stored() {
  try { return JSON.parse(localStorage.getItem(KEY)) || {}; } catch { return {}; }
}
// In the order in which they were made: a later one wins over an earlier one.
const corrections = new Map(Object.entries(stored()));
for (const line of corrections.values()) if (line.action === "add") list(line.record);
let links = linked();

function list(fact) {
  FACTS.push(fact);
  BY_ID.set(fact.id, fact);
}
// A fact as it is after what was corrected in it.
function now(f) {
  const { action, record } = corrections.get(f.id) || {};
  return action === "edit" || action === "add" ? { ...record, id: f.id, match: f.match, wrong: f.wrong } : f;
}
function correct(fact, action, record, unlinked = []) {
  const line = { fact_id: fact.id, article_id: fact.article_id, action, annotator: document.getElementById("annotator").value.trim() };
  if (action !== "reject") line.record = record || bare(fact);
  if (unlinked.length) line.unlinked = unlinked;
  if (action === "add" && !BY_ID.has(fact.id)) list(line.record);
  corrections.delete(fact.id);
  corrections.set(fact.id, line);
  keep();
}
function undo(fact) {
  const line = corrections.get(fact.id);
  corrections.delete(fact.id);
  if (line?.action === "add") {
    FACTS.splice(FACTS.indexOf(BY_ID.get(fact.id)), 1);
    BY_ID.delete(fact.id);
  }
  keep();
}
let stays = true;
function keep() {
  links = linked();
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(corrections)));
    stays = true;
  } catch { stays = false; }
  tellCorrections();
  tellCount();
}
// What denies what, from either end's field, and after the corrections as `factwire annotate apply` merges them.
function linked() {
  const pairs = new Map();
  const pair = (denial, denied) => { if (!pairs.has(denial)) pairs.set(denial, new Set()); pairs.get(denial).add(denied); };
  const add = (id, record) => {
    for (const denied of record.denies || []) pair(id, denied);
    for (const denial of record.disputed_by || []) pair(denial, id);
  };
  for (const f of FACTS) add(f.id, f);
  for (const line of corrections.values()) {
    for (const id of line.unlinked || []) { pairs.get(line.fact_id)?.delete(id); pairs.get(id)?.delete(line.fact_id); }
    if (line.record) add(line.fact_id, line.record);
  }
  const found = { denies: new Map(), disputed_by: new Map() };
  const there = (id) => BY_ID.has(id) && corrections.get(id)?.action !== "reject";
  for (const [denial, ends] of pairs) {
    if (!there(denial) || now(BY_ID.get(denial)).relation !== "denial") continue;
    const kept = [...ends].filter(there);
    found.denies.set(denial, kept);
    for (const id of kept) found.disputed_by.set(id, [...(found.disputed_by.get(id) || []), denial]);
  }
  return found;
}
// A record as it is saved: with its links, without what the page knows of it.
function bare(fact) {
  const { match, wrong, ...record } = fact;
  for (const field of ["denies", "disputed_by"]) {
    const ids = links[field].get(fact.id) || [];
    if (ids.length || field in record) record[field] = ids;
  }
  return structuredClone(record);
}

const NO_FILTERS = { search: "", relation: "", status: "", actor: "", source: "", from: "", to: "", confidence: 0, gold: "", articles: "", queue: "", decision: "" };
const filters = { ...NO_FILTERS };
// Texts in lower case are kept: a search looks through all of them at every key.
const lowered = new WeakMap();
function holds(key, text) {
  if (!lowered.has(key)) lowered.set(key, text().toLowerCase());
  return lowered.get(key).includes(filters.search.toLowerCase());
}
const inText = (article) => holds(article, () => `${article.title || ""} ${article.id} ${article.text}`);
const inFact = (f) => holds(f, () => [f.id, f.trigger.text, ...mentions(f, ...Object.keys(f.arguments || {})).flatMap((m) => [m.text, m.canonical])].join(" "));
const inDates = (published) => (!filters.from || (published || "") >= filters.from) && (!filters.to || (published && published <= filters.to));
function passes(f) {
  return (!filters.relation || f.relation === filters.relation)
    && (!filters.status || f.status === filters.status)
    && (!filters.actor || actors(f).includes(filters.actor))
    && (!filters.source || sources(f).includes(filters.source))
    && inDates(f.published)
    && (f.confidence ?? 1) >= filters.confidence
    && (!filters.gold || f.match === filters.gold)
    && (!filters.queue || QUEUE.has(f.id))
    && (!filters.decision || (corrections.get(f.id)?.action || "none") === filters.decision)
    && filters.articles !== "without facts"
    && (!filters.search || inText(ARTICLES.get(f.article_id)) || inFact(f));
}
const selection = () => FACTS.map(now).filter(passes);
// Articles that have no facts pass where no filter asks for something of a fact.
function passesWithout(article) {
  return filters.articles !== "with facts" && ["relation", "status", "actor", "source", "confidence", "gold", "queue", "decision"].every((name) => !filters[name])
    && inDates(article.published) && (!filters.search || inText(article));
}
// The articles to show: [article, its facts that pass].
function articleSelection(facts) {
  const groups = new Map();
  for (const f of facts) {
    if (groups.has(f.article_id)) groups.get(f.article_id).push(f);
    else groups.set(f.article_id, [f]);
  }
  const some = new Set(FACTS.map((f) => f.article_id));
  return DATA.articles.filter((a) => groups.has(a.id) || (!some.has(a.id) && passesWithout(a))).map((a) => [a, groups.get(a.id) || []]);
}
function tell(notice) {
  document.getElementById("notice").textContent = notice;
}
function tellCorrections() {
  document.getElementById("corrections").textContent = `Corrections (${corrections.size})`;
  tell(stays ? "" : "This browser keeps no corrections: save them before you leave.");
}
window.addEventListener("beforeunload", (event) => { if (!stays && corrections.size) event.preventDefault(); });
// Takes corrections that were saved before, of this page's facts only; returns what is wrong with the first bad line.
function takeIn(text) {
  const lines = [];
  for (const [i, raw] of text.split("\n").entries()) {
    if (!raw.trim()) continue;
    let line = null;
    try { line = JSON.parse(raw); } catch { /* told below */ }
    if (!isCorrection(line)) return `Line ${i + 1} is no correction of this page's facts.`;
    lines.push(line);
  }
  for (const line of lines) {
    if (line.action === "add" && !BY_ID.has(line.fact_id)) list(line.record);
    corrections.delete(line.fact_id);
    corrections.set(line.fact_id, line);
  }
  keep();
  return "";
}
function isCorrection(line) {
  const objects = (list) => list === undefined || (Array.isArray(list) && list.every((v) => v && typeof v === "object"));
  const isRecord = (r) => r?.trigger && r.article_id === line.article_id && Object.hasOwn(DATA.roles, r.relation) && objects(r.attribution) && objects(Object.values(r.arguments || {})) && Object.values(r.arguments || {}).every(objects);
  if (line?.action === "add") return ARTICLES.has(line.article_id) && isRecord(line.record);
  return ["accept", "edit", "reject"].includes(line?.action) && BY_ID.has(line.fact_id) && (line.action === "reject" || isRecord(line.record));
}
function tellCount(facts = selection(), shown = articleSelection(facts)) {
  const left = DATA.left_out ? `; ${DATA.left_out} articles without facts left out` : "";
  document.getElementById("count").textContent = `${facts.length} of ${FACTS.length} facts, ${shown.length} of ${ARTICLES.size} articles${left}`;
}
