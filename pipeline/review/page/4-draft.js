// A fact while it is edited: what follows from what, and what `factwire annotate apply` would refuse.
const FACTUALITY = { polarity: ["positive", "negative"], certainty: ["certain", "probable", "possible"], time: ["past", "present", "future"], conditional: [false, true] };
const DEFAULTS = { polarity: "positive", certainty: "certain", time: "past", conditional: false };
const STAGES = ["proposed", "negotiating", "agreed", "signed", "in_force", "completed", "extended", "suspended", "breached", "ended"];
const TIMES = ["date", "duration"];
const AMOUNTS = ["price", "value"];

// The contract's first condition that holds; null where the factuality was left open.
function derive(draft) {
  const is = draft.factuality || {};
  if (Object.keys(FACTUALITY).some((field) => is[field] === undefined || is[field] === null)) return null;
  if (is.polarity === "negative") return "negated";
  if (is.conditional) return "conditional";
  if (is.certainty !== "certain") return "possible";
  if (is.time === "future") return "planned";
  return draft.attribution?.length ? "reported" : "asserted";
}
// A chosen status changes the fields that it comes from; only its sources can make a fact reported.
function setStatus(draft, status) {
  const is = { ...DEFAULTS, ...draft.factuality };
  is.polarity = status === "negated" ? "negative" : "positive";
  if (status !== "negated") is.conditional = status === "conditional";
  if (status === "possible") is.certainty = is.certainty === "certain" ? "possible" : is.certainty;
  else if (status !== "negated" && status !== "conditional") {
    is.certainty = "certain";
    is.time = status === "planned" ? "future" : is.time === "future" ? "past" : is.time;
  }
  if (status === "asserted") draft.attribution = [];
  Object.assign(draft, { factuality: is, status });
}
function setFactuality(draft, field, value) {
  draft.factuality = { ...DEFAULTS, ...draft.factuality, [field]: value };
  draft.status = derive(draft);
}
function setRelation(draft, relation) {
  const known = DATA.roles[relation];
  draft.relation = relation;
  draft.arguments = Object.fromEntries(Object.entries(draft.arguments || {}).filter(([role]) => known.includes(role)));
  if (relation !== "deal") draft.stage = null;
  if (relation !== "denial") draft.denies = [];
}
function problemOf(draft) {
  if (!draft.trigger) return "A fact needs a trigger: give its words, and add them as trigger.";
  const status = derive(draft);
  if (!status || !draft.status || status === draft.status) return "";
  if (draft.status === "reported") return "A reported fact needs a source: give its words, and add them as source.";
  return `Factuality and sources make this fact ${status}, not ${draft.status}.`;
}
// The words that were selected, or else the place where they stand nearest to the trigger.
function spanOf(draft, article, words) {
  if (picked?.article === article.id && oneLine(picked.text) === words) return { start: picked.start, end: picked.end, text: picked.text };
  const points = Array.from(article.text);
  const wanted = Array.from(words);
  let best = null;
  for (let at = 0; wanted.length && at + wanted.length <= points.length; at++) {
    if (!wanted.every((point, i) => points[at + i] === point)) continue;
    if (best === null || Math.abs(at - (draft.trigger?.start || 0)) < Math.abs(best - (draft.trigger?.start || 0))) best = at;
  }
  return best === null ? null : { start: best, end: best + wanted.length, text: words };
}
function addWords(draft, role, span, article) {
  if (role === "trigger") {
    draft.trigger = span;
    draft.sentence = sentenceOf(article, span);
  } else if (role === "source" || role === "unnamed source") {
    const source = role === "source" ? { ...span, canonical: knownAs(draft, span)?.canonical || span.text } : null;
    draft.attribution = [...(draft.attribution || []), { source, cue: source ? null : span.text, anonymous: !source }];
    draft.status = derive(draft) ?? draft.status;
  } else ((draft.arguments ||= {})[role] ||= []).push(mentionOf(draft, role, span, article));
}
function mentionOf(draft, role, span, article) {
  const entity = (article.entities || []).find(([start, end]) => start === span.start && end === span.end);
  const twin = knownAs(draft, span);
  const label = entity?.[2] ?? twin?.label ?? null;
  if (TIMES.includes(role) || AMOUNTS.includes(role)) return { ...span, label, value: null };
  return { ...span, label, kind: twin || entity ? "named" : "nominal", canonical: twin?.canonical || span.text };
}
const mayBeImplicit = (role) => !["trigger", "source", "unnamed source", ...TIMES, ...AMOUNTS].includes(role);
function addImplicit(draft, role, name) {
  ((draft.arguments ||= {})[role] ||= []).push({ text: null, start: null, end: null, label: null, kind: "implicit", canonical: name });
}
// The same name elsewhere, best in the same article: it tells the canonical name.
function knownAs(draft, span) {
  const named = (facts) => facts.flatMap((f) => Object.values(f.arguments || {}).flat()).find((m) => m.text === span.text && m.kind === "named" && m.canonical);
  return named(FACTS.filter((f) => f.article_id === draft.article_id)) || named(FACTS);
}
// The sentence of another fact where one holds the words, or else what the browser takes for one.
function sentenceOf(article, span) {
  const holds = (s) => s && s.start <= span.start && s.end >= span.end;
  const other = FACTS.find((f) => f.article_id === article.id && holds(f.sentence));
  if (other) return { ...other.sentence };
  let start = 0;
  for (const { segment } of Intl.Segmenter ? new Intl.Segmenter("en", { granularity: "sentence" }).segment(article.text) : []) {
    const found = { start, end: start + Array.from(segment.trimEnd()).length };
    if (holds(found)) return found;
    start += Array.from(segment).length;
  }
  return null;
}
function newFact(article) {
  const id = `new-${Array.from(crypto.getRandomValues(new Uint8Array(8)), (n) => n.toString(16).padStart(2, "0")).join("")}`;
  return { id, article_id: article.id, published: article.published, relation: "supply", trigger: null, sentence: null, arguments: {}, stage: null, factuality: { ...DEFAULTS }, attribution: [], status: "asserted", denies: [], disputed_by: [] };
}
