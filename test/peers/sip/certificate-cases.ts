import { says, token, type Case } from './case.ts';
import { STRANGER } from './publisher.ts';
import { addressOf, parametersOf } from './sip-world.ts';

/** Calls by their certificates, and by where these are. */
export const CERTIFICATE_CASES: readonly Case[] = [
  {
    title: 'without `x5u`',
    call: token({ header: { x5u: undefined } }),
    says: says(1, 200, 436, '436 no-info'),
  },
  {
    title: 'without `info`',
    call: token({ parameters: () => 'alg=ES256;ppt=shaken' }),
    says: says(-303, 438, 436, '436 no-info'),
  },
  {
    title: 'without parameters',
    call: token({ parameters: () => '' }),
    says: says(-301, 438, 436, '438 not-one-shaken'),
  },
  {
    title: 'whose `info` is not its `x5u`',
    call: token({ header: { x5u: addressOf('other') } }),
    says: says(-205, 436, 436, '436 other-info'),
  },
  {
    title: 'that names `info` twice',
    call: token({ parameters: (address) => `info=<${addressOf('stranger')}>;${parametersOf(address)}` }),
    says: says(1, 200, 200, '438 malformed'),
  },
  {
    title: 'whose certificate is at an address with a query',
    call: token({ address: `${addressOf('good')}?v=1` }),
    says: says(-303, 438, 438, '436 address-refused'),
  },
  {
    title: 'whose certificate is at an address with a fragment',
    call: token({ address: `${addressOf('good')}#1` }),
    says: says(1, 200, 200, '436 address-refused'),
  },
  {
    title: 'whose certificate is to be had without TLS',
    call: token({ address: addressOf('good').replace('https', 'http') }),
    says: says(1, 200, 200, '436 address-refused'),
  },
  {
    title: 'whose certificate is at a host that we have no agreement with',
    call: token({ address: `https://${STRANGER}/stir/709J/good.pem` }),
    says: says(1, 200, 200, '436 address-refused'),
  },
  {
    title: 'whose certificate is in a file of the verifier',
    call: token({ address: 'file:///etc/hostname' }),
    says: says(-401, 436, 436, '436 address-refused'),
    // It reads what it is told to read, and finds no certificate there.
    command: -102,
  },
  {
    title: 'whose certificate is not there',
    call: token({ certificate: 'missing' }),
    says: says(-403, 436, 436, '436 unreachable'),
  },
  {
    title: 'whose certificate nobody serves',
    call: token({ address: 'https://cr.nowhere.example.vn/stir/709J/good.pem' }),
    says: says(-402, 436, 436, '436 address-refused'),
  },

  {
    title: 'whose certificate comes without what leads to the root',
    call: token({ certificate: 'leaf-only' }),
    says: says(-101, 437, 437, '437 untrusted'),
  },
  {
    title: 'whose certificate is below another root',
    call: token({ certificate: 'stranger' }),
    says: says(-101, 437, 437, '437 untrusted'),
  },
  {
    title: 'whose certificate has run out',
    call: token({ certificate: 'expired' }),
    says: says(-103, 437, 437, '437 untrusted'),
  },
  {
    title: 'whose certificate is not yet in force',
    call: token({ certificate: 'early' }),
    says: says(-104, 437, 437, '437 untrusted'),
  },
  {
    title: 'whose certificate was taken back',
    call: token({ certificate: 'revoked' }),
    says: says(-112, 437, 437, '437 untrusted'),
  },
  {
    title: 'whose certificate has a critical list of providers',
    call: token({ certificate: 'critical' }),
    says: says(-101, 437, 437, '437 untrusted'),
  },
  {
    title: 'whose certificate speaks for nobody',
    call: token({ certificate: 'no-list' }),
    says: says(1, 200, 200, '437 untrusted'),
  },
  {
    title: 'whose certificate lists a number and no provider',
    call: token({ certificate: 'number-list' }),
    says: says(1, 200, 200, '437 untrusted'),
  },
  {
    title: 'whose certificate may not sign',
    call: token({ certificate: 'usage' }),
    says: says(1, 200, 200, '437 untrusted'),
  },
  {
    title: 'whose certificate is that of an authority',
    call: token({ certificate: 'of-an-authority' }),
    says: says(1, 200, 200, '437 untrusted'),
  },
  {
    title: 'whose certificate was made by a provider and no authority',
    call: token({ certificate: 'below-a-leaf' }),
    says: says(-101, 437, 437, '437 untrusted'),
  },
  {
    title: 'whose certificate is below more authorities than one of them allows',
    call: token({ certificate: 'below-too-many' }),
    says: says(-101, 437, 437, '437 untrusted'),
  },
  {
    title: 'whose certificate is below an authority that has run out',
    call: token({ certificate: 'below-an-expired' }),
    says: says(-101, 437, 437, '437 untrusted'),
  },
  {
    title: 'whose certificate allows another attestation alone',
    call: token({ certificate: 'constrained' }),
    says: says(1, 200, 200, '438 not-permitted'),
  },
  {
    title: 'whose certificate is of a provider that does not hold the number',
    call: token({ certificate: 'other' }),
    says: says(1, 200, 200, '437 number-not-held'),
  },
];
