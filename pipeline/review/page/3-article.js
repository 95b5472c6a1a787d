// An article: its text with marks, and a card for each fact.
const CLASSES = { trigger: "trigger", supplier: "actor", recipient: "actor", via: "actor", party: "actor", denier: "actor", item: "thing", instrument: "thing", subject: "thing", claim: "thing" };

function spansOf(facts) {
  const spans = [];
  for (const f of facts) {
    spans.push({ start: f.trigger.start, end: f.trigger.end, role: "trigger", id: f.id });
    for (const [role, list] of Object.entries(f.arguments || {})) {
      for (const m of list) if (m.start !== null && m.start !== undefined) spans.push({ start: m.start, end: m.end, role, id: f.id });
    }
    for (const a of f.attribution || []) if (a.source) spans.push({ start: a.source.start, end: a.source.end, role: "source", id: f.id });
  }
  return spans;
}
// Offsets count code points, so the text is split into them, and cut wherever a span begins or ends.
function markedText(article, facts) {
  const box = el("div", { class: "text" });
  const points = Array.from(article.text);
  const entities = (article.entities || []).map(([start, end, label]) => ({ start, end, label: label || "entity" }));
  const spans = spansOf(facts);
  const cuts = [...new Set([0, points.length, ...[...spans, ...entities].flatMap((s) => [s.start, s.end])])].sort((a, b) => a - b);
  for (let i = 0; i + 1 < cuts.length; i++) {
    const part = points.slice(cuts[i], cuts[i + 1]).join("");
    const within = (s) => s.start <= cuts[i] && s.end >= cuts[i + 1];
    const over = spans.filter(within);
    const entity = entities.find(within);
    if (!over.length && !entity) { box.append(visible(part)); continue; }
    const mark = el("mark", { class: over.length ? markClass(over) : "entity", "data-start": cuts[i] }, part);
    mark.title = visible([...new Set([...over.map((s) => s.role), ...(entity ? [entity.label] : [])])].join(", "));
    if (over.length) {
      mark.dataset.facts = [...new Set(over.map((s) => s.id))].join(" ");
      mark.addEventListener("click", () => { if (window.getSelection().isCollapsed) document.getElementById(`card-${mark.dataset.facts.split(" ")[0]}`)?.focus(); });
    }
    if (entity) mark.classList.add("named");
    if (entity && cuts[i + 1] === entity.end) mark.dataset.label = visible(entity.label);
    box.append(mark);
  }
  return box;
}
function markClass(over) {
  const top = over.find((s) => s.role === "trigger") || over.reduce((a, b) => (b.end - b.start < a.end - a.start ? b : a));
  return CLASSES[top.role] || "other";
}
function linkTo(id) {
  const fact = now(BY_ID.get(id));
  return button(`${fact.relation} “${fact.trigger.text}”`, () => goTo(id), { class: "link" });
}
function card(f) {
  const head = el("p", {}, el("span", { class: "badge" }, f.match ? `${f.match} ` : ""), el("strong", {}, `${f.status || ""} ${f.relation}`), ` · ${f.trigger.text}${f.stage ? ` · ${f.stage}` : ""}${f.confidence === undefined ? "" : ` · ${f.confidence.toFixed(2)}`}`);
  const list = el("dl");
  const row = (name, ...values) => list.append(el("dt", {}, name), el("dd", {}, ...values));
  for (const [role, found] of Object.entries(f.arguments || {})) {
    if (found.length) row(role, found.map((m) => (m.canonical && m.canonical !== m.text ? `${m.text ?? "(implicit)"} [${m.canonical}]` : m.value?.amount ? `${m.text} [${m.value.amount} ${m.value.currency}]` : m.text)).join("; "));
  }
  if (sources(f).length) row("source", sources(f).join(" ← "));
  for (const [field, label] of [["denies", "denies"], ["disputed_by", "disputed by"]]) {
    const ids = links[field].get(f.id) || [];
    if (ids.length) row(label, ...ids.map(linkTo));
  }
  const [uncertainty, novelty] = QUEUE.get(f.id) || [];
  if (novelty) row("queued", `uncertainty ${uncertainty.toFixed(2)}, novelty ${novelty.toFixed(2)}`);
  const says = Object.entries(f.wrong || {}).map(([field, value]) => `${field}: ${value}`);
  if (says.length) row("gold says", says.join(" · "));
  const node = el("div", { role: "group", class: `card ${f.match || ""} did-${corrections.get(f.id)?.action}`, id: `card-${f.id}`, tabindex: 0, "aria-label": visible(`${f.relation} ${f.trigger.text}`), "data-id": f.id, onfocus: () => highlight(f.id) }, head, list);
  node.append(actions(f, node));
  return node;
}
function actions(f, node) {
  const line = corrections.get(f.id);
  const state = el("span", { class: "state", role: "status" }, line?.action || "");
  const act = (name, run) => button(name, run, { "data-act": name });
  const decide = (name) => act(name, () => {
    const problem = name === "accept" ? problemOf(f) : "";
    if (problem) { state.textContent = problem; return; }
    if (name === "reject" && line?.action === "add") undo(f);
    else if (name === "reject" || !line?.record) correct(BY_ID.get(f.id), name);
    refresh(f.article_id, f.id);
  });
  const edit = act("edit", () => { if (!node.querySelector(".edit")) { node.append(editor(f, node)); node.querySelector("[data-field=relation]").focus(); } });
  const back = line ? act("undo", () => { undo(f); refresh(f.article_id, f.id); }) : null;
  return el("div", { class: "acts" }, decide("accept"), decide("reject"), edit, back, state);
}
// Draws an article anew after a correction; open editors stay as they are.
function refresh(articleId, id) {
  const box = [...document.querySelectorAll(".article")].find((b) => b.dataset.id === articleId);
  if (!box) return;
  box.facts = FACTS.filter((f) => f.article_id === articleId && (passes(now(f)) || f.id === id)).map(now);
  const open = new Map([...box.querySelectorAll(".card")].filter((n) => n.querySelector(".edit")).map((n) => [n.dataset.id, n]));
  fill(box, open);
  document.getElementById(`card-${id}`)?.focus();
}
function highlight(id) {
  document.querySelectorAll(".current").forEach((n) => n.classList.remove("current"));
  const box = document.getElementById(`card-${id}`);
  box?.classList.add("current");
  box?.closest(".article")?.querySelectorAll("mark").forEach((m) => m.classList.toggle("current", (m.dataset.facts || "").split(" ").includes(id)));
}
function fill(box, open = new Map()) {
  const facts = box.facts;
  const article = ARTICLES.get(box.dataset.id);
  const cards = facts.map((f) => open.get(f.id) || card(f));
  const fresh = [...open.values()].filter((n) => !facts.some((f) => f.id === n.dataset.id));
  const add = article.text ? el("div", { class: "acts" }, button("add a fact", () => addFact(article, box), { "data-act": "add" })) : null;
  box.replaceChildren(
    el("div", {}, el("h2", {}, article.title || article.id), el("p", { class: "where" }, `${article.id} · ${article.published || "no date"}`), markedText(article, facts)),
    el("div", { class: "cards" }, ...(cards.length ? cards : [el("p", { class: "where" }, "no facts")]), ...fresh, add),
  );
}
// The first articles are drawn at once, the others as they come into view.
const AT_ONCE = 4;
function showArticles(main, facts, shown) {
  const seen = new IntersectionObserver((entries) => entries.forEach((e) => { if (e.isIntersecting) { seen.unobserve(e.target); if (!e.target.firstChild) fill(e.target); } }), { rootMargin: "600px" });
  const boxes = shown.map(([article, own]) => {
    const box = el("article", { class: "article", "data-id": article.id });
    box.facts = own;
    return box;
  });
  boxes.slice(0, AT_ONCE).forEach((box) => fill(box));
  boxes.slice(AT_ONCE).forEach((box) => seen.observe(box));
  main.append(...boxes);
}
// Paper has no scrolling: all that is to be printed is drawn first.
window.addEventListener("beforeprint", () => document.querySelectorAll(".article").forEach((box) => { if (!box.firstChild) fill(box); }));
function goTo(id) {
  const fact = BY_ID.get(id);
  if (!fact) return;
  if (!passes(now(fact))) { Object.assign(filters, NO_FILTERS); document.getElementById("filters").reset(); }
  show("articles");
  const box = [...document.querySelectorAll(".article")].find((b) => b.dataset.id === fact.article_id);
  if (!box) return;
  if (!box.firstChild) fill(box);
  document.getElementById(`card-${id}`)?.focus();
}
