import { systemRandom, utf8 } from '@temkin/kernel';
import type { Table, Write } from '@temkin/storage';
import {
  sealFields,
  storedHolder,
  storedSubscription,
  subscriptionRecord,
  type ForeignNumberClaim,
  type HolderRecord,
  type IdentityNumber,
  type PartyRecord,
  type Reuse,
  type SubscriptionRecord,
  type SubscriptionState,
  type SweptPerson,
  type SweptSubscription,
} from '@temkin/subscriber/domain';
import type { registryStores } from '@temkin/subscriber';
import { claims } from '../../packages/capabilities/subscriber/src/store/claims.ts';
import { startTimelineWrites } from '../../packages/capabilities/subscriber/src/store/timelines.ts';
import type { GeneratedPerson } from './generated-registry.ts';
import { memoryTable } from './memory-table.ts';
import { sha256 } from './sha256.ts';

/** A number as it is to lie in the store, with what happened to it. */
export interface NumberToStore {
  readonly subscriptionId: string;
  readonly subscription: SubscriptionRecord;
  readonly state: SubscriptionState;
  readonly endedAt?: number;
  readonly verifiedAt?: number;
  readonly faceComparedAt?: number;
  readonly foundWrongAt?: number;
  readonly deviceChangedAt?: number;
  /** The last gap in its use. */
  readonly reuse?: Reuse;
  /** The latest. */
  readonly claim?: ForeignNumberClaim;
}

/** Somebody as the registry is to have them. */
export interface PersonToStore {
  readonly personId: string;
  readonly holder: HolderRecord;
  readonly numbers: readonly NumberToStore[];
}

/** A gap in the use of a number, where it has come to an end. */
const reuseOf = ({
  dormantFrom,
  resumedAt,
}: {
  readonly dormantFrom?: number;
  readonly resumedAt?: number;
}): Pick<NumberToStore, 'reuse'> =>
  dormantFrom === undefined || resumedAt === undefined ? {} : { reuse: { dormantFrom, resumedAt } };

const hexOf = (text: string): string => Buffer.from(sha256(utf8(text))).toString('hex');

/** An id that looks like any other, for people to lie in all segments. */
const idOf = async (text: string): Promise<string> => {
  const hex = hexOf(text);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
};

/** Numbers what is named, in order of appearance. */
const ordinals = () => {
  const known = new Map<string, number>();
  return (name: string): number => {
    const ordinal = known.get(name) ?? known.size + 1;
    known.set(name, ordinal);
    return ordinal;
  };
};

/** A word of letters for a number. */
const wordOf = (n: number): string => Array.from(String(n), (digit) => 'BCDGHKLMNP'[Number(digit)]).join('');

const IMAGE = { imageId: '00000000-0000-4000-8000-000000000001', sha256: '0'.repeat(64) } as const;

const portraitOf = (
  portrait: SweptSubscription['portrait'],
  takenAt: number,
): Pick<PartyRecord, 'portrait'> => {
  if (portrait === 'missing') return {};
  return { portrait: { ...IMAGE, ...(portrait === 'with-time' && { takenAt }) } };
};

/** Whoever registers for a holder of a kind has these papers. */
const withPapers = (
  holder: Omit<HolderRecord, 'guardian' | 'representative'>,
  papers: Pick<PartyRecord, 'portrait' | 'document'>,
): HolderRecord => {
  const named = { ...papers, name: 'Trần Văn Người Thay' };
  const { kind } = holder;
  return {
    ...holder,
    ...papers,
    document: { ...papers.document, ...holder.document, kind: holder.document?.kind ?? 'identity-card' },
    ...(kind === 'child' && { guardian: named }),
    ...(kind === 'organisation' && { representative: named, representedBy: 'authorised-person' }),
  };
};

