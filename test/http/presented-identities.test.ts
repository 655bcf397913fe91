import type { CertificateJudge, CertificateSource } from '@temkin/caller-id/domain';
import { toBase64Url, utf8 } from '@temkin/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import { CLAIMS, HEADER, identityWorld, NOW } from '../support/identity-world.ts';
import { p256KeyOf } from '../support/p256-key.ts';
import { testSystem } from '../support/system.ts';
import { testCallSigning } from '../support/test-call-signing.ts';

const { signer, sign } = await identityWorld();
const key = await p256KeyOf(signer);

/** A certificate is its address here, and names its provider. */
const source: CertificateSource = {
  find: async (address) => ({ outcome: 'found', chain: [utf8(address)] }),
};
const judge: CertificateJudge = {
  judge: async ([certificate]) => {
    const [, spc = ''] = /stir\/([^/]+)\//.exec(new TextDecoder().decode(certificate)) ?? [];
    return { trusted: true, key, spc };
  },
};

const system = await testSystem({
  now: NOW,
  callSigning: {
    ...(await testCallSigning({ now: () => NOW })),
    source,
    judge,
    providers: { mayCallFrom: async () => true, mayShow: async () => true },
  },
});
afterEach(() => {
  system.clock.set(NOW);
});
const operator = system.as('operator-mobile');

const identityOf = async (provider: string, origid: string): Promise<string> => {
  const x5u = `https://cr.example.vn/stir/${provider}/1.pem`;
  const claims = { ...CLAIMS, origid } as unknown as Parameters<typeof sign>[1];
  return `${await sign({ ...HEADER, x5u }, claims)};info=<${x5u}>;alg=ES256;ppt=shaken`;
};

const verify = async (identityHeader: string, callId: string): Promise<string> => {
  const response = await operator.post('/stir/v1/verification', {
    verificationRequest: {
      identityHeader,
      callId,
      from: { tn: '+842439447788' },
      to: { tn: '0912345678' },
    },
  });
  expect(response.status).toBe(200);
  const { verificationResponse } = (await response.json()) as {
    readonly verificationResponse: {
      readonly verifyResults: readonly [
        { readonly verifyResult: { readonly status: string; readonly reasonCode?: number } },
      ];
    };
  };
  const [{ verifyResult }] = verificationResponse.verifyResults;
  return `${verifyResult.status} ${verifyResult.reasonCode ?? ''}`.trim();
};

describe('an identity that is presented', () => {
  it('for many calls at once holds for one of them', async () => {
    const identity = await identityOf('800A', crypto.randomUUID());
    const callIds = Array.from({ length: 8 }, (_, at) => `call-${at}`);
    const said = await Promise.all(callIds.map((callId) => verify(identity, callId)));
    expect(said.filter((verdict) => verdict === 'success')).toHaveLength(1);
    expect(said.filter((verdict) => verdict === 'failure 438')).toHaveLength(7);
  });

  it('for one call many times at once holds each time', async () => {
    const identity = await identityOf('800A', crypto.randomUUID());
    const said = await Promise.all(Array.from({ length: 4 }, () => verify(identity, 'one call')));
    expect(new Set(said)).toEqual(new Set(['success']));
  });

  it('does not use up the origid of another provider, and does its own', async () => {
    const origid = crypto.randomUUID();
    expect(await verify(await identityOf('800B', origid), '1')).toBe('success');
    expect(await verify(await identityOf('800A', origid), '2')).toBe('success');
    const upper = await identityOf('800A', origid.toUpperCase());
    expect(await verify(upper, '3')).toBe('failure 438');
  });

  it('is answered and no fault of ours where it is nested as deep as it is long', async () => {
    const deep = toBase64Url(utf8(`{"x":${'['.repeat(2_950)}${']'.repeat(2_950)}}`));
    expect(await verify(`${deep}.${deep.slice(0, 4)}.${'A'.repeat(86)};info=<https://a.vn/x>`, '1')).toBe(
      'failure 438',
    );
    expect(system.faults).toEqual([]);
  });
});
