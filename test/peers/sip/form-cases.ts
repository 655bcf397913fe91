import { toDerSignature } from '@temkin/crypto';
import { otherSignature } from '../../support/identity-world.ts';
import { accepted, resigned, rewrite, rewritten, says, token, type Case } from './case.ts';
import { CALLER } from './certificate-chains.ts';

/** A part of a token with a text in it replaced. */
const changedText = (part: string, text: string, other: string): string =>
  Buffer.from(Buffer.from(part, 'base64url').toString().replace(text, other)).toString('base64url');

/** Of base64url, by their values. */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Calls by the form of what they carry: headers of SIP, headers of tokens, signatures. */
export const FORM_CASES: readonly Case[] = [
  {
    title: 'with n − s for s, the same signature by its mathematics',
    call: rewritten(resigned(otherSignature)),
    says: accepted,
  },
  {
    title: 'that is not there',
    call: async () => ({ identities: [] }),
    says: says(undefined, 428, 428, '428 absent'),
  },
  {
    title: 'whose signature is left in DER',
    call: rewritten(resigned(toDerSignature)),
    says: says(-253, 438, 438, '438 malformed'),
  },
  {
    title: 'whose signature is of another token',
    call: async (world) => {
      const [, , another = ''] = (await world.minted()).split(';')[0]?.split('.') ?? [];
      return {
        identities: [rewrite(await world.minted(), (header, payload) => `${header}.${payload}.${another}`)],
      };
    },
    says: says(-251, 438, 438, '438 wrong-signature'),
  },
  {
    title: 'whose claims were changed after it was signed',
    call: rewritten((header, payload, signature) =>
      [header, changedText(payload, '"attest":"A"', '"attest":"B"'), signature].join('.'),
    ),
    says: says(-251, 438, 438, '438 wrong-signature'),
  },
  {
    title: 'whose signature is of zeroes',
    call: rewritten((header, payload) => [header, payload, 'A'.repeat(86)].join('.')),
    says: says(-251, 438, 438, '438 wrong-signature'),
  },
  {
    title: 'without a signature',
    call: rewritten((header, payload) => `${header}.${payload}.`),
    says: says(-253, 438, 438, '438 malformed'),
  },
  {
    title: 'in the compact form',
    call: rewritten((_header, _payload, signature) => `..${signature}`),
    says: says(-301, 438, 438, '438 malformed'),
    command: -231,
  },
  {
    title: 'whose signature is written with bits behind its end',
    call: rewritten((header, payload, signature) => {
      const digit = DIGITS[DIGITS.indexOf(signature.at(-1) ?? '') + 1] ?? '';
      return `${header}.${payload}.${signature.slice(0, -1)}${digit}`;
    }),
    says: says(1, 200, 200, '438 malformed'),
  },
  {
    title: 'whose signature is padded',
    call: rewritten((header, payload, signature) => `${header}.${payload}.${signature}==`),
    says: says(1, 200, 200, '438 malformed'),
  },
  {
    title: 'with a space within its token',
    call: rewritten((header, payload, signature) => `${header}. ${payload}.${signature}`),
    says: says(1, 200, 438, '438 malformed'),
  },
  {
    title: 'with a fourth part',
    call: rewritten((...parts) => [...parts, 'AAAA'].join('.')),
    says: says(-301, 438, 438, '438 malformed'),
  },
  {
    title: 'that says twice who calls',
    call: async (world) => {
      const [value = '', ...parameters] = (await world.minted()).split(';');
      const [header = '', payload = ''] = value.split('.');
      const twice = changedText(payload, '"orig":', '"orig":{"tn":"84987654321"},"orig":');
      return { identities: [[await world.signed(`${header}.${twice}`), ...parameters].join(';')] };
    },
    says: says(1, 200, 438, '438 malformed'),
  },
  {
    title: 'beside another that is as good',
    call: async ({ minted }) => ({ identities: [await minted(), await minted()] }),
    says: says(1, 200, 438, '438 not-one-shaken'),
  },
  {
    title: 'beside one with claims that nobody signed',
    call: async (world) => ({
      identities: [
        rewrite(await world.minted(), (header, payload, signature) =>
          [header, changedText(payload, `"tn":"${CALLER}"`, '"tn":"84987654321"'), signature].join('.'),
        ),
        await world.minted(),
      ],
    }),
    says: says(1, 200, 438, '438 not-one-shaken'),
  },
  {
    title: 'beside one that cannot be read',
    call: async ({ minted }) => ({ identities: ['x.y.z', await minted()] }),
    says: says(1, 200, 200, '438 malformed'),
  },
  {
    title: 'joined to another by a comma',
    call: async ({ minted }) => ({ identities: [`${await minted()},${await minted()}`] }),
    says: says(-303, 438, 438, '438 malformed'),
  },

  {
    title: 'without `ppt` in its token',
    call: token({ header: { ppt: undefined } }),
    says: says(1, 200, 438, '438 not-one-shaken'),
  },
  {
    title: 'without `ppt` behind its token',
    call: token({ parameters: (address) => `info=<${address}>;alg=ES256` }),
    says: says(1, 200, 200, '438 not-one-shaken'),
  },
  {
    title: 'of the kind rcd',
    call: token({ header: { ppt: 'rcd' }, parameters: (address) => `info=<${address}>;alg=ES256;ppt=rcd` }),
    says: says(-303, 438, 438, '438 not-one-shaken'),
  },
  {
    title: 'of the kind div',
    call: token({ header: { ppt: 'div' }, parameters: (address) => `info=<${address}>;alg=ES256;ppt=div` }),
    says: says(-303, 438, 438, '438 not-one-shaken'),
  },
  {
    title: 'whose token says div and whose header says shaken',
    call: token({ header: { ppt: 'div' } }),
    says: says(-203, 438, 438, '438 not-one-shaken'),
  },
  {
    title: 'without `alg` in its token',
    call: token({ header: { alg: undefined } }),
    says: says(1, 200, 437, '437 wrong-algorithm'),
  },
  {
    title: 'with another `alg`',
    call: token({ header: { alg: 'ES384' } }),
    says: says(-202, 438, 437, '437 wrong-algorithm'),
  },
  {
    title: 'with `alg` none',
    call: token({ header: { alg: 'none' } }),
    says: says(-202, 438, 437, '437 wrong-algorithm'),
  },
  {
    title: 'with another `typ`',
    call: token({ header: { typ: 'JWT' } }),
    says: says(-204, 438, 437, '437 wrong-type'),
  },
  {
    title: 'without `typ`',
    call: token({ header: { typ: undefined } }),
    says: says(1, 200, 437, '437 wrong-type'),
  },
  {
    title: 'with one more parameter in its token',
    call: token({ header: { kid: '1' } }),
    says: says(1, 200, 200, '438 unknown-parameter'),
  },
  {
    title: 'with something critical that nobody knows',
    call: token({ header: { crit: ['exp'], exp: 1 } }),
    says: says(1, 200, 200, '438 unknown-parameter'),
  },
];