/** Persons as the rules read them, as records that a sweep reads so. A holder has one portrait: whose numbers differ in it is parted. */
export const recordsOfPlanted = async (
  persons: readonly SweptPerson[],
): Promise<readonly PersonToStore[]> => {
  const [document, name, msisdn] = [ordinals(), ordinals(), ordinals()];
  const parted = persons.flatMap((person) => {
    const portraits = [...new Set(person.subscriptions.map(({ portrait }) => portrait))];
    return portraits.map((portrait, at) => ({
      ...person,
      personId: at === 0 ? person.personId : `${person.personId}/${at}`,
      documentKey: at === 0 ? person.documentKey : `${person.documentKey}/${at}`,
      subscriptions: person.subscriptions.filter((each) => each.portrait === portrait),
    }));
  });
  return Promise.all(
    parted.map(async (person): Promise<PersonToStore> => {
      const { kind, identityNumber = '', documentKey, nameKey = '', birthDate, birthKey, sex } = person;
      const serial = String(900_000 + document(documentKey));
      const identity: IdentityNumber =
        kind === 'foreigner'
          ? { kind: 'passport', number: identityNumber, issuer: 'FRA' }
          : kind === 'organisation'
            ? { kind: 'legal-entity', number: identityNumber }
            : { kind: 'personal', number: `${identityNumber.slice(0, 6)}${serial}` };
      const [first] = person.subscriptions;
      const expiresOn = first?.documentExpiresOn;
      const holder = withPapers(
        {
          kind,
          name: `Nguyễn Văn ${wordOf(name(nameKey))}`,
          ...(birthDate !== undefined &&
            kind !== 'organisation' && {
              birthDate: birthKey === 'another birth' ? `${birthDate.slice(0, 8)}17` : birthDate,
            }),
          identity,
          document: { kind: 'identity-card', ...(sex !== undefined && kind !== 'organisation' && { sex }) },
        },
        {
          ...portraitOf(first?.portrait ?? 'missing', first?.registeredAt ?? 0),
          document: { kind: 'identity-card', ...(expiresOn !== undefined && { expiresOn }) },
        },
      );
      const numbers = await Promise.all(
        person.subscriptions.map(async (each, at): Promise<NumberToStore> => {
          const { subscriptionId, state, use, payment, channel, pointId, contractKey } = each;
          const { registeredAt, activatedAt, endedAt, verifiedAt, faceComparedAt } = each;
          const { foundWrongAt, deviceChangedAt } = each;
          const claim = each.claims.at(-1);
          return {
            ...(claim !== undefined && { claim }),
            subscriptionId,
            state,
            subscription: {
              msisdn: `+8490${String(msisdn(subscriptionId)).padStart(7, '0')}`,
              use,
              payment,
              ordinal: at + 1,
              ...(channel !== undefined && { channel }),
              ...(registeredAt !== undefined && { registeredAt }),
              ...(activatedAt !== undefined && { serviceStart: activatedAt }),
              ...(endedAt !== undefined && { serviceEnd: endedAt }),
              ...(pointId !== undefined && { point: { name: 'Đại lý Hoa Sen', address: pointId } }),
              ...(contractKey !== undefined && {
                contract: { imageId: await idOf(subscriptionId), sha256: hexOf(contractKey) },
              }),
            },
            ...(endedAt !== undefined && { endedAt }),
            ...(verifiedAt !== undefined && { verifiedAt }),
            ...(faceComparedAt !== undefined && { faceComparedAt }),
            ...(foundWrongAt !== undefined && { foundWrongAt }),
            ...reuseOf(each),
            ...(deviceChangedAt !== undefined && { deviceChangedAt }),
          };
        }),
      );
      return { personId: await idOf(person.personId), holder, numbers };
    }),
  );
};

/** A generated person as the registry has them. */
export const recordOfGenerated = async (person: GeneratedPerson): Promise<PersonToStore> => {
  const { kind, name, birthDate, sex, identityNumber, nationality, document, address } = person;
  const [first] = person.subscriptions;
  const identity: IdentityNumber =
    kind === 'foreigner'
      ? { kind: 'passport', number: identityNumber, issuer: nationality }
      : { kind: kind === 'organisation' ? 'legal-entity' : 'personal', number: identityNumber };
  const { documentIssuedOn: issuedOn, documentExpiresOn: expiresOn } = person;
  return {
    personId: person.personId,
    holder: withPapers(
      {
        kind,
        name,
        ...(birthDate !== undefined && { birthDate }),
        identity,
        address: { printed: address.street, communeCode: address.communeCode },
        document: {
          kind: document,
          issuedOn,
          ...(expiresOn !== undefined && { expiresOn }),
          ...(sex !== undefined && { sex }),
        },
      },
      { portrait: { ...IMAGE, takenAt: first?.portraitTakenAt ?? 0 } },
    ),
    numbers: await Promise.all(
      person.subscriptions.map(async (each, at): Promise<NumberToStore> => {
        const { subscriptionId, state, use, payment, channel, pointId, contractNumber } = each;
        const { msisdn, registeredAt, activatedAt, endedAt, verifiedAt, faceComparedAt, deviceChangedAt } =
          each;
        return {
          subscriptionId,
          state,
          verifiedAt,
          faceComparedAt,
          subscription: {
            msisdn,
            use,
            payment,
            channel,
            ordinal: at + 1,
            registeredAt,
            serviceStart: activatedAt,
            ...(endedAt !== undefined && { serviceEnd: endedAt }),
            ...(pointId !== undefined && { point: { name: 'Cửa hàng', address: pointId } }),
            ...(contractNumber !== undefined && {
              contract: { ...IMAGE, sha256: hexOf(contractNumber) },
            }),
          },
          ...(endedAt !== undefined && { endedAt }),
          ...(deviceChangedAt !== undefined && { deviceChangedAt }),
          ...reuseOf(each),
        };
      }),
    ),
  };
};

