import { ROLES, type Role } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import {
  decideDisclosure,
  OPEN_STATES,
  PARCEL_STATES,
  PURPOSES,
  type DisclosureQuestion,
  type Purpose,
} from '../../packages/capabilities/parcel/src/domain/index.ts';
import {
  CASES,
  groupsOpen,
  HOLDER_NAMES,
  questionOf,
  SOURCES,
  type HolderName,
} from './disclosure-questions.ts';

/** parcel.md, "Resolve", by hand: purpose | role | held by | states | source | source of a `label-only` parcel | case | groups | shown (with a reason). */
const PAGE = `
delivery    | shipper         | my shift | out-for-delivery | label bundle | label bundle | -                  | delivery payment | full
pickup-desk | desk-clerk      | here     | at-facility      | label escrow | label        | -                  | delivery payment | full
collection  | shipper         | assigned | awaiting-collection | escrow    | label        | -                  | sender           | full
return      | shipper         | my shift | returning        | escrow       | label        | -                  | sender           | full
return      | desk-clerk      | here     | returning        | escrow       | label        | -                  | sender           | full
route       | dispatcher      | any      | open             | escrow       | -            | -                  | delivery         | withheld
route       | desk-clerk      | any      | open             | escrow       | -            | -                  | delivery         | withheld
route       | order-system    | any      | open             | escrow       | -            | -                  | delivery         | withheld
reprint     | dispatcher      | any      | open             | escrow       | -            | -                  | delivery payment | withheld
reprint     | desk-clerk      | any      | open             | escrow       | -            | -                  | delivery payment | withheld
reprint     | order-system    | any      | open             | escrow       | -            | -                  | delivery payment | withheld
support     | support         | any      | all              | escrow       | -            | case               | delivery         | masked full
dispute     | support         | any      | all              | label escrow | label        | case               | delivery payment contents | full
inspection  | inspector       | any      | open             | escrow       | label        | case               | contents         | full
authority   | privacy-officer | any      | all              | escrow       | -            | two-person-release | delivery payment contact sender contents | full
`;

const LINES = PAGE.trim()
  .split('\n')
  .map((line) => {
    const [purpose, role, custody, states, sources = '', only = '', needs, groups = '', shown] = line
      .split('|')
      .map((cell) => cell.trim());
    const [bare, withReason = bare] = shown?.split(' ') ?? [];
    return {
      purpose,
      role,
      custody,
      states,
      sources: sources.split(' '),
      labelOnlySources: only.split(' '),
      needs,
      groups,
      bare,
      withReason,
    };
  });

const statesOf = (words: string | undefined): readonly string[] =>
  words === 'all' ? PARCEL_STATES : words === 'open' ? OPEN_STATES : [String(words)];

/** What the page says, refusals in the order in which the asker could mend them: `full delivery payment`, or a code. */
const expected = (
  { purpose, source, parcel, ...question }: DisclosureQuestion,
  role: Role,
  holder: HolderName,
  hasOpenShift: boolean,
): string => {
  const lines = LINES.filter((each) => each.purpose === purpose && each.role === role);
  const isLabelOnly = parcel.kind === 'sealed-all';
  const line = lines.find((each) => (isLabelOnly ? each.labelOnlySources : each.sources).includes(source));
  if (line === undefined)
    return lines.some((each) => each.sources.includes(source))
      ? 'PARCEL.LABEL_ONLY'
      : 'PARCEL.PURPOSE_NOT_ALLOWED';
  if (line.needs !== '-' && line.needs !== question.case) return 'PARCEL.CASE_UNKNOWN';
  const ownShift = line.custody === 'my shift' && (holder === 'my shift' || holder === 'my earlier shift');
  if (line.custody !== 'any' && line.custody !== holder && !ownShift) return 'PARCEL.NOT_IN_CUSTODY';
  if (ownShift && !(holder === 'my shift' && hasOpenShift)) return 'PARCEL.SHIFT_CLOSED';
  if (!statesOf(line.states).includes(parcel.state)) return 'PARCEL.STATE_NOT_ALLOWED';
  return `${question.hasReason === true ? line.withReason : line.bare} ${line.groups}`;
};

