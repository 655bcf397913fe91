export { matches, type EventFilter } from './event-filter.ts';
export { eventView, type EventView } from './event-view.ts';
export { refusalBudget } from './refusal-budget.ts';
