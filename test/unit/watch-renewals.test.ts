import { watchRenewals } from '@temkin/caller-id';
import {
  ownExpiring,
  RENEWAL_POLICY,
  renewalsDue,
  type Expiring,
  type OwnCertificate,
} from '@temkin/caller-id/domain';
import { issueRevocations, trustExpiring } from '@temkin/stir-certificates';
import { describe, expect, it } from 'vitest';
import { stirAuthority } from '../support/stir-authority.ts';
import { testClock } from '../support/test-clock.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-23T05:00:00Z');

/** A certificate in force for so many days around now. */
const certificate = (tenant: string, from: number, until: number): OwnCertificate => ({
  tenant,
  spc: '709J',
  serial: `${from}-${until}`,
  address: 'https://api.example/stir/709J/1.pem',
  chain: [],
  pem: '',
  key: { kty: 'EC', crv: 'P-256', x: '', y: '' },
  from: NOW + from * DAY,
  until: NOW + until * DAY,
  thumbprint: '',
});

describe('a company can sign', () => {
  it.each<[string, readonly (readonly [number, number])[], number]>([
    ['until its certificate runs out', [[-100, 20]], 20],
    ['until the next one does that is in force by then', [[15, 90], [-100, 20]], 90], // prettier-ignore
    ['until the one in use runs out, where the next is not in force by then', [[30, 90], [-100, 20]], 20], // prettier-ignore
    ['until the longest of several does', [[-1, 10], [-100, 40], [5, 30]], 40], // prettier-ignore
    ['no more, where its certificate has run out', [[-100, -1]], 0],
    ['not yet, where its certificate is not in force', [[1, 90]], 0],
  ])('%s', (_, own, days) => {
    const certificates = own.map(([from, until]) => certificate('demo', from, until));
    expect(ownExpiring([...certificates, certificate('other', -1, 1)], NOW)).toEqual([
      { kind: 'certificate', tenant: 'demo', until: NOW + days * DAY },
      { kind: 'certificate', tenant: 'other', until: NOW + DAY },
    ]);
  });
});

describe('what is to be renewed', () => {
  it('is what has less left than its kind takes, by a dated record', () => {
    const [{ value }] = RENEWAL_POLICY as [(typeof RENEWAL_POLICY)[number]];
    expect(value).toEqual({ certificate: 14, root: 14, revocations: 3 });
    for (const kind of ['certificate', 'root', 'revocations'] as const) {
      const left = (milliseconds: number): Expiring => ({ kind, until: NOW + milliseconds });
      const [enough, less, none] = [left(value[kind] * DAY), left(value[kind] * DAY - 1), left(-DAY)];
      expect(renewalsDue([enough, less, none], NOW)).toEqual([less, none]);
    }
  });

  it('is known of roots, and of the last list of each authority', async () => {
    const ours = await stirAuthority(NOW);
    const list = (authority: typeof ours.root, days: number): Promise<Uint8Array> =>
      issueRevocations(authority, { serials: [], from: NOW - DAY, until: NOW + days * DAY });
    const revocations = await Promise.all([
      list(ours.root, 1),
      list(ours.middle, 2),
      list(ours.root, 30),
      list(ours.root, 4),
    ]);
    expect(trustExpiring({ anchors: [{ certificate: ours.rootCertificate }], revocations })).toEqual([
      { kind: 'root', until: NOW + 5 * DAY },
      { kind: 'revocations', until: NOW + 30 * DAY },
      { kind: 'revocations', until: NOW + 2 * DAY },
    ]);
    expect(trustExpiring({ anchors: [] })).toEqual([]);
  });
});

/** Watches, and keeps what is said. */
const watch = (certificates: readonly OwnCertificate[], trusted: readonly Expiring[] = []) => {
  const clock = testClock(NOW);
  const said: unknown[] = [];
  const look = watchRenewals({
    certificates,
    trusted,
    clock,
    findings: {
      report: (finding) => {
        said.push(finding);
      },
    },
  });
  return { clock, said, look };
};

describe('whoever watches over renewals', () => {
  it('says what is due, of whom, and how many days are left', () => {
    const { look, said } = watch(
      [certificate('demo', -100, 13.5), certificate('other', -100, 15)],
      [
        { kind: 'root', until: NOW + 15 * DAY },
        { kind: 'revocations', until: NOW - DAY },
      ],
    );
    look();
    expect(said).toEqual([
      { finding: 'renewal-due', kind: 'certificate', tenant: 'demo', daysLeft: 13 },
      { finding: 'renewal-due', kind: 'revocations', daysLeft: 0 },
    ]);
  });

  it('looks when it is first asked, and then once a day', () => {
    const { look, said, clock } = watch([certificate('demo', -100, 14 + 1 / 24)]);
    // The clock goes on by a millisecond whenever it is asked.
    look();
    clock.set(NOW + DAY - 1);
    look();
    expect(said).toEqual([]);
    clock.set(NOW + DAY);
    for (let asked = 0; asked < 3; asked++) look();
    expect(said).toEqual([{ finding: 'renewal-due', kind: 'certificate', tenant: 'demo', daysLeft: 13 }]);
    clock.set(NOW + 2 * DAY);
    look();
    expect(said).toHaveLength(2);
  });
});
