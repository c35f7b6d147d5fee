/* Completions for the search field: a combobox with a listbox (WAI-ARIA 1.2).

   The form works without this file. The completions come from /api/v1/complete and are put on
   the page as text, never as HTML. An arrow key shows a completion in the field, so Enter
   always searches for what the field shows. Escape restores what was typed. Tab moves on as
   usual. A tap or a click searches for a completion. Nothing else submits or moves the focus. */

"use strict";

(() => {
  const DEBOUNCE = 150; // ms without a key before a request
  const MIN_INTERVAL = 250; // ms between two requests: four a second at most
  const MIN_LENGTH = 2;
  const MAX_LENGTH = 256;
  const CACHE_SIZE = 100; // lists that this page remembers
  const BACKOFF = 30; // s without a request after an error, unless Retry-After says how long
  const MAX_WAIT = 1000; // ms; a list that opens later surprises the reader

  const field = document.querySelector("input[data-complete]");
  if (!field) return;

  const cache = new Map();
  let offers = [];
  let active = -1; // the offer in the field; -1: what was typed
  let typed = field.value;
  let timer = 0;
  let pending = null; // the AbortController of the request under way
  let earliest = 0; // time of the next request at the earliest

  const list = document.createElement("ul");
  list.id = "_offers";
  list.className = "offers";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.offers);
  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");
  field.parentElement.append(list, status);

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
    pending?.abort();
    offers = [];
    active = -1;
    list.hidden = true;
    list.replaceChildren();
    status.textContent = "";
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function show(completions) {
    if (document.activeElement !== field || completions.length === 0) return close();
    offers = completions;
    active = -1;
    field.removeAttribute("aria-activedescendant");
    list.replaceChildren(...completions.map((text, number) => {
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
    const text = completions.length === 1 ? field.dataset.countOne : field.dataset.count;
    status.textContent = text.replace("#", completions.length);
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

  async function request(text) {
    earliest = Date.now() + MIN_INTERVAL;
    pending = new AbortController();
    const address = new URL(field.dataset.complete, location.href);
    address.searchParams.set("q", text);
    try {
      const response = await fetch(address, { signal: pending.signal, credentials: "omit" });
      if (!response.ok) {
        const seconds = Number(response.headers.get("Retry-After")) || BACKOFF;
        earliest = Date.now() + seconds * 1000;
        return close();
      }
      const completions = (await response.json()).completions;
      if (cache.size >= CACHE_SIZE) cache.clear();
      cache.set(text, completions);
      if (text === typed) show(completions);
    } catch (error) {
      if (error.name !== "AbortError") {
        earliest = Date.now() + BACKOFF * 1000;
        close();
      }
    }
  }

  function typing(event) {
    typed = field.value;
    clearTimeout(timer);
    pending?.abort();
    if (event.isComposing) return;
    const text = typed;
    if (text.trim().length < MIN_LENGTH || text.length > MAX_LENGTH) return close();
    if (cache.has(text)) return show(cache.get(text));
    const wait = earliest - Date.now();
    if (wait > MAX_WAIT) return close();
    timer = setTimeout(() => request(text), Math.max(DEBOUNCE, wait));
  }

  function key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const last = offers.length - 1;
    if (event.key === "ArrowDown" && last >= 0) {
      choose(event.altKey || active === last ? -1 : active + 1);
    } else if (event.key === "ArrowUp" && last >= 0) {
      choose(active === -1 ? last : active - 1);
    } else if (event.key === "ArrowDown" && cache.has(typed)) {
      show(cache.get(typed)); // the list was closed, and opens again
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
  window.addEventListener("pageshow", close); // a page that comes back from history keeps the field's text
})();
