/* Search over the pages: an index in pieces, loaded as scripts when the field is first used, because pages
   opened from a disk may fetch nothing. Whatever is found is put down as text, never as markup. */
"use strict";

(function () {
  const LIMIT = 40;
  const top_ = document.documentElement.dataset.top || "";
  const field = document.getElementById("search");
  const told = document.getElementById("told");
  const list = document.getElementById("found");
  let rows = [];
  let words = null;
  let perPage = 1;
  let begun = false;
  let waiting = 0;

  function load(name, failed) {
    const script = document.createElement("script");
    script.src = top_ + name;
    script.onerror = failed || null;
    document.head.appendChild(script);
  }

  /* What the index calls: its pieces, how many cases a page holds, the words of the answers. */
  window.kaoheIndex = function (pieces, cases, said) {
    words = said;
    perPage = cases;
    waiting = pieces.length;
    pieces.forEach((name) => load(name, arrived));
  };

  window.kaoheFound = function (piece) {
    add(piece.map(([kind, code, title, link]) => ({ kind, code, title, link })));
  };

  window.kaoheCases = function (first, codes) {
    add(codes.map((code, n) => {
      const page = String(Math.floor((first + n) / perPage) + 1).padStart(4, "0");
      return { kind: words.case, code, title: "", link: `cases/${page}.html#k${first + n + 1}` };
    }));
  };

  function add(piece) {
    piece.forEach((row) => { row.text = `${row.code} ${row.title}`.toLowerCase(); });
    rows = rows.concat(piece);
    arrived();
  }

  function arrived() {
    waiting -= 1;
    if (waiting <= 0) show();
  }

  function begin() {
    if (!begun) load("data/index.js");
    begun = true;
  }

  /* Every word must be in the code or the title; whose code begins with the first word stands first. */
  function matches(asked) {
    const parts = asked.toLowerCase().split(/\s+/).filter(Boolean);
    const first = [];
    const rest = [];
    for (const row of rows) {
      if (parts.every((part) => row.text.includes(part))) (row.text.startsWith(parts[0]) ? first : rest).push(row);
      if (first.length > LIMIT) break;
    }
    return first.concat(rest).slice(0, LIMIT + 1);
  }

  function item(row) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = top_ + row.link;
    for (const [name, text] of [["bdi", row.title || row.code], ["small", row.title ? row.code : ""], ["span", row.kind]]) {
      const part = document.createElement(name);
      part.textContent = text;
      link.append(part, " ");
    }
    link.addEventListener("click", close);
    line.appendChild(link);
    return line;
  }

  function close() {
    list.hidden = true;
    told.textContent = "";
  }

  function show() {
    const asked = field.value.trim();
    if (!asked || !words || waiting > 0) return close();
    const found = matches(asked);
    const shown = found.slice(0, LIMIT);
    list.replaceChildren(...shown.map(item));
    list.hidden = shown.length === 0;
    const key = shown.length === 0 ? "none" : found.length > LIMIT ? "many" : "some";
    told.textContent = words[key].replace("{count}", String(shown.length));
  }

  function links() {
    return Array.from(list.querySelectorAll("a"));
  }

  /* Arrows walk from the field through what was found; Escape leads back to the field. */
  function walk(event) {
    const all = links();
    const place = all.indexOf(document.activeElement);
    if (event.key === "Escape") { field.focus(); close(); return; }
    if (event.key === "Enter" && place < 0 && all.length) { all[0].click(); return; }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const next = place + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? field : all[Math.min(next, all.length - 1)] || field).focus();
  }

  field.addEventListener("focus", begin);
  field.addEventListener("input", () => { begin(); show(); });
  field.parentElement.addEventListener("keydown", walk);
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing) { event.preventDefault(); field.focus(); }
  });
  document.addEventListener("click", (event) => { if (!field.parentElement.contains(event.target)) close(); });

  /* On paper nothing is folded. */
  window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
})();
