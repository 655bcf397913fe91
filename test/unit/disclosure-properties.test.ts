import { ROLES, type Role } from '@temkin/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideDisclosure,
  PARCEL_STATES,
  PURPOSES,
  type DisclosureQuestion,
  type Purpose,
} from '../../packages/capabilities/parcel/src/domain/index.ts';
import { CASES, groupsOpen, HOLDER_NAMES, questionOf, SOURCES } from './disclosure-questions.ts';

/** The last column of parcel.md's table. No purpose has rows with different groups. */
const ROWS: Readonly<Record<Purpose, readonly string[]>> = {
  delivery: ['delivery', 'payment'],
  'pickup-desk': ['delivery', 'payment'],
  collection: ['sender'],
  return: ['sender'],
  route: ['delivery'],
  reprint: ['delivery', 'payment'],
  support: ['delivery'],
  dispute: ['delivery', 'payment', 'contents'],
  inspection: ['contents'],
  authority: ['delivery', 'payment', 'contact', 'sender', 'contents'],
};

/** Every question that these roles can put. */
const questionsOf = (roles: readonly Role[]): readonly DisclosureQuestion[] =>
  PURPOSES.flatMap((purpose) =>
    SOURCES.flatMap((source) =>
      HOLDER_NAMES.flatMap((holder) =>
        PARCEL_STATES.flatMap((state) =>
          CASES.flatMap((evidence) =>
            (['sealed', 'sealed-all'] as const).map((kind) =>
              questionOf(roles, purpose, source, state, holder, { evidence, kind }),
            ),
          ),
        ),
      ),
    ),
  );

describe('whoever asks', () => {
  it('sees all groups of the row or none, whatever roles they have besides', () => {
    const anyRoles = fc.uniqueArray(fc.constantFrom(...ROLES), { maxLength: 5 });
    fc.assert(
      fc.property(anyRoles, (roles) => {
        const outside = questionsOf(roles).filter((question) => {
          const opened = groupsOpen(question);
          return opened.length > 0 && opened.join() !== ROWS[question.purpose].join();
        });
        expect(outside).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('loses nothing by being given another role, but for a shipper, who sees no line with both people', () => {
    const lost: string[] = [];
    for (const role of ROLES)
      for (const question of questionsOf([role]).filter((each) => groupsOpen(each).length > 0))
        for (const another of ROLES) {
          const principal = { ...question.principal, roles: [another, role] };
          const isBoth = another === 'shipper' && question.purpose === 'authority';
          if ((groupsOpen({ ...question, principal }).length === 0) !== isBoth)
            lost.push(`${role} with ${another}: ${question.purpose}`);
        }
    expect(lost).toEqual([]);
  });

  it('opens no group more for giving a reason, and is shown no less', () => {
    const more: string[] = [];
    for (const role of ROLES)
      for (const question of questionsOf([role])) {
        const [bare, reasoned] = [
          decideDisclosure(question),
          decideDisclosure({ ...question, hasReason: true }),
        ];
        if (groupsOpen({ ...question, hasReason: true }).join() !== groupsOpen(question).join())
          more.push(`${role}: ${question.purpose}`);
        if (bare.allowed && reasoned.allowed && bare.shown !== reasoned.shown)
          more.push(`${role}: ${question.purpose} ${bare.shown} ${reasoned.shown}`);
      }
    expect([...new Set(more)]).toEqual(['support: support masked full']);
  });

  it('is never, as a shipper, shown both sender and delivery of a parcel, nor contact or contents', () => {
    const opened = new Map<string, Set<string>>();
    for (const question of questionsOf(['shipper'])) {
      const parcel = JSON.stringify(question.parcel);
      const groups = opened.get(parcel) ?? new Set();
      groupsOpen(question).forEach((group) => groups.add(group));
      opened.set(parcel, groups);
    }
    const seen = [...opened.values()].map((groups) => [...groups].toSorted().join(' '));
    expect([...new Set(seen)].toSorted()).toEqual(['', 'delivery payment', 'sender']);
  });
});
