import type { Receipt } from '@temkin/kernel';
import {
  holderKeyOf,
  holderOfStored,
  imageDefects,
  isImageField,
  judgeDeltaRow,
  judgeParityRow,
  NO_ROWS,
  sealFields,
  subscriptionRecord,
  withImageKeys,
  type FieldTexts,
  type HeldRowVerdict,
  type LegibleRow,
  type RowFault,
  type StoredRecord,
} from '../../domain/index.ts';
import { amendNumberWrite } from '../../store/amend-number-write.ts';
import { concernedNumbers } from '../concerned-numbers.ts';
import { indexHolder, type Holder } from '../index-holder.ts';
import { INDEXED_FIELDS } from '../indexed-fields.ts';
import { openStoredRecord } from '../open-stored-record.ts';
import { isPersonTooLarge, isSubscriptionTooLarge } from '../record-room.ts';
import { personResource, subscriptionResource } from '../refuse.ts';
import { takeImages, WRITES_OF_IMAGE } from './take-images.ts';
import type { Writes } from './import-holder.ts';
import type { HeldNumber, ImportLookups } from './import-lookups.ts';
import { WRITES_LIMIT, type ImportJob, type ImportSurroundings } from './import-surroundings.ts';
import { imagesOfPerson } from './peoples-images.ts';
import {
  counted,
  countedDefects,
  NO_RECEIPT,
  rejectedRow,
  tooLargeFaults,
  type BatchSoFar,
  type PreparedRow,
} from './prepared-row.ts';

/** How a field is told in counts: by the way to it, as a column of a file is called. */
const wayOf = (pointer: string): string => pointer.slice(1).replaceAll('/', '.');

const indexedOf = (texts: FieldTexts): FieldTexts =>
  Object.fromEntries(Object.entries(texts).filter(([name]) => INDEXED_FIELDS.person.includes(name)));

/** What keeps a row out that does not go into one transaction: its images, where it would without them. */
const tooMuch = ({ cost, takes = [] }: PreparedRow, amendable: readonly string[]): readonly RowFault[] =>
  (cost - takes.length * WRITES_OF_IMAGE > WRITES_LIMIT
    ? ['/holder/birthDate']
    : amendable.filter((pointer) => isImageField(pointer.slice(pointer.lastIndexOf('/') + 1)))
  ).map((pointer) => ({ code: 'not-amendable', pointer }));

/**
 * Prepares a row of a delta or of a parity report whose number somebody may have. `new` where it is to come in like every new row; `changed`
 * where a generation of an index is gone since it was read.
 */
