import { keyedHash } from '@temkin/crypto';
import type { Receipt } from '@temkin/kernel';
import {
  holderKeyOf,
  imageDefects,
  NO_ROWS,
  storedHolder,
  storedSubscription,
  type RowVerdict,
} from '../../domain/index.ts';
import { startTimelineWrites } from '../../store/timelines.ts';
import { heldRow } from './held-row.ts';
import { importHolder, ownPersonId, type Writes } from './import-holder.ts';
import type { ImportLookups, RowToImport } from './import-lookups.ts';
import type { ImportJob, ImportSurroundings } from './import-surroundings.ts';
import {
  countedDefects,
  NO_RECEIPT,
  rejectedRow,
  tooLargeFaults,
  type BatchSoFar,
  type PreparedRow,
} from './prepared-row.ts';
import { indexHolder } from '../index-holder.ts';
import { idFrom } from '../id-from.ts';
import { begunSubscription } from '../new-person.ts';
import { isSubscriptionTooLarge } from '../record-room.ts';
import { personResource, subscriptionResource } from '../refuse.ts';
import { takeImages } from './take-images.ts';

const KEY_BYTES = 32;

/** Prepares rows of an import for a transaction; undefined where a generation of an index is gone since it was read. */
export const importRow = (surroundings: ImportSurroundings) => {
  const { people, entries, claims, clock } = surroundings;
  const index = indexHolder(surroundings);
  const holders = importHolder(surroundings);
  const held = heldRow(surroundings);
  const rejected = rejectedRow(surroundings);
  const take = takeImages(surroundings);

  return async (
    job: ImportJob,
    lookups: ImportLookups,
    batch: BatchSoFar,
    { row, verdict, legible, isNamedAgain = false }: RowToImport & { readonly verdict: RowVerdict },
  ): Promise<PreparedRow | undefined> => {
    if (isNamedAgain)
      return rejected(job, row, [{ code: 'number-repeated', pointer: '/subscription/msisdn' }]);
    if (verdict.outcome === 'rejected' && job.kind !== 'delta') return rejected(job, row, verdict.faults);
    const ofHeld = legible && (await held(job, lookups, batch, row, legible));
    if (ofHeld !== undefined && ofHeld !== 'new') return ofHeld === 'changed' ? undefined : ofHeld;
    if (verdict.outcome === 'rejected') return rejected(job, row, verdict.faults);
    const { tenant, importId } = job;
    const { standing, beginsTimeline } = verdict;
    const { record, verifiedAt } = verdict.row;
    const number = standing.state === 'terminated' ? undefined : lookups.numberName(record.subscription);
    const owner = number === undefined ? undefined : lookups.owners.get(number);
    const isRepeated =
      owner?.isOwn === true ||
      (number !== undefined && (batch.numbers.has(number) || lookups.numbersOfWindow.has(number)));
    if (isRepeated || owner !== undefined)
      return rejected(job, row, [
        { code: isRepeated ? 'number-repeated' : 'number-taken', pointer: '/subscription/msisdn' },
      ]);

    const at = clock.now();
    const holderKey = holderKeyOf(record.holder) ?? `row ${row}`;
    const inBatch = batch.holders.get(holderKey);
    const known = lookups.holders.get(holderKey);
    const isMade = inBatch === undefined && known === undefined;
    // Who is known keeps the fields that are there, and takes over no image for them.
    const images = take(tenant, lookups, batch, {
      personId: inBatch?.open.personId ?? known?.person.personId ?? ownPersonId(job, holderKey),
      fields: {
        ...(isMade && storedHolder(record.holder).texts),
        ...storedSubscription(record.subscription).texts,
      },
    });
    const holder =
      inBatch ??
      (known === undefined
        ? await holders.made(job, record.holder, holderKey, at, images.keys)
        : holders.known(tenant, known, at));
    const { open, key } = holder;
    const { personId } = open;
    const subscriptionId = idFrom(keyedHash(job.naming, KEY_BYTES, 'row', String(row)), 'subscription');
    const begun = begunSubscription(
      surroundings,
      key,
      { tenant, personId, subscriptionId },
      { subscription: record.subscription, standing },
      at,
      images.keys,
    );
    const defects = [
      ...verdict.defects,
      ...(isMade ? imageDefects('holder', open.fields, at) : []),
      ...imageDefects('subscription', begun.open.fields, at),
    ];
    const brought = {
      ...begun.sealed,
      ...(verifiedAt !== undefined && { verifiedAt }),
      imported: { importId, defects },
    };
    const tooLarge = tooLargeFaults(
      inBatch === undefined && holder.isTooLarge,
      isSubscriptionTooLarge(tenant, at, brought),
    );
    if (tooLarge.length > 0) return rejected(job, row, tooLarge);
    const change = await index.change(
      tenant,
      lookups.read.states,
      [],
      [...(isMade ? [{ person: open }] : []), { person: open, subscription: begun.open }],
    );
    if (change === undefined) return undefined;
    // A transaction claims a number once: who else is new in it by the same one comes in with that.
    const claimable = isMade ? lookups.identities.names.get(holderKey) : undefined;
    const claim = claimable && (batch.claims.has(claimable.hash) ? undefined : claimable);
    const { use } = record.subscription;
    const run = { timeline: 'wrong-information', use, startedAt: at, done: [] } as const;
    const writes = (receipt: Receipt): Writes => [
      ...(inBatch === undefined ? holder.writes(receipt) : []),
      ...(claim === undefined
        ? []
        : [claims.putWrite(tenant, claim, lookups.identities.claims.get(claim.hash), { personId, at })]),
      ...people.subscriptionWrites(tenant, {
        ...brought,
        receipt,
      }),
      ...(beginsTimeline ? startTimelineWrites(tenant, { personId, subscriptionId }, run, { receipt }) : []),
      ...change.put.map((entry) => entries.putWrite(tenant, entry)),
      ...images.writes,
    ];
    return {
      counts: { ...NO_ROWS, accepted: 1, ...countedDefects(defects) },
      resources: [
        ...(inBatch === undefined ? [personResource(personId, holder.version)] : []),
        subscriptionResource(subscriptionId, begun.sealed.version),
      ],
      cost: writes(NO_RECEIPT).length,
      writes,
      takes: images.taken,
      brings: {
        holderKey,
        holder,
        ...(number !== undefined && { number }),
        ...(claim !== undefined && { claimed: claim.hash }),
      },
    };
  };
};
