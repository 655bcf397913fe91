import { communeByCode } from '@temkin/administrative-units';
import {
  communesNamed,
  isCommuneWritten,
  successorsOfCode,
  successorsOfDistrict,
  successorsOfNames,
} from '@temkin/administrative-units/former';
import { faulty, foldedText, normal, type Normal } from './normal.ts';

/** An address as a document prints it, and the codes that whoever took it down knew. */
export interface Address {
  readonly printed: string;
  /** Five digits of the two tiers since July 2025 (Decision 19/2025/QĐ-TTg). */
  readonly communeCode?: string;
  /** Five digits of the three tiers before; not both. */
  readonly formerCommuneCode?: string;
}

/** An address in its forms. */
export interface AddressForms {
  /** NFC, spaces folded; else as printed, old districts and all. */
  readonly printed: string;
  /**
   * Codes of the communes of today that it may be in, sorted: the one that was given, or those that an old code or the
   * names mean. Several where it cannot be told, none where nothing is known. An address is found by each of them.
   */
  readonly communes: readonly string[];
}

export type AddressFault = 'too-long' | 'not-an-address' | 'unknown-commune' | 'two-communes';

/** More than any document has room for. Of what is sent, twice that is looked at: letters may come in pieces. */
const LENGTH = 250;

/** More communes than that say nothing about where somebody lives. */
const CANDIDATES = 20;

/** An address in its forms. A code that is given must be known; the names are then not read. */
export const normalizeAddress = (address: Address): Normal<AddressForms, AddressFault> => {
  const { communeCode, formerCommuneCode } = address;
  if (address.printed.length > 2 * LENGTH) return faulty('too-long');
  const printed = foldedText(address.printed);
  if (printed.length > LENGTH) return faulty('too-long');
  if (!/\p{L}/u.test(printed) || /\p{Cc}/u.test(printed)) return faulty('not-an-address');
  if (communeCode === undefined && formerCommuneCode === undefined)
    return normal({ printed, communes: communesPrinted(printed) });
  if (communeCode !== undefined && formerCommuneCode !== undefined) return faulty('two-communes');
  const communes =
    communeCode === undefined
      ? successorsOfCode(formerCommuneCode ?? '')
      : [communeCode].filter((code) => communeByCode(code) !== undefined);
  return communes.length === 0 ? faulty('unknown-commune') : normal({ printed, communes });
};

/**
 * The communes that the last words between commas name: three tiers, or two, or two of which the district was left out, or a
 * district alone, which is all its communes: but not where the commune is said, and is none of them.
 */
const communesPrinted = (printed: string): readonly string[] => {
  const parts = printed
    .split(/[,;]| [-–] /u)
    .map((part) => part.trim().replace(/\.$/u, ''))
    .filter((part) => part !== '' && !/^(?:Việt Nam|Viet Nam|VN)$/iu.test(part));
  // A province's own name may have a dash between its words: then the two last parts are one.
  const ends = [parts, ...(parts.length > 1 ? [[...parts.slice(0, -2), parts.slice(-2).join(' - ')]] : [])];
  for (const end of ends) {
    const [province = '', second = '', third = ''] = end.toReversed();
    const found = [
      () => successorsOfNames({ commune: third, district: second, province }),
      () => communesNamed({ commune: second, province }),
      () => successorsOfNames({ commune: second, province }),
      () => (isCommuneWritten(third) ? [] : successorsOfDistrict({ district: second, province })),
    ];
    for (const communesOf of found) {
      const communes = communesOf();
      if (communes.length > 0) return communes.length > CANDIDATES ? [] : communes;
    }
  }
  return [];
};
