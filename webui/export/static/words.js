/* The words of a question, read as Kisima reads them on a server: by the tables of the collection.

   Data are scripts, because a page from a USB stick may fetch nothing: each calls kisimaData with its
   name and its data, and is loaded when a question first needs it. */

"use strict";

const Data = (() => {
  const folder = new URL("../data/", document.currentScript.src);
  const promises = new Map();
  const arrived = new Map();
  globalThis.kisimaData = (name, data) => arrived.set(name, data);

  const load = (name) => {
    if (!promises.has(name)) {
      promises.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = new URL(`${name}.js`, folder).href;
        script.onload = () => (arrived.has(name) ? resolve(arrived.get(name)) : reject(new Error(name)));
        script.onerror = () => reject(new Error(name));
        document.head.append(script);
      }));
    }
    return promises.get(name);
  };

  /* The number of the file that would have a key, from the first key of each. */
  const fileOf = (firsts, key) => {
    let [low, high] = [0, firsts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (firsts[middle] <= key) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));

  /* Whole numbers, written by kb/offline/numbers.py: five bits in a character, the low ones first. */
  const numbers = (text) => {
    const read = [];
    let [number, shift] = [0, 0];
    for (const digit of text) {
      const value = VALUES.get(digit);
      number += (value & 31) * 2 ** shift;
      shift += 5;
      if (value < 32) {
        read.push(number);
        [number, shift] = [0, 0];
      }
    }
    return read;
  };

  return { load, fileOf, numbers };
})();

