import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { Statement } from '../policies.ts';

/** Statements as a document, word for word: nothing is merged or reordered. */
export const policyDocument = (statements: readonly Statement[]): PolicyDocument =>
  PolicyDocument.fromJson({ Version: '2012-10-17', Statement: statements });
