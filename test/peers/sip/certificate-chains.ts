import {
  id_pe_JWTClaimConstraints,
  id_pe_TNAuthList,
  JWTClaimConstraints,
  JWTClaimPermittedValues,
  JWTClaimPermittedValuesList,
  TNAuthorizationList,
  TNEntry,
} from '@peculiar/asn1-rfc8226';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  BasicConstraints,
  Extension,
  id_ce_basicConstraints,
  id_ce_keyUsage,
  KeyUsage,
  KeyUsageFlags,
  Time,
  type Extensions,
} from '@peculiar/asn1-x509';
import { issueCertificate, issueRevocations } from '@temkin/stir-certificates';
import { p256Pair, stirAuthority } from '../../support/stir-authority.ts';
import { changedCertificate } from './changed-certificate.ts';

const DAY = 86_400_000;

/** Who calls in these tests, as a PASSporT writes it. */
export const CALLER = '842439447788';

const without = (extensions: Extensions | undefined, name: string): void => {
  extensions?.splice(
    extensions.findIndex(({ extnID }) => extnID === name),
    1,
  );
};

const valueOf = (
  extensions: Extensions | undefined,
  name: string,
): { critical: boolean; extnValue: OctetString } => {
  const found = extensions?.find(({ extnID }) => extnID === name);
  if (found === undefined) throw new Error('our certificates have this extension');
  return found;
};

/** Our authority, a good certificate below it, and for the same key others that are wrong in one thing each. */
export const certificateChains = async () => {
  const ours = await stirAuthority(Date.now());
  const stranger = await stirAuthority(Date.now());
  const { middle, middleCertificate, leafCertificate, leafPair, inForce, rootCertificate } = ours;
  const traits = { name: 'SHAKEN 709J', publicKey: leafPair.spki, spc: '709J' };
  const revoked = Uint8Array.of(0x11, 0x22);
  const furtherPair = p256Pair();
  const further = { name: 'Example STIR issuer below another', signer: furtherPair.signer };

  const chains: Readonly<Record<string, readonly Uint8Array[]>> = {
    good: ours.chain,
    'leaf-only': [leafCertificate],
    stranger: [
      await issueCertificate(stranger.middle, { ...traits, serial: Uint8Array.of(9), ...inForce }),
      stranger.middleCertificate,
    ],
    expired: [
      await issueCertificate(middle, {
        ...traits,
        serial: Uint8Array.of(3),
        from: Date.now() - 2 * DAY,
        until: Date.now() - DAY,
      }),
      middleCertificate,
    ],
    early: [
      await issueCertificate(middle, {
        ...traits,
        serial: Uint8Array.of(4),
        from: Date.now() + DAY,
        until: Date.now() + 2 * DAY,
      }),
      middleCertificate,
    ],
    revoked: [await issueCertificate(middle, { ...traits, serial: revoked, ...inForce }), middleCertificate],
    other: [
      await issueCertificate(middle, {
        ...traits,
        name: 'SHAKEN 123A',
        spc: '123A',
        serial: Uint8Array.of(5),
        ...inForce,
      }),
      middleCertificate,
    ],
    critical: [
      await changedCertificate(leafCertificate, middle, ({ extensions }) => {
        valueOf(extensions, id_pe_TNAuthList).critical = true;
      }),
      middleCertificate,
    ],
    'no-list': [
      await changedCertificate(leafCertificate, middle, ({ extensions }) => {
        without(extensions, id_pe_TNAuthList);
      }),
      middleCertificate,
    ],
    'number-list': [
      await changedCertificate(leafCertificate, middle, ({ extensions }) => {
        const list = new TNAuthorizationList([new TNEntry({ one: CALLER })]);
        valueOf(extensions, id_pe_TNAuthList).extnValue = new OctetString(AsnConvert.serialize(list));
      }),
      middleCertificate,
    ],
    usage: [
      await changedCertificate(leafCertificate, middle, ({ extensions }) => {
        const usage = new KeyUsage(KeyUsageFlags.keyAgreement);
        valueOf(extensions, id_ce_keyUsage).extnValue = new OctetString(AsnConvert.serialize(usage));
      }),
      middleCertificate,
    ],
    'of-an-authority': [
      await issueCertificate(middle, {
        name: traits.name,
        publicKey: leafPair.spki,
        serial: Uint8Array.of(6),
        ...inForce,
      }),
      middleCertificate,
    ],
    'below-a-leaf': [
      await issueCertificate(
        { name: traits.name, signer: leafPair.signer },
        { ...traits, serial: Uint8Array.of(7), ...inForce },
      ),
      ...ours.chain,
    ],
    'below-too-many': [
      await issueCertificate(further, { ...traits, serial: Uint8Array.of(8), ...inForce }),
      await issueCertificate(middle, {
        name: further.name,
        publicKey: furtherPair.spki,
        serial: Uint8Array.of(9),
        ...inForce,
      }),
      await changedCertificate(middleCertificate, ours.root, ({ extensions }) => {
        const none = new BasicConstraints({ cA: true, pathLenConstraint: 0 });
        valueOf(extensions, id_ce_basicConstraints).extnValue = new OctetString(AsnConvert.serialize(none));
      }),
    ],
    'below-an-expired': [
      leafCertificate,
      await changedCertificate(middleCertificate, ours.root, (signed) => {
        signed.validity.notAfter = new Time(new Date(Date.now() - DAY));
      }),
    ],
    constrained: [
      await changedCertificate(leafCertificate, middle, ({ extensions }) => {
        const permitted = new JWTClaimPermittedValues({ claim: 'attest', permitted: ['B', 'C'] as never[] });
        const constraints = new JWTClaimConstraints({
          permittedValues: new JWTClaimPermittedValuesList([permitted]),
        });
        extensions?.push(
          new Extension({
            extnID: id_pe_JWTClaimConstraints,
            extnValue: new OctetString(AsnConvert.serialize(constraints)),
          }),
        );
      }),
      middleCertificate,
    ],
  };

  const revocations = await issueRevocations(middle, {
    serials: [revoked],
    from: Date.now() - DAY,
    until: Date.now() + DAY,
  });
  return {
    root: rootCertificate,
    chains,
    signer: leafPair.signer,
    privatePem: leafPair.privatePem,
    revocations,
  };
};
