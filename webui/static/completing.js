/* Completions for the search field: a combobox with a list of its own (WAI-ARIA 1.2).

   The form works without this file. What is offered comes from /api/v1/complete and is put
   on the page as text, never as HTML. Arrow keys show an offer in the field, so Enter always
   searches for what the field shows; Escape gives back what was typed; Tab goes on as ever;
   an offer that is tapped or clicked is searched. Nothing else submits or moves the focus. */

"use strict";

(() => {
  const PAUSE = 150; // ms without a key before anything is asked
  const APART = 250; // ms between two questions: four a second at most
  const SHORTEST = 2;
  const LONGEST = 256;
  const KEPT = 100; // lists remembered on this page
  const REST = 30; // s of silence after an answer that is none, unless it says how long
  const LONGEST_WAIT = 1000; // ms; a list that came later would come as a surprise

  const field = document.querySelector("input[data-complete]");
  if (!field) return;

  const known = new Map();
  let offers = [];
  let active = -1; // which offer is shown in the field; -1: what was typed
  let typed = field.value;
  let timer = 0;
  let asking = null; // the AbortController of the question that is under way
  let earliest = 0; // when the next question may be asked

  const list = document.createElement("ul");
  list.id = "_offers";
  list.className = "offers";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.offers);
  const told = document.createElement("p");
  told.className = "unseen";
  told.setAttribute("role", "status");
  field.parentElement.append(list, told);

  const roles = {
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    "aria-controls": list.id,
    "aria-expanded": "false",
  };
  field.type = "text"; // a search field may not be a combobox
  for (const [name, value] of Object.entries(roles)) field.setAttribute(name, value);

  function close() {
    typed = field.value;
    clearTimeout(timer);
    asking?.abort();
    offers = [];
    active = -1;
    list.hidden = true;
    list.replaceChildren();
    told.textContent = "";
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function show(found) {
    if (document.activeElement !== field || found.length === 0) return close();
    offers = found;
    active = -1;
    field.removeAttribute("aria-activedescendant");
    list.replaceChildren(...found.map((text, number) => {
      const item = document.createElement("li");
      item.id = `_offer-${number}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.lang = "sw";
      item.dir = "auto";
      item.textContent = text;
      return item;
    }));
    list.hidden = false;
    list.scrollTop = 0;
    field.setAttribute("aria-expanded", "true");
    told.textContent = field.dataset.count.replace("#", found.length);
  }

  function choose(number) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = number;
    const item = list.children[active];
    field.value = item ? offers[active] : typed;
    if (item) {
      item.setAttribute("aria-selected", "true");
      item.scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", item.id);
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  }

  async function ask(text) {
    earliest = Date.now() + APART;
    asking = new AbortController();
    const address = new URL(field.dataset.complete, location.href);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { signal: asking.signal, credentials: "omit" });
      if (!answer.ok) {
        const seconds = Number(answer.headers.get("Retry-After")) || REST;
        earliest = Date.now() + seconds * 1000;
        return close();
      }
      const found = (await answer.json()).completions;
      if (known.size >= KEPT) known.clear();
      known.set(text, found);
      if (text === typed) show(found);
    } catch (error) {
      if (error.name !== "AbortError") {
        earliest = Date.now() + REST * 1000;
        close();
      }
    }
  }

  function typing(event) {
    typed = field.value;
    clearTimeout(timer);
    asking?.abort();
    if (event.isComposing) return;
    const text = typed;
    if (text.trim().length < SHORTEST || text.length > LONGEST) return close();
    if (known.has(text)) return show(known.get(text));
    const wait = earliest - Date.now();
    if (wait > LONGEST_WAIT) return close();
    timer = setTimeout(() => ask(text), Math.max(PAUSE, wait));
  }

  function key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const last = offers.length - 1;
    if (event.key === "ArrowDown" && last >= 0) {
      choose(event.altKey || active === last ? -1 : active + 1);
    } else if (event.key === "ArrowUp" && last >= 0) {
      choose(active === -1 ? last : active - 1);
    } else if (event.key === "ArrowDown" && known.has(typed)) {
      show(known.get(typed)); // the list was closed, and is asked for again
    } else if (event.key === "Escape" && last >= 0) {
      field.value = typed;
      close();
    } else {
      if (event.key === "Enter" || event.key === "Tab") close();
      return;
    }
    event.preventDefault();
  }

  field.addEventListener("input", typing);
  field.addEventListener("compositionend", typing);
  field.addEventListener("keydown", key);
  field.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (!item || event.button !== 0) return;
    field.value = offers[[...list.children].indexOf(item)];
    close();
    field.form.requestSubmit();
  });
  window.addEventListener("pageshow", close); // a browser that goes back keeps the field's text
})();
