import { readFileSync } from 'node:fs';
import { ROLES, type Role } from '@temkin/kernel';
import {
  decideRead,
  FIELD_NAMES,
  READ_BASES,
  READ_POLICY,
  READ_PURPOSES,
  type FieldName,
  type ReadQuestion,
  type Shown,
} from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const as = (...roles: readonly Role[]): ReadQuestion['principal'] => ({ roles });
const ask = (shown: Shown, ...fields: readonly FieldName[]): ReadQuestion['fields'] =>
  Object.fromEntries(fields.map((field) => [field, shown]));

const QUESTION: fc.Arbitrary<ReadQuestion> = fc.record(
  {
    principal: fc.record({ roles: fc.subarray([...ROLES]) }),
    purpose: fc.constantFrom(...READ_PURPOSES),
    fields: fc.subarray([...FIELD_NAMES]).chain((names) =>
      fc
        .array(fc.constantFrom<Shown>('masked', 'full'), {
          minLength: names.length,
          maxLength: names.length,
        })
        .map((hows) => Object.fromEntries(names.map((name, at) => [name, hows[at] ?? 'masked']))),
    ),
    basis: fc.record(
      { kind: fc.constantFrom(...READ_BASES), released: fc.subarray([...FIELD_NAMES]) },
      { requiredKeys: ['kind'] },
    ),
  },
  { requiredKeys: ['principal', 'purpose', 'fields'] },
);

describe('the policy of reads', () => {
  it('has a line for every purpose, and no auditor in any', () => {
    expect(new Set(READ_POLICY.map(({ purpose }) => purpose))).toEqual(new Set(READ_PURPOSES));
    expect(READ_POLICY.flatMap(({ roles }) => roles)).not.toContain('auditor');
    expect(READ_POLICY.every(({ source }) => source.length > 0)).toBe(true);
  });

  it('shows papers and faces in full to nobody without a case or a release', () => {
    const full = READ_POLICY.filter(
      ({ shown }) => shown.documentImages === 'full' || shown.portrait === 'full',
    );
    expect(full.map(({ needs }) => needs)).not.toContain('transaction');
    expect(full.flatMap(({ roles }) => roles).toSorted()).toEqual([
      'privacy-officer',
      'privacy-officer',
      'registrar',
    ]);
  });

  it('shows the call centre no name, number or address in full, but to its lead upon a case', () => {
    const support = READ_POLICY.filter(({ roles }) => roles.includes('support'));
    for (const { shown } of support)
      for (const field of ['name', 'birthDate', 'identity', 'address', 'msisdn'] as const)
        expect(shown[field]).toBe('masked');
  });
});

describe('docs/subscriber-registry.md', () => {
  const page = readFileSync(new URL('../../docs/subscriber-registry.md', import.meta.url), 'utf8');

  it('has a row for every line of the policy and no other', () => {
    const rows = page
      .slice(page.indexOf('| purpose | role | upon |'))
      .split('\n\n')[0]
      ?.split('\n')
      .slice(2)
      .map((row) =>
        row
          .split('|')
          .slice(1, 4)
          .map((cell) => cell.trim()),
      );
    expect(rows).toEqual(
      READ_POLICY.map(({ purpose, roles, needs }) => [
        `\`${purpose}\``,
        roles.map((role) => `\`${role}\``).join(' '),
        needs.replaceAll('-', ' ').replace('two person', 'two-person'),
      ]),
    );
  });
});

