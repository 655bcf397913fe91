import type { OcsfEvent } from '@temkin/audit-event';
import {
  AUTHORITY_OUTCOMES,
  CLAIM_DECISIONS,
  DATA_REQUEST_OUTCOMES,
  PROCESSING_MARKS,
  REFUSAL_GROUNDS,
  type AuthorityOutcome,
  type ClaimDecision,
  type DataRequestOutcome,
  type MarkChange,
  type RefusalGround,
} from '../domain/index.ts';
import { within } from './replayed-moves.ts';

/** What an event says of a request about somebody's data. Milliseconds since the epoch. */
export type RequestStep = { readonly at: number } & (
  | { readonly is: 'filed' | 'accepted' | 'extended' }
  | { readonly is: 'refused'; readonly ground: RefusalGround }
  | { readonly is: 'closed'; readonly outcome: DataRequestOutcome }
);

/** How a claim was decided. */
export interface DecidedClaim {
  readonly decision: ClaimDecision;
  readonly at: number;
  readonly subscriptionId: string;
  /** Whether a finding of that number was kept with it, and whether its timeline of wrong information began: it had none that ran. */
  readonly kept: { readonly finding: boolean; readonly timeline: boolean };
  /** Of the event: UUIDv7, so that they are in order of time. */
  readonly eventId: string;
}

/** What an event says of what an authority asked. */
export type AuthorityStep = { readonly at: number } & (
  | { readonly is: 'registered' | 'released' }
  | { readonly is: 'handed-over'; readonly handoverId: string }
  | { readonly is: 'closed'; readonly outcome: AuthorityOutcome }
);

/** A mark that was set or taken away, and the version that it made of the person. */
export interface ReplayedMark extends MarkChange {
  readonly version: number;
}

/** All that a log says of the registers, by names within a tenant. */
export interface ReplayedRights {
  readonly filedClaims: ReadonlySet<string>;
  readonly decidedClaims: ReadonlyMap<string, DecidedClaim>;
  /** In the order in which they were made. */
  readonly requests: ReadonlyMap<string, readonly RequestStep[]>;
  readonly authorities: ReadonlyMap<string, readonly AuthorityStep[]>;
  /** Of people: which marks were set and taken away, in the order in which that was. */
  readonly marks: ReadonlyMap<string, readonly ReplayedMark[]>;
  readonly closedCases: ReadonlyMap<string, number>;
}

const idOf = ({ resources }: OcsfEvent, type: string): string | undefined =>
  resources.find((one) => one.type === type)?.uid;

const requestStep = ({ time: at, unmapped }: OcsfEvent): RequestStep | undefined => {
  const { change, grounds } = unmapped;
  switch (change) {
    case 'filed':
    case 'accepted':
    case 'extended':
      return { is: change, at };
    case 'refused': {
      const ground = REFUSAL_GROUNDS.find((one) => one === grounds);
      return ground && { is: change, at, ground };
    }
    case 'closed': {
      const outcome = DATA_REQUEST_OUTCOMES.find((one) => one === grounds);
      return outcome && { is: change, at, outcome };
    }
    default:
      return undefined;
  }
};

const authorityStep = (event: OcsfEvent): AuthorityStep | undefined => {
  const { time: at, unmapped } = event;
  const { change, grounds } = unmapped;
  switch (change) {
    case 'registered':
    case 'released':
      return { is: change, at };
    case 'handed-over': {
      const handoverId = idOf(event, 'handover');
      return handoverId === undefined ? undefined : { is: change, at, handoverId };
    }
    case 'closed': {
      const outcome = AUTHORITY_OUTCOMES.find((one) => one === grounds);
      return outcome && { is: change, at, outcome };
    }
    default:
      return undefined;
  }
};

const decisionIn = (event: OcsfEvent): DecidedClaim | undefined => {
  const { change, flags = [] } = event.unmapped;
  const decision = CLAIM_DECISIONS.find((one) => one === change);
  const subscription = event.resources.find(({ type }) => type === 'subscription');
  if (decision === undefined || subscription === undefined) return undefined;
  // A finding is a change of its number; of one that had ended none is kept.
  const kept = { finding: subscription.version !== undefined, timeline: flags.includes('wrong-information') };
  const { uid: eventId } = event.metadata;
  return { decision, at: event.time, subscriptionId: subscription.uid, kept, eventId };
};

const named = (event: OcsfEvent, type: string): string | undefined => {
  const id = idOf(event, type);
  return id === undefined ? undefined : within(event.metadata.tenant_uid, id);
};

const add = <Step>(all: Map<string, Step[]>, name: string | undefined, step: Step | undefined): void => {
  if (name !== undefined && step !== undefined) all.set(name, [...(all.get(name) ?? []), step]);
};

/** Gathers what a log says of claims, requests and cases. */
export const replayedRights = (events: Iterable<OcsfEvent>): ReplayedRights => {
  const filedClaims = new Set<string>();
  const decidedClaims = new Map<string, DecidedClaim>();
  const requests = new Map<string, RequestStep[]>();
  const authorities = new Map<string, AuthorityStep[]>();
  const marks = new Map<string, ReplayedMark[]>();
  const closedCases = new Map<string, number>();
  const mark = (event: OcsfEvent): void => {
    const person = event.resources.find(({ type }) => type === 'subscriber');
    const flags = event.unmapped.flags ?? [];
    const is = event.unmapped.change === 'lifted' ? 'lifted' : 'set';
    if (person === undefined) return;
    const name = within(event.metadata.tenant_uid, person.uid);
    for (const one of PROCESSING_MARKS)
      if (flags.includes(one)) add(marks, name, { mark: one, is, version: Number(person.version) });
  };

  for (const event of events) {
    if (event.unmapped.outcome !== 'allowed') continue;
    switch (event.api.operation) {
      case 'subscription.claim': {
        const name = named(event, 'subscription-claim');
        const decided = decisionIn(event);
        if (name !== undefined && event.unmapped.change === 'filed') filedClaims.add(name);
        if (name !== undefined && decided !== undefined) decidedClaims.set(name, decided);
        break;
      }
      case 'subscriber.request':
        add(requests, named(event, 'subscriber-request'), requestStep(event));
        mark(event);
        break;
      case 'registry.release':
        add(authorities, named(event, 'authority-request'), authorityStep(event));
        break;
      case 'registry.case': {
        const name = named(event, 'registry-case');
        if (name !== undefined && event.unmapped.change === 'closed') closedCases.set(name, event.time);
        break;
      }
      default:
    }
  }
  return { filedClaims, decidedClaims, requests, authorities, marks, closedCases };
};
