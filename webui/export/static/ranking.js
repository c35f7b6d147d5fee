/* The order of the best candidates: kb/ranking/scorer.py, for the zones, forms, families and neighbours of words. */

"use strict";

const Ranking = (() => {
  const { TITLE, PATH, HEADING, BODY, sum, grouped, placesOf, covers, isAround } = Collection;
  const UNDER_HEADING = 0.5;

  const idf = (frequency, all) => Math.log(1 + (all - frequency + 0.5) / (frequency + 0.5));

  /* Count the matches of each unit in one zone of one passage: all, as typed, of the family, pairs. */
  const count = (units, zone, place, opening) => {
    const at = new Map(); // position ─► [unit, as typed, weak]; a full match goes before a weak one
    units.forEach((unit, number) => {
      for (const [position, typed] of unit.zones[zone].get(place) ?? []) {
        const known = at.get(position);
        if (!known || (known[0] === number && typed) || known[2]) at.set(position, [number, typed, false]);
      }
    });
    units.forEach((unit, number) => {
      for (const [position] of unit.family?.zones[zone].get(place) ?? []) {
        if (!at.has(position)) at.set(position, [number, false, true]);
      }
    });
    const cells = new Map(); // cell ─► [count, count in the opening]
    const add = (cell, position) => {
      if (!cells.has(cell)) cells.set(cell, [0, 0]);
      cells.get(cell)[0] += 1;
      if (position < opening) cells.get(cell)[1] += 1;
    };
    let [covered, last, before] = [0, -1, -2];
    for (const [position, [number, typed, weak]] of [...at].sort(([a], [b]) => a - b)) {
      if (weak) {
        add(`kin ${number}`, position);
        continue;
      }
      if (zone !== BODY && units[number].bare) continue;
      covered += 1;
      add(`term ${number}`, position);
      if (typed) add(`form ${number}`, position);
      if (last >= 0 && position === before + 1 && units[last].next === number) add(`pair ${last}`, position);
      [last, before] = [number, position];
    }
    return { cells, covered };
  };

  /* The value of all words: each as typed, or by another meaning where that is higher. */
  const bestReading = (values, units, meanings) => {
    const typed = (one) => sum(units.map(({ places }, number) =>
      values[number] * places.filter((place) => !one || covers(one, place)).length));
    const gains = meanings
      .map((meaning) => ({ ...meaning, gain: sum(meaning.units.map((number) => values[number])) - typed(meaning) }))
      .filter(({ gain }) => gain > 0)
      .sort((a, b) => b.gain - a.gain);
    const taken = [];
    for (const one of gains) {
      if (!taken.some((other) => other.first <= one.last && one.first <= other.last)) taken.push(one);
    }
    return typed() + sum(taken.map(({ gain }) => gain));
  };

  const rank = (units, meanings, passages, size, asks) => {
    const w = size.index.weights;
    const all = size.passages.length;
    const rows = passages.map((passage) => {
      const one = size.passages[passage];
      const { section } = one;
      const places = placesOf(size, passage);
      const headed = section.length ? HEADING : TITLE;
      const zones = places.map((place, zone) => count(units, zone, place, zone === BODY && !asks ? one.opening : 0));
      const content = headed === TITLE ? section.document.content : section.content - section.label;
      const { covered } = zones[headed];
      return {
        passage, section, zones,
        lengths: [section.document.length, section.path, section.length, one.length],
        stress: w.opening * (headed === TITLE ? 1 : UNDER_HEADING),
        cover: covered ? Math.min(1, covered / Math.max(1, content)) : 0,
      };
    });
    const mean = (numbers) => {
      const known = numbers.filter(Boolean);
      return sum(known) / known.length || 1;
    };
    const means = [TITLE, PATH, HEADING, BODY].map((zone) => mean(rows.map((row) => row.lengths[zone])));
    const groups = grouped(rows, (row) => row.section);
    const wholes = new Map([...groups].map(([section, own]) =>
      [section, Math.max(section.words, sum(own.map((row) => row.lengths[BODY])))]));
    const wholeMean = mean([...wholes.values()]);
    const share = (weight, length, middle) => weight / (1 - w.b + w.b * length / middle);
    const stressed = (row, cell) => {
      const [times, opening] = row.zones[BODY].cells.get(cell) ?? [0, 0];
      return times + row.stress * opening;
    };
    const cells = new Set(rows.flatMap((row) => row.zones.flatMap((zone) => [...zone.cells.keys()])));
    const worth = new Map([...cells].map((cell) => {
      const [kind, number] = [cell.slice(0, 4).trim(), +cell.split(" ")[1]];
      const unit = units[number];
      const value = {
        term: () => idf(unit.frequency, all),
        form: () => w.surface * idf(unit.typedFrequency, all),
        kin: () => w.family * idf(Math.min(all, unit.frequency + unit.family.frequency), all),
        pair: () => w.pair / unit.weight * idf(rows.filter((row) => row.zones.some((zone) => zone.cells.has(cell))).length, all),
      };
      return [cell, { kind, number, value: unit.weight * value[kind]() }];
    }));
    const rarities = units.map((unit) => unit.weight * idf(unit.commonest, all));
    /* The share of the typed words, by rarity, that a passage has neither so nor by another meaning. */
    const lackedOf = (values) => {
      const meant = meanings.filter((meaning) => meaning.units.every((number) => values[number]));
      const rarity = (isCounted) => sum(units.map(({ places }, number) =>
        rarities[number] * places.filter((place) => isCounted(number, place)).length));
      return rarity((number, place) => !values[number] && !meant.some((one) => covers(one, place))) / rarity(() => true);
    };
    const saturated = (times) => times * (w.k1 + 1) / (w.k1 + times);
    const score = (row) => {
      const words = new Array(units.length).fill(0);
      let pairs = 0;
      for (const [cell, { kind, number, value }] of worth) {
        let above = 0;
        [w.title, w.path, w.heading].forEach((weight, zone) => {
          const times = row.zones[zone].cells.get(cell)?.[0];
          if (times) above += share(weight, row.lengths[zone], means[zone]) * times;
        });
        const section = sum(groups.get(row.section).map((each) => stressed(each, cell)));
        const own = above + share(w.body, row.lengths[BODY], means[BODY]) * stressed(row, cell);
        const whole = above + share(w.body, wholes.get(row.section), wholeMean) * section;
        if (!whole) continue;
        const gained = value * ((1 - w.section) * saturated(own) + w.section * saturated(whole));
        if (kind === "pair") pairs += gained;
        else words[number] += gained;
      }
      units.forEach((unit, number) => {
        if (isAround(unit, size, row.passage)) words[number] += w.context * rarities[number];
      });
      const lacking = row.cover && lackedOf(words);
      return (bestReading(words, units, meanings) + pairs) * (1 + w.cover * row.cover * (1 - w.complete * lacking));
    };
    const place = ({ passage, section }) => passage - section.document.first;
    return rows
      .map((row) => ({ ...row, score: Math.round(score(row) * 1e9) / 1e9 }))
      .sort((a, b) => b.score - a.score || a.section.path - b.section.path || place(a) - place(b) ||
        a.passage - b.passage);
  };

  return { idf, rank };
})();