describe('a read', () => {
  it('is allowed where its line says so, as it was asked for', () => {
    expect(
      decideRead({
        principal: as('support'),
        purpose: 'customer-care',
        fields: { ...ask('masked', 'name', 'birthDate'), ...ask('full', 'state') },
        basis: { kind: 'transaction' },
      }),
    ).toMatchObject({ allowed: true, shown: { name: 'masked', birthDate: 'masked', state: 'full' } });
  });

  it('shows no more than was asked for', () => {
    expect(
      decideRead({
        principal: as('registrar'),
        purpose: 'registration',
        fields: ask('masked', 'name'),
        basis: { kind: 'transaction' },
      }),
    ).toMatchObject({ allowed: true, shown: { name: 'masked' } });
  });

  it.each<[string, ReadQuestion, string]>([
    [
      'by a role that has no such purpose',
      { principal: as('sorter', 'auditor'), purpose: 'customer-care', fields: ask('masked', 'name') },
      'SUBSCRIBER.PURPOSE_NOT_ALLOWED',
    ],
    [
      'by nobody in particular',
      { principal: as(), purpose: 'registration', fields: ask('masked', 'name') },
      'SUBSCRIBER.PURPOSE_NOT_ALLOWED',
    ],
    [
      'of nothing',
      { principal: as('support'), purpose: 'customer-care', fields: {}, basis: { kind: 'transaction' } },
      'SUBSCRIBER.NOTHING_ASKED',
    ],
    [
      'without anything that it refers to',
      { principal: as('support'), purpose: 'customer-care', fields: ask('masked', 'name') },
      'SUBSCRIBER.BASIS_REQUIRED',
    ],
    [
      'upon a transaction where a case is needed',
      {
        principal: as('security-officer'),
        purpose: 'investigation',
        fields: ask('masked', 'name'),
        basis: { kind: 'transaction' },
      },
      'SUBSCRIBER.BASIS_REQUIRED',
    ],
    [
      'upon a case where two people must have released it',
      {
        principal: as('privacy-officer'),
        purpose: 'authority-request',
        fields: ask('full', 'name'),
        basis: { kind: 'case' },
      },
      'SUBSCRIBER.BASIS_REQUIRED',
    ],
  ])('is refused: %s', (_what, question, code) => {
    expect(decideRead(question)).toEqual({ allowed: false, code });
  });

  it('of one field too many is refused as a whole, with the names of those', () => {
    expect(
      decideRead({
        principal: as('support'),
        purpose: 'customer-care',
        fields: { ...ask('masked', 'name'), ...ask('full', 'identity', 'portrait', 'state') },
        basis: { kind: 'transaction' },
      }),
    ).toEqual({ allowed: false, code: 'SUBSCRIBER.FIELD_NOT_ALLOWED', fields: ['identity', 'portrait'] });
  });

  it('for an authority is of what was released and of nothing else', () => {
    const question: ReadQuestion = {
      principal: as('privacy-officer'),
      purpose: 'authority-request',
      fields: ask('full', 'name', 'address'),
      basis: { kind: 'two-person-release', released: ['name', 'identity'] },
    };
    expect(decideRead(question)).toEqual({
      allowed: false,
      code: 'SUBSCRIBER.NOT_RELEASED',
      fields: ['address'],
    });
    expect(decideRead({ ...question, fields: ask('full', 'name') }).allowed).toBe(true);
    expect(decideRead({ ...question, basis: { kind: 'two-person-release' } }).allowed).toBe(false);
  });

  it('that is allowed has a line of one of its roles, its purpose and its basis, which shows every field so', () => {
    fc.assert(
      fc.property(QUESTION, (question) => {
        const verdict = decideRead(question);
        const lines = READ_POLICY.filter(
          ({ purpose, needs, roles, shown }) =>
            purpose === question.purpose &&
            needs === question.basis?.kind &&
            roles.some((role) => question.principal.roles.includes(role)) &&
            Object.entries(question.fields).every(([field, how]) =>
              how === 'masked'
                ? shown[field as FieldName] !== undefined
                : shown[field as FieldName] === 'full',
            ) &&
            (needs !== 'two-person-release' ||
              Object.keys(question.fields).every((field) =>
                question.basis?.released?.includes(field as FieldName),
              )),
        );
        expect(verdict.allowed).toBe(lines.length > 0 && Object.keys(question.fields).length > 0);
      }),
      { numRuns: 2_000 },
    );
  });
});
