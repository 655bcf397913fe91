import { pick, weighted, whole, type Chance } from './chance.ts';
import type { Phrases } from './inputs.ts';
import { FAMILY_NAMES, MIDDLE_NAMES } from './name-words.ts';
import { BLOCKS, ESTATES, FLATS, HOUSES, LANES, NEAR, PARTS, ROADS } from './street-words.ts';

const numberText = (chance: Chance): number => {
  const kind = chance();
  if (kind < 0.3) return whole(chance, 1, 20);
  if (kind < 0.7) return whole(chance, 1, 150);
  return kind < 0.95 ? whole(chance, 100, 999) : whole(chance, 1000, 3000);
};

const letterText = (chance: Chance): string =>
  chance() < 0.75 ? pick(chance, Array.from('ABCDEFGHK')) : pick(chance, Array.from('abcd'));

const houseText = (chance: Chance): string => {
  const number = numberText(chance);
  const kind = chance();
  if (kind < 0.55) return String(number);
  if (kind < 0.68) return `${number}${letterText(chance)}`;
  if (kind < 0.86) return `${number}/${whole(chance, 1, 99)}`;
  if (kind < 0.91) return `${number}/${whole(chance, 1, 60)}/${whole(chance, 1, 40)}`;
  if (kind < 0.93) return `${number}-${number + 2}`;
  if (kind < 0.95) return `${number}${letterText(chance)}/${whole(chance, 1, 30)}`;
  return kind < 0.97 ? `${letterText(chance)}${number}` : `${number} Bis`;
};

const NUMBERED_ROADS = ['Quốc lộ', 'QL', 'Tỉnh lộ', 'TL', 'ĐT', 'Hương lộ', 'Liên xã', 'Liên thôn'];

const roadText = (chance: Chance, from: Phrases): string => {
  const kind = chance();
  if (kind < 0.5) return pick(chance, from.roads);
  if (kind < 0.72) return pick(chance, from.places);
  if (kind < 0.86) {
    const middle = chance() < 0.4 ? `${weighted(chance, MIDDLE_NAMES)} ` : '';
    return `${weighted(chance, FAMILY_NAMES)} ${middle}${pick(chance, from.givenNames)}`;
  }
  if (kind < 0.9) return `số ${whole(chance, 1, 60)}`;
  if (kind < 0.93) return `${pick(chance, NUMBERED_ROADS)} ${whole(chance, 1, 999)}`;
  if (kind < 0.96) return `${letterText(chance)}${whole(chance, 1, 40)}`;
  const [day, month] = [whole(chance, 1, 30), whole(chance, 1, 12)];
  return kind < 0.98 ? `${day}/${month}` : `${day} Tháng ${month}`;
};

const onRoadText = (chance: Chance, from: Phrases): string =>
  `${weighted(chance, ROADS)} ${roadText(chance, from)}`.trim();

const between = (chance: Chance): string => (chance() < 0.75 ? ', ' : chance() < 0.8 ? ' ' : ' - ');

const laneText = (chance: Chance, from: Phrases): string => {
  const lane = weighted(chance, LANES);
  if (chance() < 0.15) return `${lane} ${pick(chance, from.places)}`;
  const side = chance() < 0.2 ? `/${whole(chance, 1, 60)}` : '';
  return `${lane} ${numberText(chance)}${side}`;
};

const partText = (chance: Chance, from: Phrases): string => {
  const part = weighted(chance, PARTS);
  if (chance() < 0.4) return `${part} ${whole(chance, 1, 20)}${chance() < 0.1 ? letterText(chance) : ''}`;
  return `${part} ${pick(chance, from.places)}${chance() < 0.15 ? ` ${whole(chance, 1, 9)}` : ''}`;
};

const estateText = (chance: Chance, from: Phrases): string => {
  const kind = chance() < 0.7 ? `${pick(chance, ESTATES)} ` : '';
  const name = chance() < 0.75 ? pick(chance, from.estates) : pick(chance, from.places);
  return `${kind}${name}${chance() < 0.15 ? ` ${whole(chance, 1, 4)}` : ''}`;
};