const RECEIPT = { eventId: '01998f6e-1c1a-7000-8000-000000000000', leaf: 'A'.repeat(43) } as const;

/** A claim that is as it is: filed, and decided at once where it is not open. */
const claimWrites = (
  tenant: string,
  names: { readonly personId: string; readonly subscriptionId: string },
  { state, at }: ForeignNumberClaim,
): readonly Write[] =>
  claims(memoryTable()).fileWrites(
    tenant,
    {
      ...names,
      // What tells ids of these worlds apart stands at their end, and of a claim’s at its beginning.
      claimId: Array.from(names.subscriptionId.replaceAll('-', '')).toReversed().join(''),
      claimantPersonId: names.personId,
      claimantSubscriptionId: names.subscriptionId,
      caseId: 'case',
      state,
      filedAt: at,
      replyBy: at,
      doneBy: at,
      fileReceipt: RECEIPT,
    },
    { version: 0 },
  );

/** The writes that put somebody into the tables as registrations and what came after would have. */
const writesOf = async (
  { people, personKeys }: Pick<ReturnType<typeof registryStores>, 'people' | 'personKeys'>,
  tenant: string,
  { personId, holder, numbers }: PersonToStore,
): Promise<readonly Write[]> => {
  const key = systemRandom(32);
  const version = 1;
  const { clear, texts } = storedHolder(holder);
  const place = { tenant, personId, record: 'person', version } as const;
  const recordedAt = Math.min(...numbers.map(({ subscription }) => subscription.registeredAt ?? 0));
  const sealed = sealFields(key, place, texts, systemRandom);
  return [
    await personKeys.putWrite(tenant, personId, key),
    people.putWrite(tenant, { personId, clear, sealed, recordedAt, version, receipt: RECEIPT }),
    ...numbers.flatMap((number) => {
      const { subscriptionId, subscription, state, endedAt, verifiedAt, faceComparedAt, reuse } = number;
      const stored = storedSubscription(subscription);
      const { state: _state, ...clearNumber } = stored.clear;
      const record = subscriptionRecord(subscriptionId);
      const names = { personId, subscriptionId };
      const holds =
        state === 'suspended-one-way' || state === 'suspended-two-way'
          ? ([{ cause: 'imported', level: state === 'suspended-one-way' ? 'one-way' : 'two-way' }] as const)
          : [];
      return [
        ...people.subscriptionWrites(tenant, {
          ...names,
          clear: clearNumber,
          standing: { state, holds },
          sealed: sealFields(key, { ...place, record }, stored.texts, systemRandom),
          recordedAt: subscription.registeredAt ?? recordedAt,
          version,
          receipt: RECEIPT,
          ...(endedAt !== undefined && { endedAt }),
          ...(verifiedAt !== undefined && { verifiedAt }),
          ...(faceComparedAt !== undefined && { faceComparedAt }),
          ...(reuse !== undefined && { reuse }),
        }),
        ...(number.claim === undefined ? [] : claimWrites(tenant, names, number.claim)),
        ...(['foundWrongAt', 'deviceChangedAt'] as const).flatMap((what) => {
          const startedAt = number[what];
          if (startedAt === undefined) return [];
          const timeline = what === 'foundWrongAt' ? 'wrong-information' : 'device-change';
          const run = { timeline, use: subscription.use, startedAt, done: [] } as const;
          return startTimelineWrites(tenant, names, run, { receipt: RECEIPT });
        }),
      ];
    }),
  ];
};

/** Puts people into the tables. */
export const storePeople = async (
  stores: Pick<ReturnType<typeof registryStores>, 'people' | 'personKeys'>,
  table: Table,
  tenant: string,
  persons: readonly PersonToStore[],
): Promise<void> => {
  for (const person of persons)
    for (const write of await writesOf(stores, tenant, person))
      if (write.kind !== 'check' && (await table.write(write)).outcome !== 'committed')
        throw new Error('somebody is there already');
};
