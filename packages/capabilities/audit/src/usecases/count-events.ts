import type { Caller } from '@temkin/kernel';
import { COUNTED_QUESTIONS, counter, type Count, type CountedName } from '../domain/index.ts';
import { askEvents, type AskedEvents, type AskedPage, type AskingDependencies } from './ask-events.ts';

export interface CountPage extends AskedPage {
  /** Of the events of this page alone. */
  readonly counts: readonly Count[];
}

/**
 * Counts the events that answer a saved question, by the rules of `askEvents`: of each page those that were looked at, each
 * event on one page alone, so that the counts of all pages add up.
 */
export const countEvents = (dependencies: AskingDependencies) => {
  const ask = askEvents(dependencies);
  return async (
    caller: Caller,
    asked: AskedEvents & { readonly question: CountedName },
  ): Promise<CountPage> => {
    const { countedBy } = COUNTED_QUESTIONS[asked.question];
    const { add, counts } = counter();
    const page = await ask(caller, 'audit.query', asked, {
      isFull: () => false,
      take: ({ event }) => add(countedBy(event)),
    });
    return { counts: counts(), ...page };
  };
};
