import type { Principal } from '@temkin/kernel';
import type { FieldName } from '../record/fields.ts';
import { READ_POLICY, type ReadBasis, type ReadPurpose, type ReadRule, type Shown } from './read-policy.ts';

/** Everything that a read of a record is decided upon. */
export interface ReadQuestion {
  readonly principal: Pick<Principal, 'roles'>;
  readonly purpose: ReadPurpose;
  /** What the reader asks to see, and how. */
  readonly fields: Readonly<Partial<Record<FieldName, Shown>>>;
  /**
   * What the read refers to: found in the store in this request, alive, about this record, and not made by the reader where it
   * must be another's.
   */
  readonly basis?: {
    readonly kind: ReadBasis;
    /** What two people released, exactly. */
    readonly released?: readonly FieldName[];
  };
}

export type ReadVerdict =
  | { readonly allowed: true; readonly rule: ReadRule; readonly shown: ReadQuestion['fields'] }
  | {
      readonly allowed: false;
      readonly code:
        'SUBSCRIBER.PURPOSE_NOT_ALLOWED' | 'SUBSCRIBER.NOTHING_ASKED' | 'SUBSCRIBER.BASIS_REQUIRED';
    }
  | {
      readonly allowed: false;
      readonly code: 'SUBSCRIBER.FIELD_NOT_ALLOWED' | 'SUBSCRIBER.NOT_RELEASED';
      /** The names that are asked too much of, in the order asked. */
      readonly fields: readonly FieldName[];
    };

/**
 * Decides a read by the policy alone, without clock, store or key. Nobody is shown more than they ask for: what may be seen in
 * full and is asked for masked is masked. One field too many refuses all, so that nobody tries what else there is.
 */
export const decideRead = (question: ReadQuestion): ReadVerdict => {
  const lines = READ_POLICY.filter(
    ({ purpose, roles }) =>
      purpose === question.purpose && roles.some((role) => question.principal.roles.includes(role)),
  );
  const verdicts = lines.map((rule) => decideBy(rule, question));
  return (
    verdicts.find(({ allowed }) => allowed) ??
    verdicts[0] ?? { allowed: false, code: 'SUBSCRIBER.PURPOSE_NOT_ALLOWED' }
  );
};

const decideBy = (rule: ReadRule, { fields, basis }: ReadQuestion): ReadVerdict => {
  const asked = Object.entries(fields) as readonly (readonly [FieldName, Shown])[];
  if (asked.length === 0) return { allowed: false, code: 'SUBSCRIBER.NOTHING_ASKED' };
  if (basis?.kind !== rule.needs) return { allowed: false, code: 'SUBSCRIBER.BASIS_REQUIRED' };
  const tooMuch = asked.filter(([field, how]) => {
    const may = rule.shown[field];
    return may === undefined || (how === 'full' && may === 'masked');
  });
  if (tooMuch.length > 0)
    return { allowed: false, code: 'SUBSCRIBER.FIELD_NOT_ALLOWED', fields: tooMuch.map(([field]) => field) };
  const released = basis.kind === 'two-person-release' ? (basis.released ?? []) : undefined;
  const beyond = asked.filter(([field]) => released !== undefined && !released.includes(field));
  if (beyond.length > 0)
    return { allowed: false, code: 'SUBSCRIBER.NOT_RELEASED', fields: beyond.map(([field]) => field) };
  return { allowed: true, rule, shown: fields };
};
