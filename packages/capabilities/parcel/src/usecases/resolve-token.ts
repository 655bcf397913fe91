import type { Caller, Receipt } from '@temkin/kernel';
import { LABEL_KINDS, type DisclosureRule, type Parcel, type Purpose } from '../domain/index.ts';
import type { AmendmentReads } from '../store/amendment-reads.ts';
import type { CaseReads } from '../store/case-store.ts';
import type { CustodyGateStore } from '../store/custody-gate-store.ts';
import type { ForeignReadStore } from '../store/foreign-reads.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';
import type { readersWrite } from '../store/reader-writes.ts';
import type { OpenShift, ShiftStore } from '../store/shift-store.ts';
import { countForeignRead } from './count-foreign-read.ts';
import { caseResources, findCase } from './find-case.ts';
import { findByToken, readToken } from './find-by-token.ts';
import { handOvers, openedNames, type ShownFields } from './hand-overs.ts';
import { openPrinted } from './open-printed.ts';
import { passGate, type Passage } from './pass-gate.ts';
import type { ParcelKeys, Surroundings } from './ports.ts';
import { readingOf } from './reading.ts';
import { refuseShredded } from './refuse-shredded.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/** What a reader asks for, with the label in hand. */
export interface ResolveQuestion {
  readonly token: string;
  readonly purpose: Purpose;
  readonly caseId?: string;
}

/** What a reader gets to see, and nothing besides. */
export interface Disclosure {
  readonly parcel: Parcel;
  /** Names of what was opened. */
  readonly groups: readonly string[];
  readonly fields: ShownFields;
  /** Of a label that was replaced: until when it opens, in milliseconds since the epoch. */
  readonly replacedUntil?: number;
  /** What custody speaks against it, where the gate warns and does not enforce. */
  readonly warning?: string;
  readonly receipt: Receipt;
}

export interface ResolveDependencies extends Surroundings {
  readonly keys: ParcelKeys;
  readonly store: ParcelReads & AmendmentReads;
  readonly readersWrite: typeof readersWrite;
  readonly shifts: ShiftStore;
  readonly foreignReads: ForeignReadStore;
  readonly gates: CustodyGateStore;
  readonly cases: CaseReads;
}

const aboutOf = ({ pseudonym }: Parcel, purpose: Purpose) => ({
  purpose,
  resources: [{ type: 'parcel', pseudonym }],
});

/**
 * Opens the groups that purpose, role, custody and its gate allow and the label carries, and whom the parcel was handed to
 * where the purpose is to know. Decides first, then puts the read
 * on record together with checks of everything it was decided upon, and only then unwraps the key. Refuses by the codes of `decideDisclosure`,
 * `readToken` and `findByToken`, and `PARCEL.QUOTA_EXCEEDED`, `PARCEL.SHREDDED`, `PARCEL.CHANGED`.
 */
export const resolveToken = (dependencies: ResolveDependencies) => {
  const { recorder, store, shifts, cases, keys, clock } = dependencies;
  const pass = passGate(dependencies);
  const told = handOvers({ subjectKeys: keys.subjectKeys, store, clock });

  /** Refuses what may not pass. A shipper's attempt on a parcel of others is counted before. */
  const requirePassage = async (
    caller: Caller,
    parcel: Parcel,
    purpose: Purpose,
    { openShift, hasCase }: { readonly openShift: OpenShift | undefined; readonly hasCase: boolean },
  ): Promise<Extract<Passage, { rule: DisclosureRule }>> => {
    const { principal } = caller;
    const passage = await pass(caller, {
      principal,
      parcel,
      purpose,
      source: 'label',
      ...(openShift !== undefined && { openShift }),
      ...(hasCase && { case: 'case' }),
    });
    if ('rule' in passage) return passage;
    const { code } = passage.verdict;
    const about = aboutOf(parcel, purpose);
    if (code === 'PARCEL.NOT_IN_CUSTODY' && principal.roles.includes('shipper'))
      await countForeignRead(dependencies, caller, parcel, about);
    throw refuse(code, { about });
  };

  const attempt = async (caller: Caller, question: ResolveQuestion): Promise<Disclosure | undefined> => {
    const { tenant, id, roles } = caller.principal;
    const { purpose } = question;
    const token = readToken(question.token, { purpose });
    const [{ parcel, label, use }, wrapped, openShift] = await Promise.all([
      findByToken({ store, ring: keys.ring, clock }, tenant, token, { purpose }),
      store.labelKey(tenant, token.labelId, clock.now()),
      roles.includes('shipper') ? shifts.openShift(tenant, id) : undefined,
    ]);
    const { parcelId } = parcel;
    const [named, amendments] = await Promise.all([
      findCase(cases, caller.principal, question.caseId, { parcelId, purpose }),
      store.amendments(tenant, parcel),
    ]);
    const passage = await requirePassage(caller, parcel, purpose, {
      openShift,
      hasCase: named !== undefined,
    });
    // What a label does not carry, a dispute finds in escrow.
    const groups = passage.rule.groups.filter((group) => LABEL_KINDS[label.kind].groups.includes(group));
    const about = aboutOf(parcel, purpose);
    const handOver = await told.find(tenant, parcel, passage.rule);
    if (wrapped === undefined || handOver === 'shredded') return refuseShredded(store, tenant, parcel, about);

    const reading = readingOf(dependencies.readersWrite, caller.principal, parcel, passage.rule);
    const recorded = await recorder.commit(
      caller,
      {
        action: 'parcel.resolve',
        outcome: 'allowed',
        purpose,
        resources: [reading.resource, ...caseResources(named)],
        groups: openedNames(groups, handOver),
        flags: passage.flags,
      },
      {
        reliedOn: [
          ...reading.reliedOn,
          ...[label, openShift, named].flatMap((read) => (read === undefined ? [] : [read.reliedOn])),
          ...passage.reliedOn,
        ],
        writes: ({ eventId }) => [...passage.writes, ...reading.writes(eventId)],
      },
    );
    if (recorded.outcome !== 'committed') return undefined;

    const key = await keys.labelKeys.unwrap(tenant, wrapped, label.labelId);
    if (key === undefined) throw new Error('a stored label key cannot be opened');
    const printed = openPrinted(tenant, { label, bytes: token.bytes, key }, amendments, groups);
    const besides = await told.open(tenant, parcel, handOver);
    const { warning } = passage;
    const { superseded } = parcel;
    return {
      parcel,
      groups: openedNames(groups, handOver),
      fields: { ...printed, ...besides },
      ...(use === 'superseded' && superseded !== undefined && { replacedUntil: superseded.until }),
      ...(warning !== undefined && { warning }),
      receipt: recorded.receipt,
    };
  };

  return (caller: Caller, question: ResolveQuestion): Promise<Disclosure> =>
    untilSettled(() => attempt(caller, question));
};
