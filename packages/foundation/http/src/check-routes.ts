import { generalProblems } from './general-problems.ts';
import { withPlaceholders } from './path.ts';
import { kindOf, type ProblemCatalogue } from './problem.ts';
import type { Route } from './route.ts';

/**
 * Throws where routes and catalogue do not belong together, so that a server with such a fault does not start: a code
 * without a kind, a method and path taken twice, a path parameter without a schema.
 */
export const checkRoutes = (routes: readonly Route[], problems: ProblemCatalogue): void => {
  Object.keys(generalProblems).forEach((code) => kindOf(problems, code));
  const taken = new Set<string>();
  for (const { spec } of routes) {
    spec.problems.forEach((code) => kindOf(problems, code));
    const address = `${spec.method} ${withPlaceholders(spec.path, () => '{}')}`;
    if (taken.has(address)) throw new Error(`two routes for ${spec.method} ${spec.path}`);
    taken.add(address);
    if (spec.path.includes('{') && spec.params === undefined) {
      throw new Error(`${spec.method} ${spec.path} has path parameters and no schema for them`);
    }
  }
};
