import type { Expiring } from '@temkin/caller-id/domain';
import type { Trust } from './certificate-judge.ts';
import { readCertificate } from './read-certificate.ts';
import { readRevocations } from './revocations.ts';

const ofRoots = (anchors: Trust['anchors']): readonly Expiring[] =>
  anchors.flatMap(({ certificate }): readonly Expiring[] => {
    const root = readCertificate(certificate);
    return typeof root === 'string' ? [] : [{ kind: 'root', until: root.notAfter }];
  });

const ofLists = (revocations: readonly Uint8Array[]): readonly Expiring[] => {
  const last = new Map<string, number>();
  for (const { authority, until } of revocations.map(readRevocations))
    last.set(authority, Math.max(until, last.get(authority) ?? until));
  return [...last.values()].map((until) => ({ kind: 'revocations', until }));
};

/** When each root runs out that a deployment trusts, and the lists of each authority: the last of them, for one that is in force is enough. */
export const trustExpiring = ({ anchors, revocations = [] }: Trust): readonly Expiring[] => [
  ...ofRoots(anchors),
  ...ofLists(revocations),
];
