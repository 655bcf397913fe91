import { cryptoReady } from '@temkin/crypto';
import { ROLES, systemRandom } from '@temkin/kernel';
import {
  AMENDABLE_FIELDS,
  AMENDMENT_POLICY,
  amendedFields,
  amendmentKey,
  changedFields,
  CLOSED_STATES,
  decideAmendment,
  GROUP_NAMES,
  openAmendment,
  sealAmendment,
  type AmendmentChanges,
  type AmendmentQuestion,
  type ParcelFields,
} from '@temkin/parcel/domain';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => cryptoReady);

const ISSUED: ParcelFields = {
  delivery: { recipientName: 'Nguyễn Thị Hạnh', street: 'Số 8, Phố Đội Cấn', communeCode: '00004' },
  payment: { codAmountVnd: 420_000 },
  contact: { recipientPhone: '+84912345678' },
  contents: { description: 'Áo khoác' },
};

const text = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const part: { requiredKeys: [] } = { requiredKeys: [] };

const anyChanges: fc.Arbitrary<AmendmentChanges> = fc.record(
  {
    delivery: fc.record(
      {
        street: text,
        communeCode: fc.constantFrom('00004', '00008'),
        deliveryWindow: orNull(fc.record({ from: fc.nat(), to: fc.nat() })),
        substituteName: orNull(text),
      },
      part,
    ),
    payment: fc.record({ codAmountVnd: orNull(fc.nat()), handlingNote: orNull(text) }, part),
    contact: fc.record({ recipientPhone: fc.constantFrom('+84905111222', '+84905333444') }, part),
  },
  part,
);

describe('the fields of an amended parcel', () => {
  it('are the newest word on each, whatever was amended before', () => {
    fc.assert(
      fc.property(fc.array(anyChanges, { maxLength: 8 }), (amendments) => {
        const amended = amendedFields(ISSUED, amendments);
        for (const group of ['delivery', 'payment', 'contact'] as const) {
          const words = [ISSUED, ...amendments].map((said): Readonly<Record<string, unknown>> => ({
            ...said[group],
          }));
          const names = new Set(words.flatMap((said) => Object.keys(said)));
          const expected = [...names].map((name) => [
            name,
            words.findLast((said) => said[name] !== undefined)?.[name],
          ]);
          expect(amended[group]).toEqual(Object.fromEntries(expected.filter(([, value]) => value !== null)));
        }
        expect(amended.contents).toEqual(ISSUED.contents);
      }),
    );
  });

  it('do not come to a group that was not opened', () => {
    const changes = { payment: { codAmountVnd: 1 }, contact: { recipientPhone: '+84905111222' } };
    expect(amendedFields({ delivery: ISSUED.delivery }, [changes])).toEqual({ delivery: ISSUED.delivery });
  });
});

const binding = { tenant: 'demo', parcelId: 'p', version: 3, beside: { labelId: 'l' } } as const;

const lengthOf = (note: string): number => {
  const changes = { payment: { handlingNote: note } };
  const sealed = sealAmendment(systemRandom(32), changes, GROUP_NAMES, binding, systemRandom);
  return sealed.payment?.ciphertext.length ?? 0;
};

