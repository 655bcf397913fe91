import { keyedHash, type KeyRing } from '@temkin/crypto';
import { inForce, rfc3339, toHex, utf8, type Caller, type Receipt } from '@temkin/kernel';
import {
  authorityScope,
  decideHandover,
  handedOverImages,
  handoverText,
  releaseDays,
} from '../../domain/index.ts';
import type { AuthorityRequests, Handover } from '../../store/authority-requests.ts';
import { personResource, refuse } from '../refuse.ts';
import type { Registry } from '../registry.ts';
import { untilSettled } from '../until-settled.ts';
import { openContent } from './authority-content.ts';
import type { Sha256 } from './ports.ts';
import { authorityRequestResource, refuseRight } from './refuse-rights.ts';
import { releasedPeople } from './released-people.ts';

export interface HandOverDependencies {
  readonly registry: Registry;
  readonly authorities: Pick<AuthorityRequests, 'find' | 'handovers' | 'handoverWrites'>;
  /** Purpose `registry`. */
  readonly keyRing: Pick<KeyRing, 'byId'>;
  readonly sha256: Sha256;
}

/** A document for an authority, and the record of it. */
export interface HandedOver {
  readonly handover: Handover;
  /** JSON in UTF-8, exactly as it was hashed. */
  readonly document: string;
}

/**
 * Makes the document of what two people released: of the people asked about the released fields, and no other. Every search and read
 * is an event of its own; the digest of the document is on record before it is answered, and the document is kept nowhere. The images
 * that it names by their digests belong to it, and are handed over with it by `showReleasedImage`. The same seed
 * answers the same document again, and `SUBSCRIBER.CHANGED` where the records have changed since. Refuses `AUTHORITY_REQUEST.UNKNOWN`,
 * by the codes of `decideHandover`, and `AUTHORITY_REQUEST.SCOPE_TOO_WIDE`.
 */
export const handOver = ({ registry, authorities, keyRing, sha256 }: HandOverDependencies) => {
  const { recorder, clock } = registry;
  const peopleOf = releasedPeople(registry);

  return (caller: Caller, requestId: string, seed: Uint8Array): Promise<HandedOver> => {
    const { tenant, id } = caller.principal;
    const handoverId = toHex(keyedHash(seed, 16, 'handover'));
    return untilSettled(async () => {
      const found = await authorities.find(tenant, requestId);
      if (found === undefined) throw refuseRight('AUTHORITY_REQUEST.UNKNOWN');
      const now = clock.now();
      const verdict = decideHandover(found, inForce(releaseDays, now).value, now);
      if (!verdict.allowed) throw refuseRight(verdict.code);
      const draft = {
        action: 'registry.release',
        outcome: 'allowed',
        purpose: 'authority-request',
        grounds: found.ground,
        groups: found.fields,
      } as const;
      const about = authorityRequestResource(requestId);
      const begun = await recorder.commit(
        caller,
        { ...draft, change: 'opened', resources: [about] },
        { reliedOn: [found.reliedOn] },
      );
      if (begun.outcome !== 'committed') return undefined;

      const content = await openContent(keyRing, tenant, found);
      const before = (await authorities.handovers(tenant, requestId)).find(
        (one) => one.handoverId === handoverId,
      );
      const at = before?.at ?? now;
      const { numbers } = inForce(authorityScope, at).value;
      const released = await peopleOf(caller, requestId, content.people, found.fields, numbers);
      const document = handoverText({
        format: 'temkin-registry-release/1',
        company: tenant,
        requestId,
        handoverId,
        producedAt: rfc3339(at),
        salt: toHex(keyedHash(seed, 32, 'handover-salt')),
        fields: found.fields,
        ...released,
      });
      const digest = toHex(await sha256(utf8(document)));
      if (before !== undefined) {
        if (before.sha256 !== digest) throw refuse('SUBSCRIBER.CHANGED');
        return { handover: before, document };
      }
      const { people } = released;
      const images = handedOverImages(people);
      const handover = { handoverId, at, by: id, sha256: digest, people: people.length, images };
      const recorded = await recorder.commit(
        caller,
        {
          ...draft,
          change: 'handed-over',
          resources: [
            about,
            { type: 'handover', pseudonym: handoverId },
            { type: 'sha-256', pseudonym: digest },
            ...[...new Set(people.map(({ personId }) => personId))].map((one) => personResource(one)),
          ],
        },
        {
          writes: (receipt: Receipt) => authorities.handoverWrites(tenant, found, { ...handover, receipt }),
        },
      );
      return recorded.outcome === 'committed'
        ? { handover: { ...handover, receipt: recorded.receipt }, document }
        : undefined;
    });
  };
};
