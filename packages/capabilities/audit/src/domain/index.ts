export { matches, type EventFilter } from './event-filter.ts';
export type { EventSource } from './event-source.ts';
export type { EventView } from './event-view.ts';
export { refusalBudget } from './refusal-budget.ts';
