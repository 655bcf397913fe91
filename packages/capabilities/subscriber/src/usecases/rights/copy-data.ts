import { keyedHash } from '@temkin/crypto';
import { inForce, rfc3339, toHex, utf8, type Caller, type Receipt } from '@temkin/kernel';
import {
  copiedNumbers,
  decideCopy,
  FIELD_NAMES,
  handoverText,
  READ_POLICY,
  type FieldName,
} from '../../domain/index.ts';
import type { DataRequests } from '../../store/data-requests.ts';
import { personResource, refuse } from '../refuse.ts';
import type { Registry } from '../registry.ts';
import { requireBasis } from '../require-basis.ts';
import { untilSettled } from '../until-settled.ts';
import type { Sha256 } from './ports.ts';
import { numbersOf, readWholePerson } from './read-whole-person.ts';
import { dataRequestResource, refuseRight } from './refuse-rights.ts';

export interface CopyDataDependencies {
  readonly registry: Registry;
  readonly requests: Pick<DataRequests, 'find'>;
  readonly sha256: Sha256;
}

/** All that the registry has of somebody, as one document. */
export interface CopiedData {
  readonly requestId: string;
  /** 64 hexadecimal digits, of the document in UTF-8. */
  readonly sha256: string;
  readonly document: string;
  readonly receipt: Receipt;
}

const PURPOSE = 'data-subject-request';

/** All that the purpose shows in full, in the order of the table of fields. */
const copiedFields = (): readonly FieldName[] => {
  const shown = READ_POLICY.find(({ purpose }) => purpose === PURPOSE)?.shown ?? {};
  return FIELD_NAMES.filter((field) => shown[field] === 'full');
};

/**
 * Makes the document of who asked for a copy of their data: every field, and all numbers that they have or had, in the case of the
 * request, which somebody else filed. Each read is an event of its own; the salted digest of the document is on record before it is
 * answered, and the document is kept nowhere: made again, it is another with a digest of its own. It names images by id and digest; they are looked at one by
 * one in the case. Refuses `DATA_REQUEST.UNKNOWN`, `SUBSCRIBER.BASIS_REQUIRED`, `SUBSCRIBER.UNKNOWN` of who is erased,
 * `DATA_REQUEST.TOO_MANY_NUMBERS`, and by the codes of `decideCopy`.
 */
export const copyData = ({ registry, requests, sha256 }: CopyDataDependencies) => {
  const { recorder, clock } = registry;
  const basisOf = requireBasis(registry);
  const read = readWholePerson(registry);

  return (caller: Caller, requestId: string, seed: Uint8Array): Promise<CopiedData> => {
    const { tenant } = caller.principal;
    return untilSettled(async () => {
      const found = await requests.find(tenant, requestId);
      if (found === undefined) throw refuseRight('DATA_REQUEST.UNKNOWN');
      const { personId, caseId } = found;
      const verdict = decideCopy(found);
      if (!verdict.allowed) throw refuseRight(verdict.code);
      const basis = await basisOf(caller, { basisId: caseId, purpose: PURPOSE, personId });
      const now = clock.now();
      const subscriptionIds = await numbersOf(registry, tenant, personId);
      const most = inForce(copiedNumbers, now);
      if (subscriptionIds.length > most.value) throw refuseRight('DATA_REQUEST.TOO_MANY_NUMBERS');
      const fields = copiedFields();
      const person = await read(caller, {
        personId,
        subscriptionIds,
        purpose: PURPOSE,
        fields,
        basis: { kind: 'case', reference: caseId, reliedOn: basis.reliedOn },
      });
      if (person === undefined) throw refuse('SUBSCRIBER.UNKNOWN', { about: { purpose: PURPOSE } });
      const document = handoverText({
        format: 'temkin-registry-copy/1',
        company: tenant,
        requestId,
        producedAt: rfc3339(now),
        salt: toHex(keyedHash(seed, 32, 'copy-salt')),
        fields,
        person,
      });
      const digest = toHex(await sha256(utf8(document)));
      const recorded = await recorder.commit(
        caller,
        {
          action: 'subscriber.request',
          outcome: 'allowed',
          change: 'copied',
          purpose: PURPOSE,
          policies: [most.id],
          resources: [
            personResource(personId),
            dataRequestResource(requestId),
            { type: 'sha-256', pseudonym: digest },
          ],
        },
        { reliedOn: [found.reliedOn, basis.reliedOn] },
      );
      return recorded.outcome === 'committed'
        ? { requestId, sha256: digest, document, receipt: recorded.receipt }
        : undefined;
    });
  };
};
