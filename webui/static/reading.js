/* A document's page, made more comfortable. Without this script everything on it still works:
   contents and marks are links, the field is a form. */

"use strict";

(() => {
  const root = document.documentElement;
  const article = document.querySelector("article.text");
  if (!article) return;
  root.classList.add("scripted");

  const byId = (id) => document.getElementById(id);
  const anchor = () => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";
    }
  };

  /* An old address without the name of the part, or of a heading that is gone: the server knows. */
  const arrive = () => {
    const name = anchor();
    const query = new URLSearchParams(location.search);
    const here = byId(name);
    if (!name) {
      const section = query.get("sehemu");
      if (section && article.firstElementChild.id !== section && byId(section)) {
        location.replace("#" + encodeURIComponent(section));
      }
    } else if (!name.startsWith("_") && !article.contains(here) && query.get("sehemu") !== name) {
      query.set("sehemu", name);
      query.delete("zamani");
      location.replace("?" + query + "#" + encodeURIComponent(name));
    }
  };

  /* Print: the links lead to a hint; with a script they print. */
  const print = () => {
    if (anchor() !== "_print") return;
    history.replaceState(null, "", location.pathname + location.search);
    window.print();
  };

  /* The contents: open where there is room, the current section marked. */
  const folded = document.querySelector(".contents details");
  const wide = matchMedia("(min-width: 56rem)");
  const fold = () => {
    if (folded) folded.open = wide.matches;
  };
  const sections = [...article.children];
  const entries = new Map();
  for (const link of document.querySelectorAll(".contents li a[href^='#']")) {
    entries.set(decodeURIComponent(link.hash.slice(1)), link);
  }
  let current = null;
  const follow = () => {
    const line = innerHeight / 4;
    let entry = null;
    for (const section of sections) {
      if (entry && section.getBoundingClientRect().top > line) break;
      entry = entries.get(section.id) || entry;
    }
    if (!entry || entry === current) return;
    if (current) current.removeAttribute("aria-current");
    current = entry;
    current.setAttribute("aria-current", "true");
    const list = folded.parentElement;
    if (!wide.matches || list.scrollHeight <= list.clientHeight) return;
    const [inside, box] = [current.getBoundingClientRect(), list.getBoundingClientRect()];
    if (inside.top < box.top || inside.bottom > box.bottom) {
      list.scrollTop += inside.top - box.top - box.height / 2;
    }
  };

  /* From mark to mark. */
  const bar = document.querySelector(".mark-bar");
  const marks = [...document.querySelectorAll("mark[id]")];
  const [first, count] = bar ? [+bar.dataset.first, +bar.dataset.count] : [1, 0];
  let at = -1;
  const say = () => {
    if (bar) bar.querySelector(".at").textContent = (at < 0 ? "– " : first + at) + " / " + count;
  };
  const go = (step) => {
    const to = at < 0 && step > 0 ? nextBelow() : at + step;
    if (to < 0 || to >= marks.length) {
      const href = to < 0 ? bar.dataset.before : bar.dataset.after;
      if (href) location.assign(href);
      return;
    }
    location.replace("#" + marks[to].id);
    show(to);
  };
  const nextBelow = () => {
    const place = marks.findIndex((mark) => mark.getBoundingClientRect().top >= 0);
    return place < 0 ? marks.length : place;
  };
  const show = (place) => {
    at = place;
    marks[at].focus({ preventScroll: true });
    say();
  };
  const target = () => {
    const place = marks.findIndex((mark) => mark.id === anchor());
    if (place >= 0) show(place);
  };
  if (bar) {
    bar.hidden = false;
    bar.querySelector(".back").addEventListener("click", (event) => (event.preventDefault(), go(-1)));
    bar.querySelector(".on").addEventListener("click", (event) => (event.preventDefault(), go(1)));
    const keys = bar.querySelector(".keys");
    const remembered = (value) => {
      try {
        if (value) localStorage.setItem("kisima.keys", value);
        return localStorage.getItem("kisima.keys");
      } catch {
        return value; // storage is switched off
      }
    };
    keys.setAttribute("aria-pressed", String(remembered() !== "0"));
    keys.addEventListener("click", () => {
      const live = keys.getAttribute("aria-pressed") !== "true";
      keys.setAttribute("aria-pressed", String(live));
      remembered(live ? "1" : "0");
    });
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      if (event.target.closest("input, textarea, select, [contenteditable]")) return;
      if (keys.getAttribute("aria-pressed") !== "true") return;
      const step = { n: 1, p: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      go(step);
    });
    say();
  }

  /* A citation of the section that the address names: with its page in a PDF, and its address. */
  const startsAt = (section, folio) => {
    const before = document.createRange();
    before.setStart(section.querySelector(".passage") || section, 0);
    before.setEndBefore(folio);
    return !before.toString().trim();
  };
  const pageOf = (section) => {
    const { DOCUMENT_POSITION_PRECEDING: before } = Node;
    const folio = [...article.querySelectorAll(".folio")].findLast((one) =>
      section.contains(one) ? startsAt(section, one) : section.compareDocumentPosition(one) & before
    );
    return folio ? folio.id.slice(2) : "";
  };
  const tex = (text) => text.replace(/[\\{}%&$#_^~]/g, (sign) => "\\" + sign);
  const cite = () => {
    const section = byId(anchor());
    if (!section || !sections.includes(section) || !section.querySelector(".anchor")) return;
    const { href, dataset } = section.querySelector(".anchor");
    const page = pageOf(section);
    for (const id of ["_cite", "_bibtex"]) {
      const [name, address] =
        id === "_cite" ? [dataset.name, href] : [tex(dataset.name), href.replace(/[%#]/g, "\\$&")];
      const form = page ? byId(id).dataset.form : byId(id).dataset.form.replace(/, \S+ ⟦page⟧/, "");
      const facts = { section: name, page, address };
      byId(id).textContent = form.replace(/⟦(\w+)⟧/g, (_, fact) => facts[fact]);
    }
  };

  /* Copy a citation. */
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    const words = button.textContent;
    button.addEventListener("click", async () => {
      const text = byId(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(text.textContent);
        button.textContent = button.dataset.done;
        setTimeout(() => (button.textContent = words), 2000);
      } catch {
        getSelection().selectAllChildren(text); // the reader copies it
      }
    });
  }

  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      follow();
    });
  }, { passive: true });
  addEventListener("hashchange", () => (arrive(), print(), target(), cite()));
  wide.addEventListener("change", fold);
  arrive();
  fold();
  print();
  follow();
  target();
  cite();
})();
