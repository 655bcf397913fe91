import {
  id_pe_JWTClaimConstraints,
  id_pe_TNAuthList,
  JWTClaimConstraints,
  JWTClaimNames,
  JWTClaimPermittedValues,
  JWTClaimPermittedValuesList,
  TNAuthorizationList,
  TNEntry,
} from '@peculiar/asn1-rfc8226';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  Certificate,
  Extension,
  id_ce_keyUsage,
  KeyUsage,
  KeyUsageFlags,
  type Extensions,
} from '@peculiar/asn1-x509';
import type { CertificateVerdict } from '@temkin/caller-id/domain';
import { toDerSignature } from '@temkin/crypto';
import {
  anchorsFromPem,
  certificateJudge,
  fromPem,
  issueCertificate,
  issueRevocations,
  issueRoot,
  revocationsFromPem,
  revocationsToPem,
  toPem,
  type Authority,
} from '@temkin/stir-certificates';
import fc from 'fast-check';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { p256KeyOf } from '../support/p256-key.ts';
import { p256Pair, stirAuthority } from '../support/stir-authority.ts';

const NOW = 1_795_278_053_000;
const AT = NOW / 1_000;
const DAY = 86_400_000;

const world = await stirAuthority(NOW);
const { root, middle, inForce, chain, rootCertificate, middleCertificate, leafCertificate, leafPair } = world;
const trusting = certificateJudge({ anchors: [rootCertificate] });

const said = (verdict: CertificateVerdict): string => (verdict.trusted ? verdict.spc : verdict.because);

const judged = async (...links: readonly Uint8Array[]): Promise<string> =>
  said(await trusting.judge(links, AT));

/** A leaf like the good one, but for what is changed of it before it is signed. */
const leafWith = async (
  change: (extensions: Extensions) => void,
  by: Authority = middle,
  base = leafCertificate,
): Promise<Uint8Array> => {
  const certificate = AsnConvert.parse(Uint8Array.from(base).buffer, Certificate);
  const { tbsCertificate } = certificate;
  if (tbsCertificate.extensions === undefined) throw new Error('our certificates have extensions');
  change(tbsCertificate.extensions);
  const signed = new Uint8Array(AsnConvert.serialize(tbsCertificate));
  certificate.signatureValue = Uint8Array.from(toDerSignature(await by.signer.sign(signed))).buffer;
  certificate.tbsCertificateRaw = Uint8Array.from(signed).buffer;
  return new Uint8Array(AsnConvert.serialize(certificate));
};

const listOf = (...entries: readonly TNEntry[]): Extension =>
  new Extension({
    extnID: id_pe_TNAuthList,
    critical: false,
    extnValue: new OctetString(AsnConvert.serialize(new TNAuthorizationList([...entries]))),
  });

const leafListing = (...entries: readonly TNEntry[]): Promise<Uint8Array> =>
  leafWith((extensions) => {
    const at = extensions.findIndex(({ extnID }) => extnID === id_pe_TNAuthList);
    extensions.splice(at, 1, ...(entries.length > 0 ? [listOf(...entries)] : []));
  });

