import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Attribute, Clause, Condition, Write } from '@temkin/storage';
import { toAttributeValue } from './attribute-value.ts';
import { PARTITION } from './stored-item.ts';

/** What a write asks and changes, in DynamoDB's expression language. Names and values stand outside of the text. */
export interface WriteExpression {
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
}

/** Hands out placeholders, so that no name is a reserved word and no value is ever parsed. */
const placeholders = () => {
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = {};
  return {
    names,
    values,
    name: (attribute: string): string => {
      const placeholder = `#a${Object.keys(names).length}`;
      names[placeholder] = attribute;
      return placeholder;
    },
    value: (value: Attribute): string => {
      const placeholder = `:v${Object.keys(values).length}`;
      values[placeholder] = toAttributeValue(value);
      return placeholder;
    },
  };
};

type Placeholders = ReturnType<typeof placeholders>;

const clauseText = (clause: Clause, { name, value }: Placeholders): string => {
  const attribute = name(clause.attribute);
  return clause.is === 'equal'
    ? `${attribute} = ${value(clause.to)}`
    : `(attribute_not_exists(${attribute}) OR ${attribute} < ${value(clause.than)})`;
};

const conditionText = (condition: Condition, use: Placeholders): string => {
  if (condition === 'absent') return `attribute_not_exists(${use.name(PARTITION)})`;
  if (condition === 'present') return `attribute_exists(${use.name(PARTITION)})`;
  return condition.map((clause) => clauseText(clause, use)).join(' AND ');
};

const updateText = (write: Extract<Write, { kind: 'update' }>, { name, value }: Placeholders): string => {
  const set = Object.entries(write.set ?? {}).map(([attribute, to]) => `${name(attribute)} = ${value(to)}`);
  const add = Object.entries(write.add ?? {}).map(([attribute, by]) => `${name(attribute)} ${value(by)}`);
  const remove = (write.remove ?? []).map(name);
  const text = Object.entries({ SET: set, ADD: add, REMOVE: remove })
    .filter(([, parts]) => parts.length > 0)
    .map(([verb, parts]) => `${verb} ${parts.join(', ')}`)
    .join(' ');
  if (text === '') throw new RangeError('an update must change something');
  return text;
};

/** The condition and the changes of a write. Throws `RangeError` for an update or a check that says nothing. */
export const writeExpression = (write: Write): WriteExpression => {
  const use = placeholders();
  const condition = conditionText(write.condition ?? [], use);
  if (write.kind === 'check' && condition === '') throw new RangeError('a check must check something');
  const update = write.kind === 'update' ? updateText(write, use) : '';
  return {
    ...(condition !== '' && { ConditionExpression: condition }),
    ...(update !== '' && { UpdateExpression: update }),
    ...(Object.keys(use.names).length > 0 && { ExpressionAttributeNames: use.names }),
    ...(Object.keys(use.values).length > 0 && { ExpressionAttributeValues: use.values }),
  };
};
