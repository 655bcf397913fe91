import { accepted, says, token, type Case } from './case.ts';
import { CALLER } from './certificate-chains.ts';

/** A number that is not the caller's. */
const OTHER_NUMBER = '84987654321';

const seconds = (fromNow: number): number => Math.floor(Date.now() / 1_000) + fromNow;

/** Calls by what they say: when, who, whom, and how it is to be shown. */
export const CLAIM_CASES: readonly Case[] = [
  { title: 'as we mint it', call: async ({ minted }) => ({ identities: [await minted()] }), says: accepted },
  {
    title: 'without rich call data',
    call: token({ claims: { rcd: undefined, crn: undefined } }),
    says: accepted,
  },
  { title: 'with a claim that nobody knows', call: token({ claims: { jti: 'one-more' } }), says: accepted },
  {
    title: 'with `ppt` in quotes',
    call: token({ parameters: (address) => `info=<${address}>;alg=ES256;ppt="shaken"` }),
    says: accepted,
  },
  {
    title: 'two minutes old',
    call: async ({ other }) => ({ identities: [await other({ claims: { iat: seconds(-120) } })] }),
    says: says(-232, 403, 403, '403 stale'),
  },
  {
    title: 'an hour ahead',
    call: async ({ other }) => ({ identities: [await other({ claims: { iat: seconds(3_600) } })] }),
    says: says(1, 200, 403, '403 ahead-of-time'),
  },
  {
    title: 'with a time in quotes',
    call: async ({ other }) => ({ identities: [await other({ claims: { iat: String(seconds(-1)) } })] }),
    says: says(-231, 438, 438, '438 malformed'),
  },
  {
    title: 'without a time',
    call: token({ claims: { iat: undefined } }),
    says: says(-232, 403, 438, '438 malformed'),
  },
  {
    title: 'of a call dated an hour ago',
    call: async ({ minted }) => ({ identities: [await minted()], date: new Date(Date.now() - 3_600_000) }),
    says: says(1, 200, 200, '403 stale'),
  },
  {
    title: 'of a call dated an hour ahead',
    call: async ({ minted }) => ({ identities: [await minted()], date: new Date(Date.now() + 3_600_000) }),
    says: says(1, 200, 200, '403 ahead-of-time'),
  },

  {
    title: 'with an attestation that there is not',
    call: token({ claims: { attest: 'W' } }),
    says: says(1, 200, 438, '438 wrong-claims'),
  },
  {
    title: 'without an attestation',
    call: token({ claims: { attest: undefined } }),
    says: says(1, 200, 438, '438 wrong-claims'),
  },
  {
    title: 'without `origid`',
    call: token({ claims: { origid: undefined } }),
    says: says(1, 200, 438, '438 wrong-claims'),
  },
  {
    title: 'whose `origid` is no UUID',
    call: token({ claims: { origid: '1' } }),
    says: says(1, 200, 200, '438 wrong-claims'),
  },
  {
    title: 'of another caller',
    call: token({ claims: { orig: { tn: OTHER_NUMBER } } }),
    says: says(1, 200, 438, '438 other-caller'),
  },
  {
    title: 'to another callee',
    call: token({ claims: { dest: { tn: [OTHER_NUMBER] } } }),
    says: says(1, 200, 438, '438 other-callee'),
  },
  {
    title: 'without a caller',
    call: token({ claims: { orig: undefined } }),
    says: says(1, 200, 438, '438 wrong-claims'),
  },
  {
    title: 'without a callee',
    call: token({ claims: { dest: undefined } }),
    says: says(1, 200, 438, '438 wrong-claims'),
  },
  {
    title: 'whose caller is an address and no number',
    call: token({ claims: { orig: { uri: 'sip:a@example.vn' } } }),
    says: says(1, 200, 438, '438 wrong-claims'),
  },
  {
    title: 'whose caller is written with a plus',
    call: token({ claims: { orig: { tn: `+${CALLER}` } } }),
    says: says(1, 200, 438, '438 wrong-claims'),
  },
  {
    title: 'whose callee is a text and no list',
    call: token({ claims: { dest: { tn: '84912345678' } } }),
    says: says(-231, 438, 438, '438 wrong-claims'),
  },
  {
    title: 'of a caller who shows no number',
    call: async ({ minted }) => ({ identities: [await minted()], caller: 'anonymous' }),
    says: says(1, 200, 433, '433 anonymous'),
  },
  {
    title: 'that shows a name of somebody else',
    call: token({ claims: { rcd: { nam: 'Ngân hàng Nhà nước' } } }),
    says: says(1, 200, 200, '438 name-not-held'),
  },
  {
    title: 'that shows a name with a character that turns the direction of letters',
    call: token({ claims: { rcd: { nam: 'Bưu điện\u202E VN' } } }),
    says: says(1, 200, 200, '438 wrong-claims'),
  },
];
