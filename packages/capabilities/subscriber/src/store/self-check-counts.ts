export type { Counted, PublicCounts as SelfCheckCounts } from '@temkin/storage';
