/* The page that searches: the question is in its address, the hits are put into its template.
   Text is only ever set as text. Dates and names are as the collection has them. */

"use strict";

(() => {
  const SHOWN = 10, CANDIDATES = 100;
  const byId = (id) => document.getElementById(id);
  const query = new URLSearchParams(location.search);
  const line = (query.get("q") ?? "").normalize("NFC").replace(/\s+/g, " ").trim().slice(0, 500);
  const only = query.get("hati");
  const language = document.documentElement.lang;
  const [heading, status] = [document.querySelector("h1"), document.querySelector(".count")];

  const withWord = (text, word) => text.split("#").join(word);
  const number = (value) => value.toLocaleString("en");
  const counted = (data, value) => (value === 1 ? data.one : withWord(data.many, number(value)));

  const address = (changes) => {
    const parameters = new URLSearchParams({ q: line });
    for (const [name, value] of Object.entries(changes)) parameters.set(name, value);
    return `?${parameters}`;
  };

  const dated = (iso) => {
    const [year, month, day] = iso.split("-").map(Number);
    if (!month) return iso;
    const options = { year: "numeric", month: "long", ...(day ? { day: "numeric" } : {}) };
    const locale = language === "en" ? "en-GB" : "sw";
    return new Date(year, month - 1, day || 1).toLocaleDateString(locale, options);
  };

  /* Set a text with marks around the words that match. */
  const setMarked = (node, text, marks) => {
    let at = 0;
    for (const { start, end } of marks) {
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, end);
      node.append(text.slice(at, start), mark);
      at = end;
    }
    node.append(text.slice(at));
  };

  const marksIn = (text, values) => Words.tokens(text).filter((token) => values.has(token.form));

  /* The stretch of a text with the rarest of its marks close together, cut between words. */
  const stretch = (text, values, length) => {
    const marks = marksIn(text, values);
    if (text.length <= length || !marks.length) return { text, start: 0, end: Math.min(text.length, length), marks };
    let best = { value: -1 };
    marks.forEach((first, from) => {
      const labels = new Map();
      for (const mark of marks.slice(from)) {
        if (mark.end - first.start > length) break;
        const { label, value } = values.get(mark.form);
        labels.set(label, value);
        const total = [...labels.values()].reduce((sum, one) => sum + one, 0);
        const span = mark.end - first.start;
        if (total > best.value || (total === best.value && span < best.span)) {
          best = { value: total, start: first.start, end: mark.end, span };
        }
      }
    });
    const sentence = text.slice(0, best.start).search(/[.!?;:]\s+[^.!?;:]*$/);
    const near = sentence < 0 ? 0 : sentence + 2;
    let start = best.end - near <= length ? near : Math.max(0, best.start - (length - best.span) / 3 | 0);
    if (start && start !== near) start += text.slice(start).search(/\s|$/) + 1;
    let end = Math.min(text.length, start + length);
    if (end < text.length) end = Math.max(best.end, text.lastIndexOf(" ", end));
    return { text, start, end, marks };
  };

  /* What a hit shows: its passage, and its document. */
  const shownOf = async (passage, index) => {
    const file = Data.fileOf(index.p, passage);
    const { documents, passages } = await Data.load(`p${file}`);
    const [document, heading, above, anchor, text, page] = passages[passage - index.p[file]];
    const [title, href, institution, date, lang, newer, newerHref] = documents[document];
    return { document, heading, above, anchor, text, page, title, href, institution, date, lang, newer, newerHref };
  };

  const own = (href, anchor) => `${href}${anchor ? `#${encodeURIComponent(anchor)}` : ""}`;

  const setOrRemove = (node, text) => {
    if (text) node.textContent = text;
    else node.remove();
  };

  const drawn = async (hit, found, values, index) => {
    const shown = await shownOf(hit.passage, index);
    const item = byId("_hit").content.firstElementChild.cloneNode(true);
    const [source, title] = [item.querySelector(".source"), item.querySelector("h2")];
    const path = shown.heading ? [shown.title, ...shown.above] : shown.above;
    setOrRemove(source.querySelector("b"), shown.institution);
    setOrRemove(source.querySelector(".path"), path.join(" › "));
    const time = source.querySelector("time");
    if (shown.date) time.dateTime = shown.date;
    setOrRemove(time, shown.date && dated(shown.date));
    const link = title.querySelector("a");
    link.href = own(shown.href, shown.anchor);
    setMarked(link, shown.heading || shown.title, marksIn(shown.heading || shown.title, values));
    const older = item.querySelector(".older");
    if (shown.newer) Object.assign(older.querySelector("a"), { href: shown.newerHref, textContent: shown.newer });
    else older.remove();
    const text = item.querySelector(".window");
    if (shown.text) {
      const flat = shown.text.replace(/\s+/g, " ").trim();
      const { start, end, marks } = stretch(flat, values, index.window);
      const inside = marks.filter((mark) => mark.start >= start && mark.end <= end)
        .map((mark) => ({ start: mark.start - start, end: mark.end - start }));
      if (start) text.append("… ");
      setMarked(text, flat.slice(start, end).trimEnd(), inside);
      if (end < flat.length) text.append(" …");
    } else text.remove();
    const missing = item.querySelector(".missing");
    const lacked = Search.lacking(found, hit.passage).map((word) => line.slice(word.start, word.end));
    setOrRemove(missing, lacked.length ? withWord(missing.dataset.lacks, lacked.join(", ")) : "");
    const facts = item.querySelector(".facts");
    if (shown.page) facts.firstElementChild.textContent = withWord(facts.firstElementChild.dataset.page, shown.page);
    else facts.remove();
    const more = item.querySelector(".more");
    if (hit.more) {
      const further = more.firstElementChild;
      further.href = address({ hati: shown.document, q: line });
      further.textContent = counted(further.dataset, hit.more);
    } else more.remove();
    for (const node of [title, text, source.querySelector(".path")]) {
      if (node && shown.lang !== language) node.lang = shown.lang;
    }
    return item;
  };

  const list = document.querySelector(".hits");
  let waiting = [];

  const further = async (found, values, index) => {
    const next = waiting.splice(0, SHOWN);
    const before = list.children.length;
    list.append(...await Promise.all(next.map((hit) => drawn(hit, found, values, index))));
    byId("_further").hidden = !waiting.length;
    if (before) list.children[before].querySelector("a").focus();
  };

  /* What was searched besides the words: a correction, other meanings. */
  const note = (found) => {
    const meant = Search.suggestion(line, found);
    if (meant) {
      byId("_meant").hidden = false;
      Object.assign(byId("_meant").lastElementChild, { href: address({ q: meant }), textContent: meant });
    }
    const also = found.meanings.filter((one) => !one.slip).map((one) => {
      const typed = line.slice(found.content[one.first].start, found.content[one.last].end);
      return `${typed} → ${one.text}`;
    });
    byId("_also").hidden = !also.length;
    byId("_also").lastElementChild.textContent = [...new Set(also)].join(", ");
  };

  const run = async () => {
    status.textContent = status.dataset.waiting;
    const index = await Data.load("index");
    const chosen = only === null || !/^\d+$/.test(only) ? undefined : +only;
    const found = await Search.search(line, chosen);
    note(found);
    const total = found.passages.length;
    document.title = document.title.replace(/^.*(?= – )/, withWord(heading.dataset.of, line));
    heading.textContent = withWord(total ? heading.dataset.of : heading.dataset.none, line);
    if (!total) {
      status.textContent = withWord(status.dataset.none, line);
      document.querySelector(".advice").hidden = false;
      return;
    }
    const documents = new Set(found.passages.map((one) => found.size.passages[one].section.document.number));
    status.textContent = `${counted(status.dataset, total)} ${withWord(status.dataset.in, number(documents.size))}`;
    byId("_first").hidden = total <= CANDIDATES;
    if (chosen !== undefined) {
      const shown = await shownOf(found.hits[0].passage, index);
      Object.assign(byId("_only").lastElementChild, { href: shown.href, textContent: shown.title });
      byId("_only").hidden = false;
    }
    const values = new Map();
    for (const unit of [...found.units].reverse()) {
      const value = Math.log(1 + found.size.passages.length / (1 + unit.frequency));
      for (const form of [...unit.family.forms, ...unit.forms]) values.set(form, { label: unit.word.form, value });
    }
    waiting = [...found.hits];
    byId("_further").firstElementChild.addEventListener("click", () => further(found, values, index));
    await further(found, values, index);
  };

  document.querySelector("input[name=q]").value = line;
  const other = document.querySelector(".switch");
  if (line) other.href += location.search;
  if (!line) status.textContent = status.dataset.empty;
  else {
    run().catch((error) => {
      status.textContent = status.dataset.failed;
      console.error(error);
    });
  }
})();
