import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { ATTESTATIONS, LONGEST_IDENTITY, SIP_REASONS } from '../domain/index.ts';

const operating = { tag: 'Signed calls', access: { scope: 'calls:sign', roles: ['operator'] } } as const;

const telephoneNumber = z
  .string()
  .min(1)
  .max(32)
  .meta({ description: 'With country code, or as it is dialled in Vietnam.' });

const one = once(() => z.strictObject({ tn: telephoneNumber }));

const identityHeader = z.string().min(1).max(LONGEST_IDENTITY);

export const signCallSpec = routeSpec({
  ...operating,
  method: 'POST',
  path: '/stir/v1/signing',
  action: 'call.sign',
  summary: 'Sign a call that is being set up',
  description:
    'The signing request of 3GPP TS 24.229, annex V (Ms). Signed is a call that was declared and is not answered, at most twice. `attest`, `iat` and `origid` are taken and not used: they are ours to say. Over a connection with a client certificate that was agreed on.',
  body: () =>
    z
      .strictObject({
        signingRequest: z.strictObject({
          attest: z.enum(ATTESTATIONS).exactOptional(),
          dest: z.strictObject({ tn: z.array(telephoneNumber).length(1).readonly() }),
          // Seconds, until the year 5138.
          iat: z.int().min(0).max(99_999_999_999).exactOptional(),
          orig: one(),
          origid: z.string().max(64).exactOptional(),
        }),
      })
      .meta({ id: 'SigningRequest' }),
  success: {
    status: 200,
    description: 'The header for the INVITE.',
    body: () =>
      z
        .strictObject({ signingResponse: z.strictObject({ identityHeader: z.string() }) })
        .meta({ id: 'SigningResponse' }),
  },
  problems: [
    'CALL.CERTIFICATE_NOT_PINNED',
    'CALL.NOT_SIGNED_HERE',
    'CALL.NOT_DECLARED',
    'CALL.SIGNED_ENOUGH',
    'CALL.CHANGED',
  ],
});

const claims = once(() =>
  z.strictObject({
    attest: z.enum(ATTESTATIONS),
    crn: z.string().exactOptional(),
    dest: z.strictObject({ tn: z.array(z.string()).readonly() }),
    iat: z.int(),
    orig: z.strictObject({ tn: z.string() }),
    origid: z.string(),
    rcd: z
      .strictObject({ nam: z.string(), apn: z.string().exactOptional(), icn: z.string().exactOptional() })
      .exactOptional(),
  }),
);

const codes = Object.keys(SIP_REASONS).map(Number);

export const verifyCallSpec = routeSpec({
  ...operating,
  method: 'POST',
  path: '/stir/v1/verification',
  action: 'call.verify',
  summary: 'Verify the identity of a call that came in',
  description:
    'The verification request of 3GPP TS 24.229, annex V (Ms). A call whose identity does not hold is answered 200 too, with the SIP code and reason that RFC 8224 has for it. An identity that was seen with another call within three minutes is a replay.',
  body: () =>
    z
      .strictObject({
        verificationRequest: z.strictObject({
          identityHeader: identityHeader.exactOptional(),
          identityHeaders: z
            .array(identityHeader)
            .max(4)
            .readonly()
            .exactOptional()
            .meta({ description: 'Where the INVITE has several, each by itself.' }),
          from: one().exactOptional().meta({ description: 'Absent of an anonymous call.' }),
          to: one(),
          time: z.iso
            .datetime({ offset: true })
            .exactOptional()
            .meta({ description: 'The `Date` of the INVITE.' }),
          callId: z.string().min(1).max(255).exactOptional().meta({ description: 'Of the INVITE.' }),
        }),
      })
      .meta({ id: 'VerificationRequest' }),
  success: {
    status: 200,
    description: 'What the identity is worth.',
    body: () =>
      z
        .strictObject({
          verificationResponse: z.strictObject({
            verstatValue: z.enum(['TN-Validation-Passed', 'TN-Validation-Failed', 'No-TN-Validation']),
            verifyResults: z
              .array(
                z.strictObject({
                  verifyResult: z.strictObject({
                    ppt: z.literal('shaken'),
                    status: z.enum(['success', 'failure']),
                    reasonCode: z.union(codes.map((code) => z.literal(code))).exactOptional(),
                    reasonText: z.enum(Object.values(SIP_REASONS)).exactOptional(),
                    validClaims: claims().exactOptional(),
                  }),
                }),
              )
              .readonly(),
          }),
        })
        .meta({ id: 'VerificationResponse' }),
  },
  problems: ['CALL.CERTIFICATE_NOT_PINNED'],
});

const publishing = { tag: 'Signed calls', access: 'public' } as const;

const caching = {
  'cache-control': { description: 'How long the answer may be kept.' },
} as const;

export const readCertificateSpec = routeSpec({
  ...publishing,
  method: 'GET',
  path: '/stir/{spc}/{serial}',
  action: 'call.certificate',
  summary: 'Read a certificate that calls are signed by',
  description:
    'What `x5u` of a PASSporT names: `{serial}.pem`, the leaf and then what is between it and its root. It never changes.',
  params: () =>
    z.strictObject({
      spc: z.string().regex(/^[A-Za-z0-9]{1,32}$/),
      // 20 bytes (RFC 5280 §4.1.2.2), and the zero that keeps them positive.
      serial: z.string().regex(/^[0-9a-f]{2,42}\.pem$/),
    }),
  success: {
    status: 200,
    description: 'The chain in PEM.',
    body: () => z.string(),
    mediaType: 'application/pem-certificate-chain',
    headers: caching,
  },
  problems: ['CALL.CERTIFICATE_UNKNOWN'],
});

export const readKeysSpec = routeSpec({
  ...publishing,
  method: 'GET',
  path: '/.well-known/jwks.json',
  action: 'call.keys',
  summary: 'Read the keys that calls are signed by',
  description:
    'The same keys as JWKs (RFC 7517), for verifiers that are not of SIP. `kid` is the thumbprint of the certificate.',
  success: {
    status: 200,
    description: 'The keys.',
    body: () =>
      z
        .strictObject({
          keys: z
            .array(
              z.strictObject({
                kty: z.literal('EC'),
                crv: z.literal('P-256'),
                x: z.string(),
                y: z.string(),
                alg: z.literal('ES256'),
                use: z.literal('sig'),
                kid: z.string(),
                x5u: z.string(),
                'x5t#S256': z.string(),
              }),
            )
            .readonly(),
        })
        .meta({ id: 'SigningKeys' }),
    headers: caching,
  },
  problems: [],
});

/** What is asked of the signing of calls, for the OpenAPI document and the authorization matrix. */
export const signingSpecs = [signCallSpec, verifyCallSpec, readCertificateSpec, readKeysSpec];
