export { busyDay } from './busy-day.ts';
export { DAYS_PARCELS } from './days-parcels.ts';
export { CANARIES, CLEAR_CANARIES } from './texts.ts';
