export type { Counted, PublicCounts as HistoryCounts } from '@temkin/storage';
