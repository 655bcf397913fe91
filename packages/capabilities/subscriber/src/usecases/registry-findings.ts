/** What somebody is woken up for. */
export interface RegistryFindings {
  /** `pseudonym` is the actor's, as events have it. */
  report(finding: {
    readonly finding: 'search-ceiling-reached';
    readonly tenant: string;
    readonly purpose: string;
    readonly pseudonym: string;
  }): void;
}