const answer = (question: DisclosureQuestion): string => {
  const verdict = decideDisclosure(question);
  return verdict.allowed ? [verdict.shown, ...verdict.rule.groups].join(' ') : verdict.code;
};

describe('the policy of disclosure', () => {
  it.each(
    ROLES.flatMap((role) => (['sealed', 'opaque', 'sealed-all'] as const).map((kind) => ({ role, kind }))),
  )(
    'says of $role and $kind what the page says, for every purpose, source, holder, state, case and reason',
    ({ role, kind }) => {
      const differences: string[] = [];
      for (const purpose of PURPOSES)
        for (const source of SOURCES)
          for (const holder of HOLDER_NAMES)
            for (const state of PARCEL_STATES)
              for (const evidence of CASES)
                for (const [hasOpenShift, hasReason] of [
                  [true, undefined],
                  [true, true],
                  [false, false],
                ] as const) {
                  const question = questionOf([role], purpose, source, state, holder, {
                    kind,
                    hasOpenShift,
                    ...(evidence !== undefined && { evidence }),
                    ...(hasReason !== undefined && { hasReason }),
                  });
                  const said = answer(question);
                  const due = expected(question, role, holder, hasOpenShift);
                  if (said !== due) differences.push([purpose, source, holder, state, said, due].join(' | '));
                }
      expect(differences).toEqual([]);
    },
  );

  it('lets every line of the page be used by somebody', () => {
    const used = LINES.filter(({ purpose, role }) =>
      SOURCES.some((source) =>
        HOLDER_NAMES.some((holder) =>
          PARCEL_STATES.some((state) =>
            CASES.some(
              (evidence) =>
                groupsOpen(
                  questionOf([role as Role], purpose as Purpose, source, state, holder, { evidence }),
                ).length > 0,
            ),
          ),
        ),
      ),
    );
    expect(used).toEqual(LINES);
  });

  it.each<[string, DisclosureQuestion, string]>([
    [
      'An at the door, label in hand',
      questionOf(['shipper'], 'delivery', 'label', 'out-for-delivery', 'my shift'),
      'full delivery payment',
    ],
    [
      'Binh, same depot, with a parcel of An',
      questionOf(['shipper'], 'delivery', 'label', 'out-for-delivery', 'her shift'),
      'PARCEL.NOT_IN_CUSTODY',
    ],
    [
      'An, the next day, with a parcel of yesterday',
      questionOf(['shipper'], 'delivery', 'label', 'out-for-delivery', 'my earlier shift'),
      'PARCEL.SHIFT_CLOSED',
    ],
    [
      'An after delivery',
      questionOf(['shipper'], 'delivery', 'label', 'delivered', 'nobody'),
      'PARCEL.NOT_IN_CUSTODY',
    ],
    [
      'An without the label',
      questionOf(['shipper'], 'delivery', 'escrow', 'out-for-delivery', 'my shift'),
      'PARCEL.PURPOSE_NOT_ALLOWED',
    ],
    [
      'the desk with a parcel on its shelf',
      questionOf(['desk-clerk'], 'pickup-desk', 'label', 'at-facility', 'here'),
      'full delivery payment',
    ],
    [
      'the desk with a parcel on another shelf',
      questionOf(['desk-clerk'], 'pickup-desk', 'label', 'at-facility', 'elsewhere'),
      'PARCEL.NOT_IN_CUSTODY',
    ],
    [
      'support by number, of a parcel that is kept on its label alone',
      questionOf(['support'], 'support', 'escrow', 'delivered', 'nobody', {
        evidence: 'case',
        kind: 'sealed-all',
      }),
      'PARCEL.LABEL_ONLY',
    ],
    [
      'support without a case',
      questionOf(['support'], 'dispute', 'label', 'delivered', 'nobody'),
      'PARCEL.CASE_UNKNOWN',
    ],
    [
      'a privacy officer with a case instead of a release',
      questionOf(['privacy-officer'], 'authority', 'escrow', 'delivered', 'nobody', { evidence: 'case' }),
      'PARCEL.CASE_UNKNOWN',
    ],
  ])('answers %s', (_who, question, due) => {
    expect(answer(question)).toBe(due);
  });
});
