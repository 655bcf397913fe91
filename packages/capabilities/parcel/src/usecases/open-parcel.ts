import type { ActorPseudonyms } from '@temkin/audit-event';
import type { KeyWrap } from '@temkin/crypto';
import type { About, Caller, Receipt } from '@temkin/kernel';
import { decideDisclosure, type OpenReason, type Parcel, type Purpose, type Shown } from '../domain/index.ts';
import type { CaseReads } from '../store/case-store.ts';
import type { EscrowCopies } from '../store/escrow-copies.ts';
import type { countOpening } from '../store/escrow-openings.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';
import type { readersWrite } from '../store/reader-writes.ts';
import type { ReleaseReads } from '../store/release-store.ts';
import type { ShiftStore } from '../store/shift-store.ts';
import { disclosedFields, type Disclosed } from './disclosed-fields.ts';
import { findByName, type ParcelName } from './find-by-name.ts';
import { findEvidence } from './find-evidence.ts';
import { handOvers, openedNames, type HandOverDependencies } from './hand-overs.ts';
import type { LabelReprints, ReprintedLabel } from './label-reprints.ts';
import { openCopy, openIssued } from './open-copy.ts';
import { openingCeiling } from './opening-ceiling.ts';
import type { Findings, Surroundings } from './ports.ts';
import { readingOf } from './reading.ts';
import { refuseShredded } from './refuse-shredded.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/** What a reader asks for without the label. */
export interface OpenQuestion {
  readonly parcel: ParcelName;
  readonly purpose: Purpose;
  readonly caseId?: string;
  readonly reason?: OpenReason;
}

/** What a reader gets of a parcel without its label, and nothing besides. */
export interface Opening extends Disclosed {
  readonly parcel: Parcel;
  /** Names of what was opened. */
  readonly groups: readonly string[];
  readonly shown: Shown;
  /** What a label is printed again from. */
  readonly label?: ReprintedLabel;
  readonly receipt: Receipt;
}

export interface OpeningDependencies extends Omit<Surroundings, 'random'>, HandOverDependencies {
  /** Unwraps keys of escrow copies (purpose `escrow`). */
  readonly escrowKeys: Pick<KeyWrap, 'unwrap'>;
  readonly store: HandOverDependencies['store'] & Pick<ParcelReads, 'parcel' | 'parcelIdOfWaybill'>;
  readonly shifts: Pick<ShiftStore, 'openShift'>;
  readonly cases: CaseReads;
  readonly releases: ReleaseReads;
  readonly copies: EscrowCopies;
  readonly countOpening: typeof countOpening;
  readonly readersWrite: typeof readersWrite;
  readonly actors: ActorPseudonyms;
  readonly findings: Findings;
  readonly reprints: LabelReprints;
}

/**
 * Opens what purpose, role, custody and case allow of an escrow copy, and of what was told of the parcel's hand-over, by the
 * name of the parcel. Decides first, then puts the read on record together with checks of everything it was decided upon and
 * within the hour's ceiling, and only then unwraps keys. Refuses by the codes of `decideDisclosure`, and `PARCEL.UNKNOWN`,
 * `PARCEL.SHREDDED`, `PARCEL.QUOTA_EXCEEDED` (which is a finding too), `PARCEL.CHANGED`.
 */
export const openParcel = (dependencies: OpeningDependencies) => {
  const { recorder, clock, shifts, copies, escrowKeys, actors, findings } = dependencies;
  const told = handOvers(dependencies);

  const reportCeiling = async ({ principal }: Caller, purpose: Purpose): Promise<void> => {
    const { tenant, id } = principal;
    const pseudonym = await actors.of(tenant, id, clock.now());
    findings.report({ finding: 'escrow-ceiling-reached', tenant, purpose, pseudonym });
  };

  const attempt = async (caller: Caller, question: OpenQuestion): Promise<Opening | undefined> => {
    const { principal } = caller;
    const { tenant, id, roles } = principal;
    const { purpose, reason } = question;
    const parcel = await findByName(dependencies, tenant, question.parcel, { purpose });
    const { parcelId } = parcel;
    const [copy, openShift, evidence] = await Promise.all([
      copies.copy(tenant, parcel, clock.now()),
      roles.includes('shipper') ? shifts.openShift(tenant, id) : undefined,
      findEvidence(dependencies, principal, question.caseId, { parcelId, purpose }),
    ]);
    const about: About & Required<Pick<About, 'resources'>> = {
      purpose,
      resources: [{ type: 'parcel', pseudonym: parcel.pseudonym }],
    };
    const verdict = decideDisclosure({
      principal,
      parcel,
      purpose,
      source: 'escrow',
      ...(openShift !== undefined && { openShift }),
      ...(evidence !== undefined && { case: evidence.kind }),
      hasReason: reason !== undefined,
    });
    if (!verdict.allowed) throw refuse(verdict.code, { about });
    if (purpose === 'delivery') throw new Error('no rule opens an escrow copy for delivery');
    const shredded = () => refuseShredded(dependencies.store, tenant, parcel, about);
    if (copy === undefined) return shredded();

    const { rule, shown } = verdict;
    const released = rule.groups.filter((group) => evidence?.groups?.includes(group) ?? true);
    const handOver = await told.find(tenant, parcel, rule);
    if (handOver === 'shredded') return shredded();
    const lost = await dependencies.reprints.find(tenant, parcel, rule);
    if (lost === 'shredded') return shredded();
    const groups = openedNames(released, handOver);
    const ceiling = openingCeiling(purpose, clock.now());
    const reading = readingOf(dependencies.readersWrite, principal, parcel, { groups: released, shown });
    const recorded = await recorder.commit(
      caller,
      {
        action: 'parcel.open',
        outcome: 'allowed',
        purpose,
        resources: [reading.resource, ...(evidence?.resources ?? [])],
        groups,
        policies: [ceiling.policyId],
        ...(reason !== undefined && { grounds: reason }),
      },
      {
        reliedOn: [
          ...reading.reliedOn,
          ...[openShift, evidence, lost?.label].flatMap((read) =>
            read === undefined ? [] : [read.reliedOn],
          ),
        ],
        writes: ({ eventId }) => [
          dependencies.countOpening(principal, purpose, ceiling.hour, ceiling.limit),
          ...reading.writes(eventId),
        ],
      },
    );
    if (recorded.outcome === 'refused' && recorded.failed.includes(0)) {
      await reportCeiling(caller, purpose);
      throw refuse('PARCEL.QUOTA_EXCEEDED', { about, retryAfterSeconds: ceiling.retryAfterSeconds });
    }
    if (recorded.outcome !== 'committed') return undefined;

    const opening = { escrowKeys, tenant, parcelId, groups: released };
    const [opened, besides] = await Promise.all([
      openCopy(copy, opening),
      told.open(tenant, parcel, handOver),
    ]);
    return {
      parcel,
      groups,
      shown,
      receipt: recorded.receipt,
      ...(lost !== undefined && {
        label: await dependencies.reprints.make(tenant, lost, {
          sealed: await openIssued(opening, copy),
          newest: opened,
        }),
      }),
      ...disclosedFields(shown, { ...opened, ...besides }),
    };
  };

  return (caller: Caller, question: OpenQuestion): Promise<Opening> =>
    untilSettled(() => attempt(caller, question));
};
