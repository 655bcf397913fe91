import type { KeyRing } from '@temkin/crypto';
import { identitySimulator } from '@temkin/identity';
import { provisioningSimulator } from '@temkin/provisioning';
import { textOf, type Table } from '@temkin/storage';
import {
  subscriptionLifecycle,
  type FaceImages,
  type LaterMove,
  type WishedMove,
  type WishedVerification,
} from '@temkin/subscriber';
import type { IdentityVerification, Mover } from '@temkin/subscriber/domain';
import type { MemoryTable } from '../support/memory-table.ts';
import { beginning, citizen, numberOf, REGISTRAR, registryWorld, seedOf, TENANT } from './registry-world.ts';

export const FACE = new Uint8Array([0xff, 0xd8, 0xff, 1]);
export const OTHER_FACE = new Uint8Array([0xff, 0xd8, 0xff, 2]);

/** Person n with all that a verification is asked with. */
const withDocument = (n: number) => ({
  kind: 'citizen' as const,
  ...citizen(n),
  document: { kind: 'identity-card' as const },
});

/** A registry whose numbers are verified by a simulated source, with pictures of faces by their names. */
export const verificationWorld = async (wrap?: (memory: MemoryTable) => Table) => {
  const world = registryWorld(wrap);
  await world.openIndexes();
  const identity = identitySimulator({ clock: world.clock });
  const uploaded = new Map([
    ['face', FACE],
    ['other-face', OTHER_FACE],
  ]);
  const faces: FaceImages = {
    keep: async (_, imageId) =>
      uploaded.has(imageId) ? { kept: JSON.stringify({ imageId }), writes: [] } : undefined,
    open: async (_, kept) =>
      uploaded.get((JSON.parse(kept) as { readonly imageId: string }).imageId) ?? new Uint8Array(),
  };
  let acts: { readonly before?: () => Promise<unknown>; readonly after?: () => Promise<unknown> } = {};
  const asked: IdentityVerification = {
    ask: async (question, signal) => {
      const { before, after } = acts;
      acts = {};
      await before?.();
      const answer = await identity.ask(question, signal);
      await after?.();
      return answer;
    },
  };
  const lifecycle = (through?: Table, keyRing: KeyRing = world.dependencies().keyRing) =>
    subscriptionLifecycle({ ...world.dependencies(through), keyRing, identity: asked, faces });
  const lives = lifecycle();
  const dueOf = (what: string) =>
    world.items('subscribers').filter(({ key }) => key.partition.startsWith(`DUE#${what}#`));

  return {
    ...world,
    identity,
    lives,
    /** The same in another process. */
    lifecycle,
    /** Does something before the source looks at the next question, or before its answer is heard. */
    whileAsked: (planned: typeof acts): void => {
      acts = planned;
    },
    /** Somebody whom the source knows as they are registered. */
    know: (n: number): void => identity.know({ ...citizen(n), face: FACE }),
    register: async (n: number) => {
      const { personId, subscriptionId = '' } = await world.registry.newPerson(
        REGISTRAR,
        { holder: withDocument(n), number: beginning(numberOf(n)) },
        seedOf(n),
      );
      const read = async () => {
        const [found] = await world.stores.people.findSubscriptions(TENANT, [{ personId, subscriptionId }]);
        if (found === undefined) throw new Error('the subscription is gone');
        return found;
      };
      const move = (wish: LaterMove, by: Mover = 'worker', more: Partial<WishedMove> = {}) =>
        lives.moveSubscription(REGISTRAR, {
          subscriptionId,
          move: wish,
          by,
          isVerified: wish.name === 'verify',
          ...more,
        });
      const wish: WishedVerification = {
        subscriptionId,
        wants: 'identity',
        channel: 'own-fixed',
        measures: [],
        by: 'registrar',
        faceImageId: 'face',
      };
      const verify = (more: Partial<WishedVerification> = {}, seed = seedOf(900 + n)) =>
        lives.verifySubscription(REGISTRAR, { ...wish, ...more }, seed);
      const verification = async () => {
        for await (const one of world.stores.verifications.ofPerson(TENANT, personId)) return one;
        return undefined;
      };
      return { personId, subscriptionId, read, move, verify, wish, verification };
    },
    /** Asks again whatever is due by then, as the worker of another process would. */
    askWaiting: async (at: number, through?: Table, keyRing?: KeyRing) => {
      const worked = [];
      for (const { key, item } of dueOf('verification')) {
        const [dueAt = '', tenant = '', id = ''] = key.sort.split('#');
        if (Number(dueAt) > at) continue;
        const work = {
          what: 'verification',
          tenant,
          id,
          personId: textOf(item, 'personId'),
          dueAt: Number(dueAt),
        } as const;
        worked.push(await lifecycle(through, keyRing).askWaitingVerification(work, () => false));
      }
      return worked;
    },
    /** Works off all that is due now. */
    workOff: () => {
      const network = provisioningSimulator();
      return world
        .due({
          notices: { send: () => Promise.reject(new Error('the gateway is down')) },
          network,
          systems: network,
          verification: { identity: asked, faces },
        })
        .workOff({ deadlineMilliseconds: Number.MAX_SAFE_INTEGER });
    },
    dueOf,
    dueOfVerifications: () => dueOf('verification'),
    said: () =>
      world
        .events()
        .filter(({ api }) => api.operation === 'subscription.verify')
        .map(({ status_code: reason, unmapped: { outcome, change } }) => [outcome, change ?? reason]),
  };
};

export type VerificationWorld = Awaited<ReturnType<typeof verificationWorld>>;
