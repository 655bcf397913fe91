import { fromEntry } from '@temkin/audit-event';
import { keyOf, textOf, type Key } from '@temkin/storage';
import type { StoredItem } from './stored-items.ts';

const nameOf = ({ table, partition, sort }: Key): string => `${table} ${partition} ${sort}`;

const grouped = <Element>(
  elements: readonly Element[],
  by: (element: Element) => string,
): ReadonlyMap<string, readonly Element[]> => {
  const groups = new Map<string, Element[]>();
  for (const element of elements) groups.set(by(element), [...(groups.get(by(element)) ?? []), element]);
  return groups;
};

const isParcel = ({ table, partition, sort }: Key): boolean =>
  table === 'parcels' && partition.startsWith('P#') && sort === 'parcel';

/** Items that come and go with a parcel. */
const belongsToParcel = (stored: StoredItem): boolean =>
  stored.table === 'parcel-keys' ||
  stored.table === 'parcel-escrow' ||
  (stored.table === 'parcels' &&
    /^(?:P|L|W|PH|DUE)#/.test(stored.partition) &&
    !/^(?:custody|amendment)#/.test(stored.sort));

/** Pseudonyms of parcels by the event that says they were issued. */
const issuedBy = (stored: StoredItem): readonly { readonly event: string; readonly pseudonym: string }[] => {
  if (stored.table !== 'outbox' || !(stored.item.entry instanceof Uint8Array)) return [];
  const { api, resources, metadata } = fromEntry(stored.item.entry);
  return api.operation === 'parcel.issue'
    ? resources.map(({ uid }) => ({ event: metadata.uid, pseudonym: uid }))
    : [];
};

/** Whether a label is dead or superseded: one that another has replaced, or of a revoked parcel. */
const isFormerLabel = ({ table, sort, item }: StoredItem): boolean =>
  table === 'parcels' && sort === 'label' && item.status !== 'live';

/** A label's own item, and its key, which need not be there. */
const namesOfLabel = (label: StoredItem): readonly string[] => {
  const [, tenant = '', labelId = ''] = label.partition.split('#');
  return [nameOf(label), nameOf(keyOf('parcel-keys', 'labelKey', { tenant, labelId }))];
};

/** The keys of the escrow copy and of what was amended in it. */
const escrowKeysOf = (
  { amendmentVersion = 0 }: StoredItem['item'],
  ids: { readonly tenant: string; readonly parcelId: string },
): readonly Key[] => [
  keyOf('parcel-escrow', 'escrow', ids),
  ...Array.from({ length: Number(amendmentVersion) }, (_, at) =>
    keyOf('parcel-escrow', 'amendment', { ...ids, amendmentVersion: String(at + 1) }),
  ),
];

/** The keys that a parcel's own items must have; the index of phones aside, whose keys are hashes. */
const keysOf = ({ partition, item }: StoredItem): readonly Key[] => {
  const tenant = partition.split('#')[1] ?? '';
  const [parcelId, labelId, waybillNumber] = ['parcelId', 'labelId', 'waybillNumber'].map((name) =>
    textOf(item, name),
  ) as [string, string, string];
  return [
    keyOf('parcels', 'parcel', { tenant, parcelId }),
    keyOf('parcels', 'waybill', { tenant, waybillNumber }),
    keyOf('parcels', 'label', { tenant, labelId }),
    keyOf('parcel-keys', 'labelKey', { tenant, labelId }),
    keyOf('parcel-keys', 'subjectKey', { tenant, parcelId }),
    ...(item.kind === 'sealed-all' ? [] : escrowKeysOf(item, { tenant, parcelId })),
  ];
};

/**
 * What is amiss: a parcel that lacks one of its items, its two index entries (of recipient and sender), the day on which
 * its label key dies, one on which it is looked at again, or the event that names it, and any of these that has no parcel, or two. Nothing is, in a store of whole parcels.
 */
export const halfMade = (items: readonly StoredItem[]): readonly string[] => {
  const complaints: string[] = [];
  const byName = new Map(items.map((stored) => [nameOf(stored), stored]));
  const parcels = items.filter(isParcel);
  const wanted = new Map<string, string>();
  const phones = grouped(
    items.filter(({ table, partition }) => table === 'parcels' && partition.startsWith('PH#')),
    ({ sort }) => sort,
  );
  const deaths = grouped(
    items.filter(({ table, partition }) => table === 'parcels' && partition.startsWith('DUE#')),
    ({ item }) => textOf(item, 'parcelId'),
  );
  const events = grouped(items.flatMap(issuedBy), ({ pseudonym }) => pseudonym);
  const former = new Map(
    [...grouped(items.filter(isFormerLabel), ({ item }) => textOf(item, 'parcelId'))].map(
      ([parcelId, labels]) => [parcelId, labels.flatMap(namesOfLabel)],
    ),
  );

  for (const parcel of parcels) {
    const parcelId = textOf(parcel.item, 'parcelId');
    for (const name of keysOf(parcel).map(nameOf)) {
      const owner = byName.get(name)?.item.parcelId ?? parcelId;
      if (!byName.has(name)) complaints.push(`${parcelId} lacks ${name}`);
      if (wanted.has(name) || owner !== parcelId) complaints.push(`${name} is of two parcels`);
      wanted.set(name, parcelId);
    }
    const indexed = phones.get(`parcel#${parcelId}`) ?? [];
    for (const entry of indexed) wanted.set(nameOf(entry), parcelId);
    const parties = indexed.map(({ item }) => textOf(item, 'party'));
    if (!(parties.length === 2 && parties.includes('recipient') && parties.includes('sender')))
      complaints.push(`${parcelId} is indexed by ${indexed.length} phones`);
    const due = deaths.get(parcelId) ?? [];
    for (const entry of due) wanted.set(nameOf(entry), parcelId);
    const ofLabel = due.filter(
      ({ sort, item }) => sort.split('#')[1] === 'label' && item.superseded !== true,
    );
    for (const name of former.get(parcelId) ?? []) wanted.set(name, parcelId);
    if (ofLabel.length !== 1)
      complaints.push(`${parcelId} has ${ofLabel.length} days on which its label key dies`);
    if (ofLabel.length === due.length) complaints.push(`${parcelId} is never looked at again`);
    const told = events.get(textOf(parcel.item, 'pseudonym')) ?? [];
    if (told.length !== 1 || told[0]?.event !== textOf(parcel.item, 'issueEventId'))
      complaints.push(`${parcelId} is named by ${told.length} events`);
  }

  const pseudonyms = new Set(parcels.map(({ item }) => item.pseudonym));
  for (const pseudonym of events.keys())
    if (!pseudonyms.has(pseudonym)) complaints.push(`an event names ${pseudonym}, which is no parcel`);
  for (const stored of items.filter(belongsToParcel))
    if (!wanted.has(nameOf(stored))) complaints.push(`${nameOf(stored)} has no parcel`);
  return complaints;
};
