import type { EventView } from './event-view.ts';

/** A question that auditors ask again and again. */
export interface SavedQuestion {
  readonly asks: { readonly en: string; readonly vi: string };
  /** Whether it is about one parcel or person, whom the filter must name. */
  readonly aboutSubject?: boolean;
  readonly isAnswer: (event: EventView) => boolean;
  /** What is counted, most first; the events themselves are told where absent. */
  readonly countedBy?: (event: EventView) => string;
}

type CountedQuestion = SavedQuestion & Required<Pick<SavedQuestion, 'countedBy'>>;

/** By which something about a person is disclosed. */
const READS: ReadonlySet<string> = new Set([
  'parcel.resolve',
  'parcel.open',
  'parcel.search',
  'parcel.history',
  'shift.load',
  'label.render',
]);

const isRead = ({ action, outcome }: EventView): boolean => outcome === 'allowed' && READS.has(action);

const flagged = ({ flags = [] }: EventView, ...codes: readonly string[]): boolean =>
  codes.some((code) => flags.includes(code));

const answersNothing = ({ action, outcome, reason, resources }: EventView): boolean =>
  (action === 'parcel.search' && outcome === 'allowed' && !resources.some(({ type }) => type === 'parcel')) ||
  (outcome === 'refused' && reason === 'PARCEL.UNKNOWN');

const COUNTED = {
  'refusals-by-reason': {
    asks: { en: 'What was refused, how often?', vi: 'Những gì đã bị từ chối, bao nhiêu lần?' },
    isAnswer: ({ outcome }) => outcome === 'refused',
    countedBy: ({ reason }) => reason ?? 'without a reason',
  },
  'top-readers': {
    asks: { en: 'Who read most?', vi: 'Ai đọc nhiều nhất?' },
    isAnswer: isRead,
    countedBy: ({ actor }) => actor.pseudonym,
  },
} as const satisfies Readonly<Record<string, CountedQuestion>>;

const QUESTIONS = {
  'who-read': {
    asks: { en: 'Who read this parcel or person?', vi: 'Ai đã đọc bưu gửi hoặc người này?' },
    aboutSubject: true,
    isAnswer: isRead,
  },
  'reads-without-custody': {
    asks: {
      en: 'Which reads did custody speak against, while the gate let them pass?',
      vi: 'Những lần đọc nào trái với quyền giữ bưu gửi mà cổng vẫn cho qua?',
    },
    isAnswer: (event) => isRead(event) && flagged(event, 'PARCEL.NOT_IN_CUSTODY', 'PARCEL.STATE_NOT_ALLOWED'),
  },
  'reads-outside-shift': {
    asks: {
      en: 'Who read, or tried to, of a shift that was closed?',
      vi: 'Ai đã đọc, hoặc thử đọc, khi ca làm việc đã đóng?',
    },
    isAnswer: (event) =>
      READS.has(event.action) &&
      (event.reason === 'PARCEL.SHIFT_CLOSED' || flagged(event, 'PARCEL.SHIFT_CLOSED')),
  },
  ...COUNTED,
  'searches-that-found-nothing': {
    asks: {
      en: 'Who searched, or asked by name, for what there is not?',
      vi: 'Ai đã tìm, hoặc hỏi đích danh, thứ không tồn tại?',
    },
    isAnswer: answersNothing,
  },
  claims: {
    asks: {
      en: 'Who claimed parcels with the label in hand?',
      vi: 'Ai đã nhận bưu gửi bằng cách quét nhãn cầm trên tay?',
    },
    isAnswer: ({ action }) => action === 'custody.claim',
  },
} as const satisfies Readonly<Record<string, SavedQuestion>>;

export type QuestionName = keyof typeof QUESTIONS;
export type CountedName = keyof typeof COUNTED;

/** The saved questions by their names. */
export const SAVED_QUESTIONS: Readonly<Record<QuestionName, SavedQuestion>> = QUESTIONS;

/** Those of them that are answered by counting. */
export const COUNTED_QUESTIONS: Readonly<Record<CountedName, CountedQuestion>> = COUNTED;

/** Whether there is a saved question of this name. */
export const isQuestion = (name: string): name is QuestionName => Object.hasOwn(QUESTIONS, name);

/** How often a word was counted. */
export interface Count {
  readonly of: string;
  readonly count: number;
}

/** Counts words; the most frequent come first, of equals the first in order. */
export const counter = () => {
  const counts = new Map<string, number>();
  return {
    add: (word: string): void => {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    },
    counts: (): readonly Count[] =>
      [...counts]
        .map(([of, count]) => ({ of, count }))
        .toSorted((a, b) => b.count - a.count || (a.of < b.of ? -1 : 1)),
  };
};
