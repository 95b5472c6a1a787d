// Editing a fact: relation, status, factuality, sources, links, roles, and spans taken from the text.
const oneLine = (s) => s.replace(/[\r\n]/g, "");
// The words that were last selected in a text: { article, start, end, text }.
let picked = null;

// What is shown may be longer than the text, where hidden characters stand as escapes.
function toText(article, shown) {
  let at = 0;
  let index = 0;
  for (const point of article.text) {
    if (at >= shown) break;
    at += Array.from(visible(point)).length;
    index++;
  }
  return index;
}
function onSelection() {
  const selected = window.getSelection();
  if (!selected.rangeCount || selected.isCollapsed) return;
  const range = selected.getRangeAt(0);
  const element = (n) => (n.nodeType === Node.ELEMENT_NODE ? n : n.parentElement);
  const box = element(range.startContainer)?.closest(".text");
  if (!box?.contains(range.endContainer)) return;
  const article = ARTICLES.get(box.closest(".article").dataset.id);
  const before = document.createRange();
  before.setStart(box, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const shown = Array.from(before.toString()).length;
  let start = toText(article, shown);
  let end = toText(article, shown + Array.from(range.toString()).length);
  const points = Array.from(article.text);
  while (start < end && !points[start].trim()) start++;
  while (end > start && !points[end - 1].trim()) end--;
  if (start === end) return;
  picked = { article: article.id, start, end, text: points.slice(start, end).join("") };
  box.closest(".article").querySelectorAll("[data-field=words]").forEach((input) => { input.value = oneLine(picked.text); });
}
document.addEventListener("selectionchange", onSelection);

const button = (label, onclick, more = {}) => el("button", { type: "button", onclick, ...more }, label);
function pick(field, values, value, onchange) {
  const select = el("select", { "data-field": field, onchange: () => onchange(values[select.selectedIndex]) }, ...values.map((v) => el("option", {}, v === null ? "none" : v === false ? "no" : v === true ? "yes" : v)));
  select.selectedIndex = values.indexOf(value ?? null);
  return el("label", {}, `${field} `, select);
}
function editor(f, node) {
  const draft = bare(f);
  const article = ARTICLES.get(f.article_id);
  const box = el("div", { class: "edit" });
  const problem = el("p", { class: "problem", role: "alert" });
  const chosen = { words: picked?.article === article.id ? oneLine(picked.text) : "", role: draft.trigger ? DATA.roles[draft.relation][0] : "trigger" };
  const change = (act) => { act(); problem.textContent = ""; draw(); };
  const draw = () => {
    const field = document.activeElement?.dataset?.field;
    chosen.words = box.querySelector("[data-field=words]")?.value ?? chosen.words;
    box.replaceChildren(
      el("div", { class: "acts" }, ...choices(draft, change)),
      el("p", {}, `trigger: ${draft.trigger?.text ?? "(none yet)"}`),
      ...mentionRows(draft, change), ...sourceRows(draft, change),
      adding(draft, article, chosen, problem, change), ...linkBoxes(draft, f.id),
      problem,
      el("div", { class: "acts" }, button("save", () => save(f, draft, problem, box), { "data-act": "save" }), button("cancel", () => { box.remove(); if (!BY_ID.has(f.id)) node.remove(); })),
    );
    if (field) box.querySelector(`[data-field="${CSS.escape(field)}"]`)?.focus();
  };
  draw();
  return box;
}
function choices(draft, change) {
  const factuality = Object.entries(FACTUALITY).map(([field, values]) => pick(field, values, draft.factuality?.[field], (v) => change(() => setFactuality(draft, field, v))));
  return [
    pick("relation", Object.keys(DATA.roles), draft.relation, (v) => change(() => setRelation(draft, v))),
    pick("status", STATUSES, draft.status, (v) => change(() => setStatus(draft, v))),
    ...(draft.relation === "deal" ? [pick("stage", [null, ...STAGES], draft.stage, (v) => { draft.stage = v; })] : []),
    ...factuality,
  ];
}
function mentionRows(draft, change) {
  return Object.entries(draft.arguments || {}).flatMap(([role, list]) => list.map((m, i) => row(role, m.text ?? "(implicit)", meaning(role, m, i), () => change(() => list.splice(i, 1)))));
}
function row(role, text, input, remove) {
  return el("div", { class: "acts" }, el("span", {}, `${role}: ${text}`), input, button("×", remove, { "aria-label": visible(`remove ${role} ${text}`) }));
}
// What a mention stands for: a canonical name, a date's value, or an amount and its currency.
function meaning(role, m, i) {
  const amount = AMOUNTS.includes(role);
  const field = amount || TIMES.includes(role) ? "value" : "canonical";
  const shown = amount && m.value ? `${m.value.amount} ${m.value.currency ?? ""}`.trim() : m[field] ?? "";
  const input = el("input", { value: shown, size: 14, "data-field": `${role}-${i}`, "aria-label": visible(`${field} of ${role} ${m.text ?? ""}`), placeholder: amount ? "6000000 USD" : TIMES.includes(role) ? "2024-03" : "name" });
  input.addEventListener("input", () => {
    const value = input.value.trim();
    const [, number, currency] = /^(\d+(?:\.\d+)?)\s*([A-Z]{3})?$/.exec(value) || [];
    input.setCustomValidity(amount && value && !number ? "An amount and a currency: 6000000 USD" : "");
    if (!amount) m[field] = value || null;
    else if (!value || number) m.value = value ? { amount: Number(number), currency: currency || null, approximate: Boolean(m.value?.approximate) } : null;
  });
  return input;
}
function sourceRows(draft, change) {
  return (draft.attribution || []).map((a, i) => row("source", a.source ? a.source.text : a.cue || "unnamed", null, () => change(() => {
    draft.attribution = draft.attribution.filter((_, at) => at !== i);
    draft.status = derive(draft) ?? draft.status;
  })));
}
function adding(draft, article, chosen, problem, change) {
  const roles = ["trigger", "source", "unnamed source", ...DATA.roles[draft.relation]];
  if (!roles.includes(chosen.role)) chosen.role = roles[3];
  const words = el("input", { "data-field": "words", value: chosen.words, placeholder: "select them in the text" });
  const take = () => {
    const span = spanOf(draft, article, words.value);
    if (!span) problem.textContent = "Select words in the text first, or type words that stand in it.";
    else change(() => addWords(draft, chosen.role, span, article));
  };
  const implied = () => {
    const name = words.value.trim();
    if (!name || !mayBeImplicit(chosen.role)) problem.textContent = "Type the canonical name of an actor, thing or place that the text does not say here.";
    else change(() => addImplicit(draft, chosen.role, name));
  };
  return el("div", { class: "acts" }, el("label", {}, "words ", words), pick("role", roles, chosen.role, (v) => { chosen.role = v; }), button("add the words", take, { "data-act": "take" }), button("add as implicit", implied, { "data-act": "imply" }));
}
function linkBoxes(draft, id) {
  const others = FACTS.filter((f) => f.article_id === draft.article_id && f.id !== id && corrections.get(f.id)?.action !== "reject").map(now);
  const group = (field, legend, facts) => {
    if (!facts.length) return [];
    const boxes = facts.map((other) => {
      const input = el("input", { type: "checkbox", value: other.id, onchange: () => { draft[field] = [...(draft[field] || []).filter((i) => i !== other.id), ...(input.checked ? [other.id] : [])]; } });
      input.checked = (draft[field] || []).includes(other.id);
      return el("label", {}, input, ` ${other.relation} “${other.trigger.text}”`);
    });
    return [el("fieldset", { "data-links": field }, el("legend", {}, legend), ...boxes)];
  };
  return [...(draft.relation === "denial" ? group("denies", "denies", others) : []), ...group("disputed_by", "disputed by", others.filter((f) => f.relation === "denial"))];
}
function save(f, draft, problem, box) {
  const wrong = [...box.querySelectorAll("input")].find((input) => !input.checkValidity());
  problem.textContent = wrong ? wrong.validationMessage : problemOf(draft);
  if (problem.textContent) return;
  const linkedNow = [...(draft.denies || []), ...(draft.disputed_by || [])];
  const before = ["denies", "disputed_by"].flatMap((field) => links[field].get(f.id) || []);
  const unlinked = [...new Set([...(corrections.get(f.id)?.unlinked || []), ...before])].filter((id) => !linkedNow.includes(id));
  const added = !BY_ID.has(f.id) || corrections.get(f.id)?.action === "add";
  correct(f, added ? "add" : "edit", draft, unlinked);
  box.remove();
  refresh(f.article_id, f.id);
}
function addFact(article, box) {
  const f = newFact(article);
  const span = picked?.article === article.id ? { start: picked.start, end: picked.end, text: picked.text } : null;
  if (span) addWords(f, "trigger", span, article);
  const node = el("div", { role: "group", class: "card", tabindex: 0, "aria-label": "new fact", "data-id": f.id }, el("strong", {}, "new fact"));
  node.append(editor(f, node));
  box.querySelector(".cards").append(node);
  node.querySelector("[data-field=relation]").focus();
}
