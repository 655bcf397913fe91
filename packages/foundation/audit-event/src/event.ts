import { ACTIONS, type Action } from './action.ts';

/** `allowed` was done or disclosed, `refused` was denied by a rule, `failed` was allowed and did not come about. */
export type Outcome = 'allowed' | 'refused' | 'failed';

/** What a use case knows of its event. Only pseudonyms, closed lists and policy ids: never a value of the request. */
export interface EventDraft {
  readonly action: Action;
  readonly outcome: Outcome;
  /** The refusal's code. */
  readonly reason?: string;
  readonly resources: readonly {
    readonly type: string;
    readonly pseudonym: string;
    /** Of a record that was changed: the version that this change made. Each version has one event. */
    readonly version?: number;
  }[];
  readonly purpose?: string;
  /** Field groups that were opened. */
  readonly groups?: readonly string[];
  /** Ids of the policy records that the decision applied. */
  readonly policies?: readonly string[];
  /** What was changed, in a word of a closed list: `out-for-delivery`. */
  readonly change?: string;
  /** Names of the fields that were changed, of a closed list: `recipient.address`. */
  readonly fields?: readonly string[];
  /** The reason that the actor gave, in a word of a closed list: `complaint`. */
  readonly grounds?: string;
  /** Findings of a closed list, such as `skipped-scan`. */
  readonly flags?: readonly string[];
  /** A signed note (c2sp.org/signed-note) by which a log says something of itself. */
  readonly statement?: string;
}

/** Numbers a writer's events, so that a dropped one leaves a gap. */
export interface WriterMark {
  /** Random id of the writing process and log. */
  readonly session: string;
  /** Consecutive from 0 within the session. */
  readonly n: number;
  /** Earlier numbers of the session whose transaction was cancelled. */
  readonly void: readonly number[];
}

export interface EventHead {
  /** UUIDv7. */
  readonly eventId: string;
  /** Milliseconds since the epoch, UTC. */
  readonly time: number;
  readonly tenant: string;
  readonly actor: {
    readonly pseudonym: string;
    readonly roles: readonly string[];
    /** The facility that a staff member is rostered at: the people of a parcel are told its province. */
    readonly facility?: string;
  };
  readonly writer: WriterMark;
}

const SCHEMA_VERSION = '1.8.0';

/** A class that must name its database, bucket or table: here the log, whichever way it is kept. */
const DATASTORE_ACTIVITY = 6005;

/**
 * The event as it will stand in the log: OCSF 1.8 with what OCSF has no word for under `unmapped`. `src_endpoint` is
 * required by the class and names the service, since an address of the caller must not be in the log.
 */
export const toOcsf = (head: EventHead, draft: EventDraft) => {
  const { classUid, activityId } = ACTIONS[draft.action];
  return {
    activity_id: activityId,
    actor: { user: { groups: head.actor.roles.map((name) => ({ name })), uid: head.actor.pseudonym } },
    api: { operation: draft.action },
    category_uid: 6,
    class_uid: classUid,
    metadata: {
      product: { name: 'Temkin', vendor_name: 'Temkin' },
      tenant_uid: head.tenant,
      uid: head.eventId,
      version: SCHEMA_VERSION,
    },
    resources: draft.resources.map(({ type, pseudonym, version }) => ({
      type,
      uid: pseudonym,
      ...(version !== undefined && { version: String(version) }),
    })),
    severity_id: draft.outcome === 'allowed' ? 1 : 2,
    src_endpoint: { name: 'temkin' },
    status_id: draft.outcome === 'allowed' ? 1 : 2,
    ...(draft.reason !== undefined && { status_code: draft.reason }),
    ...(classUid === DATASTORE_ACTIVITY && { table: { name: 'audit-log' } }),
    time: head.time,
    type_uid: classUid * 100 + activityId,
    unmapped: {
      outcome: draft.outcome,
      writer: { n: head.writer.n, session: head.writer.session, void: [...head.writer.void] },
      ...(head.actor.facility !== undefined && { facility: head.actor.facility }),
      ...(draft.purpose !== undefined && { purpose: draft.purpose }),
      ...(draft.groups !== undefined && { groups: [...draft.groups] }),
      ...(draft.policies !== undefined && { policies: [...draft.policies] }),
      ...(draft.change !== undefined && { change: draft.change }),
      ...(draft.fields !== undefined && { fields: [...draft.fields] }),
      ...(draft.grounds !== undefined && { grounds: draft.grounds }),
      ...(draft.flags !== undefined && draft.flags.length > 0 && { flags: [...draft.flags] }),
      ...(draft.statement !== undefined && { statement: draft.statement }),
    },
  };
};

export type OcsfEvent = ReturnType<typeof toOcsf>;
