// Edits facts at random, `steps` times, through the controls that a person uses; returns how many edits were saved and refused.
([seed, steps]) => {
  let state = seed;
  const random = (n) => { state = (state * 1103515245 + 12345) % 2147483648; return Math.floor(state / 65536) % n; };
  const any = (list) => list[random(list.length)];
  const told = { saved: 0, refused: 0 };
  const change = (editor, article) => {
    const selects = [...editor.querySelectorAll("select")].filter((s) => s.dataset.field !== "role");
    const choose = (select) => { select.selectedIndex = random(select.options.length); select.dispatchEvent(new Event("change")); };
    const removers = [...editor.querySelectorAll("button")].filter((b) => b.textContent === "×");
    const boxes = [...editor.querySelectorAll("input[type=checkbox]")];
    const add = () => {
      choose(editor.querySelector("[data-field=role]"));
      const points = Array.from(article.text);
      const start = random(points.length - 1);
      editor.querySelector("[data-field=words]").value = points.slice(start, start + 1 + random(25)).join("").trim();
      editor.querySelector("[data-act=take]").click();
    };
    any([() => choose(any(selects)), add, () => any(removers)?.click(), () => any(boxes)?.click()])();
  };
  for (let step = 0; step < steps; step++) {
    const fact = now(any(FACTS));
    const box = [...document.querySelectorAll(".article")].find((b) => b.dataset.id === fact.article_id);
    if (!box.firstChild) fill(box);
    const act = any(["add", "accept", "reject", "undo", "edit", "edit", "edit"]);
    const place = act === "add" ? box : document.getElementById(`card-${fact.id}`);
    place?.querySelector(`[data-act=${act}]`)?.click();
    const editor = box.querySelector(".edit");
    if (!editor) continue;
    for (let i = 0; i < 5; i++) change(editor, ARTICLES.get(fact.article_id));
    editor.querySelector("[data-act=save]").click();
    told[editor.isConnected ? "refused" : "saved"]++;
    if (editor.isConnected) [...editor.querySelectorAll("button")].at(-1).click();
  }
  return told;
}
