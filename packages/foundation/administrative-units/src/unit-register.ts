import { vietnamDay } from '@temkin/kernel';
import type { Commune } from './commune.ts';
import { COMMUNE_KINDS, communesListed, type ListedCommune, type UnitTable } from './unit-table.ts';

/** Looks communes up by official code. Both answers are rows of the register; neither guesses. */
export interface UnitRegister {
  /** For a new address: the row of this code in force at an instant, or nothing. */
  readonly communeInForce: (code: string, atMilliseconds: number) => Commune | undefined;
  /** For a printed label: the latest known row of this code, in force or not, so that an old label stays readable. */
  readonly communeByCode: (code: string) => Commune | undefined;
}

/**
 * The register that a series of dated tables adds up to. Pure; the tables are read on the first lookup, not before.
 * That lookup throws if they contradict each other (days out of order, a code that ended and begins again or is listed
 * twice, an unknown province or kind, an end without a beginning): a fault of the data, which the tests of this room find.
 */
export const unitRegister = (tables: readonly UnitTable[]): UnitRegister => {
  let histories: ReadonlyMap<string, readonly Commune[]> | undefined;
  const historyOf = (code: string): readonly Commune[] => (histories ??= addUp(tables)).get(code) ?? [];
  return {
    communeInForce(code, atMilliseconds) {
      const day = vietnamDay(atMilliseconds);
      return historyOf(code).find(
        ({ validFrom, validTo }) => validFrom <= day && (validTo === undefined || day < validTo),
      );
    },
    communeByCode: (code) => historyOf(code).at(-1),
  };
};

/** A row while the register is being added up; afterwards nobody writes to it. */
type Row = { -readonly [Field in keyof Commune]: Commune[Field] };

/** Every row of every code, oldest first; only the last may be open-ended. */
const addUp = (tables: readonly UnitTable[]): ReadonlyMap<string, readonly Commune[]> => {
  const histories = new Map<string, Row[]>();
  const provinceNames = new Map<string, string>();
  let lastDay = '';
  for (const { validFrom, provinces, communes, ended = [] } of tables) {
    if (validFrom <= lastDay) throw new Error(`the unit table of ${validFrom} is out of order`);
    lastDay = validFrom;
    for (const [code, name] of Object.entries(provinces)) provinceNames.set(code, name);
    for (const code of ended) openRow(histories.get(code), code).validTo = validFrom;
    for (const [provinceCode, joined] of Object.entries(communes)) {
      const provinceName = provinceNames.get(provinceCode);
      if (provinceName === undefined) throw new Error(`province ${provinceCode} has communes but no name`);
      for (const listed of communesListed(joined)) {
        append(histories, { ...codeAndName(listed), provinceCode, provinceName, validFrom });
      }
    }
    for (const history of histories.values()) {
      const row = history.at(-1);
      // A province's new name is a new row for each of its communes that the table itself does not list.
      if (row === undefined || row.validTo !== undefined || row.validFrom === validFrom) continue;
      const provinceName = provinceNames.get(row.provinceCode) ?? row.provinceName;
      if (provinceName !== row.provinceName) append(histories, { ...row, provinceName, validFrom });
    }
  }
  return histories;
};

const codeAndName = ({ code, letter, name }: ListedCommune): Pick<Commune, 'code' | 'name'> => {
  const kind = COMMUNE_KINDS[letter];
  if (kind === undefined) throw new Error(`commune ${code} is of no known kind`);
  return { code, name: `${kind} ${name}` };
};

/** Ends the open row of a code, if it ever had a row, and adds its next. */
const append = (histories: Map<string, Row[]>, next: Row): void => {
  const history = histories.get(next.code);
  if (history === undefined) return void histories.set(next.code, [next]);
  const row = openRow(history, next.code);
  if (row.validFrom === next.validFrom) throw new Error(`commune ${next.code} is listed twice`);
  row.validTo = next.validFrom;
  history.push(next);
};

const openRow = (history: readonly Row[] | undefined, code: string): Row => {
  const row = history?.at(-1);
  if (row === undefined) throw new Error(`commune ${code} ends but never began`);
  if (row.validTo !== undefined)
    throw new Error(`commune ${code} ended on ${row.validTo}; no code is used again`);
  return row;
};
