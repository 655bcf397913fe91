import type { Role } from '@temkin/kernel';
import { yearsLookedIn } from '../domain/index.ts';
import type { FindActor } from '../store/find-actor.ts';

/** Somebody or something that acts in events: who hides behind the id, the company's own directory tells. */
export interface Actor {
  readonly id: string;
  /** `itself` is the system, at work of its own accord. */
  readonly kind: 'staff' | 'system' | 'itself';
  /** As they are by now. */
  readonly roles: readonly Role[];
  readonly facility?: string;
  readonly status?: 'active' | 'suspended' | 'revoked';
}

/** Principals as the access capability keeps them, in order of id. */
export interface Principals {
  page(
    tenant: string,
    range: { readonly limit: number; readonly after?: string },
  ): Promise<{
    readonly principals: readonly (Omit<Actor, 'kind'> & {
      readonly kind: 'staff' | 'system';
      readonly recordId: string;
    })[];
    readonly next?: string;
  }>;
}

export interface ActorsByPseudonym {
  /** Whom a pseudonym means; undefined where it means nobody of the tenant, or no more. */
  find(tenant: string, pseudonym: string, nowMilliseconds: number): Promise<Actor | undefined>;
}

/** Principals that are read at a time. */
const PAGE_ITEMS = 100;

/**
 * Finds whom a pseudonym means among all that can act in a tenant: by the name of their record, which events of staff
 * changes have, or by trying the keys of their pseudonyms. A company has thousands of staff, not millions.
 */
export const maskedActors = ({
  principals,
  ownActors,
  findActor,
}: {
  readonly principals: Principals;
  /** As whom the system itself stands in the log. */
  readonly ownActors: readonly string[];
  readonly findActor: FindActor;
}): ActorsByPseudonym => ({
  find: async (tenant, pseudonym, nowMilliseconds) => {
    const known = new Map<string, Actor>(
      ownActors.map((id) => [id, { id, kind: 'itself', roles: [] } as const]),
    );
    let after: string | undefined;
    do {
      const page = await principals.page(tenant, {
        limit: PAGE_ITEMS,
        ...(after !== undefined && { after }),
      });
      for (const { id, kind, roles, facility, status, recordId } of page.principals) {
        const actor: Actor = {
          id,
          kind,
          roles,
          ...(facility !== undefined && { facility }),
          ...(status !== undefined && { status }),
        };
        if (recordId === pseudonym) return actor;
        known.set(id, actor);
      }
      after = page.next;
    } while (after !== undefined);
    const id = await findActor(tenant, pseudonym, {
      actors: [...known.keys()],
      years: yearsLookedIn(nowMilliseconds),
    });
    return id === undefined ? undefined : known.get(id);
  },
});
