import type { Clock } from '@temkin/kernel';
import type { Item } from '@temkin/storage';

/** Whether an item is dead to its readers (`expiresAtSeconds` of the schema): neither copied nor brought back. */
export const isExpired = ({ expiresAtSeconds }: Item, clock: Clock): boolean =>
  typeof expiresAtSeconds === 'number' && expiresAtSeconds * 1_000 <= clock.now();
