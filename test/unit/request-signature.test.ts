import { readSignature, type SignatureVerdict } from '@temkin/access/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceKeys } from '../support/device-keys.ts';
import { signerOf } from '../support/provisioned-device.ts';
import { signatureFields, type Signing } from '../support/signed-request.ts';

const signer = signerOf(deviceKeys());
const authorization = 'Bearer a.b.c';
const NOW_SECONDS = 1_795_395_600;

const message: Signing = {
  method: 'POST',
  url: 'https://api.example/v1/parcels/resolve',
  authorization,
  body: '{}',
  createdSeconds: NOW_SECONDS,
};

const fieldsOf = (changes: Partial<Signing> = {}): Record<string, string> => ({
  authorization,
  ...signatureFields(signer, { ...message, ...changes }),
});

const read = (fields: Readonly<Record<string, string>>): SignatureVerdict =>
  readSignature({ ...message, headers: new Headers(fields) });

/** The fields with one of them written otherwise. */
const edited = (name: string, edit: (field: string) => string): Record<string, string> => {
  const fields = fieldsOf();
  const field = fields[name] ?? '';
  const other = edit(field);
  if (other === field) throw new Error('nothing was edited');
  return { ...fields, [name]: other };
};

describe('a signature', () => {
  it('is read with its device, nonce, time, digest and base', () => {
    const found = read(fieldsOf({ nonce: 'n'.repeat(22) }));
    expect(found).toMatchObject({
      verdict: 'signed',
      signature: { deviceId: signer.deviceId, nonce: 'n'.repeat(22), createdSeconds: NOW_SECONDS },
    });
    expect(found.verdict === 'signed' && found.signature.contentDigest?.length).toBe(32);
  });

  it.each([
    ['nothing is signed', { authorization }],
    ['the tag is another', fieldsOf({ tag: 'temkin' })],
    ['there is no tag', edited('signature-input', (field) => field.replace(/;tag="[^"]*"/, ''))],
    ['the tag is a token', edited('signature-input', (field) => field.replace(/tag="([^"]*)"/, 'tag=$1'))],
    ['the tag is on a component', edited('signature-input', () => 'device=("@method";tag="temkin-device")')],
    ['the member is no inner list', edited('signature-input', () => 'device="@method";tag="temkin-device"')],
  ])('is none where %s', (_what, fields) => {
    expect(read(fields).verdict).toBe('unsigned');
  });

  it('is found beside the signatures of others, whatever these are', () => {
    const fields = fieldsOf();
    const found = read({
      ...fields,
      'signature-input': `proxy=("@status";req);created=1;tag="p", a=1, ${fields['signature-input']}`,
      signature: `${fields.signature}, proxy=:AA==:`,
    });
    expect(found.verdict).toBe('signed');
  });

  it.each(['@method', '@target-uri', 'authorization'])('covers %s', (left) => {
    const covers = ['@method', '@target-uri', 'authorization', 'content-digest'].filter(
      (name) => name !== left,
    );
    expect(read(fieldsOf({ covers })).verdict).toBe('malformed');
  });

  it.each([
    ['another component', ['@method', '@target-uri', 'authorization', 'host']],
    ['a component twice', ['@method', '@method', '@target-uri', 'authorization']],
    ['a component in capitals', ['@method', '@target-uri', 'Authorization']],
    ['nothing', []],
  ])('does not cover %s', (_what, covers) => {
    expect(read(fieldsOf({ covers })).verdict).toBe('malformed');
  });

  it.each([
    ['expires', `;expires=${NOW_SECONDS + 60}`],
    ['one of its own', ';x=1'],
    ['alg that is no string', ';alg=ed25519'],
  ])('has no parameter %s', (_what, more) => {
    expect(read(fieldsOf({ more })).verdict).toBe('malformed');
  });

  it.each([
    ['a component with a parameter', (field: string) => field.replace('"@method"', '"@method";req')],
    ['a component that is no string', (field: string) => field.replace('"@method"', '1')],
    ['no created', (field: string) => field.replace(/;created=\d+/, '')],
    ['created as a decimal', (field: string) => field.replace(/created=(\d+)/, 'created=$1.5')],
    ['created as a string', (field: string) => field.replace(/created=(\d+)/, 'created="$1"')],
    ['created before 1970', (field: string) => field.replace(/created=\d+/, 'created=-1')],
    ['no nonce', (field: string) => field.replace(/;nonce="[^"]*"/, '')],
    ['a short nonce', (field: string) => field.replace(/nonce="[^"]*"/, `nonce="${'n'.repeat(21)}"`)],
    ['a long nonce', (field: string) => field.replace(/nonce="[^"]*"/, `nonce="${'n'.repeat(65)}"`)],
    ['a nonce that is no base64url', (field: string) => field.replace(/nonce="./, 'nonce="#')],
    ['no key id', (field: string) => field.replace(/;keyid="[^"]*"/, '')],
    ['a key id that is no device’s', (field: string) => field.replace(/keyid="[^"]*"/, 'keyid="key-1"')],
    ['two labels with our tag', (field: string) => `${field}, other${field.slice('device'.length)}`],
    ['more than 1,024 characters', (field: string) => `${field}, x="${'x'.repeat(1_024)}"`],
    ['what is no structured field', (field: string) => `${field},`],
    ['a label that nothing is under', (field: string) => field.replace('device=', 'handset=')],
  ])('is malformed with %s', (_what, edit) => {
    expect(read(edited('signature-input', edit)).verdict).toBe('malformed');
  });

  it.each([
    ['signature', 'too short', () => `device=:${'A'.repeat(84)}:`],
    ['signature', 'a string', () => 'device="AAAA"'],
    ['signature', 'an inner list', () => 'device=(:AAAA:)'],
    ['signature', 'not there', () => ''],
    ['content-digest', 'another hash', (field: string) => field.replace('sha-256', 'sha-512')],
    ['content-digest', 'too short', () => 'sha-256=:AAAA:'],
    ['content-digest', 'no dictionary', () => 'SHA-256=abc'],
    ['content-digest', 'too long', (field: string) => `${field}, x="${'x'.repeat(1_024)}"`],
  ])('is malformed where the field %s is %s', (name, _what, edit) => {
    expect(read(edited(name, edit)).verdict).toBe('malformed');
  });

  it('is malformed where a covered field is missing', () => {
    const { authorization: _left, ...fields } = fieldsOf();
    expect(read(fields).verdict).toBe('malformed');
  });

  it('is judged without a fault, whatever the fields say', () => {
    const words = `device = ( ) "@method" "@target-uri" "authorization" "content-digest" ; , : AAAA created nonce keyid tag
      alg "temkin-device" 1 ?1 @1 %"x" * \\ " - . ${signer.deviceId}`;
    const pieces = fc.constantFrom(' ', ...words.split(/\s+/));
    const field = fc.oneof(
      fc.string({ unit: 'binary-ascii', maxLength: 80 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, ' ')),
      fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
      fc.constantFrom(...Object.values(fieldsOf())),
    );
    fc.assert(
      fc.property(field, field, field, (input, signature, digest) => {
        const fields = { authorization, 'signature-input': input, signature, 'content-digest': digest };
        expect(['signed', 'unsigned', 'malformed']).toContain(read(fields).verdict);
      }),
      { numRuns: 2_000 },
    );
  });

  it('says the same again when its own base is read back: what is signed is what is checked', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[\w-]{22,64}$/),
        fc.nat(2 ** 31),
        fc.shuffledSubarray(['@method', '@target-uri', 'authorization', 'content-digest'], { minLength: 4 }),
        (nonce, createdSeconds, covers) => {
          const found = read(fieldsOf({ nonce, createdSeconds, covers }));
          if (found.verdict !== 'signed') throw new Error(found.verdict);
          const { base, ...signature } = found.signature;
          expect(base.split('\n').map((line) => /^"([^"]*)": /.exec(line)?.[1])).toEqual([
            ...covers,
            '@signature-params',
          ]);
          expect(signature).toMatchObject({ nonce, createdSeconds });
        },
      ),
    );
  });
});
