import { registrationRules, type RegistrationRules } from '../registration/index.ts';
import { recordAt } from '../record-at.ts';
import type { DocumentFact } from './group-facts.ts';
import { hitUpon, type GroupRule } from './junk-rule.ts';

/** A number on a document, and which of those it was that were live when it was registered. */
interface Ordinal {
  readonly fact: DocumentFact;
  readonly ordinal: number;
}

const since = ({ registeredAt }: DocumentFact): number => registeredAt ?? 0;

/** The ordinals of the numbers on one document. A number that had ended by then does not count. */
const ordinalsOf = (facts: readonly DocumentFact[]): readonly Ordinal[] => {
  const ends = facts.flatMap(({ endedAt }) => endedAt ?? []).toSorted((a, b) => a - b);
  let ended = 0;
  return facts
    .toSorted((a, b) => since(a) - since(b) || (a.subscriptionId < b.subscriptionId ? -1 : 1))
    .map((fact, before) => {
      while ((ends[ended] ?? Number.POSITIVE_INFINITY) <= since(fact)) ended += 1;
      return { fact, ordinal: before - ended + 1 };
    });
};

/** Numbers that are held, and were registered against the rules in force on their day. */
const breaches = (
  facts: readonly DocumentFact[],
  isBreach: (ordinal: Ordinal, rules: RegistrationRules) => boolean,
): readonly Ordinal[] =>
  ordinalsOf(facts).filter((ordinal) => {
    const { endedAt, registeredAt } = ordinal.fact;
    const rules = registeredAt === undefined ? undefined : recordAt(registrationRules, registeredAt)?.value;
    return endedAt === undefined && rules !== undefined && isBreach(ordinal, rules);
  });

const heldOf = (facts: readonly DocumentFact[]): number =>
  facts.filter(({ endedAt }) => endedAt === undefined).length;

type DocumentRule = GroupRule<'document'>;

const ordinalRule = (
  head: Pick<DocumentRule, 'id' | 'source' | 'needs'>,
  code: string,
  isBreach: (ordinal: Ordinal, rules: RegistrationRules) => boolean,
  limitOf: (rules: RegistrationRules) => number,
): DocumentRule => {
  const rule = { ...head, scope: 'group', group: 'document', severity: 'high' } as const;
  return {
    ...rule,
    judge: (facts, { at, limits }) => {
      const found = breaches(facts, isBreach);
      const rules = recordAt(registrationRules, at)?.value;
      if (found.length === 0 || rules === undefined) return [];
      return [
        hitUpon(
          rule,
          found.map(({ fact }) => fact),
          {
            code,
            about: facts[0]?.key ?? '',
            numbers: {
              held: heldOf(facts),
              highest: Math.max(...found.map(({ ordinal }) => ordinal)),
              limit: limitOf(rules),
            },
            limits,
          },
        ),
      ];
    },
  };
};

export const onlineBeyondLimit = ordinalRule(
  {
    id: 'online-beyond-limit',
    source: 'Decree 163/2024 Art 16.3',
    needs: ['isOnLine', 'registeredAt', 'endedAt'],
  },
  'ONLINE_BEYOND_LIMIT',
  ({ fact, ordinal }, { lastOnLine }) => fact.isOnLine && ordinal > lastOnLine,
  ({ lastOnLine }) => lastOnLine,
);

export const fourthWithoutContract = ordinalRule(
  {
    id: 'fourth-without-contract',
    source: 'Decree 163/2024 Art 21.2',
    needs: ['isPrepaid', 'hasContract', 'registeredAt', 'endedAt'],
  },
  'CONTRACT_MISSING',
  ({ fact, ordinal }, { firstByContract }) =>
    fact.isPrepaid && !fact.hasContract && ordinal >= firstByContract,
  ({ firstByContract }) => firstByContract - 1,
);

/** One document, and more people by their names or births than can have it. */
export const documentOfMany: DocumentRule = {
  id: 'document-of-many',
  scope: 'group',
  group: 'document',
  severity: 'high',
  source: 'Decree 163/2024 Arts 18.1, 24.2',
  needs: ['nameKey', 'birthKey', 'endedAt'],
  judge: (facts, { limits }) => {
    const held = facts.filter(({ endedAt }) => endedAt === undefined);
    const about = facts[0]?.key ?? '';
    const names = new Set(held.flatMap(({ nameKey }) => nameKey ?? [])).size;
    const births = new Set(held.flatMap(({ birthKey }) => birthKey ?? [])).size;
    const [namesLimit, birthsLimit] = [limits.namesPerDocument, limits.birthsPerDocument];
    const findings: readonly {
      readonly code: string;
      readonly numbers: Readonly<Record<string, number>>;
    }[] = [
      ...(names > namesLimit ? [{ code: 'SEVERAL_NAMES', numbers: { names, limit: namesLimit } }] : []),
      ...(births > birthsLimit ? [{ code: 'SEVERAL_BIRTHS', numbers: { births, limit: birthsLimit } }] : []),
    ];
    return findings.map((finding) => hitUpon(documentOfMany, held, { ...finding, about, limits }));
  },
};
