import type { OcsfEvent } from '@temkin/audit-event';
import {
  numberOf,
  partsOf,
  textOf,
  type Item,
  type LostSince,
  type Restoration,
  type StoredItem,
} from '@temkin/storage';
import { alarmAtOf, marksAfter, requestDueAt, type Register } from '../domain/index.ts';
import { closedItem, openItem } from './docket.ts';
import { marksIn } from './record-item.ts';
import { replayedMoves, within } from './replayed-moves.ts';
import {
  replayedRights,
  type AuthorityStep,
  type DecidedClaim,
  type RequestStep,
} from './replayed-rights.ts';

/** A request about somebody's data after a step; as it was where it is past that. */
const requestAfter = (item: Item, step: RequestStep): Item => {
  const { state } = item;
  const isOpen = state === 'filed' || state === 'accepted';
  const version = Number(item['version']) + 1;
  if (step.is === 'accepted' && state === 'filed')
    return { ...item, state: 'accepted', answeredAt: step.at, version };
  if (step.is === 'refused' && state === 'filed')
    return { ...item, state: 'refused', answeredAt: step.at, ground: step.ground, version };
  if (step.is === 'closed' && isOpen)
    return { ...item, state: 'closed', closedAt: step.at, outcome: step.outcome, version };
  return item;
};

const authorityAfter = (item: Item, step: AuthorityStep): Item =>
  step.is === 'closed' && item['state'] !== 'closed'
    ? {
        ...item,
        state: 'closed',
        closedAt: step.at,
        outcome: step.outcome,
        version: Number(item['version']) + 1,
      }
    : item;

const isOver = ({ state }: Item): boolean => state === 'closed' || state === 'refused';

const endOf = (item: Item): number => numberOf(item, state(item) === 'refused' ? 'answeredAt' : 'closedAt');

const state = (item: Item): string => textOf(item, 'state');

/** What becomes of something of a register: how it comes back, and where its docket has it then. */
interface Become {
  readonly item: Item;
  readonly docket?: StoredItem;
}

/**
 * Brings the registers back as far as the log says what became of them since: claims that were decided, requests that were answered and
 * closed, cases that were closed, and marks that were set on records or taken away. A confirmed claim whose timeline or finding the backup lacks comes back open, so
 * that it is decided again and that begins, unless a verification settled it since or the number ended; who released what is asked again, for nothing was handed over by it here. What was filed since
 * is lost with the tables, and named in what the restore says.
 */
