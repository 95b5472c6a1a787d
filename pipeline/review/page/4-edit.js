// Editing a fact: relation, status, roles, and spans taken from the text that is selected.
function offsetsOfSelection(box) {
  const selected = window.getSelection();
  if (!selected.rangeCount || selected.isCollapsed) return null;
  const range = selected.getRangeAt(0);
  if (!box.contains(range.startContainer) || !box.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(box, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const shown = Array.from(before.toString()).length;
  return { shown, length: Array.from(range.toString()).length };
}
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
function pickSpan(article, box) {
  const found = offsetsOfSelection(box);
  if (!found) return null;
  const start = toText(article, found.shown);
  const end = toText(article, found.shown + found.length);
  return { start, end, text: Array.from(article.text).slice(start, end).join("") };
}
function editor(f, node, state) {
  const draft = bare(corrections.get(f.id)?.record || f);
  const article = ARTICLES.get(f.article_id);
  const text = node.closest(".article").querySelector(".text");
  const box = el("div", { class: "edit" });
  const pick = (label, values, value, onchange) => {
    const select = el("select", { "aria-label": label, "data-field": label, onchange: () => onchange(select.value) }, ...values.map((v) => el("option", { value: v }, v)));
    select.value = value;
    return el("label", {}, `${label} `, select);
  };
  const draw = () => {
    const roles = DATA.roles[draft.relation];
    const role = pick("role", ["trigger", ...roles], roles[0], () => {});
    const take = () => {
      const span = pickSpan(article, text);
      if (!span) { state.textContent = "select words in the text first"; return; }
      const chosen = role.querySelector("select").value;
      if (chosen === "trigger") draft.trigger = { ...draft.trigger, ...span };
      else (draft.arguments[chosen] ||= []).push({ ...span, label: null, kind: "nominal", canonical: span.text });
      state.textContent = "";
      draw();
    };
    const rows = Object.entries(draft.arguments || {}).flatMap(([name, list]) => list.map((m, i) => el("span", {}, `${name}: ${m.text ?? nameOf(m)} `, el("button", { type: "button", "aria-label": visible(`remove ${name} ${m.text}`), onclick: () => { list.splice(i, 1); draw(); } }, "×"))));
    box.replaceChildren(
      pick("relation", Object.keys(DATA.roles), draft.relation, (v) => { draft.relation = v; draft.arguments = Object.fromEntries(Object.entries(draft.arguments || {}).filter(([r]) => DATA.roles[v].includes(r))); draw(); }),
      pick("status", STATUSES, draft.status, (v) => setStatus(draft, v)),
      el("span", {}, `trigger: ${draft.trigger.text}`), ...rows, role,
      el("button", { type: "button", "data-act": "take", onclick: take }, "add the selected words"),
      el("button", { type: "button", "data-act": "save", onclick: () => { correct(f, "edit", draft); state.textContent = "edit"; box.remove(); } }, "save"),
      el("button", { type: "button", onclick: () => box.remove() }, "cancel"),
    );
  };
  draw();
  return box;
}
// The status is derived from the factuality, so a changed status changes the field that it comes from.
function setStatus(draft, status) {
  draft.status = status;
  draft.factuality = { polarity: status === "negated" ? "negative" : "positive", certainty: status === "possible" ? "possible" : "certain", time: status === "planned" ? "future" : draft.factuality?.time === "future" ? "past" : draft.factuality?.time || "past", conditional: status === "conditional" };
  if (status === "asserted") draft.attribution = [];
}
