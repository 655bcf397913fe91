import { fromEntry, type Action, type OcsfEvent } from '@temkin/audit-event';
import { bytesOf, type StoredItem } from '@temkin/storage';

/**
 * Events that make, move or read and take nothing back: nearly all there are. They are not kept in mind. An action that is
 * not named here is, so that a new one which destroys is replayed even where nobody thought of this list.
 */
const NEVER_TAKES_BACK: ReadonlySet<string> = new Set<Action>([
  'parcel.issue',
  'parcel.resolve',
  'parcel.open',
  'parcel.read',
  'parcel.amend',
  // Time does it again.
  'parcel.close',
  'label.render',
  'parcel.search',
  'parcel.history',
  'custody.record',
  'custody.claim',
  'gate.report',
  'facility.feed',
  'case.open',
  'release.make',
  'release.read',
  'shift.open',
  'shift.close',
  'shift.read',
  'shift.load',
  'bundle-keys.read',
  'subject-request.file',
  'subject-request.list',
  // One that was closed since comes back open: nothing was destroyed or shut, and its date is closer than its harm.
  'subject-request.close',
  'facility.list',
  'staff.list',
  'device.enrol',
  'device.list',
  // Neither requests nor decisions come back at all.
  'approval.request',
  'approval.approve',
  'approval.reject',
  'approval.list',
  'audit.open-log',
  'audit.name-log-key',
  'audit.read-log',
  'audit.prove',
  'audit.unmask',
  'audit.query',
  'audit.export',
  'audit.read',
  'audit.prove',
  'audit.unmask',
  // Webhooks come back disabled, whatever was done to them.
  'webhook.create',
  'webhook.list',
  'webhook.enable',
  'webhook.disable',
  'webhook.rotate',
  'webhook.remove',
  'webhook.test',
  'webhook.redeliver',
  // Calls come back as over, whatever became of them, but for those that were taken back.
  'call.declare',
  'call.sign',
  'call.verify',
  'call.announce',
  'call.report',
  // Keys of calls are in no backup.
  'call.forget',
  'call.expire',
  'call.read',
  'call-report.file',
  'call-report.join',
  'number.add',
  'number.list',
  'staff-number.register',
  'staff-number.list',
  'collection-account.add',
  'collection-account.list',
  'collection-qr.show',
  'payment.check',
  'badge.show',
  'badge.check',
  'subscriber.register',
  'subscriber.search',
  'subscriber.read',
  'subscriber.amend',
  'subscriber.image',
  // Time does it again.
  'subscriber.drop-image',
  'subscriber.self-check',
  'registry.docket',
  // Codes are in no backup.
  'subscription.code',
  'subscription.amend',
  'subscription.notice',
  'subscription.provision',
  'registry.reconcile',
  // The index is in no backup, nor are sweeps.
  'registry.open',
  'registry.index',
  'registry.sweep',
  // Nor are imports; and what they bring, they take from nobody.
  'registry.import',
  'registry.export',
  // A transaction ends by itself.
  'registry.transaction',
]);

/**
 * What of an action that takes something back takes nothing back, and says nothing of what is. A question to a source of identities says as
 * of when its answer counts; one that is asked again, without grounds, says no more. What is found says when a timeline began.
 */
const CHANGES_NOTHING: Readonly<Partial<Record<string, (said: OcsfEvent['unmapped']) => boolean>>> = {
  'subscription.verify': ({ change, grounds }) =>
    change === 'begun' || (change === 'asked' && grounds === undefined),
  'subscription.finding': ({ change }) => change === 'used-again',
} satisfies Partial<Record<Action, (said: OcsfEvent['unmapped']) => boolean>>;

/** Throws where what was parsed is no event, or another than its key says. */
const checkShape = ({ api, metadata, resources }: Partial<OcsfEvent>, eventId: string): void => {
  if (api === undefined || resources === undefined || metadata?.uid !== eventId)
    throw new TypeError('an entry is not the event of its key');
};

const parse = (entry: Uint8Array, eventId?: string): OcsfEvent => {
  const event = fromEntry(entry);
  checkShape(event, eventId ?? event.metadata.uid);
  return event;
};

const readEvent = ({ key: { partition, sort }, item }: StoredItem, source: string): OcsfEvent => {
  try {
    return parse(bytesOf(item, 'entry'), sort);
  } catch (error) {
    throw new Error(
      `The outbox of ${source} has an item that is no event: partition ${partition}, sort ${sort}. What it destroyed ` +
        'or revoked, if anything, cannot be known. Bring that item back from another copy of the outbox, or remove ' +
        'it and put its parcels on the incident’s record; then run the restore again.',
      { cause: error },
    );
  }
};

const takesBack = ({ api, unmapped }: OcsfEvent): boolean =>
  !NEVER_TAKES_BACK.has(api.operation) && CHANGES_NOTHING[api.operation]?.(unmapped) !== true;

/** Gathers, from outboxes and logs of any number, the events that a restore replays. */
export const replayedEvents = () => {
  const kept = new Map<string, OcsfEvent>();
  const add = (event: OcsfEvent): void => {
    if (takesBack(event)) kept.set(event.metadata.uid, event);
  };
  return {
    /** Throws, naming the source and the item's key, where an item is no event. */
    add: (stored: StoredItem, source: string): void => add(readEvent(stored, source)),
    /** Whether an entry of a log is an event. What is none cannot be taken out of a log, so a restore goes on without. */
    addLogged: (entry: Uint8Array): boolean => {
      try {
        add(parse(entry));
        return true;
      } catch {
        return false;
      }
    },
    /** Whether an item is an event that must be replayed and was not gathered. */
    lacks: (stored: StoredItem, source: string): boolean => {
      const event = readEvent(stored, source);
      return takesBack(event) && !kept.has(event.metadata.uid);
    },
    /** Each event once, in order of time: ids are UUIDv7. */
    inOrder: (): readonly OcsfEvent[] =>
      [...kept.values()].toSorted((a, b) => (a.metadata.uid < b.metadata.uid ? -1 : 1)),
  };
};

export type ReplayedEvents = ReturnType<typeof replayedEvents>;
