import { HELD_STATES } from '../lifecycle/index.ts';
import {
  fieldOfStored,
  holderOfStored,
  subscriptionOfStored,
  type ClearHolder,
  type ClearSubscription,
  type FieldTexts,
  type Stored,
} from '../record/stored-fields.ts';
import type { SubscriptionRecord } from '../record/subscriber-record.ts';
import type { ExportScope } from './registry-export.ts';
import { writtenRow } from './written-row.ts';

/** Whether a number is within what is exported. */
export const isExported = (
  { numbers }: Pick<ExportScope, 'numbers'>,
  { state }: Required<Pick<SubscriptionRecord, 'state'>>,
): boolean => numbers === 'all' || HELD_STATES.includes(state);

const within = (fields: ExportScope['fields'], texts: FieldTexts): FieldTexts =>
  Object.fromEntries(
    Object.entries(texts).filter(([name]) => fields.some((field) => field === fieldOfStored(name))),
  );

/**
 * A number and its holder as a line of an export, in the form that an import reads: the fields that were released and no other. What kind of holder
 * it is, and of the number its use, payment, channel and ordinal, always stand there: without them a record is none, and they say nothing
 * of anybody.
 */
export const exportedRow = (
  { fields }: Pick<ExportScope, 'fields'>,
  holder: Stored<ClearHolder>,
  subscription: Stored<ClearSubscription>,
  verifiedAt: number | undefined,
): string => {
  const { use, payment, ordinal, channel, ...others } = subscription.clear;
  const asked: Partial<typeof others> = Object.fromEntries(
    Object.entries(others).filter(([name]) => fields.some((field) => field === name)),
  );
  const clear = { use, payment, ordinal, ...(channel !== undefined && { channel }), ...asked };
  const record = {
    holder: holderOfStored({ clear: holder.clear, texts: within(fields, holder.texts) }),
    subscription: subscriptionOfStored({ clear, texts: within(fields, subscription.texts) }),
  };
  const isShown = verifiedAt !== undefined && fields.includes('verifiedAt');
  return `${JSON.stringify(writtenRow({ record, ...(isShown && { verifiedAt }) }))}\n`;
};