export const rightsRestoration = (events: Iterable<OcsfEvent>): Restoration => {
  const known = [...events];
  const { filedClaims, decidedClaims, requests, authorities, marks, closedCases } = replayedRights(known);
  const moves = replayedMoves(known);
  /** The event that made what the backup has and a confirmed claim may have kept, by their numbers: that of the claim, or a later one. */
  const has = { finding: new Map<string, string>(), timeline: new Map<string, string>() } as const;
  /** Whether the backup has all that a decided claim began, or nothing of it stands any more. */
  const isBegun = ({ kept, subscriptionId, eventId }: DecidedClaim, tenant: string): boolean => {
    const name = within(tenant, subscriptionId);
    const isIn = (of: keyof typeof has): boolean => !kept[of] || (has[of].get(name) ?? '') >= eventId;
    const isSettled = (moves.get(name) ?? []).some(
      (move) =>
        move.eventId > eventId &&
        (move.is === 'end' || (move.is === 'settle' && move.settles.includes('wrong-information'))),
    );
    return isSettled || (isIn('finding') && isIn('timeline'));
  };
  const kept = {
    claims: new Map<string, Item>(),
    requests: new Map<string, Item>(),
    authorities: new Map<string, Item>(),
  };
  const handovers = new Set<string>();

  const decisionOf = (name: string, item: Item) => {
    const decided = decidedClaims.get(name);
    if (decided === undefined || state(item) !== 'open') return undefined;
    const [tenant = ''] = JSON.parse(name) as readonly string[];
    return isBegun(decided, tenant) ? decided : undefined;
  };

  const claim = (tenant: string, id: string, item: Item): Become => {
    const decided = decisionOf(within(tenant, id), item);
    if (decided === undefined) return { item };
    const entry = { register: 'claims', id, at: numberOf(item, 'doneBy') } as const;
    return {
      item: {
        ...item,
        state: decided.decision,
        decidedAt: decided.at,
        version: numberOf(item, 'version') + 1,
      },
      docket: closedItem(tenant, entry, decided.at),
    };
  };

  const request = (tenant: string, id: string, before: Item): Become => {
    const item = (requests.get(within(tenant, id)) ?? []).reduce(requestAfter, before);
    if (item === before) return { item };
    const dates = { replyBy: numberOf(item, 'replyBy'), doneBy: numberOf(item, 'doneBy') };
    const dueAt = requestDueAt({ ...dates, state: state(before) as 'filed' });
    const at = requestDueAt({ ...dates, state: state(item) as 'filed' });
    const entry = { register: 'subject-requests', id } as const;
    return {
      item,
      docket: isOver(item)
        ? closedItem(tenant, { ...entry, at: dueAt }, endOf(item))
        : openItem(tenant, { ...entry, at, alarmAt: alarmAtOf(numberOf(item, 'filedAt'), at) }),
    };
  };

  const authority = (tenant: string, id: string, before: Item): Become => {
    const item = (authorities.get(within(tenant, id)) ?? []).reduce(authorityAfter, before);
    if (item === before) return { item };
    const entry = { register: 'authority-requests', id, at: numberOf(item, 'answerBy') } as const;
    return { item, docket: closedItem(tenant, entry, endOf(item)) };
  };

  const OF: Readonly<Record<Register, (tenant: string, id: string, item: Item) => Become>> = {
    claims: claim,
    'subject-requests': request,
    'authority-requests': authority,
  };
  const keptOf: Readonly<Record<Register, ReadonlyMap<string, Item>>> = {
    claims: kept.claims,
    'subject-requests': kept.requests,
    'authority-requests': kept.authorities,
  };

  /** Where the docket has something that went on since; undefined for what did not. */
  const docketOf = (register: Register, tenant: string, id: string): StoredItem | undefined => {
    const item = keptOf[register].get(within(tenant, id));
    return item && OF[register](tenant, id, item).docket;
  };

  /** When a case that the log does not name by itself was closed with its claim or request. */
  const casesOf = (): ReadonlyMap<string, number> => {
    const ends = new Map<string, number>();
    for (const register of ['claims', 'subject-requests'] as const)
      for (const [name, before] of keptOf[register]) {
        const [tenant = '', id = ''] = JSON.parse(name) as readonly string[];
        const { item } = OF[register](tenant, id, before);
        const end = register === 'claims' ? item['decidedAt'] : isOver(item) ? endOf(item) : undefined;
        if (item !== before && typeof end === 'number') ends.set(within(tenant, textOf(item, 'caseId')), end);
      }
    return ends;
  };
  let cases: ReadonlyMap<string, number> | undefined;

  const rightsItem = ({ key, item }: StoredItem): Item | undefined => {
    const ofClaim = partsOf('subscriber-rights', 'claim', key);
    if (ofClaim !== undefined) return claim(ofClaim.tenant, ofClaim.claimId, item).item;
    const ofNumber = partsOf('subscriber-rights', 'claimedNumber', key);
    if (ofNumber !== undefined) {
      const name = within(ofNumber.tenant, textOf(item, 'claimId'));
      const decided = decisionOf(name, item);
      return decided === undefined
        ? item
        : { ...item, state: decided.decision, version: numberOf(item, 'version') + 1 };
    }
    const ofRequest = partsOf('subscriber-rights', 'dataRequest', key);
    if (ofRequest !== undefined) return request(ofRequest.tenant, ofRequest.requestId, item).item;
    const ofAuthority = partsOf('subscriber-rights', 'authorityRequest', key);
    if (ofAuthority !== undefined) return authority(ofAuthority.tenant, ofAuthority.requestId, item).item;
    const due = partsOf('subscriber-rights', 'docket', key);
    if (due === undefined) return item;
    const docket = docketOf(due.register as Register, due.tenant, due.id);
    return docket === undefined || docket.key.sort === key.sort ? item : undefined;
  };

  return {
    studies: ['subscriber-rights', 'subscribers'],
    tables: ['subscriber-rights', 'subscribers'],
    study: ({ key, item }) => {
      const timeline = partsOf('subscribers', 'timeline', key);
      if (timeline?.timeline === 'wrong-information')
        has.timeline.set(within(timeline.tenant, timeline.subscriptionId), textOf(item, 'eventId'));
      const finding = partsOf('subscribers', 'finding', key);
      if (finding !== undefined && item['grounds'] === 'claim' && item['withdrawnAt'] === undefined) {
        const name = within(finding.tenant, finding.subscriptionId);
        const [one, other = ''] = [textOf(item, 'eventId'), has.finding.get(name)];
        has.finding.set(name, one > other ? one : other);
      }
      const ofClaim = partsOf('subscriber-rights', 'claim', key);
      if (ofClaim !== undefined) kept.claims.set(within(ofClaim.tenant, ofClaim.claimId), item);
      const ofRequest = partsOf('subscriber-rights', 'dataRequest', key);
      if (ofRequest !== undefined) kept.requests.set(within(ofRequest.tenant, ofRequest.requestId), item);
      const ofAuthority = partsOf('subscriber-rights', 'authorityRequest', key);
      if (ofAuthority !== undefined)
        kept.authorities.set(within(ofAuthority.tenant, ofAuthority.requestId), item);
      const handover = partsOf('subscriber-rights', 'handover', key);
      if (handover !== undefined) handovers.add(within(handover.tenant, handover.handoverId));
    },
    bring: (stored) => {
      const { key, item } = stored;
      if (key.table === 'subscriber-rights') return rightsItem(stored);
      const person = partsOf('subscribers', 'person', key);
      if (person !== undefined) {
        const version = numberOf(item, 'version');
        const since = (marks.get(within(person.tenant, person.personId)) ?? [])
          .filter((change) => change.version > version)
          .toSorted((a, b) => a.version - b.version);
        const last = since.at(-1);
        return last === undefined
          ? item
          : { ...item, marks: [...since.reduce(marksAfter, marksIn(item) ?? [])], version: last.version };
      }
      const bound = partsOf('subscribers', 'boundPerson', key);
      if (bound !== undefined) return closedCases.has(within(bound.tenant, bound.basisId)) ? undefined : item;
      const basis = partsOf('subscribers', 'basis', key);
      if (basis === undefined || item['state'] !== 'open') return item;
      const name = within(basis.tenant, basis.basisId);
      const closedAt = closedCases.get(name) ?? (cases ??= casesOf()).get(name);
      return closedAt === undefined
        ? item
        : { ...item, state: 'closed', closedAt, version: numberOf(item, 'version') + 1 };
    },
    missing: () =>
      (['claims', 'subject-requests', 'authority-requests'] as const).flatMap((register) =>
        [...keptOf[register].keys()].flatMap((name) => {
          const [tenant = '', id = ''] = JSON.parse(name) as readonly string[];
          return docketOf(register, tenant, id) ?? [];
        }),
      ),
    lost: () => {
      const lost: LostSince[] = [];
      const say = (name: string, what: string): void => {
        const [tenant = '', id = ''] = JSON.parse(name) as readonly string[];
        lost.push({ tenant, what, id });
      };
      for (const name of filedClaims)
        if (!kept.claims.has(name)) say(name, 'claim that was filed since: the claimant files it again');
      for (const [name, { decision }] of decidedClaims) {
        const item = kept.claims.get(name);
        if (item !== undefined && state(item) === 'open' && decisionOf(name, item) === undefined)
          say(
            name,
            `claim that was ${decision} since: it is open, and is decided again, which begins what it began`,
          );
      }
      for (const [name, steps] of requests) {
        const item = kept.requests.get(name);
        if (item === undefined && steps.some(({ is }) => is === 'filed'))
          say(name, 'request about somebody’s data that was filed since: it is filed again');
        if (
          item !== undefined &&
          item['extendedDays'] === undefined &&
          steps.some(({ is }) => is === 'extended')
        )
          say(name, 'request about somebody’s data that was put off since: it has its former term');
      }
      for (const [name, steps] of authorities) {
        const item = kept.authorities.get(name);
        const [tenant = ''] = JSON.parse(name) as readonly string[];
        if (item === undefined && steps.some(({ is }) => is === 'registered'))
          say(name, 'request of an authority that was registered since: it is registered again');
        if (item !== undefined && state(item) === 'registered' && steps.some(({ is }) => is === 'released'))
          say(name, 'request of an authority that was released since: two people are asked again');
        for (const step of steps)
          if (step.is === 'handed-over' && !handovers.has(within(tenant, step.handoverId)))
            say(
              name,
              'request of an authority by which a document was handed over since: the log has its digest',
            );
        if (item !== undefined && state(item) !== 'closed' && steps.some((step) => step.is === 'closed'))
          say(
            name,
            'request of an authority that was closed since: its minutes, if there were any, are lost',
          );
      }
      return lost;
    },
  };
};