describe('a chain', () => {
  it('is trusted below a root that we trust, for its provider and its key', async () => {
    expect(await trusting.judge(chain, AT)).toEqual({
      trusted: true,
      spc: '709J',
      key: await p256KeyOf(leafPair.signer),
    });
  });

  it('is trusted where the root issued the leaf itself, and with the root sent along', async () => {
    const direct = await issueCertificate(root, {
      name: 'SHAKEN 1',
      publicKey: leafPair.spki,
      serial: Uint8Array.of(9),
      spc: '1',
      ...inForce,
    });
    expect(await judged(direct)).toBe('1');
    expect(await judged(...chain, rootCertificate)).toBe('709J');
  });

  it('is what others read as well: names, constraints and signatures', () => {
    const [leaf, issuer] = chain.map((der) => new X509Certificate(der));
    const authority = new X509Certificate(rootCertificate);
    expect(leaf?.subject).toBe('CN=SHAKEN 709J');
    expect([leaf?.ca, issuer?.ca, authority.ca]).toEqual([false, true, true]);
    expect(issuer?.checkIssued(authority)).toBe(true);
    expect(authority.verify(authority.publicKey)).toBe(true);
    // The list of a provider, as openssl writes it: reference §2.1.
    expect(Buffer.from(leafCertificate).toString('hex')).toContain('3008a00616043730394a');
  });

  it('is not trusted without what leads to the root, or below another root', async () => {
    const stranger = await stirAuthority(NOW);
    expect(await judged(leafCertificate)).toBe('unknown-authority');
    expect(await judged(...stranger.chain)).toBe('unknown-authority');
    expect(await judged(leafCertificate, stranger.middleCertificate)).toBe('unknown-authority');
    expect(said(await certificateJudge({ anchors: [] }).judge(chain, AT))).toBe('unknown-authority');
  });

  it('is not trusted where the leaf was signed by one who only says its name', async () => {
    const impostor = await issueCertificate(
      { ...middle, signer: p256Pair().signer },
      { name: 'SHAKEN 709J', publicKey: leafPair.spki, serial: Uint8Array.of(7), spc: '709J', ...inForce },
    );
    expect(await judged(impostor, middleCertificate)).toBe('unknown-authority');
  });

  it.each([
    ['before its first second', inForce.from - 1_000, 'dates'],
    ['in its first second', inForce.from, '709J'],
    ['in its last second', inForce.until - 1_000, '709J'],
    ['after its last second', inForce.until + 1_000, 'dates'],
  ])('%s is judged by its dates', async (_, at, outcome) => {
    expect(said(await trusting.judge(chain, Math.floor(at / 1_000)))).toBe(outcome);
  });

  it('is not trusted where an authority is out of force', async () => {
    const old = await issueCertificate(root, {
      name: middle.name,
      publicKey: await middle.signer.publicKey(),
      serial: Uint8Array.of(5),
      from: NOW - 9 * DAY,
      until: NOW - DAY,
    });
    expect(await judged(leafCertificate, old)).toBe('dates');
    const spent = await issueRoot(root, { serial: Uint8Array.of(1), from: NOW - 9 * DAY, until: NOW - DAY });
    expect(said(await certificateJudge({ anchors: [spent] }).judge(chain, AT))).toBe('dates');
  });

  it('is not trusted where the leaf is an authority, or an authority is none', async () => {
    expect(await judged(middleCertificate)).toBe('usage');
    const below = await issueCertificate(
      { signer: leafPair.signer, name: 'SHAKEN 709J' },
      { name: 'SHAKEN 2', publicKey: p256Pair().spki, serial: Uint8Array.of(3), spc: '2', ...inForce },
    );
    expect(await judged(below, ...chain)).toMatch(/^(usage|unknown-authority)$/);
  });

  it.each<[string, readonly TNEntry[]]>([
    ['no list', []],
    ['a number', [new TNEntry({ one: '842439447788' })]],
    ['a number beside its code', [new TNEntry({ spc: '709J' }), new TNEntry({ one: '842439447788' })]],
    ['two codes', [new TNEntry({ spc: '709J' }), new TNEntry({ spc: '1' })]],
    ['a code of other characters', [new TNEntry({ spc: '../x' })]],
  ])('is not trusted where the leaf has %s', async (_, entries) => {
    expect(await judged(await leafListing(...entries), middleCertificate)).toBe('no-provider');
  });

  it('is not trusted with a list that is critical, an extension that nobody knows and is, or one that is there twice', async () => {
    const critical = await leafWith((extensions) => {
      for (const extension of extensions) extension.critical = true;
    });
    const strange = await leafWith((extensions) => {
      extensions.push(
        new Extension({
          extnID: '1.2.3.4',
          critical: true,
          extnValue: new OctetString(Buffer.from('0500', 'hex')),
        }),
      );
    });
    const twice = await leafWith((extensions) => {
      extensions.push(listOf(new TNEntry({ spc: 'OTHER' })));
    });
    for (const leaf of [critical, strange, twice])
      expect(await judged(leaf, middleCertificate)).toBe('extension');
  });

  it('is trusted for what its leaf allows to be said, and not where we cannot read what that is', async () => {
    const constraining = new Extension({
      extnID: id_pe_JWTClaimConstraints,
      extnValue: new OctetString(
        AsnConvert.serialize(
          new JWTClaimConstraints({
            mustInclude: new JWTClaimNames(['rcd']),
            permittedValues: new JWTClaimPermittedValuesList([
              new JWTClaimPermittedValues({ claim: 'attest', permitted: ['B', 'C'] as never[] }),
            ]),
          }),
        ),
      ),
    });
    const adding =
      (extension: Extension) =>
      (extensions: Extensions): void => {
        extensions.push(extension);
      };
    const leaf = await leafWith(adding(constraining));
    expect(await trusting.judge([leaf, middleCertificate], AT)).toMatchObject({
      trusted: true,
      constraints: { mustInclude: ['rcd'], permitted: [{ claim: 'attest', values: ['B', 'C'] }] },
    });
    // RFC 9118: the same, and what may not be said besides.
    const enhanced = Object.assign(constraining, { extnID: '1.3.6.1.5.5.7.1.33' });
    expect(await judged(await leafWith(adding(enhanced)), middleCertificate)).toBe('extension');
    const above = await leafWith(adding(enhanced), root, middleCertificate);
    expect(await judged(leafCertificate, above)).toBe('extension');
    const unreadable = new Extension({
      extnID: id_pe_JWTClaimConstraints,
      extnValue: new OctetString(Uint8Array.of(0x30, 0x01)),
    });
    expect(await judged(await leafWith(adding(unreadable)), middleCertificate)).toBe('unreadable');
  });

  it('is not trusted where an authority has a list of its own', async () => {
    const listing = await leafWith(
      (extensions) => {
        extensions.push(listOf(new TNEntry({ spc: '709J' })));
      },
      root,
      middleCertificate,
    );
    expect(await judged(leafCertificate, listing)).toBe('extension');
  });

  it('is not trusted with a key of another curve', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const leaf = await issueCertificate(middle, {
      name: 'SHAKEN 709J',
      publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
      serial: Uint8Array.of(4),
      spc: '709J',
      ...inForce,
    });
    expect(await judged(leaf, middleCertificate)).toBe('key');
  });

  it('is not trusted once its authority took it back, and not by a list that has run out', async () => {
    const revokes = async (serials: readonly Uint8Array[], until: number, by = middle): Promise<string> => {
      const list = await issueRevocations(by, { serials, from: NOW - DAY, until });
      const judge = certificateJudge({ anchors: [rootCertificate], revocations: [list] });
      return said(await judge.judge(chain, AT));
    };
    const own = Uint8Array.of(0x3f, 0x9a);
    expect(await revokes([own], NOW + DAY)).toBe('revoked');
    expect(await revokes([Uint8Array.of(0x3f)], NOW + DAY)).toBe('709J');
    expect(await revokes([], NOW + DAY)).toBe('709J');
    expect(await revokes([], NOW - 1_000)).toBe('dates');
    expect(await revokes([Uint8Array.of(2)], NOW + DAY, root)).toBe('revoked');
    // A list that another made under this name is nobody's.
    expect(await revokes([own], NOW + DAY, { ...middle, signer: p256Pair().signer })).toBe('709J');
  });

  it('is not trusted once its authority took it back, whether or not that one may sign lists by its own certificate', async () => {
    const without = await leafWith(
      (extensions) => {
        const usage = new KeyUsage(KeyUsageFlags.keyCertSign);
        const found = extensions.find(({ extnID }) => extnID === id_ce_keyUsage);
        if (found !== undefined) found.extnValue = new OctetString(AsnConvert.serialize(usage));
      },
      root,
      middleCertificate,
    );
    const serials = [Uint8Array.of(0x3f, 0x9a)];
    const list = await issueRevocations(middle, { serials, from: NOW - DAY, until: NOW + DAY });
    const judge = certificateJudge({ anchors: [rootCertificate], revocations: [list] });
    expect(said(await judge.judge([leafCertificate, without], AT))).toBe('revoked');
  });

  it('is trusted by whichever certificate of an authority holds, while one of it that has run out is still shown', async () => {
    const before = { from: NOW - 9 * DAY, until: NOW - DAY };
    const spent = await issueRoot(root, { serial: Uint8Array.of(7), ...before });
    const old = await issueCertificate(root, {
      name: middle.name,
      publicKey: await middle.signer.publicKey(),
      serial: Uint8Array.of(8),
      ...before,
    });
    const judge = certificateJudge({ anchors: [spent, rootCertificate] });
    expect(said(await judge.judge(chain, AT))).toBe('709J');
    expect(await judged(leafCertificate, old, middleCertificate)).toBe('709J');
    expect(await judged(leafCertificate, old)).toBe('dates');
  });

  it('of whatever bytes is a verdict and never an error', async () => {
    expect(await judged()).toBe('unreadable');
    expect(await judged(Uint8Array.of(...leafCertificate, 0), middleCertificate)).toBe('unreadable');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (bytes) => {
        expect(await judged(bytes, middleCertificate)).toBe('unreadable');
      }),
    );
  });

  it('is another or none when one bit of a byte of its leaf is changed', async () => {
    const changes = Array.from(leafCertificate, (_, at) =>
      leafCertificate.map((byte, place) => (place === at ? byte ^ (1 << (at & 7)) : byte)),
    );
    const verdicts = await Promise.all(changes.map((leaf) => judged(leaf, middleCertificate)));
    expect(verdicts.filter((verdict) => verdict === '709J')).toEqual([]);
  });

  it('needs anchors that can be used', () => {
    expect(() => certificateJudge({ anchors: [new Uint8Array(3)] })).toThrow('unreadable');
    expect(() => certificateJudge({ anchors: [rootCertificate], revocations: [new Uint8Array(3)] })).toThrow(
      'cannot be read',
    );
  });
});

