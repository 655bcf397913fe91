import { equalBytes, verifySignature as isSignatureOf } from '@temkin/crypto';
import { Refusal, utf8, type Caller, type Clock } from '@temkin/kernel';
import {
  readSignature,
  SIGNATURE_ALGORITHMS,
  type DeviceRecord,
  type RequestSignature,
  type SignedMessage,
  type Stored,
} from '../domain/index.ts';
import type { DeviceStore } from '../store/devices.ts';
import type { SignatureNonces } from '../store/signature-nonces.ts';

export interface SignatureDependencies {
  readonly devices: Pick<DeviceStore, 'find'>;
  readonly nonces: SignatureNonces;
  readonly clock: Clock;
}

/** How far from now a signature may have been made, either way: handhelds keep time badly, and need not keep it well. */
const WINDOW_SECONDS = 60;

/** One answer, so that nothing is learnt of devices: who signs rightly knows which of these it is. */
const NO_SIGNATURE =
  'No active device of yours made this signature over this request; who enrolled a device does not use it.';

const invalid = (detail: string) => new Refusal('ACCESS.SIGNATURE_INVALID', { detail });

const isMadeBy = async (
  { signingKey, status, enrolledBy }: DeviceRecord,
  { algorithm, base, signature }: RequestSignature,
  caller: Caller,
): Promise<boolean> =>
  status === 'active' &&
  enrolledBy !== caller.principal.id &&
  (algorithm ?? SIGNATURE_ALGORITHMS[signingKey.crv]) === SIGNATURE_ALGORITHMS[signingKey.crv] &&
  (await isSignatureOf(signingKey, utf8(base), signature));

const withDevice = ({ principal, reliedOn }: Caller, device: Stored<DeviceRecord>): Caller => ({
  principal: { ...principal, device: { id: device.deviceId } },
  reliedOn: [...reliedOn, device.reliedOn],
});

/** Refuses a body that the signature does not vouch for. */
const bodyCheck =
  ({ contentDigest }: RequestSignature) =>
  async (body: Uint8Array): Promise<void> => {
    if (contentDigest === undefined) {
      if (body.length > 0) throw invalid('With a body the signature must cover "content-digest".');
      return;
    }
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(body)));
    if (!equalBytes(digest, contentDigest)) throw invalid('The body is not the one of Content-Digest.');
  };

/**
 * Verifies the signature of a device (RFC 9421) on a caller's request. Who need not sign may: a signature that is there
 * must hold. The caller that comes back names the device, and relies on its record as it was read in this very request.
 * Throws the refusals `ACCESS.SIGNATURE_REQUIRED`, `ACCESS.SIGNATURE_INVALID` and, for a nonce that the device used
 * before, `ACCESS.SIGNATURE_REPLAYED`.
 */
export const verifySignature =
  ({ devices, nonces, clock }: SignatureDependencies) =>
  async (
    { caller, mustSign }: { readonly caller: Caller; readonly mustSign: boolean },
    message: SignedMessage,
  ): Promise<{ readonly caller: Caller; readonly checkBody: (body: Uint8Array) => Promise<void> }> => {
    const read = readSignature(message);
    if (read.verdict === 'malformed') throw invalid(read.because);
    if (read.verdict === 'unsigned') {
      if (mustSign)
        throw new Refusal('ACCESS.SIGNATURE_REQUIRED', {
          detail: 'Sign the request with an enrolled device (RFC 9421); see docs/device-protocol.md.',
        });
      return { caller, checkBody: async () => {} };
    }
    const { signature } = read;
    const { tenant } = caller.principal;
    if (Math.abs(Math.floor(clock.now() / 1_000) - signature.createdSeconds) > WINDOW_SECONDS)
      throw invalid(
        `The signature was not made within ${WINDOW_SECONDS} seconds of now: compare the clocks.`,
      );
    const device = await devices.find(tenant, signature.deviceId);
    if (device === undefined || !(await isMadeBy(device, signature, caller))) throw invalid(NO_SIGNATURE);

    // Once more the window, for processes whose clocks differ: no nonce is forgotten while its signature is in time.
    const expiresAtSeconds = signature.createdSeconds + 2 * WINDOW_SECONDS;
    if (!(await nonces.spend(device, signature.nonce, expiresAtSeconds)))
      throw new Refusal('ACCESS.SIGNATURE_REPLAYED', {
        detail: 'Sign every request anew, a repeated one too: with a nonce of its own.',
      });
    return { caller: withDevice(caller, device), checkBody: bodyCheck(signature) };
  };
