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
const corrections = new Map(Object.entries(stored()));

function correct(fact, action, record) {
  const line = { fact_id: fact.id, article_id: fact.article_id, action, annotator: document.getElementById("annotator").value.trim() };
  if (action !== "reject") line.record = record || bare(fact);
  corrections.set(fact.id, line);
  keep();
}
function keep() {
  try { localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(corrections))); } catch { /* a page without storage still downloads */ }
  document.getElementById("corrections").textContent = `Corrections (${corrections.size})`;
}
function bare(fact) {
  const { match, wrong, ...record } = fact;
  return structuredClone(record);
}

const NO_FILTERS = { search: "", relation: "", status: "", actor: "", source: "", from: "", to: "", confidence: 0, gold: "" };
const filters = { ...NO_FILTERS };
function passes(f) {
  const text = ARTICLES.get(f.article_id)?.text || "";
  return (!filters.relation || f.relation === filters.relation)
    && (!filters.status || f.status === filters.status)
    && (!filters.actor || actors(f).includes(filters.actor))
    && (!filters.source || sources(f).includes(filters.source))
    && (!filters.from || (f.published || "") >= filters.from)
    && (!filters.to || (f.published && f.published <= filters.to))
    && (f.confidence ?? 1) >= filters.confidence
    && (!filters.gold || f.match === filters.gold)
    && (!filters.search || `${text} ${JSON.stringify(f.arguments)} ${f.article_id}`.toLowerCase().includes(filters.search.toLowerCase()));
}
const selection = () => FACTS.filter(passes);