describe('lists of revoked certificates in PEM', () => {
  it('are all read, however many stand in one text, and none that is something else is passed over', async () => {
    const traits = { from: NOW - DAY, until: NOW + DAY };
    const lists = [
      await issueRevocations(root, { serials: [], ...traits }),
      await issueRevocations(middle, { serials: [Uint8Array.of(0x3f, 0x9a)], ...traits }),
    ];
    const read = revocationsFromPem(lists.map(revocationsToPem).join(''));
    expect(read).toEqual(lists);
    const judge = certificateJudge({ anchors: [rootCertificate], revocations: read });
    expect(said(await judge.judge(chain, AT))).toBe('revoked');
    expect(() => revocationsFromPem(toPem(chain))).toThrow('no list');
  });
});

describe('roots in PEM', () => {
  it('are all trusted, however many stand in one text, and none that is something else is passed over', () => {
    const roots = Array.from({ length: 6 }, () => rootCertificate);
    expect(anchorsFromPem(toPem(roots))).toEqual(roots);
    const other = toPem(roots).replaceAll(' CERTIFICATE-', ' TRUSTED CERTIFICATE-');
    expect(() => anchorsFromPem(other)).toThrow('no root');
  });
});

describe('PEM', () => {
  it('holds a chain in its order, whatever stands between', () => {
    expect(fromPem(toPem(chain))).toEqual(chain);
    expect(fromPem(`subject=CN = x\r\n${toPem(chain).replaceAll('\n', '\r\n')}`)).toEqual(chain);
  });

  it('is none without a certificate, and with more than any chain has', () => {
    expect(fromPem('')).toBeUndefined();
    expect(fromPem('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----')).toBeUndefined();
    expect(fromPem(toPem(Array.from({ length: 6 }, () => leafCertificate)))).toBeUndefined();
  });
});
