import type { Principal } from '@temkin/kernel';
import type { DisclosureRule } from './disclosure-policy.ts';
import type { GroupName } from './field-groups.ts';

/** The two people of a parcel. A shipper gets to know one of them at most: who knows both can play one to the other. */
export type Side = 'recipient' | 'sender';

/** Staff ids of the shippers who have read a side of a parcel, in the order of their first reading. */
export type SideReaders = Readonly<Partial<Record<Side, readonly string[]>>>;

/** What is shown of which groups. */
type Showing = Pick<DisclosureRule, 'groups' | 'shown'>;

const SIDE_OF: Partial<Record<GroupName, Side>> = { delivery: 'recipient', sender: 'sender' };

const sidesIn = ({ groups, shown }: Showing): readonly Side[] =>
  shown === 'withheld' ? [] : groups.flatMap((group) => SIDE_OF[group] ?? []);

/** Whether somebody would know both sides of a parcel by this, and is a shipper, in whatever other role they ask. */
export const showsOtherSide = (
  { id, roles }: Principal,
  showing: Showing,
  readers: SideReaders = {},
): boolean => {
  const shown = sidesIn(showing);
  const known = new Set([
    ...shown,
    ...(['recipient', 'sender'] as const).filter((side) => readers[side]?.includes(id)),
  ]);
  return roles.includes('shipper') && shown.length > 0 && known.size > 1;
};

/** The side that a shipper is shown and has not read before. */
export const newlyRead = (
  { id, roles }: Principal,
  showing: Showing,
  readers: SideReaders = {},
): Side | undefined =>
  roles.includes('shipper')
    ? sidesIn(showing).find((side) => readers[side]?.includes(id) !== true)
    : undefined;

/** The readers of a parcel with one more. */
export const withReader = (readers: SideReaders = {}, side: Side, reader: string): SideReaders => ({
  ...readers,
  [side]: [...(readers[side] ?? []), reader],
});
