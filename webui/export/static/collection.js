/* The collection in numbers, and what one word matches in it: from index.js and the files of terms.

   A place is the number of a document for the zone TITLE, of a section for PATH and HEADING, of a passage for
   BODY. A unit is one word with its matches: zones[zone] is place ─► [position, as typed] …; around has the
   documents that are named with it. */

"use strict";

const Collection = (() => {
  const TITLE = 0, PATH = 1, HEADING = 2, BODY = 3;

  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

  const grouped = (items, keyOf) => {
    const groups = new Map();
    for (const item of items) {
      const key = keyOf(item);
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(item);
    }
    return groups;
  };

  let collection;

  /* Documents, sections and passages by number: where each begins, and how long it is. */
  const sizes = async () => {
    if (collection) return collection;
    const index = await Data.load("index");
    const cut = (text, width) => {
      const numbers = Data.numbers(text);
      return Array.from({ length: numbers.length / width }, (_, i) => numbers.slice(i * width, (i + 1) * width));
    };
    const passages = cut(index.passages, 2).map(([length, opening]) => ({ length, opening }));
    let [section, passage] = [0, 0];
    const sections = cut(index.sections, 6).map(([count, length, content, label, path, words], number) => {
      const one = { number, first: passage, end: passage + count, length, content, label, path, words };
      for (; passage < one.end; passage += 1) passages[passage].section = one;
      return one;
    });
    const documents = cut(index.documents, 3).map(([count, length, content], number) => {
      const own = sections.slice(section, section + count);
      const one = { number, first: own[0].first, end: own.at(-1).end, length, content };
      for (const each of own) each.document = one;
      section += count;
      return one;
    });
    const copies = new Map(index.copies.flatMap((group, number) => group.map((each) => [each, number])));
    collection = { index, documents, sections, passages, copies, replaced: new Map(index.replaced) };
    return collection;
  };

  const range = ({ documents, sections }, zone, place) => {
    if (zone === BODY) return [place, place + 1];
    const { first, end } = zone === TITLE ? documents[place] : sections[place];
    return [first, end];
  };

  const placesOf = (size, passage) => {
    const { section } = size.passages[passage];
    return [section.document.number, section.number, section.number, passage];
  };

  const covers = ({ first, last }, place) => first <= place && place <= last;

  const isIn = (zones, size, passage) => placesOf(size, passage).some((place, zone) => zones[zone].has(place));

  const isAround = ({ around, zones }, size, passage) =>
    around.has(size.passages[passage].section.document.number) && !isIn(zones, size, passage);

  const term = async (name) => {
    const { t } = await Data.load("index");
    const number = Data.fileOf(t, name);
    if (number < 0) return undefined;
    const row = (await Data.load(`t${number}`)).find((one) => one.startsWith(name + "|"));
    if (!row) return undefined;
    const [, kin, ...forms] = row.split("|");
    return { kin: kin ? kin.split(" ") : [], forms: forms.map((one) => one.split(" ")) };
  };

  /* The places of one form in one zone, each with the order of its words there. */
  const occurrences = (text) => {
    const numbers = Data.numbers(text);
    const read = [];
    let [at, place] = [0, 0];
    while (at < numbers.length) {
      const step = numbers[at++];
      place += step >> 1;
      const length = step & 1 ? numbers[at++] : 1;
      const positions = [];
      for (let left = numbers[at++], position = 0; left; left -= 1) positions.push((position += numbers[at++]));
      for (let i = 0; i < length; i += 1) read.push([place + i, positions]);
      place += length - 1;
    }
    return read;
  };

  /* What one word of the question matches: in each zone, place ─► [position, as typed] … */
  const matches = async (word, terms, size) => {
    const zones = [new Map(), new Map(), new Map(), new Map()];
    const forms = new Set([word.form]);
    const [kin, around] = [new Set(), new Set()];
    let [frequency, typedFrequency, commonest] = [0, 0, 0];
    for (const name of terms) {
      const row = await term(name);
      if (!row) continue;
      row.kin.forEach((one) => kin.add(one));
      const [any, typed, near] = [0, 0, 0].map(() => new Uint8Array(size.passages.length));
      for (const [form, body, heading, path, title, names] of row.forms) {
        const isTyped = form === word.form;
        forms.add(form);
        [title, path, heading, body].forEach((text, zone) => {
          for (const [place, positions] of occurrences(text ?? "")) {
            const [first, end] = range(size, zone, place);
            any.fill(1, first, end);
            if (isTyped) typed.fill(1, first, end);
            if (!zones[zone].has(place)) zones[zone].set(place, []);
            positions.forEach((position) => zones[zone].get(place).push([position, isTyped]));
          }
        });
        for (const [place] of occurrences(names ?? "")) {
          around.add(place);
          near.fill(1, ...range(size, TITLE, place));
        }
      }
      frequency = Math.max(frequency, sum(any));
      typedFrequency = Math.max(typedFrequency, sum(typed));
      commonest = Math.max(commonest, frequency, sum(near.map((one, i) => one && !any[i])));
    }
    return { word, zones, forms, kin, around, frequency, typedFrequency, commonest };
  };

  /* In how many passages a unit occurs. */
  const frequencyOf = (zones, size) => {
    const any = new Uint8Array(size.passages.length);
    zones.forEach((places, zone) => {
      for (const place of places.keys()) any.fill(1, ...range(size, zone, place));
    });
    return sum(any);
  };

  return { TITLE, PATH, HEADING, BODY, sum, grouped, sizes, range, placesOf, covers, isIn, isAround, matches, frequencyOf };
})();
