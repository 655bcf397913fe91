import { inForce } from '@temkin/kernel';
import { hasReached, normalizeBirthDate } from '../forms/normalize-birth-date.ts';
import { normalizeMsisdn } from '../forms/normalize-msisdn.ts';
import { checkParty } from './check-party.ts';
import { checkTimes } from './check-times.ts';
import { FIELDS, type FieldName, type Requirement } from './fields.ts';
import { FAULT_CODES, type FaultCode, type RecordFault } from './record-faults.ts';
import { childAges, partiesOf, POINTERS, registrantOf } from './registrant.ts';
import type { PartyRecord, SubscriberRecord } from './subscriber-record.ts';

/**
 * All that is wrong with a record at an instant: what is missing of what the law wants of such a holder, by such a channel, for
 * such a number; what has no normal form; what disagrees. In order of the record. What a fault does, `judgeRecord` says.
 */
export const checkRecord = (record: SubscriberRecord, atMilliseconds: number): readonly RecordFault[] => [
  ...missingOf(record, atMilliseconds),
  ...partiesOf(record).flatMap((party) => checkParty(party, record.holder.kind, atMilliseconds)),
  ...checkAges(record, atMilliseconds),
  ...checkNumber(record, atMilliseconds),
];

const missingOf = (record: SubscriberRecord, atMilliseconds: number): readonly RecordFault[] =>
  inForce(FIELDS, atMilliseconds).value.flatMap(({ field, required }) => {
    const pointers = required
      .filter((requirement) => doesApply(requirement, record, atMilliseconds))
      .map(({ of }) => pointerOf(of, record, atMilliseconds));
    return [...new Set(pointers)]
      .filter((pointer) => isMissing(partAt(record, pointer), field))
      .map((pointer) => ({ code: missing(field), pointer: `${pointer}/${field}` }));
  });

const doesApply = (
  { kinds, channels, payments, ordinals, states, only }: Requirement,
  record: SubscriberRecord,
  atMilliseconds: number,
): boolean => {
  const { holder, subscription } = record;
  const { channel, payment, ordinal, state } = subscription;
  const [from, to] = ordinals ?? [1, Number.POSITIVE_INFINITY];
  return (
    (kinds?.includes(holder.kind) ?? true) &&
    (channels === undefined || channel === undefined || channels.includes(channel)) &&
    (payments?.includes(payment) ?? true) &&
    from <= ordinal &&
    ordinal <= to &&
    (states === undefined || (state !== undefined && states.includes(state))) &&
    (only !== 'child-registers' || registrantOf(record, atMilliseconds) === 'holder') &&
    (only !== 'authorised-person' || holder.representedBy === only)
  );
};

const pointerOf = (of: Requirement['of'], record: SubscriberRecord, atMilliseconds: number): string =>
  of === 'subscription'
    ? '/subscription'
    : POINTERS[of === 'registrant' ? registrantOf(record, atMilliseconds) : of];

type Part = Readonly<Partial<Record<FieldName, unknown>>>;

const partAt = ({ holder, subscription }: SubscriberRecord, pointer: string): Part => {
  const parts: Readonly<Record<string, PartyRecord | undefined>> = {
    [POINTERS.guardian]: holder.guardian,
    [POINTERS.representative]: holder.representative,
    [POINTERS.user]: subscription.user,
    [POINTERS.holder]: holder,
  };
  return pointer === '/subscription' ? subscription : (parts[pointer] ?? {});
};

/** Nothing, an empty text or list, a number without digits, an address without words. */
const isMissing = (part: Part, field: FieldName): boolean => {
  const value = part[field];
  if (value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== 'object' || value === null) return false;
  return ('number' in value && value.number === '') || ('printed' in value && value.printed === '');
};

const CODES: ReadonlySet<string> = new Set(FAULT_CODES);

const isCode = (code: string): code is FaultCode => CODES.has(code);

const missing = (field: FieldName): FaultCode => {
  const code = `missing-${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  if (!isCode(code)) throw new Error(`no fault for a missing ${field}`);
  return code;
};

/** Who is a child, and whose guardian may be one's. Where a document prints no day, the doubt is the holder's good. */
const checkAges = ({ holder }: SubscriberRecord, atMilliseconds: number): readonly RecordFault[] => {
  const { isNoChild, isOfAge } = inForce(childAges, atMilliseconds).value;
  const has = (party: PartyRecord | undefined, years: number): 'yes' | 'no' | 'unknown' => {
    const birthDate = normalizeBirthDate(party?.birthDate ?? '');
    return birthDate.ok ? hasReached(birthDate.value, years, atMilliseconds) : 'unknown';
  };
  const { kind, guardian } = holder;
  const isPerson = kind === 'citizen' || kind === 'foreigner';
  return [
    ...(isPerson && has(holder, isNoChild) === 'no'
      ? [{ code: 'holder-is-a-child' as const, pointer: '/holder/kind' }]
      : []),
    ...(kind === 'child' && has(holder, isNoChild) === 'yes'
      ? [{ code: 'holder-is-no-child' as const, pointer: '/holder/kind' }]
      : []),
    ...(kind === 'child' && has(guardian, isOfAge) === 'no'
      ? [{ code: 'guardian-not-of-age' as const, pointer: '/holder/guardian/birthDate' }]
      : []),
  ];
};

const checkNumber = ({ subscription }: SubscriberRecord, atMilliseconds: number): readonly RecordFault[] => {
  const { msisdn, use } = subscription;
  const number = msisdn === undefined || msisdn === '' ? undefined : normalizeMsisdn(msisdn, use);
  return [
    ...(number?.ok === false
      ? [{ code: 'malformed-msisdn' as const, pointer: '/subscription/msisdn', why: number.fault }]
      : []),
    ...checkTimes(subscription, atMilliseconds),
  ];
};