const blockText = (chance: Chance): string =>
  `${pick(chance, BLOCKS)}${chance() < 0.3 ? '' : whole(chance, 1, 12)}`;

const DOORS = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '15', '20'];

const flatText = (chance: Chance): string => {
  const door = `${whole(chance, 1, 40)}${pick(chance, DOORS)}`;
  const kind = chance();
  if (kind < 0.2) return door;
  if (kind < 0.4) return `${blockText(chance)}-${door}`;
  if (kind < 0.6) return `${blockText(chance)}.${door}`;
  if (kind < 0.7) return `${door} ${blockText(chance)}`;
  if (kind < 0.85) return `${door} ${pick(chance, ['tòa', 'Tòa', 'block', 'nhà'])} ${blockText(chance)}`;
  return `${door}${pick(chance, Array.from('ABCD'))}`;
};

const landmarkText = (chance: Chance, from: Phrases): string => {
  const near = chance() < 0.7 ? `${pick(chance, NEAR)} ` : '';
  return `${near}${pick(chance, from.landmarks)}${chance() < 0.5 ? ` ${pick(chance, from.places)}` : ''}`;
};

const townText = (chance: Chance, from: Phrases): string => {
  const separator = between(chance);
  const parts = [`${weighted(chance, HOUSES)} ${houseText(chance)}`.trim()];
  if (chance() < 0.28) {
    parts.push(laneText(chance, from));
    if (chance() < 0.15) parts.push(laneText(chance, from));
  }
  const beforeRoad = chance() < 0.2 ? ' ' : separator;
  const rest = [onRoadText(chance, from)];
  if (chance() < 0.12) rest.push(partText(chance, from));
  if (chance() < 0.06) rest.push(landmarkText(chance, from));
  return parts.join(separator) + beforeRoad + rest.join(', ');
};

const flatAddressText = (chance: Chance, from: Phrases): string => {
  const separator = between(chance);
  const flat = `${chance() < 0.8 ? `${pick(chance, FLATS)} ` : ''}${flatText(chance)}`;
  const parts = [flat, estateText(chance, from)];
  if (chance() < 0.45) {
    parts.push(`${chance() < 0.4 ? `${houseText(chance)} ` : ''}${onRoadText(chance, from)}`);
  }
  return parts.join(separator);
};

const villageText = (chance: Chance, from: Phrases): string => {
  const parts = [partText(chance, from)];
  if (chance() < 0.3) parts.push(partText(chance, from));
  if (chance() < 0.2) {
    parts.unshift(`${pick(chance, ['Số nhà ', 'SN ', 'Số ', 'Nhà ', '', ''])}${houseText(chance)}`);
  }
  if (chance() < 0.12) parts.unshift(landmarkText(chance, from));
  return parts.join(between(chance));
};

const lotText = (chance: Chance, from: Phrases): string => {
  const lot = `${pick(chance, ['Lô', 'lô', 'Ô', 'Kiot', 'Số', 'Sạp'])} ${letterText(chance)}${whole(chance, 1, 60)}`;
  const where = chance() < 0.5 ? estateText(chance, from) : landmarkText(chance, from);
  const road = chance() < 0.4 ? `, ${onRoadText(chance, from)}` : '';
  return `${lot}${between(chance)}${where}${road}`;
};

/** What stands in the field of a street. */
export const streetText = (chance: Chance, from: Phrases): string => {
  const kind = chance();
  const remark = chance() < 0.03 ? ` (${landmarkText(chance, from)})` : '';
  if (kind < 0.48) return townText(chance, from) + remark;
  if (kind < 0.6) return flatAddressText(chance, from) + remark;
  if (kind < 0.82) return villageText(chance, from) + remark;
  if (kind < 0.88) return onRoadText(chance, from) + remark;
  if (kind >= 0.94) return lotText(chance, from) + remark;
  const way = chance() < 0.5 ? onRoadText(chance, from) : partText(chance, from);
  return landmarkText(chance, from) + (chance() < 0.6 ? between(chance) + way : '');
};