export const heldRow = (surroundings: ImportSurroundings) => {
  const { people, personKeys, entries, clock, random } = surroundings;
  const index = indexHolder(surroundings);
  const concerned = concernedNumbers(surroundings);
  const rejected = rejectedRow(surroundings);
  const take = takeImages(surroundings);

  /** Amends holder and number: fields that change are sealed anew, and the entries made of them change with them. */
  const amended = async (
    { tenant, importId }: ImportJob,
    lookups: ImportLookups,
    batch: BatchSoFar,
    { person, key, subscription }: HeldNumber,
    { holder: { clear, texts: before }, subscription: { texts: ofNumberBefore } }: StoredRecord,
    number: string,
    { difference, defects: judged }: Extract<HeldRowVerdict, { readonly outcome: 'amended' }>,
  ): Promise<PreparedRow | readonly RowFault[] | undefined> => {
    const { personId } = person;
    const { subscriptionId } = subscription;
    const numbers = await concerned(tenant, personId, key, difference.holder);
    const holdersWith = (texts: FieldTexts): readonly Holder[] => {
      const opened = { personId, kind: person.clear.kind, fields: indexedOf(texts) };
      return [{ person: opened }, ...numbers.map((one) => ({ person: opened, subscription: one }))];
    };
    const images = take(tenant, lookups, batch, {
      personId,
      fields: { ...difference.holder, ...difference.subscription },
      stored: imagesOfPerson(personId, { ...before, ...ofNumberBefore }),
    });
    const texts = {
      holder: withImageKeys(difference.holder, images.keys),
      subscription: withImageKeys(difference.subscription, images.keys),
    };
    const after = { ...before, ...texts.holder };
    const change = await index.change(tenant, lookups.read.states, holdersWith(before), holdersWith(after));
    if (change === undefined) return undefined;
    const version = { person: person.version + 1, number: subscription.version + 1 };
    const ofPerson = { tenant, personId, record: 'person', version: version.person } as const;
    const record = subscriptionRecord(subscriptionId);
    const ofNumber = { tenant, personId, record, version: version.number };
    const sealed = {
      person: sealFields(key, ofPerson, texts.holder, random),
      number: sealFields(key, ofNumber, texts.subscription, random),
    };
    const amendedAt = clock.now();
    const defects = [
      ...judged,
      ...imageDefects('holder', after, amendedAt),
      ...imageDefects('subscription', { ...ofNumberBefore, ...texts.subscription }, amendedAt),
    ];
    const imported = { importId, defects };
    const tooLarge = tooLargeFaults(
      isPersonTooLarge(tenant, amendedAt, person, sealed.person),
      isSubscriptionTooLarge(tenant, amendedAt, subscription, {
        sealed: sealed.number,
        clear: { ...subscription.clear, ...difference.clear },
        imported,
      }),
    );
    if (tooLarge.length > 0) return tooLarge;
    const writes = (receipt: Receipt): Writes => [
      people.amendWrite(tenant, person, { sealed: sealed.person, amendedAt, receipt }),
      personKeys.aliveCheck(tenant, personId),
      amendNumberWrite(tenant, subscription, {
        sealed: sealed.number,
        clear: difference.clear,
        imported,
        receipt,
      }),
      ...change.gone.map((entry) => entries.deleteWrite(tenant, entry)),
      ...change.put.map((entry) => entries.putWrite(tenant, entry)),
      ...images.writes,
    ];
    const holderKey = holderKeyOf(holderOfStored({ clear, texts: after }));
    return {
      counts: {
        ...NO_ROWS,
        amended: 1,
        ...countedDefects(defects),
        fields: counted(difference.amendable.map(wayOf)),
      },
      resources: [
        personResource(personId, version.person),
        subscriptionResource(subscriptionId, version.number),
      ],
      cost: writes(NO_RECEIPT).length,
      writes,
      takes: images.taken,
      amends: {
        personId,
        ...(holderKey !== undefined && { holderKey }),
        number,
        fields: Object.keys({ ...difference.holder, ...difference.subscription, ...difference.clear }),
      },
    };
  };

  return async (
    job: ImportJob,
    lookups: ImportLookups,
    batch: BatchSoFar,
    row: number,
    legible: LegibleRow,
  ): Promise<PreparedRow | 'new' | 'changed'> => {
    const number = lookups.numberName(legible.row.record.subscription);
    if (number === undefined)
      return job.kind === 'parity'
        ? rejected(job, row, [{ code: 'malformed-msisdn', pointer: '/subscription/msisdn' }])
        : 'new';
    const isRepeated =
      lookups.owners.get(number)?.isOwn === true ||
      batch.numbers.has(number) ||
      lookups.numbersOfWindow.has(number);
    if (isRepeated) return rejected(job, row, [{ code: 'number-repeated', pointer: '/subscription/msisdn' }]);
    const held = lookups.held.get(number);
    const stored = held && openStoredRecord(job.tenant, held);
    const verdict =
      job.kind === 'parity'
        ? judgeParityRow(stored, legible)
        : judgeDeltaRow(stored, legible, job.mode, clock.now());
    const resources = held === undefined ? [] : [subscriptionResource(held.subscription.subscriptionId)];
    const judged = { resources, ...(held !== undefined && { judgedBy: held.person.personId }) };
    switch (verdict.outcome) {
      case 'new':
        return 'new';
      case 'unchanged':
        return { ...judged, counts: { ...NO_ROWS, unchanged: 1 }, cost: 0, writes: () => [] };
      case 'rejected': {
        const one = rejected(job, row, verdict.faults);
        const differs = verdict.faults.filter(({ code }) => code === 'parity-differs');
        const fields = counted(differs.map(({ pointer }) => wayOf(pointer)));
        return { ...one, ...judged, counts: { ...one.counts, fields } };
      }
      case 'amended': {
        if (held === undefined || stored === undefined) return 'new';
        const one = await amended(job, lookups, batch, held, stored, number, verdict);
        if (one === undefined) return 'changed';
        if (!('cost' in one)) return { ...rejected(job, row, one), ...judged };
        return one.cost <= WRITES_LIMIT
          ? one
          : { ...rejected(job, row, tooMuch(one, verdict.difference.amendable)), ...judged };
      }
    }
  };
};
