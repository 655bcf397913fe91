import type { Row } from '../comparison.ts';
import { logGrowth } from '../growth/log-growth.ts';
import { parcelGrowth } from '../growth/parcel-growth.ts';
import { registryGrowth } from '../growth/registry-growth.ts';

/** Row 14: what one request of each kind costs while the store grows, while a log does, and while a registry does. */
export const growth: Row = async (workload) => [
  ...(await parcelGrowth(workload)),
  ...(await logGrowth(workload)),
  ...(await registryGrowth(workload)),
];
