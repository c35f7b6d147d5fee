/* What the words of a question also mean: as kb/expansion on a server, from the tables of the collection.

   A meaning stands for the words from one place to another, and has terms to search for instead. */

"use strict";

const Meanings = (() => {
  const MEANS_MORE = 8, NOT_ENGLISH = 16, MISSING = 64;
  const COMPOUND = 0.8, SLIP = 0.8, MIN_HALF = 3;
  const CONNECTIVES = new Set(["wa", "ya", "la", "za", "na"]); // haki zabinadamu

  /* An English word without its plural ending and in one spelling: kb/expansion/glosses.py. */
  const singular = (form) => {
    const word = form.replaceAll("isation", "ization").replaceAll("centre", "center").replaceAll("licence", "license");
    if (word.endsWith("ies") && word.length > 4) return `${word.slice(0, -3)}y`;
    if (/(?:sses|xes|ches|shes)$/.test(word)) return word.slice(0, -2);
    return /[^sui]s$/.test(word) ? word.slice(0, -1) : word;
  };

  /* The rows whose words begin with one word. */
  const rows = async (first) => {
    const { m } = await Data.load("index");
    const read = [];
    // A row "dira" may end a file, and the rows "dira …" begin the next.
    for (let number = Math.max(0, Data.fileOf(m, first)); number < m.length && m[number] <= `${first}!`; number += 1) {
      for (const row of await Data.load(`m${number}`)) {
        const [words, kind, weight, text, terms] = row.split("|");
        if (words === first || words.startsWith(`${first} `)) {
          read.push({ words: words.split(" "), kind, weight: +weight, text, terms: terms.split(" ") });
        }
      }
    }
    return read;
  };

  const matches = (row, words) => row.words.length <= words.length && row.words.every((one, i) => {
    if (row.kind === "s") return one === words[i].form;
    return row.kind === "e" ? one === singular(words[i].form) : words[i].terms.includes(one);
  });

  const listed = async (words, first) => {
    const word = words[first];
    if (!(word.flags & MEANS_MORE) && word.terms.length && word.grade) return [];
    const following = words.slice(first);
    const read = [];
    for (const opening of new Set([word.form, singular(word.form), ...word.terms])) {
      for (const row of await rows(opening)) {
        const own = following.slice(0, row.words.length);
        if (!matches(row, following) || read.some((one) => one.text === row.text)) continue;
        if (row.kind !== "e" || !own.every((word) => word.flags & NOT_ENGLISH)) read.push({ ...row, first, last: first + own.length - 1 });
      }
    }
    // The longest of each kind counts; of synonyms all.
    return read.filter((one) => one.kind === "y" || read.every(({ kind, last }) => kind !== one.kind || last <= one.last));
  };

  /* Two words that the collection writes as one: kauli mbiu ─► kaulimbiu. */
  const joined = async (words, first) => {
    const [one, other] = words.slice(first, first + 2).map((word) => word.form);
    if (!other || !/^\p{L}+$/u.test(one + other)) return [];
    const whole = await Words.listed(one + other);
    if (!whole?.grade || !whole.terms.length) return [];
    return [{ first, last: first + 1, text: whole.form, terms: whole.terms.slice(0, 1), weight: COMPOUND }];
  };

  /* One word that the collection writes as two; of several cuts, the one whose rarer half is the most frequent. */
  const split = async (form) => {
    let best = { grade: 0 };
    for (let at = 2; at <= form.length - MIN_HALF; at += 1) {
      const isConnective = CONNECTIVES.has(form.slice(0, at));
      if (at < MIN_HALF && !isConnective) continue;
      const [one, other] = [await Words.listed(form.slice(0, at)), await Words.listed(form.slice(at))];
      const grade = Math.min(one?.grade ?? 0, other?.grade ?? 0);
      if (grade <= best.grade || !other.terms.length || !(one.terms.length || isConnective)) continue;
      const terms = [...one.terms.slice(0, 1), other.terms[0]];
      best = { grade, text: `${one.form} ${other.form}`, terms };
    }
    return best.grade ? best : undefined;
  };

  /* A word that does not occur, as two words or as the nearest one. */
  const mended = async (word, place) => {
    const halves = await split(word.form);
    if (halves) return { first: place, last: place, text: halves.text, terms: halves.terms, weight: COMPOUND };
    const near = await Words.nearest(word.form);
    const row = near && (await Words.listed(near));
    return row && { first: place, last: place, text: near, terms: row.terms.slice(0, 1), weight: SLIP, slip: true };
  };

  /* All meanings of the content words of a question. */
  const of = async (words) => {
    let read = [];
    for (let first = 0; first < words.length; first += 1) {
      read.push(...await listed(words, first), ...await joined(words, first));
    }
    // The parts of a name have no synonyms; who types both words asks for both.
    const typed = words.flatMap((word) => word.terms);
    const inName = ({ first, last }) => read.some((one) => one.kind === "t" && one.first <= first && last <= one.last);
    read = read.filter((one) => one.kind !== "y" || !(inName(one) || one.terms.every((term) => typed.includes(term))));
    const explained = (place) => read.some((one) => one.first <= place && place <= one.last);
    for (const [place, word] of words.entries()) {
      if ((word.terms.length && !(word.flags & MISSING)) || explained(place) || /\d/.test(word.form)) continue;
      const meant = await mended(word, place);
      if (meant) read.push(meant);
    }
    return read;
  };

  return { of };
})();
