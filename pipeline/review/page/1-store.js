// The data, what is filtered, and the corrections that localStorage keeps.
const DATA = JSON.parse(document.getElementById("data").textContent);
const FACTS = DATA.facts;
const BY_ID = new Map(FACTS.map((f) => [f.id, f]));
const ARTICLES = new Map(DATA.articles.map((a) => [a.id, a]));
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
function keep() {
  links = linked();
  tellCorrections();
  tellCount();
  try { localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(corrections))); } catch { /* a page without storage still downloads */ }
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

const NO_FILTERS = { search: "", relation: "", status: "", actor: "", source: "", from: "", to: "", confidence: 0, gold: "", articles: "", queue: "" };
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
    && (!filters.queue || (f.id in DATA.queue && (filters.queue === "queued" || !corrections.has(f.id))))
    && filters.articles !== "without facts"
    && (!filters.search || inText(ARTICLES.get(f.article_id)) || inFact(f));
}
const selection = () => FACTS.map(now).filter(passes);
// Articles that have no facts pass where no filter asks for something of a fact.
function passesWithout(article) {
  return filters.articles !== "with facts" && ["relation", "status", "actor", "source", "confidence", "gold", "queue"].every((name) => !filters[name])
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
function tellCorrections() {
  document.getElementById("corrections").textContent = `Corrections (${corrections.size})`;
}
function tellCount(facts = selection(), shown = articleSelection(facts)) {
  const left = DATA.left_out ? `; ${DATA.left_out} articles without facts left out` : "";
  document.getElementById("count").textContent = `${facts.length} of ${FACTS.length} facts, ${shown.length} of ${ARTICLES.size} articles${left}`;
}
