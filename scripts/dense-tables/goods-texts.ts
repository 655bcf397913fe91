import { pick, whole, type Chance } from './chance.ts';
import { COUNTERS } from './goods-words.ts';
import type { Phrases } from './inputs.ts';

const thingText = (chance: Chance, from: Phrases): string => {
  let thing = chance() < 0.9 ? pick(chance, from.goods) : pick(chance, from.brands);
  if (chance() < 0.18) thing += ` ${pick(chance, from.brands)}`;
  const kind = chance();
  if (kind < 0.4) thing += ` ${pick(chance, from.variants)}`;
  if (kind < 0.12) thing += `${chance() < 0.5 ? ' ' : ', '}${pick(chance, from.variants)}`;
  if (kind > 0.95) thing += ` ${pick(chance, Array.from('ABMKX'))}${whole(chance, 1, 999)}`;
  return thing;
};

const lineText = (chance: Chance, from: Phrases): string => {
  const thing = thingText(chance, from);
  const count = whole(chance, 1, chance() < 0.7 ? 3 : 20);
  const kind = chance();
  if (kind < 0.32) return thing;
  if (kind < 0.52) return `${count} x ${thing}`;
  if (kind < 0.58) return `${count}x ${thing}`;
  if (kind < 0.7) return `${thing} x${count}`;
  if (kind < 0.74) return `${thing} x ${count}`;
  if (kind < 0.86) {
    return `${chance() < 0.1 ? '0' : ''}${count} ${pick(chance, COUNTERS)} ${thing.toLowerCase()}`;
  }
  if (kind < 0.9) return `${thing} (SL: ${count})`;
  if (kind < 0.93) return `${thing} - SL: ${count}`;
  return kind < 0.97
    ? `${thing} (${pick(chance, from.variants)})`
    : `[${pick(chance, from.brands)}] ${thing}`;
};

/** What stands in the field of a description. */
export const goodsText = (chance: Chance, from: Phrases): string => {
  const lines = Array.from({ length: chance() < 0.6 ? 1 : whole(chance, 2, 4) }, () =>
    lineText(chance, from),
  );
  const text = lines.join(pick(chance, ['; ', ', ', ' + ', '; ', ', ', ' - ', ' / ']));
  return chance() < 0.06 ? `${text} (${pick(chance, from.notes).toLowerCase()})` : text;
};

/** What stands in the field of a note. */
export const noteText = (chance: Chance, from: Phrases): string => {
  const note = pick(chance, from.notes);
  const kind = chance();
  if (kind < 0.12) {
    const more = pick(chance, from.notes);
    return `${note}${pick(chance, [', ', '. ', ' - ', '; '])}${chance() < 0.5 ? more : more.toLowerCase()}`;
  }
  if (kind > 0.94) return note + pick(chance, ['!', '.', ' ạ', ' nhé', ' nha', ' giúp em', ' giúp shop']);
  return kind > 0.91 ? `${note} (${pick(chance, from.notes)})` : note;
};
