/* The search: what kb/search/retrieve.py and kb/search/collapse.py do on a server, for plain words.

   Passages with all words come first among the candidates, then those with any; Ranking orders the best
   hundred. docs/export.md says what is left out. */

"use strict";

const Search = (() => {
  const { sum, grouped, sizes, range, covers, isIn, isAround, matches, frequencyOf } = Collection;
  const { idf, rank } = Ranking;
  const CANDIDATES = 100, TOO_FEW = 10, MAX_OF_ONE = 3;
  const NUMBERED = new Set("ibara sura sehemu kifungu fungu kanuni jedwali kiambatisho aya".split(" "));

  /* The passages that match, and the best hundred: those with every word first, then by BM25. */
  const candidates = (units, size, chosen) => {
    const count = size.passages.length;
    const [any, matched, scores] = [new Uint8Array(count), new Uint8Array(count), new Float64Array(count)];
    units = units.filter((unit) => unit.commonest);
    const typed = units.filter((unit) => !unit.expansion).length;
    const lengths = size.passages.map(({ length, section }) =>
      length + section.length + section.path + section.document.length);
    const mean = sum(lengths) / count || 1;
    for (const unit of units) {
      const counts = new Uint16Array(count);
      const add = (zone, place, times) => {
        for (let [i, end] = range(size, zone, place); i < end; i += 1) counts[i] += times ?? !counts[i];
      };
      unit.zones.forEach((places, zone) => places.forEach((occurs, place) => add(zone, place, occurs.length)));
      unit.around.forEach((place) => add(0, place));
      const value = unit.weight * idf(unit.commonest, count);
      counts.forEach((times, i) => {
        if (!times) return;
        any[i] = 1;
        matched[i] += !unit.expansion;
        scores[i] += value * (times * 2.2) / (times + 1.2 * (0.25 + 0.75 * lengths[i] / mean));
      });
    }
    const all = [...any.keys()].filter((i) =>
      any[i] && (chosen === undefined || size.passages[i].section.document.number === chosen));
    const every = (i) => matched[i] === typed;
    const best = [...all].sort((a, b) => every(b) - every(a) || scores[b] - scores[a] || a - b);
    return { all, best: best.slice(0, CANDIDATES) };
  };

  /* One of each group of copies; a document in force before the one that it replaced. */
  const listed = (ranked, size) => {
    const [list, groups] = [[], new Set()];
    const documentOf = (hit) => size.passages[hit.passage].section.document.number;
    const replaced = (hit) => size.replaced.has(documentOf(hit));
    const inForce = ranked.filter((hit) => {
      const group = size.copies.get(hit.passage);
      return group === undefined || !replaced(hit) ||
        !ranked.some((other) => size.copies.get(other.passage) === group && !replaced(other));
    });
    const add = (hit) => {
      const group = size.copies.get(hit.passage);
      if (list.includes(hit) || groups.has(group)) return;
      if (group !== undefined) groups.add(group);
      const newer = size.replaced.get(documentOf(hit));
      const better = newer === undefined ? undefined : inForce.find((other) => documentOf(other) === newer);
      if (better && !list.includes(better)) add(better);
      list.push(hit);
    };
    inForce.forEach(add);
    return list;
  };

  /* At most three hits of a document where several match; the third says how many more there are. */
  const collapse = (list, size) => {
    const groups = grouped(list, (hit) => size.passages[hit.passage].section.document.number);
    if (groups.size < 2) return list;
    return list.filter((hit) => {
      const own = groups.get(size.passages[hit.passage].section.document.number);
      const place = own.indexOf(hit);
      if (place === MAX_OF_ONE - 1) hit.more = own.length - MAX_OF_ONE;
      return place < MAX_OF_ONE;
    });
  };

  /* Where the terms of a meaning are neighbours, one after the other: zones as of a unit. */
  const inOrder = (units) => units[0].zones.map((places, zone) => {
    const read = new Map();
    for (const [place, occurs] of places) {
      const follows = units.slice(1).map((unit) =>
        new Set((unit.zones[zone].get(place) ?? []).map(([position]) => position)));
      const starts = occurs.filter(([position]) => follows.every((set, i) => set.has(position + i + 1)));
      if (starts.length) read.set(place, starts);
    }
    return read;
  });

  /* The words of a question and of its meanings as units to be matched; each typed one has its place. */
  const unitsOf = async (content, meanings, size) => {
    const units = [];
    for (const [place, word] of content.entries()) {
      const known = units.find((unit) => unit.word.form === word.form);
      if (known) known.places.push(place);
      else units.push({ ...(await matches(word, word.terms, size)), places: [place], weight: 1 });
    }
    units.forEach((unit, number) => {
      unit.next = number + 1;
      unit.bare = /^\d+$/.test(unit.word.form) &&
        !(units[number - 1]?.word.terms ?? []).some((name) => NUMBERED.has(name));
    });
    for (const meaning of meanings) {
      // All its words together count as much as the words they replace.
      const share = Math.min(1, (meaning.last - meaning.first + 1) / meaning.terms.length);
      meaning.units = [];
      for (const name of meaning.terms) {
        meaning.units.push(units.length);
        const word = { form: name, terms: [name] };
        const next = meaning.units.length < meaning.terms.length ? units.length + 1 : undefined;
        const unit = await matches(word, [name], size);
        units.push({ ...unit, places: [], around: new Set(), commonest: unit.frequency, weight: meaning.weight * share, next });
      }
    }
    for (const unit of units) unit.family = await matches(unit.word, unit.places.length ? [...unit.kin] : [], size);
    return units;
  };

  /* What a passage is asked for: each typed word, and each meaning as a run of words. */
  const clausesOf = (units, meanings, size) => [
    ...units.filter((unit) => unit.places.length),
    ...meanings.map((meaning) => {
      const zones = inOrder(meaning.units.map((number) => units[number]));
      return { zones, around: new Set(), commonest: frequencyOf(zones, size), weight: meaning.weight, expansion: true };
    }),
  ];

  const withFamily = (units, size) => units.map((unit) => {
    const zones = unit.zones.map((places, zone) => joined(places, unit.family.zones[zone]));
    return { ...unit, zones, commonest: Math.max(unit.commonest, frequencyOf(zones, size)) };
  });

  /* English words without content say nothing where other words were read as English. */
  const withoutIdle = (content, meanings, { index }) => {
    const kept = content.filter((word) => !index.idle.includes(word.form));
    return meanings.some((one) => one.kind === "e") && kept.length ? kept : content;
  };

  /* Search for a line; *chosen* is the number of the only document to search. */
  const search = async (line, chosen) => {
    const size = await sizes();
    const question = await Words.question(line);
    const { words, asks } = question;
    let content = question.content;
    let meanings = await Meanings.of(content);
    const kept = withoutIdle(content, meanings, size);
    if (kept !== content) [content, meanings] = [kept, await Meanings.of(kept)];
    const units = await unitsOf(content, meanings, size);
    let picked = candidates(clausesOf(units, meanings, size), size, chosen);
    if (picked.all.length < TOO_FEW && meanings.every((one) => one.kind === "y")) {
      picked = candidates(withFamily(units, size), size, chosen);
    } else if (!picked.all.length) {
      picked = candidates(units, size, chosen);
    }
    const ranked = listed(rank(units, meanings, picked.best, size, asks), size);
    return { words, content, units, meanings, ranked, hits: collapse(ranked, size), passages: picked.all, size };
  };

  const joined = (one, other) => {
    const both = new Map(one);
    for (const [place, occurs] of other) both.set(place, [...(both.get(place) ?? []), ...occurs]);
    return both;
  };

  /* The line with each word that does not occur replaced by what it was probably meant to be. */
  const suggestion = (line, { content, meanings }) => {
    let [meant, at] = ["", 0];
    for (const { first, text } of meanings.filter((one) => one.slip)) {
      meant += line.slice(at, content[first].start) + text;
      at = content[first].end;
    }
    return at ? meant + line.slice(at) : undefined;
  };

  /* The typed words that a passage lacks, with what is above it: neither they occur, nor another meaning. */
  const lacking = ({ content, units, meanings, size }, passage) => {
    const occurs = (unit) => isAround(unit, size, passage) ||
      [unit, unit.family].some(({ zones }) => isIn(zones, size, passage));
    const meant = (place) => meanings.some((one) =>
      covers(one, place) && one.units.every((number) => occurs(units[number])));
    return units.filter((unit) => unit.places.length && !occurs(unit) && !meant(unit.places[0]))
      .map((unit) => content[unit.places[0]]);
  };

  return { search, suggestion, lacking };
})();