const Words = (() => {
  const FUNCTION = 1, ASKS = 2, INTRODUCES = 4, NOT_ENGLISH = 16, NUMBERS = 32;
  const APOSTROPHES = "'’‘ʼʻ`´′＇";
  const UNSEEN = "\\u00ad\\u200b-\\u200d\\u2060\\ufeff";
  const INITIALS = /^[\p{L}\p{Nl}\p{No}](?:\.[\p{L}\p{Nl}\p{No}])+$/u;
  const RUN = `[\\p{L}\\p{Nd}\\p{Nl}\\p{M}${UNSEEN}]`;
  const WORD = new RegExp(
    `\\p{L}(?:\\.\\p{L})+(?![\\p{L}\\p{Nd}])|\\p{No}` +
    `|[\\p{L}\\p{Nd}\\p{Nl}]${RUN}*(?:(?:[${APOSTROPHES}](?=\\p{L})|(?<=\\p{Nd})[.,](?=\\p{Nd}))${RUN}+)*`, "gu");
  const PREFIXES = new Set(("ku ma wa ki vi m mi u i a ni tu li e ana wana ina zina ali wali ili " +
    "ame wame ime").split(" "));
  const STROKES = { đ: "d", ħ: "h", ı: "i", ł: "l", ø: "o", ŧ: "t", æ: "ae", œ: "oe", ß: "ss" };

  /* As kb/swahili/normalize.py: composed, lower case, one apostrophe. */
  const normalize = (surface) => {
    let word = surface.normalize("NFC").toLowerCase().normalize("NFC");
    if (INITIALS.test(word)) word = word.replaceAll(".", "");
    word = word.replace(new RegExp(`[${APOSTROPHES}]`, "g"), "'").replace(/[ |~\t\n\r·]/g, "_");
    word = word.replace(new RegExp(`[${UNSEEN}]`, "g"), "");
    return word.replace(/^'+|'+$/g, "") || "_";
  };

  const fold = (word) =>
    word.normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC")
      .replace(/[đħıłøŧæœß]/g, (letter) => STROKES[letter]);

  /* The words of a text with their places. A hyphen parts words, but not a class prefix from its word. */
  const tokens = (text) => {
    const read = [];
    for (const match of text.matchAll(WORD)) {
      const [start, end] = [match.index, match.index + match[0].length];
      const last = read.at(-1);
      if (last && last.end === start - 1 && text[start - 1] === "-" &&
          PREFIXES.has(text.slice(last.start, last.end).toLowerCase())) {
        last.end = end;
        last.form = normalize(text.slice(last.start, end));
      } else read.push({ start, end, form: normalize(match[0]) });
    }
    return read;
  };

  const tables = new Map();

  /* The rows of one file of forms. */
  const table = async (number) => {
    if (!tables.has(number)) {
      const rows = new Map();
      let before = "";
      for (const row of (await Data.load(`w${number}`)).split(" ")) {
        const [rest, numbers, ...terms] = row.slice(1).split(",");
        const form = before.slice(0, Data.numbers(row[0])[0]) + rest;
        const [flags, grade] = Data.numbers(numbers);
        rows.set(form, {
          form,
          flags,
          grade,
          terms: terms.map((term) => (/^\d$/.test(term) ? form.slice(+term) : term)),
        });
        before = form;
      }
      tables.set(number, rows);
    }
    return tables.get(number);
  };

  const listed = async (form) => {
    const { w } = await Data.load("index");
    const number = Data.fileOf(w, form);
    return number < 0 ? undefined : (await table(number)).get(form);
  };

  let grammar;

  const verbs = async () => {
    if (!grammar) {
      const { prefixes, objects, passives, stems } = await Data.load("verbs");
      grammar = {
        prefixes: new Set(["", ...prefixes]),
        objects: ["", ...objects],
        passives,
        stems: new Map(stems.map((row) => row.split(","))),
      };
    }
    return grammar;
  };

  /* The term of what follows the prefixes of a verb: a stem that the collection has, or its passive. */
  const termOf = (rest, { stems, passives }) => {
    const own = stems.get(rest.slice(0, -1));
    if (own || !/w[aei]$/.test(rest)) return own;
    const passive = `${rest.slice(0, -1)}a`;
    for (const [ending, active] of passives) {
      if (!passive.endsWith(ending)) continue;
      const term = stems.get((passive.slice(0, -ending.length) + active).slice(0, -1));
      if (term) return term;
    }
    return undefined;
  };

  /* A form of a verb of which the collection has other forms: prefixes, perhaps an object, a stem. */
  const conjugated = async (form) => {
    const known = await verbs();
    let best = { length: 0 };
    for (let length = 0; length < form.length - 3; length += 1) {
      if (!known.prefixes.has(form.slice(0, length))) continue;
      for (const object of known.objects) {
        const rest = form.slice(length + object.length);
        if (rest.length <= best.length || !form.startsWith(object, length)) continue;
        const term = termOf(rest, known);
        if (term) best = { length: rest.length, form, flags: NOT_ENGLISH, grade: 0, terms: [term] };
      }
    }
    return best.form ? best : undefined;
  };

  const read = async (form) => {
    const known = (await listed(form)) ?? (await listed(fold(form))) ?? (await conjugated(form));
    if (known) return { ...known, form };
    const figures = form.replace(/[.,](?=\d{3}\b)/g, "");
    return { form, flags: 0, grade: 0, terms: /^\d+$/.test(figures) ? [figures] : [] };
  };

  /* Days in figures or with the name of the month, 13/7/2012 or 13 Julai 2012, have the term of the day. */
  const withDays = async (words) => {
    const { months } = await Data.load("index");
    return words.map((word, place) => {
      const [day, month, year] = words.slice(place, place + 3).map((one) => one.form);
      const number = /^\d\d?$/.test(month) ? +month : months[month];
      if (!/^\d\d?$/.test(day) || !number || !/^\d{4}$/.test(year)) return word;
      const [two, other] = [number, +day].map((one) => String(one).padStart(2, "0"));
      words[place + 1] = { ...words[place + 1], flags: FUNCTION };
      words[place + 2] = { ...words[place + 2], flags: FUNCTION };
      return { ...word, flags: NOT_ENGLISH, terms: [`d:${year}-${two}-${other}`] };
    });
  };

  /* The words of a question: all, and those of content. */
  const question = async (text) => {
    const words = await withDays(await Promise.all(
      tokens(text).map(async (token) => ({ ...token, ...(await read(token.form)) }))));
    const introduces = (word, next) =>
      (word.flags & INTRODUCES && next?.flags & ASKS) || (word.flags & NUMBERS && /^\d/.test(next?.form));
    const content = words.filter((word, place) => !(word.flags & FUNCTION) && !introduces(word, words[place + 1]));
    return { words, asks: words.some((word) => word.flags & ASKS), content };
  };

  /* Letters to change, add, drop or swap from one word to another; more than *most* is Infinity. */
  const distance = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return Infinity;
    let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, i) => i)];
    for (let i = 1; i <= one.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= other.length; j += 1) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] !== other[j - 1]));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      if (Math.min(...row) > most) return Infinity;
      [before, last] = [last, row];
    }
    return last[other.length] > most ? Infinity : last[other.length];
  };

  const FIRST = { l: ["l", "r"], r: ["r", "l"] };

  /* The most frequent of the nearest forms that begin with the same letter (l and r are one sound to many). */
  const nearest = async (form) => {
    const most = form.length < 4 ? 0 : form.length < 8 ? 1 : 2;
    if (!most) return undefined;
    const { w } = await Data.load("index");
    let best = { steps: Infinity, grade: 0 };
    for (const letter of FIRST[form[0]] ?? [form[0]]) {
      const [first, last] = [letter, `${letter}\uffff`].map((key) => Math.max(0, Data.fileOf(w, key)));
      for (let number = first; number <= last; number += 1) {
        for (const row of (await table(number)).values()) {
          if (!row.grade || !row.terms.length || row.form[0] !== letter) continue;
          const steps = distance(form, row.form, most);
          if (steps < best.steps || (steps === best.steps && row.grade > best.grade)) best = { ...row, steps };
        }
      }
    }
    return Number.isFinite(best.steps) ? best.form : undefined;
  };

  return { normalize, tokens, listed, read, question, nearest };
})();