describe('a sealed amendment', () => {
  it('opens as it was sealed, those of its groups that are asked for', () => {
    fc.assert(
      fc.property(anyChanges, fc.subarray([...GROUP_NAMES]), (changes, asked) => {
        const key = systemRandom(32);
        const sealed = sealAmendment(key, changes, GROUP_NAMES, binding, systemRandom);
        const opened = openAmendment(key, (group) => sealed[group], asked, binding);
        const expected = Object.entries(changes).filter(([group]) => asked.includes(group as never));
        expect(opened).toEqual(Object.fromEntries(expected));
      }),
    );
  });

  it('has a length that tells hardly more than which groups are in it', () => {
    expect(new Set(['a', 'Để ở bảo vệ', 'x'.repeat(200)].map(lengthOf))).toEqual(new Set([256 + 16]));
  });

  it.each([
    ['tenant', { tenant: 'other' }],
    ['parcel', { parcelId: 'q' }],
    ['version', { version: 4 }],
    ['label', { beside: { labelId: 'm' } }],
    ['place', { beside: 'escrow' }],
  ] as const)('opens for no other %s', (_what, other) => {
    const key = systemRandom(32);
    const sealed = sealAmendment(key, { payment: { codAmountVnd: 1 } }, GROUP_NAMES, binding, systemRandom);
    const open = () => openAmendment(key, (group) => sealed[group], ['payment'], { ...binding, ...other });
    expect(open).toThrow('does not open');
  });

  it('opens as no other group, and not by the label key itself', () => {
    const key = systemRandom(32);
    const sealed = sealAmendment(key, { payment: { codAmountVnd: 1 } }, GROUP_NAMES, binding, systemRandom);
    expect(() => openAmendment(key, () => sealed.payment, ['delivery'], binding)).toThrow('does not open');
    expect(amendmentKey(key)).not.toEqual(key);
  });
});

const ask = (over: Partial<AmendmentQuestion> = {}, role: (typeof ROLES)[number] = 'order-system') =>
  decideAmendment({
    principal: { tenant: 'demo', id: 'x', client: 'x', roles: [role], facility: 'HN-1' },
    parcel: { state: 'at-facility', kind: 'sealed', holder: { type: 'facility', id: 'HN-1' } },
    fields: AMENDABLE_FIELDS,
    hasCase: true,
    ...over,
  });

describe('an amendment is decided', () => {
  const changes: AmendmentChanges = {
    delivery: { street: 'x', communeCode: '00004', deliveryWindow: null, substituteName: 'x' },
    payment: { codAmountVnd: 1, handlingNote: null },
    contact: { recipientPhone: '+84905111222' },
  };

  it('upon the names of all its fields', () => {
    expect(changedFields(changes)).toEqual(AMENDABLE_FIELDS);
    expect(changedFields({})).toEqual([]);
  });

  it('by the table alone: for each role and field', () => {
    for (const role of ROLES)
      for (const field of AMENDABLE_FIELDS) {
        const line = AMENDMENT_POLICY.find(
          ({ roles, fields }) => roles.includes(role) && fields.includes(field),
        );
        expect(ask({ fields: [field] }, role).allowed, `${role} ${field}`).toBe(line !== undefined);
      }
  });

  it('as one: a field that is not allowed sinks all of it', () => {
    expect(ask({}, 'support')).toEqual({ allowed: false, code: 'PARCEL.AMENDMENT_NOT_ALLOWED' });
    expect(ask({ fields: ['handlingNote', 'substitute'] }, 'desk-clerk').allowed).toBe(false);
  });

  it('for somebody of several roles by the one that may', () => {
    const principal = { tenant: 'demo', id: 'x', client: 'x', roles: ['support', 'desk-clerk'] as const };
    const fields = ['handlingNote'] as const;
    expect(ask({ principal: { ...principal, facility: 'HN-1' }, fields, hasCase: false }).allowed).toBe(true);
    expect(ask({ principal, fields, hasCase: true }).allowed).toBe(true);
    expect(ask({ principal, fields, hasCase: false })).toEqual({
      allowed: false,
      code: 'PARCEL.CASE_UNKNOWN',
    });
  });

  it('by nobody’s facility where nobody has the parcel, or the asker has none', () => {
    const fields = ['handlingNote'] as const;
    const nowhere = { state: 'issued', kind: 'sealed' } as const;
    const principal = { tenant: 'demo', id: 'x', client: 'x', roles: ['desk-clerk'] as const };
    for (const over of [{ parcel: nowhere }, { principal }, { principal, parcel: nowhere }])
      expect(ask({ fields, ...over }, 'desk-clerk')).toEqual({
        allowed: false,
        code: 'PARCEL.NOT_IN_CUSTODY',
      });
  });

  it.each(CLOSED_STATES)('against it where the parcel is %s', (state) => {
    expect(ask({ parcel: { state, kind: 'sealed' } })).toEqual({ allowed: false, code: 'PARCEL.CLOSED' });
  });
});
