/* Keys for readers who use a keyboard, and last searches for those who wish.

   "/" moves to the search field, "j" and "k" to the next and the previous result; Enter opens
   the result, as it opens any link. A reader can switch the keys off (WCAG 2.1.4). What was
   searched is kept only after a reader asked for it, in this browser, and never sent. */

"use strict";

(() => {
  const MAX_PAST = 8;
  const NAMES = { keys: "kisima.keys", past: "kisima.past", list: "kisima.list" };

  // A browser may refuse storage; then the wishes last as long as the page.
  const memory = new Map();
  const read = (name) => {
    try { return localStorage.getItem(name); } catch { return memory.get(name) ?? null; }
  };
  const write = (name, value) => {
    try {
      if (value === null) localStorage.removeItem(name);
      else localStorage.setItem(name, value);
    } catch { memory.set(name, value); }
  };
  const wishes = (name) => read(NAMES[name]) === "1" || (name === "keys" && read(NAMES[name]) === null);

  const field = document.querySelector("input[name=q]");
  const template = document.getElementById("_comfort");
  if (!field || !template) return;
  const panel = template.content.firstElementChild.cloneNode(true);
  template.replaceWith(panel);

  // ---- keys ----

  const writing = (node) => node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName);

  function walk(step) {
    const links = [...document.querySelectorAll(".hit h2 a")];
    const at = links.findIndex((link) => link.closest(".hit").contains(document.activeElement));
    const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step];
    if (!next) return;
    next.focus();
    next.closest(".hit").scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!wishes("keys") || writing(event.target)) return;
    if (event.key === "/") {
      field.focus();
      field.select();
    } else if (event.key === "j" || event.key === "k") {
      walk(event.key === "j" ? 1 : -1);
    } else return;
    event.preventDefault();
  });

  // ---- last searches ----

  const past = () => {
    try { return JSON.parse(read(NAMES.list) ?? "[]").filter((one) => typeof one === "string"); } catch { return []; }
  };

  function show() {
    const list = wishes("past") ? past() : [];
    panel.querySelector(".past").hidden = list.length === 0;
    panel.querySelector("ul").replaceChildren(...list.map((question) => {
      const address = new URL("/", location.href);
      address.searchParams.set("q", question);
      const named = document.querySelector("input[name=lugha]");
      if (named) address.searchParams.set("lugha", named.value);
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = address.href;
      link.textContent = question;
      item.append(link);
      return item;
    }));
  }

  const question = new URL(location.href).searchParams.get("q")?.trim();
  if (question && document.body.className === "results" && wishes("past")) {
    const list = [question, ...past().filter((one) => one !== question)];
    write(NAMES.list, JSON.stringify(list.slice(0, MAX_PAST)));
  }

  for (const box of panel.querySelectorAll("[data-wish]")) {
    const name = box.dataset.wish;
    box.checked = wishes(name);
    box.addEventListener("change", () => {
      write(NAMES[name], box.checked ? "1" : "0");
      if (name === "past" && !box.checked) write(NAMES.list, null);
      show();
    });
  }
  panel.querySelector("button").addEventListener("click", () => {
    write(NAMES.list, null);
    show();
  });
  show();
})();
